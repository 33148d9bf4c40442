//! An upstream identity provider as an admin configured it for a pool, what of its claims becomes whose attribute, and who
//! is linked to which account there.
//!
//! Knows nothing of how a provider is spoken to: that is `federation`.

mod check;
pub mod details;
mod identity;
mod mapping;
#[cfg(test)]
mod mapping_tests;
mod username;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::check::{ProviderProblem, name_problem};
pub use self::identity::{
    IDENTITIES, Identity, LONGEST_SUBJECT, MOST_IDENTITIES_OF_USER, MOST_LINKED_CLAIMS, SUBJECT, identities_attribute,
};
pub use self::mapping::{Claims, Mapped, MappingProblem, check_mapping};
pub use self::username::username_of;
use crate::domain::clock::Micros;
use crate::domain::pool::{Contact, PoolId};
use crate::domain::secret::{ExposeSecret, Secret};

/// What a client lists to let the pool's own users in (`SupportedIdentityProviders`).
pub const OWN_USERS: &str = "COGNITO";
/// Most providers of a pool (Cognito's quota).
pub const MOST_PROVIDERS: u64 = 300;

/// A provider's id. It stays when the provider is changed, and is never used again when it is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderId(pub Uuid);

impl ProviderId {
    /// Reads an id from text.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which connector speaks to a provider (Cognito's `IdentityProviderTypeType`, and two of our own).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProviderType {
    /// Google.
    Google,
    /// Facebook.
    Facebook,
    /// Login with Amazon.
    LoginWithAmazon,
    /// Sign in with Apple.
    SignInWithApple,
    /// Any OpenID Connect provider.
    #[serde(rename = "OIDC")]
    Oidc,
    /// Any SAML 2.0 identity provider.
    #[serde(rename = "SAML")]
    Saml,
    /// Microsoft Entra; not one of Cognito's.
    Microsoft,
    /// GitHub; not one of Cognito's.
    GitHub,
}

impl ProviderType {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Google,
        Self::Facebook,
        Self::LoginWithAmazon,
        Self::SignInWithApple,
        Self::Oidc,
        Self::Saml,
        Self::Microsoft,
        Self::GitHub,
    ];

    /// Cognito's word, or ours in its style.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Facebook => "Facebook",
            Self::LoginWithAmazon => "LoginWithAmazon",
            Self::SignInWithApple => "SignInWithApple",
            Self::Oidc => "OIDC",
            Self::Saml => "SAML",
            Self::Microsoft => "Microsoft",
            Self::GitHub => "GitHub",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The name that its only provider in a pool must have; `None`: the admin names it (`cognito.md` §7).
    pub fn fixed_name(self) -> Option<&'static str> {
        match self {
            Self::Google | Self::Facebook | Self::LoginWithAmazon | Self::SignInWithApple => Some(self.as_str()),
            Self::Oidc | Self::Saml | Self::Microsoft | Self::GitHub => None,
        }
    }

    /// The claim by which it tells people apart: what their usernames end with.
    pub fn subject_claim(self) -> &'static str {
        match self {
            Self::Google | Self::SignInWithApple | Self::Oidc | Self::Microsoft => "sub",
            Self::Facebook | Self::GitHub => "id",
            Self::LoginWithAmazon => "user_id",
            Self::Saml => "NameID",
        }
    }

    /// What people call it, where that is not for the admin to say.
    pub fn brand(self) -> Option<&'static str> {
        match self {
            Self::Google => Some("Google"),
            Self::Facebook => Some("Facebook"),
            Self::LoginWithAmazon => Some("Amazon"),
            Self::SignInWithApple => Some("Apple"),
            Self::Oidc | Self::Saml | Self::Microsoft | Self::GitHub => None,
        }
    }

    /// Whether it says only of addresses that it made sure of that they are verified. The guide *What linking does* has the
    /// table, with what each one means by it.
    pub fn verifies_email(self) -> bool {
        match self {
            Self::Google | Self::SignInWithApple | Self::GitHub => true,
            Self::Facebook | Self::LoginWithAmazon | Self::Oidc | Self::Saml | Self::Microsoft => false,
        }
    }
}

/// When a mapped attribute is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AttributeUpdate {
    /// At each sign-in, over what the person changed here, as on Cognito.
    #[default]
    Always,
    /// When the account is made, and later only where it has none.
    FirstSignIn,
}

/// What Cognito's model has no members for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent switch, as on the wire")]
pub struct ProviderSettings {
    /// Whether its word counts that an address is verified; `None`: as its type does
    /// ([`ProviderType::verifies_email`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusts_email: Option<bool>,
    /// When attributes are written, by their names here; one that is absent is written always.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub updates: BTreeMap<String, AttributeUpdate>,
    /// Whether the tokens that it gives are kept, sealed, with the link.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keeps_tokens: bool,
    /// What people call it; empty: its name. Brands have their own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// Whether nobody who comes from there for the first time is told of an account with their address
    /// ([`Provider::offers_link`]).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offers_no_link: bool,
    /// Whether it sends browsers back to an address of its own, and not to the one that the providers of the pool share.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub has_own_callback: bool,
    /// Whether it is being taken away: nobody comes from there any more, and its links go in batches.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_leaving: bool,
}

/// A provider as configured.
#[derive(Clone)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// The pool it belongs to.
    pub pool: PoolId,
    /// Its name: what clients list and usernames begin with.
    pub name: String,
    /// Which connector speaks to it.
    pub kind: ProviderType,
    /// Cognito's `ProviderDetails` without what is secret.
    pub details: BTreeMap<String, String>,
    /// What of them is secret (`client_secret`, `private_key`), by the same names. Never shown.
    pub secrets: BTreeMap<String, Secret>,
    /// Cognito's `AttributeMapping`: the attribute here, and the claim there.
    pub mapping: BTreeMap<String, String>,
    /// Cognito's `IdpIdentifiers`: other names, domains of mail among them.
    pub identifiers: Vec<String>,
    /// What Cognito has no members for.
    pub settings: ProviderSettings,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub updated_at: Micros,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Provider {
    /// The keys of `ProviderDetails` that are sealed, and never returned.
    pub const SECRET_DETAILS: [&'static str; 2] = ["client_secret", "private_key"];

    /// A detail that is no secret; `None` when absent or empty.
    pub fn detail(&self, key: &str) -> Option<&str> {
        self.details.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A secret detail.
    pub fn secret(&self, key: &str) -> Option<&Secret> {
        self.secrets.get(key).filter(|secret| !secret.expose_secret().is_empty())
    }

    /// Whether its word counts that an address is verified.
    pub fn trusts_email(&self) -> bool {
        self.settings.trusts_email.unwrap_or(self.kind.verifies_email())
    }

    /// Whether whoever comes from there for the first time is offered to link the account that has their address. A provider
    /// whose word does not count could ask about anybody's address that way.
    pub fn offers_link(&self) -> bool {
        self.trusts_email() && !self.settings.offers_no_link
    }

    /// What people call it: its brand, or what the admin says that they call it, or the name that the admin gave it.
    pub fn display_name(&self) -> &str {
        let said = Some(self.settings.display_name.as_str()).filter(|said| !said.is_empty());
        self.kind.brand().or(said).unwrap_or(&self.name)
    }

    /// Whether it writes this attribute again at each sign-in of somebody who is linked to it. Of a user who has other ways in
    /// (`is_primary`: who has not), the address and the number are what the account is recovered by, and no provider's to move.
    pub fn rewrites(&self, attribute: &str, is_primary: bool) -> bool {
        let is_contact = [Contact::Email, Contact::PhoneNumber]
            .into_iter()
            .any(|contact| attribute == contact.attribute() || attribute == contact.verified_attribute());
        let is_always = self.settings.updates.get(attribute).copied().unwrap_or_default() == AttributeUpdate::Always;
        self.mapping.contains_key(attribute) && is_always && (is_primary || !is_contact)
    }

    /// The name of the group that its users are in (`cognito.md` §6.5).
    pub fn group(&self) -> String {
        format!("{}_{}", self.pool, self.name)
    }

    /// The identifiers that are domains of mail: who has an address there is sent to this provider.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        let looks_like_domain = |identifier: &&str| {
            let is_label = |label: &str| {
                !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            identifier.contains('.') && identifier.split('.').all(is_label)
        };
        self.identifiers.iter().map(String::as_str).filter(looks_like_domain)
    }
}
