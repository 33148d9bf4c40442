//! What cannot be configured: names, details, addresses, mappings and identifiers, each refused by its name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use vestibule::crypto::signing::{SigningAlgorithm, SigningKey};

use super::{SECRET, configure, google, oidc};
use crate::support::desk::{Desk, refused};

fn with(mut request: Value, at: &str, value: Value) -> Value {
    *request.pointer_mut(at).unwrap() = value;
    request
}

fn detail(key: &str, value: &str) -> Value {
    let mut request = oidc("Corp");
    request["ProviderDetails"][key] = json!(value);
    request
}

async fn assert_all_refused(desk: &Desk, requests: Vec<(&str, Value)>) {
    let before = desk.app.state_but(&["attempts"]).await;
    for (said, request) in requests {
        let (exception, message) = refused(&desk.try_admin("CreateIdentityProvider", request.clone()).await);
        assert_eq!(exception, "InvalidParameter", "{request}: {message}");
        assert!(message.contains(said), "{request}: {message}");
        assert!(!message.contains(SECRET), "{message}");
    }
    assert_eq!(desk.app.state_but(&["attempts"]).await, before);
}

#[actix_web::test]
async fn names_are_cognitos() {
    let desk = Desk::open(|_| {}).await;
    let named = |name: &str| oidc(name);
    let requests = vec![
        ("ProviderName", named("COGNITO")),
        ("ProviderName", named("Cognito")),
        ("Provider Google cannot be of type OIDC.", named("Google")),
        ("Provider facebook cannot be of type OIDC.", named("facebook")),
        ("Provider MyGoogle cannot be of type Google.", with(google(), "/ProviderName", json!("MyGoogle"))),
        ("providerName", named("_corp")),
        ("providerName", named("my_corp_idp")),
        ("providerName", named("my corp")),
        ("providerName", named("co")),
        ("providerName", named(&"a".repeat(33))),
        ("providerType", with(oidc("Corp"), "/ProviderType", json!("Okta"))),
        ("is not a detail of this type of provider", with(oidc("Corp"), "/ProviderType", json!("SAML"))),
    ];
    assert_all_refused(&desk, requests).await;
    configure(&desk, &[oidc("Corp")]).await;
    for name in ["Corp", "CORP"] {
        let (exception, message) = refused(&desk.try_admin("CreateIdentityProvider", oidc(name)).await);
        assert_eq!(exception, "DuplicateProvider");
        assert_eq!(message, format!("{name} already exists in user pool {}", desk.app.pool.id));
    }
}

#[actix_web::test]
async fn details_are_those_of_the_type() {
    let desk = Desk::open(|_| {}).await;
    let mut missing = oidc("Corp");
    missing["ProviderDetails"].as_object_mut().unwrap().remove("oidc_issuer");
    let mut apple = with(google(), "/ProviderType", json!("SignInWithApple"));
    apple["ProviderName"] = json!("SignInWithApple");
    let requests = vec![
        ("'team_id'", detail("team_id", "T")),
        ("'Surprise'", detail("Surprise", "1")),
        ("'oidc_issuer' is required", missing),
        ("'client_id' is required", detail("client_id", "")),
        ("'client_secret'", apple),
        ("lacks the scope openid", detail("authorize_scopes", "email")),
        ("'attributes_request_method'", detail("attributes_request_method", "PUT")),
        ("'attributes_url_add_attributes'", detail("attributes_url_add_attributes", "true")),
        ("it is not a URL", detail("oidc_issuer", "idp.example.test")),
        ("not a web address", detail("token_url", "ftp://idp.example.test/token")),
        ("user name or password", detail("token_url", "https://a:b@idp.example.test/token")),
        ("fragment", detail("jwks_uri", "https://idp.example.test/keys#1")),
        ("no query", detail("oidc_issuer", "https://idp.example.test/?a=b")),
        ("too long", detail("client_id", &"a".repeat(3000))),
    ];
    assert_all_refused(&desk, requests).await;
    configure(
        &desk,
        &[detail("client_id", "as it should be")].map(|mut fine| {
            fine["ProviderDetails"]["client_id"] = json!("fine");
            fine
        }),
    )
    .await;
}

/// What would fail at the first sign-in fails where it is configured, by its name.
#[actix_web::test]
async fn details_that_nobody_could_sign_in_with_are_refused() {
    let desk = Desk::open(|_| {}).await;
    let of_type = |kind: &str, details: Value| json!({ "ProviderName": kind, "ProviderType": kind, "ProviderDetails": details, "AttributeMapping": {} });
    let apple = |private_key: &str| {
        of_type(
            "SignInWithApple",
            json!({ "client_id": "com.example.app", "team_id": "T", "key_id": "K", "private_key": private_key }),
        )
    };
    let microsoft = |tenant: &str, allowed: &str| {
        let details =
            json!({ "client_id": "app", "client_secret": SECRET, "tenant": tenant, "allowed_tenants": allowed });
        of_type("Microsoft", details)
    };
    let mut issuer = microsoft("11111111-2222-4333-8444-555555555555", "");
    issuer["ProviderDetails"]["oidc_issuer"] = json!("https://login.example.test/common/v2.0");
    let mut facebook = of_type("Facebook", json!({ "client_id": "app", "client_secret": SECRET }));
    facebook["ProviderDetails"]["api_version"] = json!("v123.456");
    let p256 = STANDARD.encode(&*SigningKey::generate(SigningAlgorithm::Es256).unwrap().to_pkcs8().unwrap());
    let ed25519 = STANDARD.encode(&*SigningKey::generate(SigningAlgorithm::EdDsa).unwrap().to_pkcs8().unwrap());
    let requests = vec![
        ("private_key is no P-256 key", apple("the key")),
        (
            "private_key is no P-256 key",
            apple(&format!("-----BEGIN PRIVATE KEY-----\n{ed25519}\n-----END PRIVATE KEY-----")),
        ),
        ("private_key is no P-256 key", apple(&p256[..p256.len() - 8])),
        ("private_key is no P-256 key", apple(&STANDARD.encode([0x30, 0x03, 0x02, 0x01, 0x00]))),
        ("tenant and allowed_tenants", microsoft("example.onmicrosoft.com", "")),
        ("tenant and allowed_tenants", microsoft("common", "example.com")),
        ("allowed_tenants must list", microsoft("common", "")),
        ("oidc_issuer does not end with", issuer),
        ("api_version", facebook),
    ];
    assert_all_refused(&desk, requests).await;

    let pem = format!("-----BEGIN PRIVATE KEY-----\n{p256}\n-----END PRIVATE KEY-----");
    configure(&desk, &[apple(&pem), microsoft("common", "*")]).await;
    // And a change is held to the same, and leaves what is there.
    let kept = desk.app.state_but(&["attempts"]).await;
    for (said, name, details) in [
        ("private_key is no P-256 key", "SignInWithApple", apple("another")["ProviderDetails"].clone()),
        ("allowed_tenants must list", "Microsoft", microsoft("organizations", "")["ProviderDetails"].clone()),
    ] {
        let update = json!({ "ProviderName": name, "ProviderDetails": details });
        let (exception, message) = refused(&desk.try_admin("UpdateIdentityProvider", update).await);
        assert_eq!(exception, "InvalidParameter");
        assert!(message.contains(said), "{message}");
    }
    assert_eq!(desk.app.state_but(&["attempts"]).await, kept);
    let mut without_key = apple(&pem)["ProviderDetails"].clone();
    without_key.as_object_mut().unwrap().remove("private_key");
    without_key["key_id"] = json!("K2");
    desk.admin("UpdateIdentityProvider", json!({ "ProviderName": "SignInWithApple", "ProviderDetails": without_key }))
        .await;
}

/// Case 195: addresses that only this machine or its network can reach, in every spelling, and schemes and ports that are not
/// the web's.
#[actix_web::test]
async fn addresses_within_are_not_called() {
    let desk = Desk::open(|_| {}).await;
    let addresses = [
        "http://idp.example.test",
        "https://0.0.0.0",
        "https://10.1.2.3",
        "https://172.16.0.1",
        "https://192.168.1.1",
        "https://169.254.169.254/latest",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://0300.0250.1.1/",
        "https://[fd00::1]",
        "https://[fe80::1]",
        "https://[::ffff:10.0.0.1]",
        "https://[64:ff9b::a00:1]",
        "https://idp.example.test:22",
    ];
    let keys = ["oidc_issuer", "authorize_url", "token_url", "attributes_url", "jwks_uri"];
    let each = addresses
        .iter()
        .flat_map(|address| keys.map(|key| ("not an address that this server calls", detail(key, address))));
    assert_all_refused(&desk, each.collect()).await;
}

/// Case 181: who somebody is, which groups they are in and what they are linked to is nobody's upstream to say.
#[actix_web::test]
async fn mappings_write_what_a_provider_may_write() {
    let desk = Desk::open(|_| {}).await;
    let mapped = |attribute: &str, claim: &str| with(oidc("Corp"), "/AttributeMapping", json!({ attribute: claim }));
    let requests = vec![
        ("'sub'", mapped("sub", "sub")),
        ("'identities'", mapped("identities", "identities")),
        ("'cognito:groups'", mapped("cognito:groups", "groups")),
        ("custom:role", mapped("custom:role", "role")),
        ("is_admin", mapped("is_admin", "is_admin")),
        ("names no claim", mapped("email", " ")),
        ("'username'", mapped("username", "email")),
        ("too long", mapped("email", &"c".repeat(600))),
    ];
    assert_all_refused(&desk, requests).await;
    let schema = json!({ "CustomAttributes": [{ "Name": "role", "Mutable": false }] });
    desk.admin("AddCustomAttributes", schema).await;
    // What can never change is written once: that is for the doctor to say.
    configure(&desk, &[mapped("custom:role", "role")]).await;
}

#[actix_web::test]
async fn identifiers_belong_to_one_provider() {
    let desk = Desk::open(|_| {}).await;
    let found_by = |name: &str, identifiers: Value| {
        let mut request = oidc(name);
        request["IdpIdentifiers"] = identifiers;
        request
    };
    let requests = vec![
        ("more than once", found_by("Corp", json!(["a.test", "A.TEST"]))),
        ("idpIdentifiers", found_by("Corp", json!(["a/b"]))),
        ("idpIdentifiers", found_by("Corp", json!([""]))),
        ("idpIdentifiers", found_by("Corp", json!(vec!["a"; 51]))),
    ];
    assert_all_refused(&desk, requests).await;
    configure(&desk, &[found_by("Corp", json!(["a.test"]))]).await;
    assert_all_refused(&desk, vec![("identifier A.test", found_by("Other", json!(["b.test", "A.test"])))]).await;
    configure(&desk, &[found_by("Other", json!(["b.test"]))]).await;
    let taken = json!({ "ProviderName": "Other", "IdpIdentifiers": ["a.test"] });
    assert_eq!(refused(&desk.try_admin("UpdateIdentityProvider", taken).await).0, "InvalidParameter");
    desk.admin("UpdateIdentityProvider", json!({ "ProviderName": "Corp", "IdpIdentifiers": [] })).await;
    let free = json!({ "ProviderName": "Other", "IdpIdentifiers": ["a.test"] });
    desk.admin("UpdateIdentityProvider", free).await;
}

#[actix_web::test]
async fn what_is_not_there_is_not_found() {
    let desk = Desk::open(|_| {}).await;
    for operation in ["DescribeIdentityProvider", "UpdateIdentityProvider", "DeleteIdentityProvider"] {
        let (exception, message) = refused(&desk.try_admin(operation, json!({ "ProviderName": "Corp" })).await);
        assert_eq!(
            (exception.as_str(), message.as_str()),
            ("ResourceNotFound", "Identity provider Corp does not exist.")
        );
    }
    for operation in ["UpdateIdentityProvider", "DeleteIdentityProvider"] {
        let answer = desk.try_admin(operation, json!({ "ProviderName": "COGNITO" })).await;
        assert_eq!(refused(&answer).0, "UnsupportedIdentityProvider");
    }
    let nowhere = json!({ "IdpIdentifier": "nowhere.test" });
    assert_eq!(refused(&desk.try_admin("GetIdentityProviderByIdentifier", nowhere).await).0, "ResourceNotFound");
}
