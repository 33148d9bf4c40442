//! Forged, altered and misplaced JWTs at every place that reads one: userInfo, the API, `id_token_hint` (group J).

use std::collections::BTreeMap;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use vestibule::domain::client::Client;

use crate::support::tokens::{self, kid};
use crate::support::{Browser, OAuthClient, Person, TestApp, TokenSet};

const STRANGER: &[u8] = include_bytes!("../support/fixtures/rsa-test-key-4.pkcs8.der");

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn rsa(der: &[u8], text: &str) -> String {
    let key = RsaKeyPair::from_pkcs8(der).unwrap();
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).unwrap();
    URL_SAFE_NO_PAD.encode(signature)
}

fn hs256(key: &[u8], text: &str) -> String {
    URL_SAFE_NO_PAD.encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()))
}

/// Our own public key with this modulus, as libraries keep one: in X.509's and in PKCS #1's DER (case 94).
fn public_key_of(modulus: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let ours: [&[u8]; 2] = [
        include_bytes!("../support/fixtures/rsa-test-key-1.pkcs8.der"),
        include_bytes!("../support/fixtures/rsa-test-key-2.pkcs8.der"),
    ];
    let pairs = ours.map(|der| RsaKeyPair::from_pkcs8(der).unwrap());
    let has_modulus = |pair: &&RsaKeyPair| {
        let found = pair.public_key().modulus().big_endian_without_leading_zero().to_vec();
        found == modulus
    };
    let key = pairs.iter().find(has_modulus).expect("one of the test keys").public_key();
    let spki: PublicKeyX509Der<'_> = key.as_der().unwrap();
    (spki.as_ref().to_vec(), key.as_ref().to_vec())
}

/// Headers that invite to another key, each over the honest claims and signed by a stranger (case 95), and headers that
/// ask to be understood (case 97).
fn by_a_stranger(payload: &str, kid: &str) -> Vec<(String, String)> {
    let own_jwk = json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" });
    let headers = [
        ("our kid", json!({ "alg": "RS256", "kid": kid })),
        ("no kid", json!({ "alg": "RS256" })),
        ("kid path", json!({ "alg": "RS256", "kid": "../../dev/null" })),
        ("kid sql", json!({ "alg": "RS256", "kid": "' or 1=1" })),
        ("kid number", json!({ "alg": "RS256", "kid": 1 })),
        ("jwk", json!({ "alg": "RS256", "kid": kid, "jwk": own_jwk })),
        ("jku", json!({ "alg": "RS256", "kid": kid, "jku": "http://169.254.169.254/" })),
        ("x5u", json!({ "alg": "RS256", "kid": kid, "x5u": "http://169.254.169.254/" })),
        ("x5c", json!({ "alg": "RS256", "kid": kid, "x5c": ["AA=="] })),
        ("crit", json!({ "alg": "RS256", "kid": kid, "crit": ["x"], "x": 1 })),
        ("b64", json!({ "alg": "RS256", "kid": kid, "crit": ["b64"], "b64": false })),
        ("zip", json!({ "alg": "RS256", "kid": kid, "zip": "DEF" })),
    ];
    let signed = |header: &Value| {
        let text = format!("{}.{payload}", part(header));
        format!("{text}.{}", rsa(STRANGER, &text))
    };
    headers.iter().map(|(name, header)| (format!("stranger, {name}"), signed(header))).collect()
}

/// Cases 94, 95, 97, 99 and 100: what can be made of an honest token without its key. `jwk` is its published key.
fn forgeries(honest: &str, jwk: &Value) -> BTreeMap<String, String> {
    let pieces: Vec<&str> = honest.split('.').collect();
    let (header, payload, signature) = (pieces[0], pieces[1], pieces[2]);
    let claims = Value::Object(tokens::claims(honest));
    let kid = kid(honest);
    let mut forged = BTreeMap::new();
    let mut add = |name: &str, token: String| {
        assert_ne!(token, honest);
        forged.insert(name.to_owned(), token);
    };
    for alg in ["none", "None", "nOnE", "NONE", ""] {
        let text = format!("{}.{payload}", part(&json!({ "alg": alg, "kid": kid })));
        add(&format!("alg {alg:?} unsigned"), format!("{text}."));
        add(&format!("alg {alg:?} with a signature"), format!("{text}.{signature}"));
    }
    add("stripped", format!("{header}.{payload}."));
    add("two parts", format!("{header}.{payload}"));
    let hs = format!("{}.{payload}", part(&json!({ "alg": "HS256", "kid": kid })));
    let n = URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap();
    let (spki, pkcs1) = public_key_of(&n);
    let pem = |label: &str, der: &[u8]| {
        let base64 = STANDARD.encode(der);
        let lines: Vec<&str> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
    };
    let (pem_spki, pem_pkcs1) = (pem("PUBLIC KEY", &spki), pem("RSA PUBLIC KEY", &pkcs1));
    for (name, key) in [
        ("modulus", n.as_slice()),
        ("jwk", jwk.to_string().as_bytes()),
        ("DER", spki.as_slice()),
        ("PKCS #1 DER", pkcs1.as_slice()),
        ("PEM", pem_spki.as_bytes()),
        ("PEM without its last line end", pem_spki.trim_end().as_bytes()),
        ("PKCS #1 PEM", pem_pkcs1.as_bytes()),
        ("empty", b""),
    ] {
        add(&format!("HS256 by {name}"), format!("{hs}.{}", hs256(key, &hs)));
    }
    for alg in ["RS384", "RS512", "PS256", "ES256", "EdDSA", "HS512"] {
        add(alg, format!("{}.{payload}.{signature}", part(&json!({ "alg": alg, "kid": kid }))));
    }
    for (name, token) in by_a_stranger(payload, &kid) {
        add(&name, token);
    }
    let doubled = URL_SAFE_NO_PAD.encode(format!("{{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"{kid}\"}}"));
    add("alg twice", format!("{doubled}.{payload}.{signature}"));
    for (name, change) in [
        ("sub", json!("00000000-0000-4000-8000-000000000000")),
        ("exp", json!(9_999_999_999_i64)),
        ("token_use", json!("access")),
        ("token_use", json!("id")),
        ("iss", json!(format!("{}/", claims["iss"].as_str().unwrap()))),
        ("scope", json!("openid aws.cognito.signin.user.admin admin")),
    ] {
        let mut altered = claims.clone();
        if altered[name] != change {
            altered[name] = change.clone();
            add(&format!("{name} becomes {change}"), format!("{header}.{}.{signature}", part(&altered)));
        }
    }
    let zeros = URL_SAFE_NO_PAD.encode([0_u8; 256]);
    let serialised = json!({ "protected": header, "payload": payload, "signature": signature }).to_string();
    let jwe = part(&json!({ "alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 2_147_483_647_u32, "p2s": "AA" }));
    for (name, token) in [
        ("zero signature", format!("{header}.{payload}.{zeros}")),
        ("padded", format!("{honest}=")),
        ("trailing bytes", format!("{honest}AAAA")),
        ("fourth part", format!("{honest}.x")),
        ("white space", format!("{header}. {payload}.{signature}")),
        ("JSON serialisation", serialised),
        ("JWE", format!("{jwe}.AA.AA.AA.AA")),
        ("one part", "x".repeat(1000)),
        ("dots", ".....".to_owned()),
        ("large", format!("{header}.{}.{signature}", "A".repeat(12 * 1024))),
    ] {
        add(name, token);
    }
    forged
}

struct Bed {
    app: TestApp,
    ada: Person,
    rp: OAuthClient,
    tokens: TokenSet,
    browser: Browser,
    jwks: Value,
}

impl Bed {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
        browser.sign_in(&app.client, &ada).await;
        let everything = "openid email profile aws.cognito.signin.user.admin";
        let code = rp.code(&mut browser, &rp.request().with("scope", everything)).await;
        let tokens = TokenSet::of(&rp.redeem(&code).await);
        let jwks = rp.jwks().await;
        Self { app, ada, rp, tokens, browser, jwks }
    }

    fn forgeries(&self, honest: &str) -> BTreeMap<String, String> {
        let kid = kid(honest);
        let keys = self.jwks["keys"].as_array().unwrap();
        forgeries(honest, keys.iter().find(|key| key["kid"] == kid).unwrap())
    }
}

#[actix_web::test]
async fn user_info_takes_no_forgery() {
    let bed = Bed::start().await;
    for (name, forged) in bed.forgeries(&bed.tokens.access) {
        let answer = bed.rp.user_info(&forged).await;
        assert!([400, 401].contains(&answer.code()), "{name}: {answer:?}");
    }
    assert_eq!(bed.rp.user_info(&bed.tokens.access).await.json()["sub"], bed.ada.id.to_string());
}

#[actix_web::test]
async fn the_api_takes_no_forgery() {
    let bed = Bed::start().await;
    let api = bed.app.anonymous();
    let mut forged = bed.forgeries(&bed.tokens.access);
    forged.insert("an ID token".to_owned(), bed.tokens.id.clone());
    for (name, token) in forged {
        for operation in ["GetUser", "GlobalSignOut"] {
            let answer = api.call(operation, &json!({ "AccessToken": token })).await;
            assert_eq!(answer.code(), 400, "{operation}, {name}: {answer:?}");
        }
    }
    // Nobody was signed out.
    let honest = api.call("GetUser", &json!({ "AccessToken": bed.tokens.access })).await;
    assert_eq!((honest.code(), honest.json()["Username"].as_str()), (200, Some("ada")), "{honest:?}");
}

/// Case 89's rule for `id_token_hint` at the authorization endpoint: one that does not hold names nobody.
#[actix_web::test]
async fn a_forged_id_token_hint_names_nobody() {
    let mut bed = Bed::start().await;
    let mut forged = bed.forgeries(&bed.tokens.id);
    forged.insert("an access token".to_owned(), bed.tokens.access.clone());
    forged.remove("large"); // longer than a request may be
    for (name, token) in forged {
        let request = bed.rp.request().with("prompt", "none").with("id_token_hint", &token);
        let answer = bed.browser.get(&request.target()).await;
        assert_eq!(answer.redirected("error"), "login_required", "{name}");
    }
    let request = bed.rp.request().with("prompt", "none").with("id_token_hint", &bed.tokens.id);
    bed.rp.code(&mut bed.browser, &request).await;
}

/// Case 100: tokens in the place of others, and pools in the place of others.
#[actix_web::test]
async fn a_token_holds_in_its_own_pool_and_place() {
    let mut bed = Bed::start().await;
    let other_pool = bed.app.add_pool("Others").await;
    let other: Client = bed.app.add_public(&other_pool, |_| {}).await;
    let foreign = bed.app.oauth_client(&other);
    let namesake = bed.app.person_in(&other_pool, "ada").await;
    let others = foreign.sign_in(&other, &mut bed.app.browser(), &namesake).await;

    // Signed by the other pool, in this pool's name: header and claims of ours, key of theirs.
    let claims = tokens::claims(&bed.tokens.access);
    for kid in [kid(&others.access), kid(&bed.tokens.access)] {
        let text = format!("{}.{}", part(&json!({ "alg": "RS256", "kid": kid })), part(&Value::Object(claims.clone())));
        for key in 3..=4 {
            let der: &[u8] =
                if key == 3 { include_bytes!("../support/fixtures/rsa-test-key-3.pkcs8.der") } else { STRANGER };
            let forged = format!("{text}.{}", rsa(der, &text));
            for rp in [&bed.rp, &foreign, &bed.rp.clone().at_root()] {
                assert_eq!(rp.user_info(&forged).await.code(), 401);
            }
        }
    }
    // An ID token signed with the access key, or the reverse, would be a confusion of ours: the kids differ.
    assert_ne!(kid(&bed.tokens.access), kid(&bed.tokens.id));
    assert_eq!(bed.rp.user_info(&others.access).await.code(), 401);
    let request = bed.rp.request().with("prompt", "none").with("id_token_hint", &others.id);
    assert_eq!(bed.browser.get(&request.target()).await.redirected("error"), "login_required");
    assert_eq!(foreign.user_info(&others.access).await.code(), 200);
}
