//! What flows refuse, in Cognito's words: one file per area, each match exhaustive, so that a new refusal does not
//! compile until it has an answer. Decides nothing.

pub(super) mod account;
pub(super) mod auth;
pub(super) mod clients;
mod devices;
pub(super) mod groups;
pub(super) mod mfa;
pub(super) mod passkeys;
pub(super) mod pools;
pub(super) mod providers;
pub(super) mod resource_servers;
pub(super) mod risk;
mod sign_up;
mod themes;
pub(super) mod users;
mod wordings;

use crate::domain::code::Delivery;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, Contact, PasswordProblem};
use crate::flows;
use crate::flows::Undeliverable;
use crate::flows::manage::PageTokenInvalid;
use crate::protocol::aws::error::{CognitoError, Exception};
use crate::protocol::aws::shapes::user::CodeDeliveryDetailsType;
use crate::web::error::{retry_after, status};

pub(super) use self::clients::client_refused;
pub(super) use self::sign_up::{confirmed, recovered, recovery_sent, resent};
pub(super) use self::themes::theme_problems;

impl From<flows::Error> for CognitoError {
    /// The source is logged here, once, and never shown.
    fn from(error: flows::Error) -> Self {
        let secs = retry_after(&error);
        let is_unavailable = status(&error) == actix_web::http::StatusCode::SERVICE_UNAVAILABLE;
        match error {
            flows::Error::Busy { .. } | flows::Error::TooMany { .. } => Self::rate_exceeded().after(secs),
            flows::Error::Storage(_) if is_unavailable => Self::unavailable().after(secs),
            flows::Error::Storage(_) | flows::Error::Internal(_) => Self::internal(),
        }
    }
}

impl From<PageTokenInvalid> for CognitoError {
    fn from(PageTokenInvalid: PageTokenInvalid) -> Self {
        Self::invalid_pagination_token()
    }
}

/// A password that does not do: the first thing that is wrong with it.
pub(super) fn password(problems: &[PasswordProblem]) -> CognitoError {
    let say = match problems.first() {
        None => "Password is not acceptable",
        Some(PasswordProblem::TooShort) => "Password not long enough",
        Some(PasswordProblem::TooLong) => "Password is too long",
        Some(PasswordProblem::NeedsLowercase) => "Password must have lowercase characters",
        Some(PasswordProblem::NeedsUppercase) => "Password must have uppercase characters",
        Some(PasswordProblem::NeedsNumber) => "Password must have numeric characters",
        Some(PasswordProblem::NeedsSymbol) => "Password must have symbol characters",
        Some(PasswordProblem::Known | PasswordProblem::Personal) => return CognitoError::password_unsafe(),
        Some(PasswordProblem::UsedBefore) => return CognitoError::password_used_before(),
    };
    CognitoError::password_does_not_conform(say)
}

/// Attributes that do not do. What contradicts the schema is all named at once, so that it can be put right at once;
/// anything else has a sentence of its own, and the first such is said.
pub(super) fn attributes(problems: &[AttributeProblem]) -> CognitoError {
    let refusals: Vec<CognitoError> = problems.iter().map(attribute).collect();
    let of_schema = |refusal: &CognitoError| refusal.message().strip_prefix(SCHEMA).map(str::to_owned);
    let Some(first) = refusals.first() else { return CognitoError::internal() };
    let said: Vec<String> = refusals.iter().filter_map(of_schema).collect();
    match of_schema(first) {
        Some(_) => CognitoError::new(first.exception(), format!("{SCHEMA}{}", said.join("\n"))),
        None => first.clone(),
    }
}

/// What begins each refusal of an attribute that contradicts the schema.
const SCHEMA: &str = "Attributes did not conform to the schema: ";

fn attribute(problem: &AttributeProblem) -> CognitoError {
    match problem {
        AttributeProblem::Unknown(name) => CognitoError::attribute_unknown(name),
        AttributeProblem::NotWritable(_) => CognitoError::unauthorized_attribute(),
        AttributeProblem::Immutable(name) => CognitoError::attribute_cannot_be_updated(name),
        AttributeProblem::Missing(name) => CognitoError::attribute_does_not_conform(name, "The attribute is required"),
        AttributeProblem::Invalid(name) => match name.as_str() {
            "email" => CognitoError::invalid_email_format(),
            "phone_number" => CognitoError::invalid_phone_number_format(),
            _ => {
                CognitoError::attribute_does_not_conform(name, "The value does not fit the attribute's type or bounds")
            }
        },
    }
}

/// A name that somebody has, where a user is made.
pub(super) fn name_taken(kind: IdentifierKind) -> CognitoError {
    match kind {
        IdentifierKind::Username => CognitoError::user_already_exists(),
        IdentifierKind::Email => CognitoError::email_already_exists(),
        IdentifierKind::PhoneNumber => CognitoError::phone_number_already_exists(),
        IdentifierKind::PreferredUsername => taken_preferred_username(Exception::UsernameExists),
    }
}

/// A name that somebody has, where a user who is there would get it.
pub(super) fn alias_taken(kind: IdentifierKind) -> CognitoError {
    match kind {
        IdentifierKind::Username => CognitoError::new(Exception::AliasExists, "User already exists"),
        IdentifierKind::Email => CognitoError::email_alias_exists(),
        IdentifierKind::PhoneNumber => CognitoError::phone_number_alias_exists(),
        IdentifierKind::PreferredUsername => taken_preferred_username(Exception::AliasExists),
    }
}

fn taken_preferred_username(exception: Exception) -> CognitoError {
    CognitoError::new(exception, "An account with the given preferred_username already exists.")
}

/// Where a code went.
pub(super) fn delivery(delivery: Delivery) -> CodeDeliveryDetailsType {
    CodeDeliveryDetailsType {
        destination: delivery.destination,
        delivery_medium: match delivery.contact {
            Contact::Email => "EMAIL",
            Contact::PhoneNumber => "SMS",
        },
        attribute_name: delivery.contact.attribute(),
    }
}

impl From<Undeliverable> for CognitoError {
    fn from(why: Undeliverable) -> Self {
        match why {
            Undeliverable::NoGateway => Self::no_sms_gateway(),
            Undeliverable::NotAllowed => Self::number_not_served(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AttributeProblem, CognitoError, IdentifierKind, PasswordProblem, alias_taken, attributes, name_taken};
    use crate::flows;

    fn said(error: &CognitoError) -> (&'static str, &str) {
        (error.exception().name(), error.message())
    }

    #[test]
    fn passwords_are_refused_in_cognitos_words() {
        let error = super::password(&[PasswordProblem::NeedsUppercase, PasswordProblem::NeedsNumber]);
        let message = "Password did not conform with policy: Password must have uppercase characters";
        assert_eq!(said(&error), ("InvalidPasswordException", message));
    }

    #[test]
    fn attributes_are_refused_in_cognitos_words() {
        let one = |problem| attributes(&[problem]);
        let name = |name: &str| name.to_owned();
        for (problem, exception, message) in [
            (
                AttributeProblem::Missing(name("email")),
                "InvalidParameterException",
                "Attributes did not conform to the schema: email: The attribute is required",
            ),
            (
                AttributeProblem::NotWritable(name("email_verified")),
                "NotAuthorizedException",
                "A client attempted to write unauthorized attribute",
            ),
            (
                AttributeProblem::Immutable(name("email")),
                "InvalidParameterException",
                "user.email: Attribute cannot be updated.",
            ),
            (AttributeProblem::Invalid(name("email")), "InvalidParameterException", "Invalid email address format."),
        ] {
            assert_eq!(said(&one(problem)), (exception, message));
        }
    }

    #[test]
    fn everything_that_contradicts_the_schema_is_named() {
        let missing = |name: &str| AttributeProblem::Missing(name.to_owned());
        let refused = attributes(&[missing("email"), AttributeProblem::Immutable("x".to_owned()), missing("name")]);
        let message = "Attributes did not conform to the schema: email: The attribute is required\n\
                       name: The attribute is required";
        assert_eq!(said(&refused), ("InvalidParameterException", message));
    }

    #[test]
    fn a_taken_name_is_another_error_where_a_user_is_made() {
        let message = "An account with the given email already exists.";
        assert_eq!(said(&name_taken(IdentifierKind::Email)), ("UsernameExistsException", message));
        assert_eq!(said(&alias_taken(IdentifierKind::Email)), ("AliasExistsException", message));
        assert_eq!(said(&name_taken(IdentifierKind::Username)).1, "User already exists");
    }

    #[test]
    fn what_failed_inside_is_not_shown() {
        let busy = CognitoError::from(flows::Error::Busy { retry_after_secs: 2 });
        assert_eq!(said(&busy), ("TooManyRequestsException", "Rate exceeded"));
        assert_eq!(busy.retry_after_secs(), Some(2));
        let fault = CognitoError::from(flows::Error::Internal("a secret cause"));
        assert_eq!(said(&fault), ("InternalErrorException", "Internal server error"));
        assert_eq!(fault.retry_after_secs(), None);
    }
}
