//! An admin configures an identity provider that people may come from.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::provider::ProviderType;
use crate::flows::Deps;
use crate::flows::manage::providers::{self, NewProvider};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, structure};
use crate::protocol::aws::shapes::provider::{self, IdentityProviderResponse};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target, views};

structure! {
    /// What [`CreateIdentityProvider`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CreateIdentityProviderRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// What clients list, and usernames begin with.
        provider_name: String = required("ProviderName", provider::NEW_PROVIDER_NAME),
        /// Which connector speaks to it.
        provider_type: String = required("ProviderType", provider::PROVIDER_TYPE),
        /// How.
        provider_details: BTreeMap<String, String> = required("ProviderDetails", provider::PROVIDER_DETAILS),
        /// Which claim becomes which attribute.
        attribute_mapping: Option<BTreeMap<String, String>> =
            optional("AttributeMapping", provider::ATTRIBUTE_MAPPING),
        /// Other names, domains of mail among them.
        idp_identifiers: Option<Vec<String>> = optional("IdpIdentifiers", provider::IDP_IDENTIFIERS),
    }
    also [
        // Authentication context classes.
        Member::refused("AcrMapping", &[]),
    ]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<IdentityProviderResponse, CognitoError> {
    let kind = ProviderType::parse(&request.provider_type).ok_or_else(CognitoError::internal)?;
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let new = NewProvider {
        name: request.provider_name.clone(),
        kind,
        details: request.provider_details,
        mapping: request.attribute_mapping.unwrap_or_default(),
        identifiers: request.idp_identifiers.unwrap_or_default(),
    };
    let change = providers::create(deps, &pool, new).await?;
    let provider = refusals::providers::changed(&pool.id, (&request.provider_name, Some(kind)), change)?;
    Ok(views::provider::one(&provider))
}
