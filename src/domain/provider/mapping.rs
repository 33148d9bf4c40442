//! Which claims become which attributes, as the admin mapped them (`AttributeMapping`, `cognito.md` §7).
//!
//! Only what is mapped is taken over, and only into attributes that a provider may set: who somebody is, what groups they are
//! in and what they are linked to is never a provider's to say (case 181).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{AttributeUpdate, Provider, ProviderType, SUBJECT};
use crate::domain::pool::{PoolSettings, Schema, is_verified_flag};
use crate::domain::user::Attributes;

/// What a provider says of a person, by claim.
pub type Claims = Map<String, Value>;

/// What came of a mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// The attributes to set.
    pub attributes: Attributes,
    /// Mapped attributes whose claim does not fit them, and which stay as they are.
    pub unfit: Vec<String>,
}

/// Why a mapping cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MappingProblem {
    /// The pool has no such attribute.
    Unknown(String),
    /// It is not for a provider to set.
    Reserved(String),
    /// It names no claim.
    Empty(String),
    /// It is mapped and can never change: the second sign-in could not write it.
    Immutable(String),
}

/// Checks a mapping against the attributes of a pool. What it answers first is refused; the last kind only warns.
pub fn check_mapping(schema: &Schema, mapping: &BTreeMap<String, String>) -> Vec<MappingProblem> {
    let check = |(attribute, claim): (&String, &String)| {
        if claim.trim().is_empty() {
            return Some(MappingProblem::Empty(attribute.clone()));
        }
        if attribute == "username" {
            return None;
        }
        if matches!(attribute.as_str(), "sub" | "identities") || attribute.starts_with("cognito:") {
            return Some(MappingProblem::Reserved(attribute.clone()));
        }
        if !schema.knows(attribute) {
            return Some(MappingProblem::Unknown(attribute.clone()));
        }
        (!schema.is_mutable(attribute)).then(|| MappingProblem::Immutable(attribute.clone()))
    };
    mapping.iter().filter_map(check).collect()
}

impl Provider {
    /// The attributes that `claims` give a user who `has` these (nobody yet: none). A claim that is absent leaves what is
    /// there; what is as it was is not written again, so that an attribute that can never change does not fail a sign-in.
    pub fn map(&self, settings: &PoolSettings, claims: &Claims, has: &Attributes) -> Mapped {
        let mut mapped = Mapped::default();
        for (attribute, claim) in self.mapping.iter().filter(|(attribute, _)| *attribute != "username") {
            let Some(value) = claims.get(claim) else { continue };
            let held = has.get(attribute).filter(|held| !held.is_empty());
            if is_verified_flag(attribute) {
                // Judged below, together with the address that it is about.
                continue;
            }
            let Some(text) = text(value).filter(|text| !text.is_empty()) else { continue };
            let is_kept = self.settings.updates.get(attribute) == Some(&AttributeUpdate::FirstSignIn)
                || !settings.schema.is_mutable(attribute);
            if held == Some(&text) || (held.is_some() && is_kept) {
                continue;
            }
            if !settings.schema.knows(attribute) || settings.check_attribute(attribute, &text).is_err() {
                mapped.unfit.push(attribute.clone());
                continue;
            }
            mapped.attributes.insert(attribute.clone(), text);
        }
        self.map_verified(claims, has, &mut mapped);
        mapped
    }

    /// An address is verified where the provider says so in so many words, the admin mapped that, and its word counts. One
    /// that the provider gives and does not vouch for is not, whatever was true of the one before.
    fn map_verified(&self, claims: &Claims, has: &Attributes, mapped: &mut Mapped) {
        for (contact, flag) in [("email", "email_verified"), ("phone_number", "phone_number_verified")] {
            let given = self.mapping.get(contact).and_then(|claim| claims.get(claim)).and_then(text);
            let Some(given) = given.filter(|given| !given.is_empty()) else { continue };
            let held = mapped.attributes.get(contact).or_else(|| has.get(contact));
            if held != Some(&given) {
                continue;
            }
            let says =
                self.mapping.get(flag).and_then(|claim| claims.get(claim)).is_some_and(|claim| self.says_yes(claim));
            if says && self.trusts_email() {
                mapped.attributes.insert(flag.to_owned(), "true".to_owned());
            } else if mapped.attributes.contains_key(contact) {
                mapped.attributes.insert(flag.to_owned(), "false".to_owned());
            }
        }
    }

    /// The address of whoever has these claims, where its being theirs counts as proven; `None`: it does not.
    pub fn vouched_email(&self, settings: &PoolSettings, claims: &Claims) -> Option<String> {
        let mut mapped = self.map(settings, claims, &Attributes::new()).attributes;
        let is_proven = mapped.get("email_verified").is_some_and(|flag| flag == "true");
        mapped.remove("email").filter(|_| is_proven)
    }

    /// Whether a claim says yes: by the boolean and nothing that resembles it (case 166), but for the string that Apple sends in
    /// its place, and that SAML has for everything.
    fn says_yes(&self, claim: &Value) -> bool {
        let has_strings = matches!(self.kind, ProviderType::SignInWithApple | ProviderType::Saml);
        *claim == Value::Bool(true) || (has_strings && *claim == "true")
    }

    /// The value of the claim by which an admin linked an account, as it is compared: [`SUBJECT`] is not one.
    pub fn linked_claim(&self, claims: &Claims, attribute: &str) -> Option<String> {
        if attribute == SUBJECT {
            return None;
        }
        // An address that the provider does not vouch for links nobody (case 166).
        let is_address = attribute.eq_ignore_ascii_case("email");
        if is_address
            && !(self.trusts_email() && claims.get("email_verified").is_some_and(|claim| self.says_yes(claim)))
        {
            return None;
        }
        claims.get(attribute).and_then(text)
    }
}

/// A claim as the text of an attribute; several values as Cognito writes them: in brackets, each form-encoded.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => Some(value.to_string()),
        Value::Array(values) => match values.as_slice() {
            [] => None,
            [one] => text(one),
            several => {
                let each = several.iter().filter_map(text);
                let each = each.map(|one| url::form_urlencoded::byte_serialize(one.as_bytes()).collect::<String>());
                Some(format!("[{}]", each.collect::<Vec<_>>().join(",")))
            }
        },
    }
}
