//! Text of strangers in pages and mails (cases 117 and 118): it stays text, in every place that shows it.

use serde_json::json;
use vestibule::app::Limits;
use vestibule::domain::pool::{MessageText, Pool};
use vestibule::domain::secret::Secret;
use vestibule::flows::manage::clients::{self, ClientChange};
use vestibule::flows::manage::pools;
use vestibule::flows::manage::users::{self, PasswordChange};

use crate::support::browser::Page;
use crate::support::forms::{encode, outline};
use crate::support::{OAuthClient, PASSWORD, TestApp, sample_settings};

/// Without a space, so that they can be names too.
const PAYLOADS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img/src=x/onerror=alert(1)>",
    "'/onfocus=alert(1)/autofocus='",
    "</title></style></textarea><svg/onload=alert(1)>",
    "<a/href=https://evil.test>click</a>",
    "javascript:alert(1)//",
    "{{7*7}}{%25if(1)%25}{#-#}{####}{username}",
    "&lt;b&gt;&#60;i&#62;",
];
/// More of them, for the parameters of the address: other elements, other quotes, half tags, escapes that browsers undo.
const MORE: [&str; 22] = [
    "<img src=x onerror=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\">",
    "<math><mtext></p><style><!--</style><img src onerror=alert(1)>",
    "<form action=https://evil.test><input name=password>",
    "<base href=https://evil.test/>",
    "<meta http-equiv=refresh content=0;url=https://evil.test>",
    "<link rel=stylesheet href=https://evil.test/x.css>",
    "<object data=javascript:alert(1)>",
    "<details open ontoggle=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    "\" style=\"background:url(https://evil.test)",
    "x\" autofocus onfocus=alert(1) x=\"",
    "<<script>alert(1)//<</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<!--><img src=x onerror=alert(1)>",
    "]]><img src=x onerror=alert(1)>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u{ff1c}script\u{ff1e}alert(1)",
    "java\tscript:alert(1)",
];
/// Parameters that come back as text.
const SHOWN: [&str; 3] = ["login_hint", "username", "error_description"];
const HARMLESS: &str = "harmless";

/// A document with what is new in each page left out, as its elements.
#[track_caller]
fn assert_same_elements(what: &str, hostile: &str, harmless: &str) {
    assert_eq!(outline(hostile), outline(harmless), "{what}: {hostile}");
    assert!(!hostile.contains("<script>alert") && !hostile.contains("49{"), "{what}: {hostile}");
}

async fn open(app: &TestApp, path: &str, parameters: &[(&str, &str)]) -> Page {
    let mut request = app.app_client().request();
    for (name, value) in parameters {
        request = request.with(name, value);
    }
    app.browser().open(&format!("{path}?{}", request.query())).await
}

/// Parameters of the address that pages show, or carry on.
#[actix_web::test]
async fn parameters_of_the_address_stay_text() {
    let app = TestApp::start().await;
    for path in ["/login", "/signup", "/confirm", "/forgotPassword", "/confirmforgotPassword", "/error", "/signedOut"] {
        for name in [
            "login_hint",
            "username",
            "ui_locales",
            "lang",
            "state",
            "nonce",
            "error",
            "error_description",
            "scope",
            "redirect_uri",
            "client_id",
            "prompt",
            "unknown",
        ] {
            let harmless = open(&app, path, &[(name, HARMLESS)]).await;
            // All thirty where a page shows what it is given; elsewhere the eight that tell most.
            let more = if SHOWN.contains(&name) { &MORE[..] } else { &[] };
            for payload in PAYLOADS.iter().chain(more).copied() {
                let hostile = open(&app, path, &[(name, payload)]).await;
                assert_eq!(hostile.has_left(), harmless.has_left(), "{path} {name}={payload}");
                if let (Some(hostile), Some(harmless)) = (&hostile.answer, &harmless.answer) {
                    assert_eq!(hostile.code(), harmless.code(), "{path} {name}={payload}");
                    assert_same_elements(&format!("{path} {name}={payload}"), &hostile.body, &harmless.body);
                }
            }
        }
    }
    let hinted = open(&app, "/login", &[("login_hint", PAYLOADS[1])]).await;
    assert_eq!(hinted.form("/login").get("username"), Some(PAYLOADS[1]), "it is shown, as it is");
}

/// A pool, its client, a user of it and the user's given name, all called `name`; by the flows behind the command line,
/// which takes any name.
struct Called {
    pool: Pool,
    rp: OAuthClient,
}

async fn called(app: &TestApp, name: &str) -> Called {
    let mut settings = sample_settings::pool();
    settings.schema.required.extend(["given_name", "birthdate"].map(str::to_owned));
    let invitation = MessageText { subject: "For {username}".to_owned(), body: "<b>{username}</b>: {####}".to_owned() };
    settings.messages.invitation = invitation;
    let pool = pools::create(&app.deps(), name.to_owned(), settings).await.unwrap().unwrap();
    let made = clients::create(&app.deps(), &pool, name.to_owned(), sample_settings::client(), false).await.unwrap();
    let ClientChange::Done(client) = made else { panic!("{made:?}") };
    Called { rp: app.oauth_client(&client), pool }
}

/// Every page and mail that one person sees from their sign-up to their recovery, as documents.
async fn seen(app: &TestApp, called: &Called, name: &str) -> Vec<(String, String)> {
    let (mut browser, pool, query) = (app.browser(), &called.pool, called.rp.request().query());
    let mut seen = Vec::new();
    let mut note = |what: &str, page: &Page| seen.push((what.to_owned(), page.shown().body.clone()));
    let at = |path: &str| format!("/{}{path}?{query}", pool.id);

    let page = browser.open(&at("/signup")).await;
    note("sign-up", &page);
    let form = page.form("/signup").fill("username", name).fill("email", "eve@example.test");
    let again = browser.submit(&page, &form.fill("given_name", name).fill("password", PASSWORD)).await;
    assert_eq!(again.form("/signup").get("given_name"), Some(name), "typed back");
    note("sign-up again", &again);
    let form = again.form("/signup").fill("birthdate", "1815-12-10").fill("password", PASSWORD);
    let page = browser.submit(&again, &form).await;
    note("confirm", &page);
    let wrong = browser.submit(&page, &page.form("/confirm").fill("code", "000000")).await;
    note("confirm again", &wrong);
    app.node().run_jobs().await;
    let code = app.mailed_code("eve@example.test");
    let page = browser.submit(&wrong, &wrong.form("/confirm").fill("code", &code)).await;
    note("sign-in", &page);
    let wrong = browser.submit(&page, &page.form("/login").fill("password", "not the password")).await;
    note("sign-in again", &wrong);
    assert!(browser.submit(&wrong, &wrong.form("/login").fill("password", PASSWORD)).await.has_left());
    note("who is it", &browser.open(&(at("/login") + "&prompt=select_account")).await);
    let out = encode([("client_id", called.rp.id.as_str()), ("post_logout_redirect_uri", sample_settings::SIGNED_OUT)]);
    note("sign out?", &browser.open(&format!("/{}/logout?{out}", pool.id)).await);

    let page = browser.open(&at("/forgotPassword")).await;
    let page = browser.submit(&page, &page.form("/forgotPassword").fill("username", name)).await;
    note("recovery", &page);
    app.node().run_jobs().await;
    let form = page.form("/confirmforgotPassword").fill("code", &app.mailed_code("eve@example.test"));
    note("recovered", &browser.submit(&page, &form.fill("new_password", "another horse 8 battery")).await);
    let temporary = Secret::from("temporary 7 horse");
    let changed = users::set_password(&app.deps(), pool, name, &temporary, false).await.unwrap();
    assert_eq!(changed, PasswordChange::Done);
    app.advance_secs(1);
    let page = browser.open(&(at("/login") + "&prompt=login")).await;
    let form = page.form("/login").fill("username", name).fill("password", "temporary 7 horse");
    note("new password", &browser.submit(&page, &form).await);

    invite(app, pool, name).await;
    for mail in app.node().mailbox().all() {
        assert!(!mail.mail.subject.contains(['\r', '\n']), "{mail:?}");
        seen.push((format!("mail {}", mail.to), mail.mail.html));
    }
    seen
}

/// Somebody of nearly that name is invited by mail.
async fn invite(app: &TestApp, pool: &Pool, name: &str) {
    let invited = users::NewUser {
        username: format!("{name}2"),
        attributes: [("email".to_owned(), "bob@example.test".to_owned())].into(),
        temporary_password: None,
        invitation: users::Invitation::Send,
        media: Vec::new(),
        takes_over: false,
    };
    assert!(matches!(users::create(&app.deps(), pool, invited).await.unwrap(), users::CreateOutcome::Done(_)));
    app.node().run_jobs().await;
}

#[actix_web::test]
async fn names_stay_text_in_every_page_and_mail() {
    let start = async || {
        let limits = |limits: &mut Limits| limits.budgets.mails_per_pool_daily = 1000;
        TestApp::setup().limits(limits).start().await
    };
    let app = start().await;
    let harmless = seen(&app, &called(&app, HARMLESS).await, HARMLESS).await;
    assert!(harmless.iter().filter(|(what, _)| what.starts_with("mail")).count() >= 4, "{harmless:?}");
    for payload in PAYLOADS {
        let app = start().await;
        let hostile = seen(&app, &called(&app, payload).await, payload).await;
        assert_eq!(hostile.len(), harmless.len(), "{payload}");
        for ((what, hostile), (same, harmless)) in hostile.iter().zip(&harmless) {
            assert_eq!(what, same);
            assert_same_elements(&format!("{what} of {payload}"), hostile, harmless);
        }
    }
}

/// The API takes no name with markup in it for a pool or a client, as Cognito does not.
#[actix_web::test]
async fn the_api_takes_no_markup_in_names_of_pools_and_clients() {
    let desk = crate::support::desk::Desk::open(|_| {}).await;
    let before = (desk.app.rows("pools").await, desk.app.rows("clients").await);
    for payload in PAYLOADS {
        desk.make_pool(json!({ "PoolName": payload })).await.assert_exception("InvalidParameterException");
        let client = desk.try_admin("CreateUserPoolClient", json!({ "ClientName": payload })).await;
        client.assert_exception("InvalidParameterException");
    }
    assert_eq!((desk.app.rows("pools").await, desk.app.rows("clients").await), before);
    desk.admin("CreateUserPoolClient", json!({ "ClientName": "An App, v2.0 @work" })).await;
}
