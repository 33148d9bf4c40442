//! An admin makes a user and invites them with a temporary password.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::Secret;
use crate::protocol::aws::json::{Member, Shape, Text, structure};
use crate::protocol::aws::shapes::user::{self, AttributeType, UserType};
use crate::protocol::aws::shapes::{inert, text};

structure! {
    /// What [`AdminCreateUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminCreateUserRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The new user's name.
        username: String = required("Username", text::USERNAME),
        /// What is known of them.
        user_attributes: Option<Vec<AttributeType>> = optional("UserAttributes", user::ATTRIBUTES),
        /// Made up where absent.
        temporary_password: Option<Secret> = optional("TemporaryPassword", text::PASSWORD),
        /// Whether to take an alias over from the account that holds it.
        force_alias_creation: Option<bool> = optional("ForceAliasCreation", Shape::Boolean),
        /// `RESEND` invites again; `SUPPRESS` sends nothing.
        message_action: Option<String> = optional("MessageAction", MESSAGE_ACTION),
    }
    also [Member::refused("DesiredDeliveryMediums", &["EMAIL"]), inert::VALIDATION_DATA, inert::CLIENT_METADATA]
}

const MESSAGE_ACTION: Shape = Shape::Text(&Text::one_of(&["RESEND", "SUPPRESS"]));

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The user as they now are.
    pub user: UserType,
}
