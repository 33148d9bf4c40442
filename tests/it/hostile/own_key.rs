//! A signature that holds is not enough (case 100): what one of our own keys signed must still say all that a token of its kind
//! says. Elsewhere forged tokens fail by their signature; here nothing but the claims is wrong.

use serde_json::{Map, Value, json};
use vestibule::crypto::signing::{SigningAlgorithm, SigningKey};
use vestibule::domain::client::Client;

use crate::support::tokens::{self, kid};
use crate::support::{Browser, OAuthClient, TestApp, TokenSet};

const OURS: [&[u8]; 2] = [
    include_bytes!("../support/fixtures/rsa-test-key-1.pkcs8.der"),
    include_bytes!("../support/fixtures/rsa-test-key-2.pkcs8.der"),
];

/// The private key that signed a token of the pool to begin with.
async fn key_of(rp: &OAuthClient, token: &str) -> SigningKey {
    let (kid, jwks) = (kid(token), rp.jwks().await);
    let published = jwks["keys"].as_array().unwrap().iter().find(|key| key["kid"] == kid).unwrap().clone();
    let candidates = OURS.map(|der| SigningKey::from_pkcs8(&kid, SigningAlgorithm::Rs256, der).unwrap());
    candidates.into_iter().find(|key| key.public_jwk()["n"] == published["n"]).expect("one of the test keys")
}

/// Claims with one of them another, or none.
fn with(claims: &Map<String, Value>, name: &str, value: Value) -> Map<String, Value> {
    let mut changed = claims.clone();
    changed.remove(name);
    if !value.is_null() {
        changed.insert(name.to_owned(), value);
    }
    changed
}

struct Bed {
    app: TestApp,
    rp: OAuthClient,
    browser: Browser,
    tokens: TokenSet,
    /// Of another person, for the same client.
    others: TokenSet,
    neighbour: Client,
    foreign: Client,
}

impl Bed {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let (ada, bob, rp, mut browser) =
            (app.person("ada").await, app.person("bob").await, app.app_client(), app.browser());
        let other_pool = app.add_pool("Others").await;
        let (neighbour, foreign) = (app.add_public(&app.pool, |_| {}).await, app.add_public(&other_pool, |_| {}).await);
        browser.sign_in(&app.client, &ada).await;
        let request = rp.request().with("scope", "openid aws.cognito.signin.user.admin");
        let tokens = TokenSet::of(&rp.redeem(&rp.code(&mut browser, &request).await).await);
        let others = rp.sign_in(&app.client, &mut app.browser(), &bob).await;
        Self { app, rp, browser, tokens, others, neighbour, foreign }
    }
}

/// Each of these is signed by the key of access tokens, and is none.
#[actix_web::test]
async fn an_access_token_says_all_that_one_says() {
    let bed = Bed::start().await;
    let (api, key) = (bed.app.anonymous(), key_of(&bed.rp, &bed.tokens.access).await);
    let (claims, others) = (tokens::claims(&bed.tokens.access), tokens::claims(&bed.others.access));
    let (issuer, now) = (bed.rp.issuer(), bed.app.now().secs());
    let elsewhere = issuer.replace(bed.app.pool.id.as_str(), bed.foreign.pool.as_str());
    let cases = [
        ("token_use", json!("id")),
        ("token_use", json!("refresh")),
        ("token_use", json!(true)),
        ("token_use", Value::Null),
        ("iss", json!(format!("{issuer}/"))),
        ("iss", json!(issuer.to_uppercase())),
        ("iss", json!(elsewhere)),
        ("iss", json!([issuer])),
        ("iss", Value::Null),
        ("exp", json!(now)),
        ("exp", json!((now + 60).to_string())),
        ("exp", json!(9_999_999_999.5)),
        ("exp", Value::Null),
        ("client_id", json!(bed.neighbour.id.as_str())),
        ("client_id", json!(bed.foreign.id.as_str())),
        ("client_id", json!("nobody")),
        ("client_id", Value::Null),
        ("sub", others["sub"].clone()),
        ("sub", json!(bed.app.client.id.as_str())),
        ("sub", Value::Null),
        ("origin_jti", others["origin_jti"].clone()),
        ("origin_jti", json!("00000000-0000-4000-8000-000000000000")),
        ("origin_jti", json!("x")),
        // Without it the grant is read from a `jti` with a MAC, which this one has not.
        ("origin_jti", Value::Null),
    ];
    let signed = |claims: &Map<String, Value>| key.sign(claims).unwrap();
    for (name, value) in cases {
        let forged = signed(&with(&claims, name, value.clone()));
        for rp in [&bed.rp, &bed.rp.clone().at_root(), &bed.rp.clone().at_pool(bed.foreign.pool.as_str())] {
            assert_eq!(rp.user_info(&forged).await.code(), 401, "{name}: {value}");
        }
        for operation in ["GetUser", "GlobalSignOut"] {
            let answer = api.call(operation, &json!({ "AccessToken": forged })).await;
            answer.assert_exception("NotAuthorizedException");
        }
    }
    // A scope is asked for where it matters.
    let narrow = signed(&with(&claims, "scope", json!("email")));
    assert_eq!(bed.rp.user_info(&narrow).await.code(), 403);
    api.call("GetUser", &json!({ "AccessToken": narrow })).await.assert_exception("NotAuthorizedException");
    // The key of ID tokens signs no access token, and the same claims under the right one are one: nobody was signed out.
    let misplaced = key_of(&bed.rp, &bed.tokens.id).await.sign(&claims).unwrap();
    assert_eq!(bed.rp.user_info(&misplaced).await.code(), 401);
    for honest in [&bed.tokens.access, &signed(&claims)] {
        assert_eq!(bed.rp.user_info(honest).await.code(), 200);
        assert_eq!(api.call("GetUser", &json!({ "AccessToken": honest })).await.code(), 200);
    }
}

/// Each of these is signed by the key of ID tokens, and names nobody.
#[actix_web::test]
async fn a_hint_says_all_that_an_id_token_says() {
    let mut bed = Bed::start().await;
    let (key, claims) = (key_of(&bed.rp, &bed.tokens.id).await, tokens::claims(&bed.tokens.id));
    let issuer = bed.rp.issuer();
    let elsewhere = issuer.replace(bed.app.pool.id.as_str(), bed.foreign.pool.as_str());
    let mut hints: Vec<String> = [
        ("token_use", json!("access")),
        ("token_use", Value::Null),
        ("iss", json!(format!("{issuer}/"))),
        ("iss", json!(elsewhere)),
        ("iss", Value::Null),
        ("aud", json!([bed.rp.id])),
        ("aud", Value::Null),
        ("sub", tokens::claims(&bed.others.id)["sub"].clone()),
        ("sub", json!(1)),
        ("sub", Value::Null),
    ]
    .into_iter()
    .map(|(name, value)| key.sign(&with(&claims, name, value)).unwrap())
    .collect();
    hints.push(key_of(&bed.rp, &bed.tokens.access).await.sign(&claims).unwrap());
    for hint in hints {
        let request = bed.rp.request().with("prompt", "none").with("id_token_hint", &hint);
        let answer = bed.browser.get(&request.target()).await;
        assert_eq!(answer.redirected("error"), "login_required", "{:?}", tokens::claims(&hint));
    }
    // Its time does not matter (OpenID Connect Core §3.1.2.1).
    for honest in [key.sign(&claims).unwrap(), key.sign(&with(&claims, "exp", json!(1))).unwrap()] {
        let request = bed.rp.request().with("prompt", "none").with("id_token_hint", &honest);
        bed.rp.code(&mut bed.browser, &request).await;
    }
}
