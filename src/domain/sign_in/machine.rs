//! Decides what a sign-in still needs. The order of the questions below is the order in which a person meets them.

use std::collections::BTreeSet;

use super::{Authentication, Challenge, Factor, Proof, Refusal, SecondFactor, SignIn, SignInPolicy, Step, UserFactors};
use crate::domain::device::DeviceId;
use crate::domain::user::UserStatus;

/// What comes next in `sign_in`, for a user as `user` says, under `policy`.
///
/// Nothing specific about the account is said before a first factor has been proven (decision D5).
pub fn next_step(policy: &SignInPolicy, user: &UserFactors, sign_in: &SignIn) -> Step {
    let proven = sign_in.factors();
    let Some(first) = proven.first().copied().filter(|factor| policy.first.contains(factor)) else {
        return Step::Challenge(Challenge::FirstFactor(policy.first.clone()));
    };
    if !user.enabled {
        return Step::Refused(Refusal::Disabled);
    }
    if let Some(step) = account_step(user, sign_in) {
        return step;
    }
    match second_factor_step(policy, user, sign_in, (first, &proven)) {
        Second::Missing(step) => step,
        Second::Done => Step::Complete(Authentication::of(sign_in, policy.passkey_is_two, None)),
        Second::StoodInFor(device) => Step::Complete(Authentication::of(sign_in, policy.passkey_is_two, Some(device))),
    }
}

/// What the account itself still needs before it can be used.
fn account_step(user: &UserFactors, sign_in: &SignIn) -> Option<Step> {
    match user.status {
        UserStatus::Unconfirmed => Some(Step::Challenge(Challenge::ConfirmSignUp)),
        UserStatus::ResetRequired => Some(Step::Challenge(Challenge::ResetPassword)),
        UserStatus::ForceChangePassword if user.temporary_password_expired => {
            Some(Step::Refused(Refusal::TemporaryPasswordExpired))
        }
        UserStatus::ForceChangePassword if !sign_in.proofs.contains(&Proof::NewPassword) => {
            Some(Step::Challenge(Challenge::NewPassword { missing_attributes: user.missing_attributes.clone() }))
        }
        UserStatus::ForceChangePassword | UserStatus::Confirmed => None,
    }
}

/// How far the second factor has come.
enum Second {
    /// It is still to be proven or set up.
    Missing(Step),
    /// It was proven, or none is asked for.
    Done,
    /// It would be asked for, were it not for this device.
    StoodInFor(DeviceId),
}

/// Whether a second factor is still to be proven or set up.
fn second_factor_step(
    policy: &SignInPolicy,
    user: &UserFactors,
    sign_in: &SignIn,
    (first, proven): (Factor, &[Factor]),
) -> Second {
    let second: BTreeSet<Factor> = policy.second_kinds.iter().copied().filter(|kind| *kind != first).collect();
    let stands_in = |factor: &Factor| second.contains(factor) || *factor == Factor::RecoveryCode;
    let has_second = proven.iter().skip(1).any(stands_in);
    let is_two = policy.passkey_is_two && sign_in.began_with_verified_passkey();
    if policy.second == SecondFactor::Off || has_second || is_two {
        return Second::Done;
    }
    // Of what the user has, something must come beside the first: a mailbox that is the first factor is not the second too
    // (GHSA-wc43-73w7-x2f5).
    let is_asked = !policy.second_kinds.is_disjoint(&user.enrolled);
    let choices: BTreeSet<Factor> = second.intersection(&user.enrolled).copied().collect();
    if !choices.is_empty() {
        // Only what its owner could prove is spared them: a device is in the place of no factor that is not set up.
        if let Some(device) = sign_in.own_device().filter(|_| policy.device_stands_in) {
            return Second::StoodInFor(device);
        }
        let asked = asked_first(&choices, sign_in.chosen, user.preferred);
        return Second::Missing(Step::Challenge(Challenge::SecondFactor { asked, choices }));
    }
    let can_be_set_up: BTreeSet<Factor> = second.into_iter().filter(|kind| kind.is_set_up_on_the_way()).collect();
    match policy.second {
        SecondFactor::Optional | SecondFactor::Required if is_asked => {
            Second::Missing(Step::Refused(Refusal::NoUsableFactor))
        }
        SecondFactor::Required if can_be_set_up.is_empty() => Second::Missing(Step::Refused(Refusal::NoUsableFactor)),
        SecondFactor::Required => Second::Missing(Step::Challenge(Challenge::EnrolFactor(can_be_set_up))),
        SecondFactor::Optional | SecondFactor::Off => Second::Done,
    }
}

/// Which of several is asked for: the chosen one, else the preferred one, else the only one (`cognito.md` §4.8).
fn asked_first(choices: &BTreeSet<Factor>, chosen: Option<Factor>, preferred: Option<Factor>) -> Option<Factor> {
    let only = choices.first().copied().filter(|_| choices.len() == 1);
    let is_choice = |factor: &Factor| choices.contains(factor);
    chosen.filter(is_choice).or_else(|| preferred.filter(is_choice)).or(only)
}
