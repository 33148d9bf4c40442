//! The habits of those who are not, or not only, OpenID Connect.

use serde_json::{Value, json};
use url::Url;
use vestibule::crypto::digest::hmac_sha256;
use vestibule::crypto::signing::{VerifyingKey, verify};
use vestibule::simulator::{Kind, PEOPLE};

use super::{NOW, SECRET, answer, ask, authorize, redeem, start};
use crate::support::demo_id::{APPLE_CLIENT, APPLE_TEAM, DemoId, get};

const APPLE_ISSUER: &str = "https://appleid.apple.com";

/// The claims of an ID token, verified against the published keys.
async fn claims(demo: &DemoId, kind: Kind, tokens: &Value) -> Value {
    let (_, keys) = answer(demo, get(&demo.simulator().endpoints(kind).keys)).await;
    let keys: Vec<_> =
        keys["keys"].as_array().unwrap().iter().map(|jwk| VerifyingKey::from_jwk(jwk).unwrap()).collect();
    Value::Object(verify(tokens["id_token"].as_str().unwrap(), &keys, NOW).unwrap())
}

#[actix_web::test]
async fn apple_posts_a_form_tells_the_name_once_and_wants_a_signed_secret() {
    let (demo, _) = start();
    let grace = &PEOPLE[1];
    let own = [("client_id", APPLE_CLIENT), ("response_mode", "form_post")];
    let url = authorize(&demo, Kind::Apple, "name email", &own);
    let first = demo.visit(&url, grace).await;
    let user: Value = serde_json::from_str(&first.get("user").unwrap()).unwrap();
    let relay = "relay1906@privaterelay.appleid.com";
    assert_eq!(user, json!({ "name": { "firstName": "Grace", "lastName": "Hopper" }, "email": relay }));
    assert!(first.form.is_some());
    let again = demo.visit(&url, grace).await;
    assert_eq!(again.get("user"), None, "never again");
    let in_query = authorize(&demo, Kind::Apple, "name email", &own[..1]);
    assert_eq!(demo.visit(&in_query, grace).await.get("error").as_deref(), Some("invalid_request"));
    assert_eq!(demo.visit_and_deny(&url).await.get("error").as_deref(), Some("user_cancelled_authorize"));

    let secret = |change: (&str, Value)| {
        let mut claims = json!({ "iss": APPLE_TEAM, "sub": APPLE_CLIENT, "aud": APPLE_ISSUER, "iat": NOW.secs(), "exp": NOW.secs() + 300 });
        if !change.0.is_empty() {
            claims[change.0] = change.1;
        }
        demo.apple_key.sign(&claims).unwrap()
    };
    let seven_months = NOW.secs() + 7 * 30 * 86_400;
    for change in [
        ("iss", json!("OTHERTEAM1")),
        ("sub", json!("com.example.other")),
        ("aud", json!(demo.issuer(Kind::Apple))),
        ("exp", json!(NOW.secs() - 1)),
        ("exp", json!(seven_months)),
        ("iat", json!(NOW.secs() + 3600)),
    ] {
        let jwt = secret(change.clone());
        let refused = redeem(&demo, Kind::Apple, &again, &[("client_id", APPLE_CLIENT), ("client_secret", &jwt)]).await;
        assert_eq!(refused, (400, json!({ "error": "invalid_client" })), "{change:?}");
    }
    assert_eq!(redeem(&demo, Kind::Apple, &again, &[]).await.0, 400, "a shared secret is none");
    let jwt = secret(("", Value::Null));
    let (status, tokens) =
        redeem(&demo, Kind::Apple, &again, &[("client_id", APPLE_CLIENT), ("client_secret", &jwt)]).await;
    assert_eq!(status, 200, "{tokens}");
    let claims = claims(&demo, Kind::Apple, &tokens).await;
    assert_eq!((&claims["email"], &claims["email_verified"]), (&json!(relay), &json!("true")));
    assert_eq!((&claims["is_private_email"], &claims["nonce"]), (&json!("true"), &json!("the-nonce")));
    assert_eq!(claims["iss"], demo.issuer(Kind::Apple));
}

#[actix_web::test]
async fn facebook_answers_get_and_post_and_wants_its_proof() {
    let (demo, _) = start();
    let url = authorize(&demo, Kind::Facebook, "public_profile,email", &[("nonce", "")]);
    let endpoints = demo.simulator().endpoints(Kind::Facebook);
    let posted = demo.visit(&url, &PEOPLE[0]).await;
    let (_, posted) = redeem(&demo, Kind::Facebook, &posted, &[("grant_type", "")]).await;
    assert!(posted["access_token"].as_str().unwrap().starts_with("EAA"));

    let got = demo.visit(&url, &PEOPLE[0]).await.get("code").unwrap();
    let mut token = Url::parse(&endpoints.token).unwrap();
    token.query_pairs_mut().extend_pairs([
        ("client_id", super::CLIENT),
        ("client_secret", SECRET),
        ("redirect_uri", super::CALLBACK),
        ("code", got.as_str()),
        ("code_verifier", crate::support::oauth_client::VERIFIER),
    ]);
    let (status, tokens) = answer(&demo, get(token.as_str())).await;
    assert_eq!((status, tokens.get("id_token")), (200, None));
    let (status, refused) = answer(&demo, get(token.as_str())).await;
    assert_eq!((status, &refused["error"]["type"]), (400, &json!("OAuthException")), "used");

    let access_token = tokens["access_token"].as_str().unwrap();
    let proof = hex::encode(hmac_sha256(SECRET.as_bytes(), access_token.as_bytes()));
    let me = |proof: &str| format!("{}?fields=name,email&appsecret_proof={proof}", endpoints.user_info);
    let (status, profile) = ask(&demo, &me(&proof), access_token).await;
    let expected =
        json!({ "id": Kind::Facebook.subject(&PEOPLE[0]), "name": "Ada Lovelace", "email": "ada@example.com" });
    assert_eq!((status, profile), (200, expected));
    let in_query = format!("{}&access_token={access_token}", me(&proof));
    assert_eq!(answer(&demo, get(&in_query)).await.0, 200);
    for wrong in ["", "00", &hex::encode(hmac_sha256(b"other", access_token.as_bytes()))] {
        assert_eq!(ask(&demo, &me(wrong), access_token).await.0, 400, "{wrong}");
    }
}

#[actix_web::test]
async fn github_refuses_with_a_success_and_has_addresses_elsewhere() {
    let (demo, _) = start();
    let url = authorize(&demo, Kind::GitHub, "read:user user:email", &[("nonce", ""), ("response_type", "")]);
    let returned = demo.visit(&url, &PEOPLE[2]).await;
    let (status, refused) = redeem(&demo, Kind::GitHub, &returned, &[("grant_type", ""), ("code", "no")]).await;
    assert_eq!((status, &refused["error"]), (200, &json!("bad_verification_code")));
    let (_, tokens) = redeem(&demo, Kind::GitHub, &returned, &[("grant_type", "")]).await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let user = demo.simulator().endpoints(Kind::GitHub).user_info;
    let (_, profile) = ask(&demo, &user, access_token).await;
    assert_eq!((&profile["id"], &profile["email"]), (&json!(1912), &Value::Null));
    let (_, emails) = ask(&demo, &format!("{user}/emails"), access_token).await;
    let primary = emails.as_array().unwrap().iter().find(|email| email["primary"] == true).unwrap();
    assert_eq!((&primary["email"], &primary["verified"]), (&json!("alan@example.com"), &json!(false)));
    assert_eq!(ask(&demo, &user, "gho_wrong").await.0, 401);
}

#[actix_web::test]
async fn amazon_has_a_profile_of_its_own() {
    let (demo, _) = start();
    let url = authorize(&demo, Kind::Amazon, "profile postal_code", &[("nonce", "")]);
    let returned = demo.visit(&url, &PEOPLE[0]).await;
    let (_, tokens) = redeem(&demo, Kind::Amazon, &returned, &[]).await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let (_, profile) = ask(&demo, &demo.simulator().endpoints(Kind::Amazon).user_info, access_token).await;
    assert_eq!(profile["user_id"], Kind::Amazon.subject(&PEOPLE[0]));
    assert_eq!((&profile["email"], &profile["postal_code"]), (&json!("ada@example.com"), &json!("98101")));
    let oidc = demo.simulator().endpoints(Kind::Oidc).user_info;
    assert_eq!(ask(&demo, &oidc, access_token).await.0, 401, "a token of one provider is nothing at another");
}

#[actix_web::test]
async fn microsoft_names_the_tenant_of_who_signs_in_and_verifies_no_address() {
    let (demo, _) = start();
    let url = authorize(&demo, Kind::Microsoft, "openid email", &[]);
    let returned = demo.visit(&url, &PEOPLE[1]).await;
    let (_, tokens) = redeem(&demo, Kind::Microsoft, &returned, &[]).await;
    let claims = claims(&demo, Kind::Microsoft, &tokens).await;
    assert_eq!(claims["iss"], demo.issuer(Kind::Microsoft).replace("{tenantid}", PEOPLE[1].tenant));
    assert_eq!((&claims["tid"], &claims["email"]), (&json!(PEOPLE[1].tenant), &json!("grace@example.com")));
    assert_eq!(claims.get("email_verified"), None);
    let only_other = url.as_str().replace("/common/", &format!("/{}/", PEOPLE[0].tenant));
    let refused = demo.visit(&Url::parse(&only_other).unwrap(), &PEOPLE[1]).await;
    assert_eq!(refused.get("error").as_deref(), Some("access_denied"));
}
