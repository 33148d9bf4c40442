//! The link between a user and an account at a provider.

use serde_json::{Value, json};

use super::{Provider, ProviderId, ProviderType};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// The name under which the provider's own id of a person is linked (`AdminLinkProviderForUser`); any other is a claim.
pub const SUBJECT: &str = "Cognito_Subject";
/// The attribute of a user that says what they are linked to. Only links change it; nobody writes it.
pub const IDENTITIES: &str = "identities";
/// Most accounts linked to one user (Cognito's quota).
pub const MOST_IDENTITIES_OF_USER: usize = 5;
/// Most claims by which accounts at one provider are linked (Cognito's quota).
pub const MOST_LINKED_CLAIMS: usize = 5;
/// Longest value of a claim by which an account is linked, in bytes: it is part of an index.
pub const LONGEST_SUBJECT: usize = 1024;

/// A link. The first three fields and the pool are its key: exact, case and all, never an address that happens to be the
/// same (cases 169 and 170).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The pool.
    pub pool: PoolId,
    /// The provider.
    pub provider: ProviderId,
    /// [`SUBJECT`], or the claim by which an admin linked the account.
    pub attribute: String,
    /// The value, as the provider gives it.
    pub subject: String,
    /// Whose it is.
    pub user: UserId,
    /// Whether the user was made by signing in with it.
    pub is_primary: bool,
    /// When it was linked.
    pub created_at: Micros,
}

/// The value of the attribute `identities`: a JSON array, as Cognito's tokens and operations show it (`cognito.md` §2.2).
/// `linked` are all links of a user, each with its provider's name, type and issuer.
pub fn identities_attribute<'a>(linked: impl IntoIterator<Item = (&'a Identity, &'a Provider)>) -> String {
    let one = |(identity, provider): (&Identity, &Provider)| {
        json!({
            "userId": identity.subject,
            "providerName": provider.name,
            "providerType": provider.kind.as_str(),
            "issuer": issuer(provider),
            "primary": identity.is_primary.to_string(),
            "dateCreated": (identity.created_at.0 / 1000).to_string(),
        })
    };
    Value::Array(linked.into_iter().map(one).collect()).to_string()
}

/// Cognito names the issuer of SAML providers only, by their entity id.
fn issuer(provider: &Provider) -> Option<&str> {
    match provider.kind {
        ProviderType::Saml => provider.detail("entity_id"),
        ProviderType::Google
        | ProviderType::Facebook
        | ProviderType::LoginWithAmazon
        | ProviderType::SignInWithApple
        | ProviderType::Oidc
        | ProviderType::Microsoft
        | ProviderType::GitHub => None,
    }
}
