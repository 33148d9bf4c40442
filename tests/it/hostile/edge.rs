//! Hosts, forwarded headers, paths and sizes (groups O and AC, as far as they show in-process).

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use vestibule::app::paths;
use vestibule::domain::access_key::Role;
use vestibule::flows::manage::access_keys;
use vestibule::protocol::aws::json::MAXIMUM_DEPTH;
use vestibule::web::limits::MAX_HEADERS;

use crate::support::aws_sdk::AwsSdk;
use crate::support::node::{HOST, PUBLIC_URL};
use crate::support::{PASSWORD, TestApp};

/// Cases 124 and 126, lesson L10: another host is not answered at all.
#[actix_web::test]
async fn another_host_is_misdirected_and_gets_no_body() {
    let app = TestApp::start().await;
    let pool = &app.pool.id;
    for host in [
        "evil.test",
        "id.example.test.evil.test",
        "evil.id.example.test",
        "id.example.test:8443",
        "id.example.test@evil.test",
        "id.example.test evil.test",
        "id.example.test.",
        "localhost",
        "127.0.0.1",
        "",
    ] {
        for path in ["/.well-known/openid-configuration", "/.well-known/jwks.json", "/login", "/oauth2/token"] {
            let request = TestRequest::with_uri(&format!("/{pool}{path}")).insert_header(("host", host));
            let answer = app.node().send_raw(request).await;
            assert_eq!((answer.code(), answer.body.as_str()), (421, ""), "{host} {path}");
        }
    }
    let none = app.node().send_raw(TestRequest::get().uri("/login")).await;
    assert_eq!(none.code(), 400);
    let two = TestRequest::get().uri("/login").append_header(("host", HOST)).append_header(("host", "evil.test"));
    assert_eq!(app.node().send_raw(two).await.code(), 400);
    for host in ["ID.Example.Test", "id.example.test:443"] {
        let uri = format!("/{pool}/.well-known/openid-configuration");
        let answer = app.node().send_raw(TestRequest::get().uri(&uri).insert_header(("host", host))).await;
        assert_eq!(answer.json()["issuer"], format!("{PUBLIC_URL}/{pool}"), "{host}");
    }
}

/// Cases 124 and 126: nothing that leaves us is made from what a request says of where it went.
#[actix_web::test]
async fn forwarded_headers_change_no_url() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let uri = format!("/{}/.well-known/openid-configuration", app.pool.id);
    let honest = app.node().send(TestRequest::get().uri(&uri)).await;
    let headers = [
        ("x-forwarded-host", "evil.test"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-port", "81"),
        ("x-forwarded-prefix", "/evil"),
        ("x-forwarded-for", "10.0.0.1"),
        ("forwarded", "host=evil.test;proto=http;for=10.0.0.1"),
        ("x-original-url", "/evil"),
        ("x-rewrite-url", "/evil"),
        ("x-http-method-override", "POST"),
        ("x-request-id", "chosen-by-a-stranger"),
    ];
    let with_all =
        |request: TestRequest| headers.iter().fold(request, |request, header| request.insert_header(*header));
    let answer = app.node().send(with_all(TestRequest::get().uri(&uri))).await;
    assert_eq!(answer.body, honest.body);
    assert_ne!(answer.header("x-request-id"), "chosen-by-a-stranger");
    assert!(!answer.headers.contains_key("vary") || !answer.header("vary").to_lowercase().contains("host"));

    let mut forwarded = headers.iter().fold(browser, |browser, (name, value)| browser.with_header(name, value));
    let page = forwarded.open(&rp.request().with("prompt", "login").target()).await;
    assert!(!page.shown().body.contains("evil"), "{}", page.shown().body);
    let back = forwarded.get(&rp.request().target()).await;
    assert_eq!(back.redirected("iss"), rp.issuer());
    assert!(!back.target().as_str().contains("evil"));
}

/// What requests may say of where they went, beside their host.
const CLAIMS: [(&str, &str); 10] = [
    ("x-forwarded-host", "evil.test"),
    ("x-forwarded-server", "evil.test"),
    ("x-forwarded-proto", "evil.test"),
    ("x-forwarded-prefix", "//evil.test"),
    ("x-host", "evil.test"),
    ("x-original-host", "evil.test"),
    ("x-original-url", "https://evil.test/"),
    ("x-rewrite-url", "https://evil.test/"),
    ("forwarded", "host=evil.test;proto=https"),
    ("referer", "https://evil.test/"),
];

/// L10: every path of the router and every mail.
#[actix_web::test]
async fn t_host_header_fuzz_never_reaches_output() {
    let app = TestApp::start().await;
    let query = app.app_client().request().query();
    let pool = app.pool.id.as_str();
    let fill =
        |path: &str| path.replace("{pool_id}", pool).replace("{name}", "vestibule.css").replace("{provider}", "x");
    for path in paths::everywhere().into_iter().chain(paths::at_root()) {
        let target = format!("{}?{query}", fill(path));
        for method in [Method::GET, Method::POST] {
            let request =
                || TestRequest::with_uri(&target).method(method.clone()).insert_header(("accept", "text/html"));
            let claimed = CLAIMS.iter().fold(request(), |request, claim| request.insert_header(*claim));
            let answer = app.node().send(claimed).await;
            assert!(!format!("{answer:?}").contains("evil"), "{method} {path}: {answer:?}");
            // Another host is answered by nothing at all, and two of them by nothing good.
            for hosts in [&["evil.test"][..], &["id.example.test.evil.test"], &["id.example.test", "evil.test"]] {
                let asked = hosts.iter().fold(request(), |request, host| request.append_header(("host", *host)));
                let answer = app.node().send_raw(asked).await;
                assert!([400, 421].contains(&answer.code()), "{method} {path} at {hosts:?}: {answer:?}");
                assert!(!format!("{answer:?}").contains("evil"), "{method} {path} at {hosts:?}: {answer:?}");
            }
        }
    }

    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let (anyone, admin) = (app.anonymous().with_headers(&CLAIMS), app.aws_sdk(&key).with_headers(&CLAIMS));
    let of = |more: Value| {
        let mut input = json!({ "ClientId": app.client.id.as_str(), "Username": "eve" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let email = |name: &str| json!([{ "Name": "email", "Value": format!("{name}@example.test") }]);
    let call = async |sdk: &AwsSdk, operation: &str, input: Value| {
        let answer = sdk.call(operation, &input).await;
        assert_eq!(answer.code(), 200, "{operation}: {answer:?}");
        app.node().run_jobs().await;
        answer.json()
    };
    call(&anyone, "SignUp", of(json!({ "Password": PASSWORD, "UserAttributes": email("eve") }))).await;
    call(&anyone, "ResendConfirmationCode", of(json!({}))).await;
    let code = app.mailed_code("eve@example.test");
    call(&anyone, "ConfirmSignUp", of(json!({ "ConfirmationCode": code }))).await;
    call(&anyone, "ForgotPassword", of(json!({}))).await;
    let code = app.mailed_code("eve@example.test");
    call(&anyone, "ConfirmForgotPassword", of(json!({ "ConfirmationCode": code, "Password": "another horse 8" })))
        .await;
    app.advance_secs(1);
    let parameters = json!({ "USERNAME": "eve", "PASSWORD": "another horse 8" });
    let input = json!({ "ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": parameters });
    let token = call(&anyone, "InitiateAuth", input).await["AuthenticationResult"]["AccessToken"].clone();
    let input = json!({ "AccessToken": token, "UserAttributes": email("new") });
    call(&anyone, "UpdateUserAttributes", input).await;
    let input = json!({ "AccessToken": token, "AttributeName": "email", "Code": app.mailed_code("new@example.test") });
    call(&anyone, "VerifyUserAttribute", input).await;
    let invited = json!({ "UserPoolId": app.pool.id.as_str(), "Username": "bob", "UserAttributes": email("bob") });
    call(&admin, "AdminCreateUser", invited).await;
    let mails = app.node().mailbox().all();
    assert!(mails.len() >= 6, "{mails:?}");
    for mail in mails {
        assert!(!format!("{mail:?}").contains("evil"), "{mail:?}");
    }
}

/// Case 124: addresses that browsers read as another host.
#[actix_web::test]
async fn no_path_of_ours_leads_elsewhere() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    for path in [
        "//evil.test",
        "//evil.test/login",
        "/\\evil.test",
        "/https:evil.test",
        "/%2f%2fevil.test",
        "/.//evil.test",
        "/login/..//evil.test",
    ] {
        for query in
            ["", "?next=https://evil.test", "?returnTo=//evil.test", "?client_id=x&RelayState=https://evil.test"]
        {
            let answer = browser.get(&format!("{path}{query}")).await;
            assert!(!answer.headers.contains_key("location"), "{path}{query}: {answer:?}");
            assert!((400..500).contains(&answer.code()), "{path}{query}: {answer:?}");
            for attribute in ["href=\"//", "action=\"//", "href=\"https:", "action=\"https:", "href=\"/\\"] {
                assert!(!answer.body.contains(attribute), "{path}{query}: {}", answer.body);
            }
        }
    }
}

/// Case 238.
#[actix_web::test]
async fn what_is_larger_than_anything_honest_is_refused_early() {
    let app = TestApp::start().await;
    let node = app.node();
    let many = (0..=MAX_HEADERS)
        .fold(TestRequest::get().uri("/login"), |request, n| request.insert_header((format!("x-{n}"), "1")));
    assert_eq!(node.send(many).await.code(), 431);
    let long = TestRequest::get().uri("/login").insert_header(("x-long", "a".repeat(17 * 1024)));
    assert_eq!(node.send(long).await.code(), 431);
    let target = |path: &str| {
        TestRequest::post().uri(path).insert_header(("x-amz-target", "AWSCognitoIdentityProviderService.SignUp"))
    };
    let api =
        |body: String| target("/").insert_header(("content-type", "application/x-amz-json-1.1")).set_payload(body);
    let deep = format!("{}1{}", "{\"a\":".repeat(MAXIMUM_DEPTH + 1), "}".repeat(MAXIMUM_DEPTH + 1));
    let wide = format!("{{{}\"z\":1}}", (0..100_000).fold(String::new(), |text, n| text + &format!("\"k{n}\":1,")));
    for body in [deep, wide, "[".repeat(500_000), "a".repeat(1_100_000)] {
        let answer = node.send(api(body)).await;
        assert!([400, 413].contains(&answer.code()), "{}", answer.code());
        assert!(answer.body.len() < 2000, "echoes what it refuses");
    }
    for path in ["/oauth2/token", "/oauth2/authorize", "/login"] {
        let body = "a=1&".repeat(10_000);
        let form = TestRequest::post()
            .uri(path)
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(body);
        let answer = node.send(form).await;
        assert!((400..500).contains(&answer.code()), "{path}: {}", answer.code());
    }
    assert_eq!(app.rows("users").await, 0);
}

/// Case 244: what stands where an id should.
#[actix_web::test]
async fn ids_of_any_form_are_refused_and_a_strange_pool_serves_nobodys_client() {
    let app = TestApp::start().await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    let query = rp.request().query();
    let long = format!("xx_{}", "a".repeat(80));
    let huge = format!("xx_{}", "a".repeat(10 * 1024));
    for id in [
        "-1",
        "0x10",
        "NaN",
        "9223372036854775808",
        "null",
        "%00",
        "..%2f",
        "xx-local-1_nobodys00",
        "1_2",
        &long,
        &huge,
    ] {
        for path in ["/oauth2/authorize", "/login", "/logout"] {
            let answer = browser.get(&format!("/{id}{path}?{query}")).await;
            assert!((400..500).contains(&answer.code()), "/{id}{path}: {answer:?}");
        }
        for path in ["/.well-known/jwks.json", "/.well-known/openid-configuration"] {
            assert!((400..500).contains(&browser.get(&format!("/{id}{path}")).await.code()), "/{id}{path}");
        }
        let posted = TestRequest::with_uri(&format!("/{id}/oauth2/token"))
            .method(Method::POST)
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(format!("grant_type=refresh_token&refresh_token=x&client_id={}", rp.id));
        let answer = app.node().send(posted).await;
        assert_ne!(answer.error(), "invalid_grant", "/{id} serves the client");
        assert!((400..500).contains(&answer.code()));
    }
    for hash in ["x", "..%2f..%2fetc%2fpasswd", "%00", &"a".repeat(5000)] {
        for path in [format!("/theme/{hash}.css"), format!("/logo/{hash}"), format!("/static/{hash}")] {
            let answer = browser.get(&path).await;
            assert!((400..500).contains(&answer.code()), "{path}: {}", answer.code());
        }
    }
}

/// Case 244: a pool stands at the beginning of a path once, as its id is written, and before what stands below pools.
#[actix_web::test]
async fn what_stands_at_the_root_only_stands_below_no_pool() {
    let app = TestApp::start().await;
    let pool = &app.pool.id;
    let status = async |method: Method, path: &str| {
        let request = TestRequest::with_uri(path).method(method).insert_header(("x-amz-target", "X.DescribeUserPool"));
        app.node().send(request.insert_header(("content-type", "application/x-amz-json-1.1"))).await.code()
    };
    let fill = |path: &str| path.replace("{pool_id}", pool.as_str()).replace("{name}", "vestibule.css");
    let document = "/.well-known/jwks.json";
    assert_eq!(status(Method::GET, &format!("/{pool}{document}")).await, 200);
    let escaped = pool.as_str().replace('_', "%5f");
    for prefix in
        [format!("/{pool}/{pool}"), format!("//{pool}"), format!("/{escaped}"), format!("/{pool}/"), "/".into()]
    {
        assert_eq!(status(Method::GET, &format!("{prefix}{document}")).await, 404, "{prefix}");
    }
    assert_eq!(status(Method::GET, &format!("/{pool}")).await, 404);
    for path in paths::at_root() {
        for method in [Method::GET, Method::POST, Method::OPTIONS] {
            let path = fill(path);
            assert_eq!(status(method.clone(), &format!("/{pool}{path}")).await, 404, "{method} {path}");
        }
    }
    assert_eq!(status(Method::GET, &format!("/.well-known/oauth-authorization-server/{pool}")).await, 200);
    assert_eq!(status(Method::POST, "/").await, 400, "the API answers there, if only to refuse");
}
