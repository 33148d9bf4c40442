//! An admin makes a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html>

use serde::{Deserialize, Serialize};

use crate::domain::pool::PoolSettings;
use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::pool::UserPoolType;
use crate::protocol::aws::shapes::pool_settings::{
    self, PoolSettingsMembers, SchemaAttributeType, UsernameConfigurationType,
};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, views};

structure! {
    /// What [`CreateUserPool`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CreateUserPoolRequest" {
        /// What people call it.
        pool_name: String = required("PoolName", text::TITLE),
        /// Attributes that work beside the username.
        alias_attributes: Option<Vec<String>> = optional("AliasAttributes", pool_settings::ALIAS_ATTRIBUTES),
        /// Contacts that are the username.
        username_attributes: Option<Vec<String>> = optional("UsernameAttributes", pool_settings::CONTACTS),
        /// Attributes: custom ones, and changes to standard ones.
        schema: Option<Vec<SchemaAttributeType>> = optional("Schema", pool_settings::SCHEMA),
        /// Whether case makes two names different.
        username_configuration: Option<UsernameConfigurationType> =
            optional("UsernameConfiguration", Shape::Structure(UsernameConfigurationType::SHAPE)),
    }
    with
        /// What can be changed later.
        settings: PoolSettingsMembers
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The pool as it now is.
    pub user_pool: UserPoolType,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { pool_name, alias_attributes, username_attributes, schema, username_configuration, settings: given } =
        request;
    let (usernames, aliases) = (username_attributes.unwrap_or_default(), alias_attributes.unwrap_or_default());
    let mut settings = PoolSettings {
        sign_in_names: members::sign_in_names(&usernames, &aliases, username_configuration),
        schema: members::schema(schema.unwrap_or_default())?,
        ..PoolSettings::default()
    };
    members::apply_pool(given, &mut settings)?;
    let pool = pools::create(deps, pool_name, settings).await??;
    Ok(Response { user_pool: views::pool::pool(&pool, 0) })
}
