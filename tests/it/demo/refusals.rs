//! What the app refuses. Each refusal leaves nobody signed in, and the honest value works in its place.

use serde_json::json;

use super::visitor::{ORIGIN, Visitor};

const STATE: &str = "belongs to no sign-in that this browser began here";
const ISSUER: &str = "does not say that it comes from the server";
const ID_TOKEN: &str = "did not pass the checks";

#[actix_web::test]
async fn an_answer_with_another_state_is_refused_and_its_code_goes_nowhere() {
    let mut visitor = Visitor::new();
    let asked = visitor.begin().await;
    let honest = visitor.answer_to(&asked);
    let issuer = visitor.provider.issuer.clone();
    for query in ["code=c&state=other", "code=c", "code=c&state="] {
        visitor.is_refused(&format!("/demo/callback?{query}&iss={issuer}"), STATE).await;
    }
    let own = visitor.cookie().map(str::to_owned);
    for cookie in [None, Some("planted")] {
        visitor.set_cookie(cookie);
        visitor.is_refused(&honest, STATE).await;
    }
    assert!(visitor.provider.script.lock().unwrap().token_requests.is_empty());
    visitor.set_cookie(own.as_deref());
    visitor.get(&honest).await;
    assert!(visitor.get("/demo").await.body.contains("Hello, "));
}

#[actix_web::test]
async fn an_answer_that_does_not_name_the_issuer_is_refused_before_the_code_is_sent() {
    let mut visitor = Visitor::new();
    let issuer = visitor.provider.issuer.clone();
    for iss in [String::new(), "&iss=".to_owned(), "&iss=https://evil.example".to_owned(), format!("&iss={issuer}/")] {
        let asked = visitor.begin().await;
        visitor.is_refused(&format!("/demo/callback?code=c&state={}{iss}", asked["state"]), ISSUER).await;
    }
    assert!(visitor.provider.script.lock().unwrap().token_requests.is_empty());
}

#[actix_web::test]
async fn an_answer_is_good_once() {
    let mut visitor = Visitor::new();
    let callback = visitor.sign_in().await;
    let answer = visitor.get(&callback).await;
    assert_eq!(answer.location, "/demo");
    let page = visitor.get("/demo").await.body;
    assert!(page.contains(STATE) && page.contains("access-1"), "the replay says so and changes nothing: {page}");
    visitor.press("/demo/logout").await;
    visitor.is_refused(&callback, STATE).await;
    assert_eq!(visitor.provider.script.lock().unwrap().token_requests.len(), 1);
}

#[actix_web::test]
async fn an_answer_that_comes_too_late_is_refused() {
    let mut visitor = Visitor::new();
    let asked = visitor.begin().await;
    visitor.clock.advance_secs(30 * 60);
    let callback = visitor.answer_to(&asked);
    visitor.is_refused(&callback, STATE).await;
}

#[actix_web::test]
async fn an_error_is_shown_as_text_when_it_is_the_issuers() {
    let mut visitor = Visitor::new();
    let issuer = visitor.provider.issuer.clone();
    let error = "error=access_denied&error_description=%3Cscript%3Ewent+back";
    visitor.is_refused(&format!("/demo/callback?{error}&state=x&iss={issuer}"), STATE).await;
    let asked = visitor.begin().await;
    let callback = format!("/demo/callback?{error}&state={}&iss={issuer}", asked["state"]);
    visitor.is_refused(&callback, "access_denied: &#60;script&#62;went back").await;
}

#[actix_web::test]
async fn an_answer_with_a_parameter_twice_or_without_a_code_is_refused() {
    let mut visitor = Visitor::new();
    let asked = visitor.begin().await;
    let twice = format!("{}&code=other", visitor.answer_to(&asked));
    visitor.is_refused(&twice, "code comes twice").await;
    let none = visitor.answer_to(&asked).replace("code=the-code&", "");
    visitor.is_refused(&none, "code is missing").await;
}

#[actix_web::test]
async fn an_id_token_that_differs_in_one_claim_is_refused() {
    let past = super::provider::NOW.secs() - 1;
    for changed in [
        json!({ "nonce": "other" }),
        json!({ "nonce": null }),
        json!({ "aud": "other-client" }),
        json!({ "aud": ["demo-client", "other-client"] }),
        json!({ "iss": "https://evil.example" }),
        json!({ "exp": past }),
        json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }),
        json!({ "at_hash": null }),
    ] {
        let mut visitor = Visitor::new();
        visitor.provider.bend(|bend| bend.id_token = changed.as_object().unwrap().clone());
        let asked = visitor.begin().await;
        let callback = visitor.answer_to(&asked);
        visitor.is_refused(&callback, ID_TOKEN).await;
        assert_eq!(visitor.provider.script.lock().unwrap().user_infos, 0, "{changed}: its access token goes nowhere");
    }
}

#[actix_web::test]
async fn a_signature_by_another_key_is_refused() {
    let mut visitor = Visitor::new();
    visitor.provider.bend(|bend| bend.has_forged_signature = true);
    let asked = visitor.begin().await;
    let callback = visitor.answer_to(&asked);
    visitor.is_refused(&callback, ID_TOKEN).await;
    visitor.provider.bend(|bend| bend.has_forged_signature = false);
    visitor.sign_in().await;
}

#[actix_web::test]
async fn user_info_about_somebody_else_is_refused() {
    let mut visitor = Visitor::new();
    visitor.provider.bend(|bend| bend.user_info = json!({ "sub": "eve" }).as_object().unwrap().clone());
    let asked = visitor.begin().await;
    let callback = visitor.answer_to(&asked);
    visitor.is_refused(&callback, "userInfo did not answer for the person").await;
}

#[actix_web::test]
async fn a_refused_code_signs_nobody_in() {
    let mut visitor = Visitor::new();
    visitor.provider.bend(|bend| bend.token_error = Some("invalid_grant"));
    let asked = visitor.begin().await;
    let callback = visitor.answer_to(&asked);
    visitor.is_refused(&callback, "could not be exchanged").await;
}

#[actix_web::test]
async fn a_provider_that_is_down_is_said_to_be_and_nobody_is_signed_in() {
    let mut visitor = Visitor::new();
    visitor.provider.stop().await;
    let answer = visitor.get("/demo/login").await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/demo"));
    visitor.page_says("could not read the server’s description").await;

    let mut visitor = Visitor::new();
    let asked = visitor.begin().await;
    let callback = visitor.answer_to(&asked);
    visitor.provider.stop().await;
    visitor.is_refused(&callback, "could not be exchanged").await;
}

#[actix_web::test]
async fn a_refresh_that_is_refused_ends_the_session_and_one_that_finds_nobody_does_not() {
    let mut visitor = Visitor::new();
    visitor.sign_in().await;
    visitor.provider.bend(|bend| bend.token_error = Some("invalid_grant"));
    visitor.press("/demo/refresh").await;
    visitor.page_says("gave no new tokens").await;

    let mut visitor = Visitor::new();
    visitor.sign_in().await;
    visitor.provider.stop().await;
    visitor.press("/demo/refresh").await;
    let page = visitor.get("/demo").await.body;
    assert!(page.contains("gave no new tokens") && page.contains("access-1"), "{page}");
}

#[actix_web::test]
async fn a_refresh_for_somebody_else_is_refused() {
    let mut visitor = Visitor::new();
    visitor.sign_in().await;
    visitor.provider.bend(|bend| bend.id_token = json!({ "sub": "eve" }).as_object().unwrap().clone());
    visitor.press("/demo/refresh").await;
    visitor.page_says(ID_TOKEN).await;
}

#[actix_web::test]
async fn forms_of_other_sites_and_of_other_sessions_do_nothing() {
    let mut visitor = Visitor::new();
    visitor.sign_in().await;
    let csrf = visitor.csrf().await;
    let honest: &[(&str, &str)] = &[("Origin", ORIGIN), ("Sec-Fetch-Site", "same-origin")];
    let cases: [(&str, &[(&str, &str)]); 6] = [
        (&csrf, &[]),
        (&csrf, &[("Origin", "https://evil.example")]),
        (&csrf, &[("Origin", "null")]),
        (&csrf, &[("Origin", ORIGIN), ("Sec-Fetch-Site", "cross-site")]),
        ("other", honest),
        ("", honest),
    ];
    for (csrf, headers) in cases {
        for path in ["/demo/refresh", "/demo/logout"] {
            let answer = visitor.post(path, csrf, headers).await;
            assert_eq!(answer.location, "/demo", "{path} {headers:?}");
            let page = visitor.get("/demo").await.body;
            assert!(page.contains("was not pressed on this page") && page.contains("access-1"), "{path} {headers:?}");
        }
    }
    visitor.post("/demo/refresh", &csrf, &[("Origin", ORIGIN)]).await;
    assert!(visitor.get("/demo").await.body.contains("access-2"), "an older browser sends Origin alone");
}
