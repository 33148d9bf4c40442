//! Users and their attributes.

use serde::{Deserialize, Serialize};

use super::text;
use crate::protocol::aws::json::{EpochSeconds, List, Shape, structure};

structure! {
    /// An attribute and its value.
    #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct AttributeType = "AttributeType" {
        /// Its name, `custom:` included.
        name: String = required("Name", text::ATTRIBUTE_NAME),
        /// Its value; none or empty removes the attribute.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String> = optional("Value", text::ATTRIBUTE_VALUE),
    }
}

impl std::fmt::Debug for AttributeType {
    // Values are personal data: never in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AttributeType").field("name", &self.name).finish_non_exhaustive()
    }
}

impl AttributeType {
    /// An attribute of this name and value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: Some(value.into()) }
    }
}

/// `AttributeListType`; the bound is ours: fifty custom attributes and the standard ones leave room in it.
pub const ATTRIBUTES: Shape = Shape::List(&List { of: Shape::Structure(AttributeType::SHAPE), min: 0, max: 200 });

/// `AttributeNameListType`.
pub const ATTRIBUTE_NAMES: Shape = Shape::List(&List { of: text::ATTRIBUTE_NAME, min: 0, max: 200 });

/// Where a code went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CodeDeliveryDetailsType {
    /// Masked: `a***@e***`.
    pub destination: String,
    /// `EMAIL` or `SMS`.
    pub delivery_medium: &'static str,
    /// The attribute that is proven by the code.
    pub attribute_name: &'static str,
}

/// What operations that send a code answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CodeSent {
    /// Where the code went; made up where no one must learn that there is no such user.
    pub code_delivery_details: CodeDeliveryDetailsType,
}

/// A user in lists and in the answer of `AdminCreateUser`; `AdminGetUser` calls the same list `UserAttributes`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserType {
    /// Their username.
    pub username: String,
    /// Their attributes, `sub` first.
    pub attributes: Vec<AttributeType>,
    /// When the account was made.
    pub user_create_date: EpochSeconds,
    /// When it was last changed.
    pub user_last_modified_date: EpochSeconds,
    /// Whether anything opens it.
    pub enabled: bool,
    /// How far it has come.
    pub user_status: &'static str,
}
