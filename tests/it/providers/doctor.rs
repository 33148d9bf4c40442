//! What `vestibule doctor` says of providers: each thing is found where it is so, and not where it is not.

use serde_json::json;
use vestibule::domain::provider::Provider;
use vestibule::flows::doctor::{self, Finding, Severity};
use vestibule::flows::manage::providers;
use vestibule::storage::{ProviderWrite, Tx};

use super::{configure, google, oidc};
use crate::support::desk::Desk;

/// What is found of a provider.
async fn found(desk: &Desk, provider: &str) -> Vec<Finding> {
    let subject = format!("{}/{provider}", desk.app.pool.id);
    let all = doctor::examine(&desk.app.deps()).await.unwrap();
    all.into_iter().filter(|finding| finding.subject == subject).collect()
}

fn checks(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.check).collect()
}

/// Makes a provider what no operation would, as an older version or an interrupted one left it.
async fn change(desk: &Desk, name: &str, change: impl FnOnce(&mut Provider)) {
    let deps = desk.app.deps();
    let mut provider = providers::describe(&deps, &desk.app.pool.id, name).await.unwrap().unwrap();
    let read_version = provider.version;
    change(&mut provider);
    provider.version += 1;
    let save = async |tx: &Tx| -> Result<ProviderWrite, vestibule::flows::Error> {
        Ok(tx.providers().save(&provider, read_version).await?)
    };
    assert_eq!(deps.storage.unit(save).await.unwrap(), ProviderWrite::Done);
}

#[actix_web::test]
async fn a_provider_that_is_as_it_should_be_is_not_mentioned() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), google()]).await;
    for provider in ["Corp", "Google"] {
        let findings = found(&desk, provider).await;
        assert!(findings.is_empty(), "{findings:?}");
    }
}

#[actix_web::test]
async fn what_is_mapped_and_comes_to_nothing_is_found() {
    let desk = Desk::open(|_| {}).await;
    desk.admin("AddCustomAttributes", json!({ "CustomAttributes": [{ "Name": "role", "Mutable": false }] })).await;
    let mut request = oidc("Corp");
    request["AttributeMapping"]["custom:role"] = json!("role");
    configure(&desk, &[request]).await;
    let findings = found(&desk, "Corp").await;
    assert_eq!(checks(&findings), ["provider_mapping"]);
    assert!(findings[0].message.contains("custom:role") && findings[0].severity == Severity::Warning, "{findings:?}");
    change(&desk, "Corp", |provider| {
        provider.mapping.remove("custom:role");
        provider
            .mapping
            .extend([("custom:gone", "gone"), ("sub", "sub")].map(|(to, from)| (to.to_owned(), from.to_owned())));
    })
    .await;
    let findings = found(&desk, "Corp").await;
    assert_eq!(checks(&findings), ["provider_mapping", "provider_mapping"]);
    for named in ["custom:gone", "sub is mapped"] {
        assert!(findings.iter().any(|finding| finding.message.contains(named)), "{named}: {findings:?}");
    }
}

#[actix_web::test]
async fn a_provider_from_which_nobody_can_come_for_the_first_time_is_an_error() {
    let desk = Desk::open(|pool| pool.schema.required.extend(["given_name".to_owned()])).await;
    configure(&desk, &[oidc("Corp")]).await;
    let findings = found(&desk, "Corp").await;
    assert_eq!(checks(&findings), ["provider_lacks_required"]);
    assert_eq!(findings[0].severity, Severity::Error);
    assert!(findings[0].message.ends_with("given_name"), "{findings:?}");
    let mapping = json!({ "email": "email", "given_name": "given_name" });
    desk.admin("UpdateIdentityProvider", json!({ "ProviderName": "Corp", "AttributeMapping": mapping })).await;
    assert!(found(&desk, "Corp").await.is_empty());
}

#[actix_web::test]
async fn trust_in_who_makes_sure_of_nothing_is_found() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), google()]).await;
    for (trust, expected) in [("TRUSTED", vec!["provider_email_trust"]), ("UNTRUSTED", vec![]), ("BY_TYPE", vec![])] {
        for (provider, expected) in [("Corp", expected), ("Google", vec![])] {
            let input = json!({ "ProviderName": provider, "EmailTrust": trust });
            assert_eq!(desk.try_own_admin("UpdateIdentityProviderSettings", input).await.code(), 200);
            assert_eq!(checks(&found(&desk, provider).await), expected, "{provider} {trust}");
        }
    }
}

#[actix_web::test]
async fn providers_in_the_clear_and_halfway_gone_are_found() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), oidc("Other")]).await;
    change(&desk, "Corp", |provider| {
        provider.details.insert("token_url".to_owned(), "http://idp.example.test/token".to_owned());
    })
    .await;
    assert_eq!(checks(&found(&desk, "Corp").await), ["provider_without_tls"]);
    change(&desk, "Corp", |provider| {
        provider.details.remove("token_url");
        provider.settings.is_leaving = true;
    })
    .await;
    assert_eq!(checks(&found(&desk, "Corp").await), ["provider_leaving"]);
    assert!(found(&desk, "Other").await.is_empty());
}

#[actix_web::test]
async fn a_client_for_which_nobody_can_sign_in_is_found() {
    let desk = Desk::open(|_| {}).await;
    configure(&desk, &[oidc("Corp"), oidc("Gone")]).await;
    let client = format!("{}/{}", desk.app.pool.id, desk.app.client.id);
    let is_closed = async || {
        let all = doctor::examine(&desk.app.deps()).await.unwrap();
        all.iter().any(|finding| finding.check == "client_without_providers" && finding.subject == client)
    };
    assert!(!is_closed().await);
    for listed in [vec!["Corp"], vec!["COGNITO"], vec!["Gone"]] {
        let names = listed.iter().map(|name| (*name).to_owned()).collect();
        desk.app.change_client(&desk.app.client, |client| client.identity_providers = Some(names)).await;
        assert!(!is_closed().await, "{listed:?}");
    }
    desk.admin("DeleteIdentityProvider", json!({ "ProviderName": "Gone" })).await;
    assert!(is_closed().await);
}
