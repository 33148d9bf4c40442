//! Identity providers, and accounts at them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::text;
use crate::protocol::aws::json::{EpochSeconds, List, Pattern, Shape, Text, structure};

/// `IdentityProviderTypeType`, and two types of our own.
pub const PROVIDER_TYPE: Shape = Shape::Text(&Text::one_of(&[
    "SAML",
    "Facebook",
    "Google",
    "LoginWithAmazon",
    "SignInWithApple",
    "OIDC",
    "Microsoft",
    "GitHub",
]));
/// `ProviderNameTypeV2`: of a provider that is new.
pub const NEW_PROVIDER_NAME: Shape = Shape::Text(&Text::up_to(32).at_least(1).of(Pattern::PROVIDER_NAME));
/// `ProviderDetailsType`: secrets are among them.
pub const PROVIDER_DETAILS: Shape = Shape::Map { is_sensitive: true };
/// `AttributeMappingType`.
pub const ATTRIBUTE_MAPPING: Shape = Shape::Map { is_sensitive: false };
/// `IdpIdentifierType`.
pub const IDP_IDENTIFIER: Shape = Shape::Text(&Text::up_to(40).at_least(1).of(Pattern::IDP_IDENTIFIER));
/// `IdpIdentifiersListType`.
pub const IDP_IDENTIFIERS: Shape = Shape::List(&List { of: IDP_IDENTIFIER, min: 0, max: 50 });

structure! {
    /// An account: of the pool, or at a provider.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
    pub struct ProviderUserIdentifierType = "ProviderUserIdentifierType" {
        /// The provider's name; `Cognito` for the pool itself.
        provider_name: Option<String> = optional("ProviderName", text::PROVIDER_NAME),
        /// `Cognito_Subject`, or a claim.
        provider_attribute_name: Option<String> = optional("ProviderAttributeName", text::ANY),
        /// Its value.
        provider_attribute_value: Option<String> = optional("ProviderAttributeValue", text::ANY),
    }
}

/// A provider.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct IdentityProviderType {
    /// Its pool.
    pub user_pool_id: String,
    /// Its name.
    pub provider_name: String,
    /// Which connector speaks to it.
    pub provider_type: &'static str,
    /// How, without what is secret.
    pub provider_details: BTreeMap<String, String>,
    /// Which claim becomes which attribute.
    pub attribute_mapping: BTreeMap<String, String>,
    /// Its other names.
    pub idp_identifiers: Vec<String>,
    /// When it was last changed.
    pub last_modified_date: EpochSeconds,
    /// When it was made.
    pub creation_date: EpochSeconds,
}

/// The answer of operations that show one provider.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct IdentityProviderResponse {
    /// The provider as it now is.
    pub identity_provider: IdentityProviderType,
}

/// A provider in a list.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProviderDescription {
    /// Its name.
    pub provider_name: String,
    /// Which connector speaks to it.
    pub provider_type: &'static str,
    /// When it was last changed.
    pub last_modified_date: EpochSeconds,
    /// When it was made.
    pub creation_date: EpochSeconds,
}
