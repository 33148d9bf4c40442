//! An admin makes a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::pool::UserPoolType;
use crate::protocol::aws::shapes::pool_settings::{
    self, PoolSettingsMembers, SchemaAttributeType, UsernameConfigurationType,
};
use crate::protocol::aws::shapes::text;

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
