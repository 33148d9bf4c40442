//! Identity providers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::provider::{AttributeUpdate, Provider};
use crate::flows::Urls;
use crate::flows::federation::callback_url;
use crate::protocol::aws::shapes::provider::{IdentityProviderResponse, IdentityProviderType, ProviderDescription};

/// The answer of operations that show one provider.
pub(in crate::web::aws) fn one(provider: &Provider) -> IdentityProviderResponse {
    IdentityProviderResponse {
        identity_provider: IdentityProviderType {
            user_pool_id: provider.pool.to_string(),
            provider_name: provider.name.clone(),
            provider_type: provider.kind.as_str(),
            provider_details: provider.shown_details(),
            attribute_mapping: provider.shown_mapping(),
            idp_identifiers: provider.identifiers.clone(),
            last_modified_date: provider.updated_at.into(),
            creation_date: provider.created_at.into(),
        },
    }
}

/// A provider in a list.
pub(in crate::web::aws) fn in_list(provider: &Provider) -> ProviderDescription {
    ProviderDescription {
        provider_name: provider.name.clone(),
        provider_type: provider.kind.as_str(),
        last_modified_date: provider.updated_at.into(),
        creation_date: provider.created_at.into(),
    }
}

/// Our own settings of a provider.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of its own on the wire")]
pub(in crate::web::aws) struct OwnProviderSettings {
    /// The pool.
    pub user_pool_id: String,
    /// The provider.
    pub provider_name: String,
    /// Whether its word counts that an address is verified.
    pub email_trust: &'static str,
    /// The same, as it is in force.
    pub is_email_trusted: bool,
    /// When mapped attributes are written.
    pub attribute_updates: BTreeMap<String, AttributeUpdate>,
    /// Whether the tokens that it gives are kept, sealed.
    pub keep_tokens: bool,
    /// What people call it.
    pub display_name: String,
    /// Whether newcomers are offered to link the account that has their address.
    pub offer_link: bool,
    /// Whether it sends browsers back to an address of its own.
    pub own_callback: bool,
    /// That address, or the one that the providers of the pool share: what is registered with the provider.
    #[serde(rename = "CallbackURL")]
    pub callback_url: String,
}

/// Our own settings of a provider.
pub(in crate::web::aws) fn own_settings(urls: &Urls, provider: &Provider) -> OwnProviderSettings {
    let settings = &provider.settings;
    let of = |attribute: &String| (attribute.clone(), settings.updates.get(attribute).copied().unwrap_or_default());
    OwnProviderSettings {
        user_pool_id: provider.pool.to_string(),
        provider_name: provider.name.clone(),
        email_trust: match settings.trusts_email {
            None => "BY_TYPE",
            Some(true) => "TRUSTED",
            Some(false) => "UNTRUSTED",
        },
        is_email_trusted: provider.trusts_email(),
        attribute_updates: provider.mapping.keys().map(of).collect(),
        keep_tokens: settings.keeps_tokens,
        display_name: provider.display_name().to_owned(),
        offer_link: provider.offers_link(),
        own_callback: settings.has_own_callback,
        callback_url: callback_url(urls, provider),
    }
}
