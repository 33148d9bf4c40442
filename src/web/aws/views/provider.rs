//! Identity providers.

use crate::domain::provider::Provider;
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
