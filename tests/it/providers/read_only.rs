//! Who only looks sees how a provider is configured, and nothing that is secret of it (DESIGN §4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use vestibule::crypto::signing::{SigningAlgorithm, SigningKey};
use vestibule::domain::access_key::Role;
use vestibule::domain::provider::Provider;
use vestibule::flows::manage::access_keys;

use super::{SECRET, configure, google, oidc};
use crate::support::desk::{Desk, done};

/// A request that configures a provider with this secret detail, and the secret.
fn with_secret(key: &str) -> (Value, String) {
    match key {
        "client_secret" => (google(), SECRET.to_owned()),
        "private_key" => {
            let secret = STANDARD.encode(&*SigningKey::generate(SigningAlgorithm::Es256).unwrap().to_pkcs8().unwrap());
            let details =
                json!({ "client_id": "com.example.app", "team_id": "T", "key_id": "K", "private_key": secret });
            let request = json!({
                "ProviderName": "SignInWithApple",
                "ProviderType": "SignInWithApple",
                "ProviderDetails": details,
            });
            (request, secret)
        }
        new => panic!("say here which provider has the secret {new}"),
    }
}

#[actix_web::test]
async fn a_provider_is_read_without_its_secrets() {
    for key in Provider::SECRET_DETAILS {
        let desk = Desk::open(|_| {}).await;
        let (mut request, secret) = with_secret(key);
        request["IdpIdentifiers"] = json!(["example.test"]);
        configure(&desk, std::slice::from_ref(&request)).await;
        let name = &request["ProviderName"];
        let pool = desk.app.pool.id.as_str();
        for role in [Role::ReadOnly, Role::Operator, Role::Admin] {
            let reader = desk.app.aws_sdk(&access_keys::create(&desk.app.deps(), role, None).await.unwrap());
            let cognito = |operation: &str| format!("AWSCognitoIdentityProviderService.{operation}");
            for (target, input) in [
                (cognito("DescribeIdentityProvider"), json!({ "UserPoolId": pool, "ProviderName": name })),
                (
                    cognito("GetIdentityProviderByIdentifier"),
                    json!({ "UserPoolId": pool, "IdpIdentifier": "example.test" }),
                ),
                (cognito("ListIdentityProviders"), json!({ "UserPoolId": pool })),
                (
                    "VestibuleService.DescribeIdentityProviderSettings".to_owned(),
                    json!({ "UserPoolId": pool, "ProviderName": name }),
                ),
            ] {
                let shown = done(&reader.call_target(&target, &input).await).to_string();
                assert!(shown.contains(name.as_str().unwrap()), "{target} by {role:?}: {shown}");
                assert!(!shown.contains(&secret) && !shown.contains(key), "{target} by {role:?}: {shown}");
            }
        }
        let kept = desk.app.dump(&["providers", "events"]).await;
        assert!(!kept.contains(&secret), "{key}");
    }
}

#[actix_web::test]
async fn who_only_looks_changes_no_provider_and_reads_nobodys_tokens() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp")]).await;
    desk.app.person("ada").await;
    let pool = desk.app.pool.id.as_str();
    let mut readers = Vec::new();
    for role in [Role::ReadOnly, Role::Operator] {
        readers.push((role, desk.app.aws_sdk(&access_keys::create(&desk.app.deps(), role, None).await.unwrap())));
    }
    let before = desk.app.state_but(&[]).await;
    for (role, reader) in readers {
        let mut other = oidc("Other");
        other["UserPoolId"] = json!(pool);
        let corp = json!({ "UserPoolId": pool, "ProviderName": "Corp" });
        let tokens = json!({ "UserPoolId": pool, "ProviderName": "Corp", "Username": "ada" });
        for (target, input) in [
            ("AWSCognitoIdentityProviderService.CreateIdentityProvider", &other),
            ("AWSCognitoIdentityProviderService.UpdateIdentityProvider", &corp),
            ("AWSCognitoIdentityProviderService.DeleteIdentityProvider", &corp),
            ("VestibuleService.UpdateIdentityProviderSettings", &corp),
            ("VestibuleService.GetIdentityProviderTokens", &tokens),
        ] {
            let answer = reader.call_target(target, input).await;
            assert_eq!(answer.json()["__type"], "AccessDeniedException", "{target} by {role:?}: {answer:?}");
        }
    }
    assert_eq!(desk.app.state_but(&[]).await, before);
}
