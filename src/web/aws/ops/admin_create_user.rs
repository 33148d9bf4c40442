//! An admin makes a user and invites them with a temporary password.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html>

use serde::{Deserialize, Serialize};

use crate::domain::pool::Contact;
use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::manage::users::{self, CreateOutcome, Invitation, NewUser};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{List, Shape, Text, structure};
use crate::protocol::aws::shapes::user::{self, AttributeType, UserType};
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, target, views};

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
        /// `RESEND` invites again; `SUPPRESS` sends nothing.
        message_action: Option<String> = optional("MessageAction", MESSAGE_ACTION),
        /// Whether contacts given as proven move here from users who have them as aliases.
        force_alias_creation: Option<bool> = optional("ForceAliasCreation", Shape::Boolean),
        /// How the invitation goes; unset: by mail where there is an address, else by text message.
        desired_delivery_mediums: Option<Vec<String>> = optional("DesiredDeliveryMediums", MEDIUMS),
    }
    also [inert::VALIDATION_DATA, inert::CLIENT_METADATA]
}

const MESSAGE_ACTION: Shape = Shape::Text(&Text::one_of(&["RESEND", "SUPPRESS"]));

const MEDIUMS: Shape = Shape::List(&List { of: Shape::Text(&Text::one_of(&["SMS", "EMAIL"])), min: 0, max: 2 });

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The user as they now are.
    pub user: UserType,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request {
        user_pool_id,
        username,
        user_attributes,
        temporary_password,
        message_action,
        force_alias_creation,
        desired_delivery_mediums,
    } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let invitation = match message_action.as_deref() {
        Some("RESEND") => Invitation::Resend,
        Some("SUPPRESS") => Invitation::Suppress,
        _ => Invitation::Send,
    };
    let attributes = members::attributes(user_attributes)?;
    let takes_over = force_alias_creation.unwrap_or_default();
    let media = desired_delivery_mediums.unwrap_or_default().iter().map(|word| medium(word)).collect();
    let new = NewUser { username, attributes, temporary_password, invitation, media, takes_over };
    match users::create(deps, &pool, new).await? {
        CreateOutcome::Done(user) => Ok(Response { user: views::user::user(&user, |_| true) }),
        CreateOutcome::Refused(refused) => Err(refused.into()),
    }
}

/// The shape lets two words through.
fn medium(word: &str) -> Contact {
    if word == "SMS" { Contact::PhoneNumber } else { Contact::Email }
}
