//! Which words a refusal gets: from what a flow says to the codes of the catalog.

use super::state::Wrong;
use crate::domain::pool::{
    AttributeProblem, AttributeType, MAXIMUM_LENGTH, PasswordPolicy, PasswordProblem, PasswordStrength, Schema,
};
use crate::domain::sign_in::Factor;
use crate::flows::CodeRefused;
use crate::flows::mfa::ProofRefused;
use crate::flows::sign_in::Refused;
use crate::flows::sign_up::UsernameProblem;

/// A sign-in that was refused. Which of name and password was wrong is not said.
pub(super) fn sign_in(refused: Refused) -> Wrong {
    match refused {
        Refused::NotAuthorized => Wrong::form("not-authorized"),
        Refused::UserNotFound => Wrong::field("username", "user-not-found"),
        Refused::TooManyAttempts => Wrong::form("too-many-attempts").with_count(0),
        Refused::Disabled => Wrong::form("user-disabled"),
        Refused::TemporaryPasswordExpired => Wrong::form("temporary-password-expired"),
        Refused::TooRisky => Wrong::form("too-risky"),
    }
}

/// A code that was not taken.
pub(super) fn code(refused: CodeRefused) -> Wrong {
    match refused {
        CodeRefused::Expired => Wrong::field("code", "code-expired"),
        CodeRefused::Mismatch => Wrong::field("code", "code-mismatch"),
        CodeRefused::TooManyAttempts => too_many(),
    }
}

/// A proof of a second factor that was not taken.
pub(super) fn proof(factor: Factor, refused: ProofRefused) -> Wrong {
    match (refused, factor) {
        (ProofRefused::Mismatch, Factor::Totp) => Wrong::field("code", "app-code-mismatch"),
        (ProofRefused::AlreadyUsed, Factor::Totp) => Wrong::field("code", "app-code-used"),
        (ProofRefused::Mismatch | ProofRefused::AlreadyUsed, Factor::RecoveryCode) => {
            Wrong::field("code", "recovery-code-mismatch")
        }
        (ProofRefused::Mismatch | ProofRefused::AlreadyUsed, Factor::Passkey) => Wrong::form("passkey-refused"),
        (ProofRefused::Mismatch | ProofRefused::AlreadyUsed, _) => Wrong::field("code", "code-mismatch"),
        (ProofRefused::TooManyAttempts, _) => too_many(),
    }
}

/// More tries than a limit allows.
pub(super) fn too_many() -> Wrong {
    Wrong::form("too-many-attempts").with_count(0)
}

/// A password that does not do, at its field; with how hard it is to guess, so that the next one can be better.
pub(super) fn password(
    field: &str,
    policy: &PasswordPolicy,
    problems: &[PasswordProblem],
    strength: PasswordStrength,
) -> Vec<Wrong> {
    let one = |problem: &PasswordProblem| match problem {
        PasswordProblem::TooShort => Wrong::field(field, "password-too-short").with_count(policy.minimum_length.into()),
        PasswordProblem::TooLong => {
            Wrong::field(field, "password-too-long").with_count(u32::try_from(MAXIMUM_LENGTH).unwrap_or(u32::MAX))
        }
        PasswordProblem::NeedsLowercase => Wrong::field(field, "password-needs-lowercase"),
        PasswordProblem::NeedsUppercase => Wrong::field(field, "password-needs-uppercase"),
        PasswordProblem::NeedsNumber => Wrong::field(field, "password-needs-number"),
        PasswordProblem::NeedsSymbol => Wrong::field(field, "password-needs-symbol"),
        PasswordProblem::Known => Wrong::field(field, "password-breached"),
        PasswordProblem::Personal => Wrong::field(field, "password-personal"),
        PasswordProblem::UsedBefore => Wrong::field(field, "password-used-before"),
    };
    let estimate = Wrong::field(field, "strength").with_count(strength.0.into());
    problems.iter().map(one).chain(std::iter::once(estimate)).collect()
}

/// A name that is not of the pool's form.
pub(super) fn username(problem: UsernameProblem) -> Wrong {
    let code = match problem {
        UsernameProblem::Malformed => "invalid-username",
        UsernameProblem::NotEmail => "invalid-email",
        UsernameProblem::NotPhoneNumber => "invalid-phone",
        UsernameProblem::NotContact => "invalid-contact",
        UsernameProblem::LooksLikeEmail => "username-is-email",
        UsernameProblem::LooksLikePhoneNumber => "username-is-phone",
    };
    Wrong::field("username", code)
}

/// An attribute that does not fit, at its field; what has none on the page (`shown` says which have) is said of the form.
pub(super) fn attribute(schema: &Schema, problem: &AttributeProblem, shown: impl Fn(&str) -> bool) -> Wrong {
    let name = problem.attribute();
    if !shown(name) {
        return Wrong::form("refused");
    }
    let is_number = schema.custom_rule(name).is_some_and(|rule| rule.data_type == AttributeType::Number);
    let code = match (problem, name) {
        (AttributeProblem::Missing(_), _) => "required",
        (AttributeProblem::Invalid(_), "email") => "invalid-email",
        (AttributeProblem::Invalid(_), "phone_number") => "invalid-phone",
        (AttributeProblem::Invalid(_), "birthdate") => "invalid-date",
        (AttributeProblem::Invalid(_), _) if is_number => "not-a-number",
        _ => "invalid-value",
    };
    Wrong::field(name, code)
}
