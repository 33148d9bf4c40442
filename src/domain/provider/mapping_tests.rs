//! What of a provider's word becomes whose attribute (cases 166 and 181).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{AttributeUpdate, Claims, Provider, ProviderId, ProviderSettings, ProviderType};
use crate::domain::clock::Micros;
use crate::domain::pool::{PoolId, PoolSettings};
use crate::domain::user::Attributes;

fn provider(kind: ProviderType, mapping: &[(&str, &str)]) -> Provider {
    Provider {
        id: ProviderId(Uuid::nil()),
        pool: PoolId::parse("xx-local-1_AbCd12345").unwrap(),
        name: "Corp".to_owned(),
        kind,
        details: BTreeMap::new(),
        secrets: BTreeMap::new(),
        mapping: mapping.iter().map(|(attribute, claim)| ((*attribute).to_owned(), (*claim).to_owned())).collect(),
        identifiers: Vec::new(),
        settings: ProviderSettings::default(),
        version: 1,
        created_at: Micros(0),
        updated_at: Micros(0),
    }
}

fn claims(value: Value) -> Claims {
    serde_json::from_value(value).unwrap()
}

fn attributes(pairs: &[(&str, &str)]) -> Attributes {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

const ADDRESS: [(&str, &str); 2] = [("email", "email"), ("email_verified", "email_verified")];

/// Whether the address of a newcomer counts as verified, and whether it finds whom an admin linked by it.
fn counts(kind: ProviderType, trust: Option<bool>, says: &Value) -> (bool, bool) {
    let mut provider = provider(kind, &ADDRESS);
    provider.settings.trusts_email = trust;
    let mut said = claims(json!({ "email": "v@example.test" }));
    if !says.is_null() {
        said.insert("email_verified".to_owned(), says.clone());
    }
    let mapped = provider.map(&PoolSettings::default(), &said, &Attributes::new()).attributes;
    assert_eq!(mapped["email"], "v@example.test");
    (mapped["email_verified"] == "true", provider.linked_claim(&said, "email").is_some())
}

#[test]
fn an_address_is_verified_only_by_a_plain_yes_of_a_provider_whose_word_counts() {
    for says in [json!(null), json!(false), json!("false"), json!("true"), json!("TRUE"), json!(1), json!(["true"])] {
        assert_eq!(counts(ProviderType::Oidc, Some(true), &says), (false, false), "{says}");
        assert_eq!(counts(ProviderType::Oidc, None, &says), (false, false), "{says}");
    }
    assert_eq!(counts(ProviderType::Oidc, None, &json!(true)), (false, false), "it is not trusted");
    assert_eq!(counts(ProviderType::Oidc, Some(true), &json!(true)), (true, true));
    assert_eq!(counts(ProviderType::Google, None, &json!(true)), (true, true));
    assert_eq!(counts(ProviderType::Google, Some(false), &json!(true)), (false, false));
    assert_eq!(counts(ProviderType::Google, None, &json!("true")), (false, false));
    assert_eq!(counts(ProviderType::SignInWithApple, None, &json!("true")), (true, true));
    for kind in [ProviderType::Facebook, ProviderType::LoginWithAmazon, ProviderType::Microsoft] {
        assert_eq!(counts(kind, None, &json!(true)), (false, false), "{kind:?}");
    }
}

#[test]
fn an_address_that_changes_is_not_verified_because_the_last_one_was() {
    let provider = provider(ProviderType::Oidc, &ADDRESS);
    let held = attributes(&[("email", "old@example.test"), ("email_verified", "true")]);
    let moved = claims(json!({ "email": "new@example.test", "email_verified": true }));
    let mapped = provider.map(&PoolSettings::default(), &moved, &held).attributes;
    assert_eq!(mapped, attributes(&[("email", "new@example.test"), ("email_verified", "false")]));
    let same = claims(json!({ "email": "old@example.test", "email_verified": false }));
    assert!(provider.map(&PoolSettings::default(), &same, &held).attributes.is_empty(), "proven here, it stays proven");
}

#[test]
fn only_what_is_mapped_is_written_and_when_it_is_to_be() {
    let mut provider = provider(ProviderType::Oidc, &[("name", "full_name"), ("nickname", "nick")]);
    let said = claims(json!({
        "full_name": "Ada", "nick": "A", "sub": "1", "identities": "[]", "cognito:groups": ["admins"],
        "custom:role": "admin", "email": "a@example.test", "email_verified": true,
    }));
    let settings = PoolSettings::default();
    let first = provider.map(&settings, &said, &Attributes::new()).attributes;
    assert_eq!(first, attributes(&[("name", "Ada"), ("nickname", "A")]));
    let changed_here = attributes(&[("name", "Countess"), ("nickname", "Addie")]);
    provider.settings.updates.insert("nickname".to_owned(), AttributeUpdate::FirstSignIn);
    assert_eq!(provider.map(&settings, &said, &changed_here).attributes, attributes(&[("name", "Ada")]));
    let silent = claims(json!({ "nick": null }));
    assert!(provider.map(&settings, &silent, &changed_here).attributes.is_empty(), "a claim that is absent leaves it");
}
