//! What requests say of pools, clients, resource servers and users, as the domain's types. Where the wire has words for
//! something that does not exist here, they are refused by name; whether settings make sense is the domain's to judge.

mod auth;
mod client;
mod context;
mod mfa;
mod pool;
mod provider;
mod resource_server;
mod risk;
mod schema;

use std::collections::BTreeMap;

use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::Attributes;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::user::AttributeType;

pub(super) use self::auth::Parameters;
pub(super) use self::client::apply_client;
pub(super) use self::context::{told_by_app, told_by_server};
pub(super) use self::mfa::{first_factor_named, mfa_wishes, second_factor, second_factor_named};
pub(super) use self::pool::{apply_pool, sign_in_names, sms_caller};
pub(super) use self::provider::account;
pub(super) use self::resource_server::custom_scopes;
pub(super) use self::risk::risk_configuration;
pub(super) use self::schema::{custom_attributes, schema};

/// Attributes by name; a missing value is an empty one, which removes.
pub(super) fn attributes(given: Option<Vec<AttributeType>>) -> Result<Attributes, CognitoError> {
    let mut attributes = BTreeMap::new();
    for AttributeType { name, value } in given.unwrap_or_default() {
        if attributes.contains_key(&name) {
            return Err(CognitoError::attribute_given_twice(&name));
        }
        attributes.insert(name, value.unwrap_or_default());
    }
    Ok(attributes)
}

/// The named attributes, each to be removed.
pub(super) fn removed(names: Vec<String>) -> Attributes {
    names.into_iter().map(|name| (name, String::new())).collect()
}

/// The text of a value that came where secrets come, and is none.
pub(super) fn text(value: &Secret) -> String {
    value.expose_secret().to_owned()
}
