//! A pool's own words, links and look reach its pages and mails, and nobody else's.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::event::EventName;
use vestibule::flows::manage::access_keys;

use crate::doors::hosted::login_page;
use crate::support::TestApp;
use crate::support::answer::Answer;
use crate::support::aws_sdk::AwsSdk;
use crate::support::people::PASSWORD;

async fn admin(app: &TestApp, role: Role) -> AwsSdk {
    app.aws_sdk(&access_keys::create(&app.deps(), role, None).await.unwrap())
}

async fn call(sdk: &AwsSdk, app: &TestApp, operation: &str, more: &[(&str, Value)]) -> Answer {
    let mut input = json!({ "UserPoolId": app.pool.id.as_str() });
    for (name, value) in more {
        input[*name] = value.clone();
    }
    sdk.call_target(&format!("VestibuleService.{operation}"), &input).await
}

async fn say(sdk: &AwsSdk, app: &TestApp, language: &str, source: &str) -> Answer {
    call(sdk, app, "UpdateWording", &[("Language", json!(language)), ("Source", json!(source))]).await
}

#[actix_web::test]
async fn a_pools_words_come_before_the_products_on_its_own_pages() {
    let app = TestApp::start().await;
    let (sdk, mut browser) = (admin(&app, Role::Admin).await, app.browser());
    assert!(login_page(&app, &mut browser).await.shown().body.contains("Welcome back"));
    let source = "login-heading = Ahoy, sailor\nproblem-not-authorized = No such luck.\n";
    let set = say(&sdk, &app, "en", source).await;
    assert_eq!(set.code(), 200, "{set:?}");
    let shown = call(&sdk, &app, "DescribeWording", &[]).await.json();
    assert_eq!(shown["Wordings"][0]["Source"], source);
    assert_eq!(shown["Wordings"][0]["Language"], "en");
    assert_eq!(shown["Languages"], json!(["ar", "de", "en"]));
    assert_eq!(app.events(EventName::WordingUpdated).await, 1);

    let page = login_page(&app, &mut browser).await;
    assert!(page.shown().body.contains("Ahoy, sailor") && !page.shown().body.contains("Welcome back"));
    let wrong =
        browser.submit(&page, &page.form("/login").fill("username", "ada").fill("password", "wrong 1 wrong")).await;
    assert!(wrong.shown().body.contains("No such luck."));
    assert!(wrong.shown().body.contains("Sign in"), "what the pool does not say, the product does");
    let german = browser.get(&app.app_client().request().and("lang", "de").target()).await;
    let german = browser.get(german.location().unwrap()).await;
    assert!(german.body.contains("Willkommen zurück"), "English words stay out of German pages: {german:?}");

    let other = app.add_pool("other").await;
    let client = app.add_public(&other, |_| {}).await;
    let elsewhere = app.browser().open(&app.oauth_client(&client).request().target()).await;
    assert!(elsewhere.shown().body.contains("Welcome back"), "another pool keeps the product's words");

    assert_eq!(call(&sdk, &app, "ResetWording", &[("Language", json!("en"))]).await.code(), 200);
    assert!(app.browser().open(&app.app_client().request().target()).await.shown().body.contains("Welcome back"));
    assert_eq!(call(&sdk, &app, "DescribeWording", &[]).await.json()["Wordings"], json!([]));
}

#[actix_web::test]
async fn a_pools_words_are_on_its_failures_and_in_its_mails() {
    let app = TestApp::start().await;
    let (sdk, ada, mut browser) = (admin(&app, Role::Admin).await, app.person("ada").await, app.browser());
    say(&sdk, &app, "en", "error-request-heading = Wrong door\nmail-forgot-password-heading = Forgetful again\n").await;
    let failed = browser.get(&format!("/{}/login?client_id=nobody", app.pool.id)).await;
    assert!(failed.body.contains("Wrong door"), "{failed:?}");
    let page = login_page(&app, &mut browser).await;
    let page = browser.open(&page.link("/forgotPassword")).await;
    browser.submit(&page, &page.form("/forgotPassword").fill("username", &ada.username)).await;
    app.node().run_jobs().await;
    let mail = app.node().mailbox().all().pop().unwrap().mail;
    assert!(mail.text.contains("Forgetful again") && mail.html.contains("Forgetful again"), "{mail:?}");
}

/// Group N: what an admin writes is text, has a key, a bound and an error that names the place.
#[actix_web::test]
async fn words_that_do_not_do_are_refused_by_name_and_change_nothing() {
    let app = TestApp::start().await;
    let sdk = admin(&app, Role::Admin).await;
    assert_eq!(say(&sdk, &app, "en", "login-heading = Ahoy\n").await.code(), 200);
    let cases = [
        ("login-heading = <script>alert(1)</script>\n".to_owned(), "login-heading"),
        ("login-heading = { \"\\u003Cscript\" }\n".to_owned(), "login-heading"),
        ("login-heding = Hi\n".to_owned(), "login-heding"),
        ("login-heading = Hi\nlogin-lead = { $password }\n".to_owned(), "$password"),
        ("login-heading = { login-heading }\n".to_owned(), "login-heading"),
        ("login-heading = Hi\n\nlogin-lead = { $app\n".to_owned(), "line"),
        ("-brand = x\n".to_owned(), "-brand"),
        ("login-heading = a\u{202e}b\n".to_owned(), "login-heading"),
        (format!("login-heading = {}\n", "a".repeat(3000)), "login-heading"),
        (format!("# {}\n", "a".repeat(99_000)), "98304"),
        (format!("login-heading = {}", "{ $a -> *[x] ".repeat(4000)), "line 1"),
        ("# nothing\n".to_owned(), "no message"),
    ];
    for (source, named) in cases {
        let refused = say(&sdk, &app, "en", &source).await;
        assert_eq!(
            (refused.code(), refused.header("x-amzn-errortype")),
            (400, "InvalidParameterException"),
            "{refused:?}"
        );
        assert!(refused.body.contains(named), "{named}: {refused:?}");
    }
    for language in ["tlh", "xx", "../en", "e\u{0}n"] {
        let refused = say(&sdk, &app, language, "login-heading = Hi\n").await;
        assert_eq!(refused.code(), 400, "{refused:?}");
    }
    let held = call(&sdk, &app, "DescribeWording", &[]).await.json();
    assert_eq!(held["Wordings"].as_array().unwrap().len(), 1);
    assert_eq!(held["Wordings"][0]["Source"], "login-heading = Ahoy\n");
    assert_eq!(app.events(EventName::WordingUpdated).await, 1);
}

#[actix_web::test]
async fn only_an_admin_changes_words_and_readers_read_them() {
    let app = TestApp::start().await;
    let (operator, reader) = (admin(&app, Role::Operator).await, admin(&app, Role::ReadOnly).await);
    for sdk in [&operator, &reader, &app.anonymous()] {
        assert!(say(sdk, &app, "en", "login-heading = Mine\n").await.code() >= 400);
        assert!(call(sdk, &app, "ResetWording", &[]).await.code() >= 400);
        assert!(call(sdk, &app, "UpdateTheme", &[("FooterLinks", json!([]))]).await.code() >= 400);
    }
    for sdk in [&operator, &reader] {
        assert_eq!(call(sdk, &app, "DescribeWording", &[]).await.json()["Wordings"], json!([]));
    }
}

#[actix_web::test]
async fn links_below_the_pages_are_in_the_language_of_the_page() {
    let app = TestApp::start().await;
    let (sdk, mut browser) = (admin(&app, Role::Admin).await, app.browser());
    let links = json!([
        { "Name": "privacy", "Href": "https://northwind.example/privacy" },
        { "Labels": { "en": "Imprint", "de": "Impressum" }, "Href": "https://northwind.example/imprint?a=1&b=2" },
    ]);
    let set = call(&sdk, &app, "UpdateTheme", &[("FooterLinks", links.clone())]).await;
    assert_eq!(set.code(), 200, "{set:?}");
    assert_eq!(call(&sdk, &app, "DescribeTheme", &[]).await.json()["FooterLinks"], links);
    for (lang, privacy, imprint) in
        [("en", "Privacy", "Imprint"), ("de", "Datenschutz", "Impressum"), ("ar", "الخصوصية", "Imprint")]
    {
        for path in
            ["/login", "/signup", "/forgotPassword", "/confirm", "/confirmforgotPassword", "/signedOut", "/error"]
        {
            let query = app.app_client().request().and("lang", lang).query();
            let body = browser.get(&format!("/{}{path}?{query}", app.pool.id)).await.body;
            assert!(
                body.contains(&format!(">{privacy}</a>")) && body.contains(&format!(">{imprint}</a>")),
                "{path} {lang}: {body}"
            );
            assert!(body.contains("https://northwind.example/imprint?a=1&#38;b=2"), "{path}: {body}");
        }
    }
    for href in
        ["javascript:alert(1)", "http://northwind.example/", "//northwind.example", "https://a.example/\"><script>"]
    {
        let refused =
            call(&sdk, &app, "UpdateTheme", &[("FooterLinks", json!([{ "Name": "help", "Href": href }]))]).await;
        assert_eq!(
            (refused.code(), refused.header("x-amzn-errortype")),
            (400, "InvalidParameterException"),
            "{refused:?}"
        );
    }
    assert_eq!(call(&sdk, &app, "DescribeTheme", &[]).await.json()["FooterLinks"], links);
    let tokens = json!({ "accent": "#0b6e4f", "accent-strong": "#085c42" });
    assert_eq!(call(&sdk, &app, "UpdateTheme", &[("Tokens", tokens)]).await.code(), 200);
    assert_eq!(call(&sdk, &app, "DescribeTheme", &[]).await.json()["FooterLinks"], links, "what is not said stays");
}

/// Case N: the look that was set is the one that pages load, under an address of its content.
#[actix_web::test]
async fn a_pools_look_is_what_its_pages_load() {
    let app = TestApp::start().await;
    let (sdk, mut browser) = (admin(&app, Role::Admin).await, app.browser());
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let tokens = json!({ "accent": "#0b6e4f", "accent-strong": "#085c42" });
    let set = call(&sdk, &app, "UpdateTheme", &[("Tokens", tokens), ("Logo", json!(png))]).await;
    assert_eq!(set.code(), 200, "{set:?}");
    let page = login_page(&app, &mut browser).await;
    let target = |before: &str| {
        let at = page.shown().body.find(before).unwrap_or_else(|| panic!("{before}: {page:?}"));
        page.shown().body[at..].split('"').next().unwrap().to_owned()
    };
    for (path, kind) in [(target("/theme/"), "text/css; charset=utf-8"), (target("/logo/"), "image/png")] {
        let file = browser.get(&path).await;
        assert_eq!((file.code(), file.header("content-type")), (200, kind), "{path}");
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
        assert_eq!(file.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!file.headers.contains_key("set-cookie"), "{path}");
    }
    let css = browser.get(&target("/theme/")).await.body;
    assert!(css.contains("--accent:#0b6e4f;"), "{css}");
    let svg = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxzY3JpcHQ+YWxlcnQoMSk8L3NjcmlwdD48L3N2Zz4=";
    assert_eq!(call(&sdk, &app, "UpdateTheme", &[("Logo", json!(svg))]).await.code(), 400, "an SVG can run code");
    for hostile in ["red;} body{display:none", "url(https://evil.test/x)", "#fff/*", "expression(alert(1))"] {
        assert_eq!(call(&sdk, &app, "UpdateTheme", &[("Tokens", json!({ "accent": hostile }))]).await.code(), 400);
    }
    assert_eq!(login_page(&app, &mut app.browser()).await.shown().body.matches(&target("/theme/")).count(), 1);
}

#[actix_web::test]
async fn the_language_travels_with_the_sign_in_into_the_mail() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    for (wish, value, lang, dir, words) in [
        ("ui_locales", "xx ar-EG en", "ar", "rtl", "مرحبًا بعودتك"),
        ("lang", "de", "de", "ltr", "Willkommen zurück"),
        ("ui_locales", "fr-CA de-AT", "de", "ltr", "Willkommen zurück"),
    ] {
        let page = browser.open(&app.app_client().request().and(wish, value).target()).await;
        assert!(page.shown().body.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{page:?}");
        assert_eq!(page.shown().header("content-language"), lang);
        assert!(page.shown().body.contains(words));
        let forgot = browser.open(&page.link("/forgotPassword")).await;
        assert_eq!(forgot.shown().header("content-language"), lang, "it travels in the links");
        let sent = browser.submit(&forgot, &forgot.form("/forgotPassword").fill("username", &ada.username)).await;
        assert_eq!(sent.shown().header("content-language"), lang, "and through a form");
        app.node().run_jobs().await;
        let mail = app.node().mailbox().all().pop().unwrap().mail;
        assert!(mail.html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{}", mail.html);
        browser = app.browser();
    }
    let page = browser.open(&app.app_client().request().and("lang", "de").target()).await;
    assert!(
        browser.submit(&page, &page.form("/login").fill("username", "ada").fill("password", PASSWORD)).await.has_left()
    );
}

/// Hostile values of the parameters that choose a language (case 117).
#[actix_web::test]
async fn a_language_that_is_none_is_english_and_is_not_shown() {
    let app = TestApp::start().await;
    for value in [
        "\"><script>alert(1)</script>",
        "../../etc/passwd",
        "de\r\nX-Evil: 1",
        "xx",
        &"de ".repeat(300),
        "*",
        "{{7*7}}",
    ] {
        for name in ["lang", "ui_locales"] {
            let page = app.browser().open(&app.app_client().request().and(name, value).target()).await;
            let answer = page.shown();
            let is_german = value.starts_with("de ") && name == "ui_locales";
            assert_eq!(answer.header("content-language"), if is_german { "de" } else { "en" }, "{name}={value}");
            assert!(!answer.body.contains("<script") && !answer.headers.contains_key("x-evil"), "{name}={value}");
        }
    }
}

/// What a person says of themselves decides the language of their mail, whoever asked for it in which language.
#[actix_web::test]
async fn a_mail_is_in_the_readers_own_language() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let sdk = admin(&app, Role::Operator).await;
    let attributes = json!({
        "UserPoolId": app.pool.id.as_str(),
        "Username": ada.username,
        "UserAttributes": [{ "Name": "locale", "Value": "de_AT" }],
    });
    let set = sdk.call("AdminUpdateUserAttributes", &attributes).await;
    assert_eq!(set.code(), 200, "{set:?}");
    let page = browser.open(&app.app_client().request().and("lang", "ar").target()).await;
    let forgot = browser.open(&page.link("/forgotPassword")).await;
    browser.submit(&forgot, &forgot.form("/forgotPassword").fill("username", &ada.username)).await;
    app.node().run_jobs().await;
    let mail = app.node().mailbox().all().pop().unwrap().mail;
    assert!(mail.subject.contains("ist Ihr Passwort-Code") && mail.html.contains("lang=\"de\""), "{mail:?}");
}
