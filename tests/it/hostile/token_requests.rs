//! Requests that the token endpoint does not take (group E).

use actix_web::http::Method;
use actix_web::test::TestRequest;

use crate::support::TestApp;
use crate::support::forms::encode;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Case 51.
#[actix_web::test]
async fn secrets_come_in_a_posted_form_and_nowhere_else() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    let form = encode(rp.redemption(&code));
    let uri = format!("/{}/oauth2/token", app.pool.id);
    let in_query = format!("{uri}?{form}");
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = app.node().send(TestRequest::with_uri(&in_query).method(method.clone())).await;
        assert_eq!(answer.code(), 405, "{method}");
    }
    let posted = TestRequest::post().uri(&in_query).insert_header(FORM);
    app.node().send(posted).await.assert_refused(400, "invalid_request");
    let half = TestRequest::post().uri(&format!("{uri}?client_secret=x")).insert_header(FORM).set_payload(form.clone());
    app.node().send(half).await.assert_refused(400, "invalid_request");
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        let request = TestRequest::post().uri(&uri).insert_header(("content-type", kind)).set_payload(form.clone());
        app.node().send(request).await.assert_refused(400, "invalid_request");
    }
    let untyped = TestRequest::post().uri(&uri).set_payload(form.clone());
    app.node().send(untyped).await.assert_refused(400, "invalid_request");
    let json = format!("{{\"grant_type\":\"authorization_code\",\"code\":\"{code}\"}}");
    let request = TestRequest::post().uri(&uri).insert_header(FORM).set_payload(json);
    assert_eq!(app.node().send(request).await.code(), 400);
    assert_eq!(rp.redeem(&code).await.code(), 200, "none of this was a presentation of the code");
}

/// Case 54, and what else is not offered.
#[actix_web::test]
async fn grants_that_are_not_offered_are_refused_to_every_client() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let confidential = app.add_confidential(&app.pool, |_| {}).await;
    for client in [&app.client, &confidential] {
        let rp = app.oauth_client(client);
        for grant in [
            "password",
            "PASSWORD",
            "CLIENT_CREDENTIALS",
            "implicit",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "Authorization_Code",
            "authorization_code ",
        ] {
            let secret = rp.secret.clone().unwrap_or_default();
            let mut form = vec![
                ("grant_type", grant),
                ("client_id", rp.id.as_str()),
                ("username", "ada"),
                ("password", "correct horse 7 battery"),
            ];
            if !secret.is_empty() {
                form.push(("client_secret", &secret));
            }
            rp.token(&form).await.assert_refused(400, "unsupported_grant_type");
        }
        let secret = rp.secret.clone().unwrap_or_default();
        rp.token(&[("client_id", &rp.id), ("client_secret", &secret)]).await.assert_refused(400, "invalid_request");
    }
    assert_eq!((app.rows("grants").await, app.rows("attempts").await), (0, 0));
}

/// RFC 6749 §3.2: parameters once.
#[actix_web::test]
async fn parameters_that_occur_twice_are_refused_and_burn_nothing() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    for name in ["grant_type", "client_id", "code", "redirect_uri", "code_verifier"] {
        let mut form = rp.redemption(&code);
        let again = *form.iter().find(|(known, _)| *known == name).unwrap();
        form.push(again);
        rp.token(&form).await.assert_refused(400, "invalid_request");
    }
    assert_eq!(rp.redeem(&code).await.code(), 200);
}

/// Case 238, the forms.
#[actix_web::test]
async fn forms_larger_than_anything_honest_are_refused() {
    let app = TestApp::start().await;
    let rp = app.app_client();
    let many: Vec<(String, String)> = (0..10_000).map(|n| (format!("f{n}"), "1".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    rp.token(&many).await.assert_refused(400, "invalid_request");
    let large = "a".repeat(1_100_000);
    let answer = rp.token(&[("grant_type", "refresh_token"), ("refresh_token", &large)]).await;
    assert!([400, 413].contains(&answer.code()), "{}", answer.code());
    for field in ["grant_type", "client_id", "code", "code_verifier", "refresh_token", "scope", "redirect_uri"] {
        let mut form = rp.redemption("x");
        form.retain(|(name, _)| *name != field);
        let long = "x".repeat(60_000);
        form.push((field, &long));
        let answer = rp.token(&form).await;
        assert!((400..500).contains(&answer.code()), "{field}: {}", answer.code());
    }
}
