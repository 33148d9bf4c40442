//! An admin changes an identity provider. What is given replaces all that was there; a secret that is left out stays.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateIdentityProvider.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::providers::{self, ProviderUpdate};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, structure};
use crate::protocol::aws::shapes::provider::{self, IdentityProviderResponse};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target, views};

structure! {
    /// What [`UpdateIdentityProvider`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateIdentityProviderRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Its name.
        provider_name: String = required("ProviderName", text::PROVIDER_NAME),
        /// How it is spoken to.
        provider_details: Option<BTreeMap<String, String>> = optional("ProviderDetails", provider::PROVIDER_DETAILS),
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
    let pool = target::pool(deps, &request.user_pool_id).await?;
    target::is_provider(&request.provider_name)?;
    let update = ProviderUpdate {
        details: request.provider_details,
        mapping: request.attribute_mapping,
        identifiers: request.idp_identifiers,
        settings: None,
    };
    let change = providers::update(deps, &pool, &request.provider_name, update).await?;
    let provider = refusals::providers::changed(&pool.id, (&request.provider_name, None), change)?;
    Ok(views::provider::one(&provider))
}
