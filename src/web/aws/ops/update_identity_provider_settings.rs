//! An admin changes those settings of an identity provider that Cognito has no members for. What is not said stays.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::provider::AttributeUpdate;
use crate::flows::Deps;
use crate::flows::manage::providers::{self, ProviderUpdate, SettingsUpdate};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, Text, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::views::provider::{self, OwnProviderSettings};
use crate::web::aws::{refusals, target};

structure! {
    /// What [`UpdateIdentityProviderSettings`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateIdentityProviderSettingsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The provider.
        provider_name: String = required("ProviderName", text::PROVIDER_NAME),
        /// Whether its word counts that an address is verified.
        email_trust: Option<String> = optional("EmailTrust", EMAIL_TRUST),
        /// When attributes are written: `ALWAYS` or `FIRST_SIGN_IN`, by attribute; all of them.
        attribute_updates: Option<BTreeMap<String, String>> =
            optional("AttributeUpdates", Shape::Map { is_sensitive: false }),
        /// Whether the tokens that it gives are kept, sealed.
        keep_tokens: Option<bool> = optional("KeepTokens", Shape::Boolean),
        /// What people call it; empty: its name.
        display_name: Option<String> = optional("DisplayName", text::ANY),
        /// Whether newcomers are offered to link the account that has their address.
        offer_link: Option<bool> = optional("OfferLink", Shape::Boolean),
        /// Whether it sends browsers back to an address of its own.
        own_callback: Option<bool> = optional("OwnCallback", Shape::Boolean),
    }
}

const EMAIL_TRUST: Shape = Shape::Text(&Text::one_of(&["BY_TYPE", "TRUSTED", "UNTRUSTED"]));

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<OwnProviderSettings, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let updates = request.attribute_updates.map(|given| given.into_iter().map(update).collect::<Result<_, _>>());
    let settings = SettingsUpdate {
        trusts_email: request.email_trust.map(|word| match word.as_str() {
            "TRUSTED" => Some(true),
            "UNTRUSTED" => Some(false),
            _ => None,
        }),
        updates: updates.transpose()?,
        keeps_tokens: request.keep_tokens,
        display_name: request.display_name,
        offers_link: request.offer_link,
        has_own_callback: request.own_callback,
    };
    let change = ProviderUpdate { settings: Some(settings), ..ProviderUpdate::default() };
    let change = providers::update(deps, &pool, &request.provider_name, change).await?;
    let changed = refusals::providers::changed(&pool.id, (&request.provider_name, None), change)?;
    Ok(provider::own_settings(&deps.urls, &changed))
}

fn update((attribute, word): (String, String)) -> Result<(String, AttributeUpdate), CognitoError> {
    match word.as_str() {
        "ALWAYS" => Ok((attribute, AttributeUpdate::Always)),
        "FIRST_SIGN_IN" => Ok((attribute, AttributeUpdate::FirstSignIn)),
        _ => Err(CognitoError::invalid_parameter("'AttributeUpdates' can only be ALWAYS or FIRST_SIGN_IN for each.")),
    }
}
