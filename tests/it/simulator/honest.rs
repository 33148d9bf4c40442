//! Driven by an OpenID Connect library that trusts nobody, and asked what a provider must refuse.

use actix_web::test::TestRequest;
use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenVerifier, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _,
};
use vestibule::crypto::signing::SigningAlgorithm;
use vestibule::simulator::{Endpoint, Kind, PEOPLE, Person};

use super::{CALLBACK, CLIENT, NOW, SECRET, authorize, redeem, start};
use crate::support::TestApp;
use crate::support::demo_id::{DemoId, get};
use crate::support::node::PUBLIC_URL;

/// Signs a person in with the library, checks and all; what it found out.
async fn sign_in(demo: &DemoId, person: &Person, is_basic: bool) -> (String, String, bool, String) {
    let client = demo.http();
    let http = |request| client.send(request);
    let issuer = IssuerUrl::new(demo.issuer(Kind::Oidc)).unwrap();
    let metadata = CoreProviderMetadata::discover_async(issuer, &http).await.unwrap();
    let secret = ClientSecret::new(SECRET.to_owned());
    let auth = if is_basic { openidconnect::AuthType::BasicAuth } else { openidconnect::AuthType::RequestBody };
    let client = CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(CLIENT.to_owned()), Some(secret))
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap())
        .set_auth_type(auth);
    let verifier = PkceCodeVerifier::new("v".repeat(43));
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new("st&te=1".to_owned()),
            || Nonce::new("n".to_owned()),
        )
        .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .url();
    let returned = demo.visit(&url, person).await;
    assert_eq!(returned.get("state").as_ref(), Some(state.secret()));
    assert_eq!(returned.get("iss"), Some(demo.issuer(Kind::Oidc)), "RFC 9207");
    let tokens = client
        .exchange_code(AuthorizationCode::new(returned.get("code").unwrap()))
        .unwrap()
        .set_pkce_verifier(verifier)
        .request_async(&http)
        .await
        .unwrap();
    let id_token_verifier: CoreIdTokenVerifier<'_> = client.id_token_verifier();
    let id_token_verifier =
        id_token_verifier.set_time_fn(|| -> DateTime<Utc> { DateTime::from_timestamp(NOW.secs(), 0).unwrap() });
    let id_token = tokens.id_token().unwrap();
    let claims = id_token.claims(&id_token_verifier, &nonce).unwrap();
    let expected = claims.access_token_hash().unwrap();
    let key = id_token.signing_key(&id_token_verifier).unwrap();
    let found = openidconnect::AccessTokenHash::from_token(tokens.access_token(), id_token.signing_alg().unwrap(), key);
    assert_eq!(&found.unwrap(), expected);
    let request = client.user_info(tokens.access_token().clone(), Some(claims.subject().clone())).unwrap();
    let info: CoreUserInfoClaims = request.request_async(&http).await.unwrap();
    let email = claims.email().map(|email| email.to_string()).unwrap_or_default();
    assert_eq!(info.email().map(|email| email.to_string()).unwrap_or_default(), email);
    let name = info.name().unwrap().get(None).unwrap().to_string();
    (claims.subject().to_string(), email, claims.email_verified().unwrap_or_default(), name)
}

#[actix_web::test]
async fn only_a_development_server_has_it() {
    let app = TestApp::start().await;
    let described = || TestRequest::get().uri("/demo-id/.well-known/openid-configuration");
    assert_eq!(app.node().send(described()).await.code(), 404);
    let dev = app.node().with_dev_pages(&app.pool, &app.client).await;
    let answer = dev.send(described()).await;
    assert_eq!(answer.code(), 200);
    assert_eq!(answer.json()["issuer"], format!("{PUBLIC_URL}/demo-id"));
}

#[actix_web::test]
async fn a_library_signs_everybody_in() {
    let (demo, _) = start();
    for person in &PEOPLE {
        let (subject, email, is_verified, name) = sign_in(&demo, person, true).await;
        assert_eq!(subject, Kind::Oidc.subject(person));
        assert_eq!((email.as_str(), is_verified, name), (&*person.email, person.email_verified, person.name()));
    }
    let typed = Person::typed("Emmy Noether", "emmy@example.com", true);
    let (subject, email, is_verified, name) = sign_in(&demo, &typed, false).await;
    assert_eq!((email.as_str(), is_verified, name.as_str()), ("emmy@example.com", true, "Emmy Noether"));
    assert_eq!(
        sign_in(&demo, &Person::typed("E. N.", "emmy@example.com", false), false).await.0,
        subject,
        "once known"
    );
}

#[actix_web::test]
async fn both_algorithms_and_new_keys_verify() {
    let (demo, _) = start();
    for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        demo.knobs.sign_with(algorithm);
        sign_in(&demo, &PEOPLE[0], true).await;
        for forgets in [false, true] {
            demo.simulator().rotate(forgets).await.unwrap();
            sign_in(&demo, &PEOPLE[0], true).await;
        }
    }
}

#[actix_web::test]
async fn a_code_is_good_once_for_its_client_with_its_verifier_and_in_time() {
    let (demo, clock) = start();
    let url = authorize(&demo, Kind::Oidc, "openid", &[]);
    let code = || demo.visit(&url, &PEOPLE[0]);
    let good = code().await;
    assert_eq!(redeem(&demo, Kind::Oidc, &good, &[("client_secret", "wrong")]).await.0, 401);
    let another = [("client_id", "another-app"), ("client_secret", "another secret")];
    assert_eq!(
        redeem(&demo, Kind::Oidc, &good, &another).await.1["error"],
        "invalid_grant",
        "the code of another client"
    );
    assert_eq!(
        redeem(&demo, Kind::Oidc, &good, &[("grant_type", "password")]).await.1["error"],
        "unsupported_grant_type"
    );
    assert_eq!(redeem(&demo, Kind::Oidc, &good, &[]).await.0, 200, "what others tried does not spoil it");
    assert_eq!(redeem(&demo, Kind::Oidc, &good, &[]).await.1["error"], "invalid_grant", "used");
    let other = "w".repeat(43);
    let wrong = [("code_verifier", other.as_str()), ("code_verifier", ""), ("redirect_uri", "https://app.example/")];
    for change in wrong {
        let code = code().await;
        assert_eq!(redeem(&demo, Kind::Oidc, &code, &[change]).await.1["error"], "invalid_grant", "{change:?}");
    }
    let late = code().await;
    clock.advance_secs(60);
    assert_eq!(redeem(&demo, Kind::Oidc, &late, &[]).await.1["error"], "invalid_grant", "late");
    assert_eq!(demo.asked(Endpoint::Token), 9);
}

#[actix_web::test]
async fn requests_that_are_wrong_go_back_to_the_app_or_nowhere() {
    let (demo, _) = start();
    for change in [("client_id", "nobody"), ("redirect_uri", "https://evil.example/"), ("client_id", "")] {
        let url = authorize(&demo, Kind::Oidc, "openid", &[change]);
        let answer = demo.http().send(get(url.as_str())).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers().get("location")), (400, None), "{change:?}");
    }
    for (change, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("response_mode", "fragment"), "invalid_request"),
        (("scope", "email"), "invalid_scope"),
        (("prompt", "none"), "login_required"),
    ] {
        let returned = demo.visit(&authorize(&demo, Kind::Oidc, "openid", &[change]), &PEOPLE[0]).await;
        assert_eq!((returned.get("error").as_deref(), returned.get("code")), (Some(error), None), "{change:?}");
        assert_eq!(returned.get("state").as_deref(), Some("the-state"));
    }
    let denied = demo.visit_and_deny(&authorize(&demo, Kind::Oidc, "openid", &[])).await;
    assert_eq!(denied.get("error").as_deref(), Some("access_denied"));
    let posted =
        demo.visit(&authorize(&demo, Kind::Oidc, "openid", &[("response_mode", "form_post")]), &PEOPLE[0]).await;
    assert!(posted.form.is_some() && posted.url.as_str() == CALLBACK);
    assert_eq!(redeem(&demo, Kind::Oidc, &posted, &[]).await.0, 200);
}
