//! Decides what a sign-in still needs. The order of the questions below is the order in which a person meets them.

use std::collections::BTreeSet;

use super::{
    Acr, Authentication, Challenge, Demand, Factor, Proof, Refusal, SecondFactor, SignIn, SignInPolicy, Step,
    UserFactors,
};
use crate::domain::device::DeviceId;
use crate::domain::user::UserStatus;

/// What comes next in `sign_in`, for a user as `user` says, under `policy`.
///
/// Nothing specific about the account is said before a first factor has been proven (decision D5).
pub fn next_step(policy: &SignInPolicy, user: &UserFactors, sign_in: &SignIn) -> Step {
    let policy = &policy.clone().by_provider(sign_in.is_by_provider());
    let first = sign_in.factors().first().copied().filter(|_| !sign_in.is_by_provider());
    if !sign_in.is_by_provider() && !first.is_some_and(|factor| policy.first.contains(&factor)) {
        return Step::Challenge(Challenge::FirstFactor(policy.first.clone()));
    }
    if sign_in.demand == Demand::Block {
        return Step::Refused(Refusal::TooRisky);
    }
    if !user.enabled {
        return Step::Refused(Refusal::Disabled);
    }
    if let Some(step) = account_step(user, sign_in) {
        return step;
    }
    match second_factor_step(policy, user, sign_in, first) {
        Second::Missing(step) => step,
        Second::Done => Step::Complete(Authentication::of(sign_in, policy.passkey_is_two, None)),
        Second::StoodInFor(device) => Step::Complete(Authentication::of(sign_in, policy.passkey_is_two, Some(device))),
    }
}

/// What the account of whoever comes from a provider still needs. They used no password: what is to become of theirs is asked
/// when they do, and there is none whose change would help against a risk.
fn vouched_step(status: UserStatus, demand: Demand) -> Option<Step> {
    match status {
        UserStatus::Unconfirmed => Some(Step::Challenge(Challenge::ConfirmSignUp)),
        UserStatus::Confirmed
        | UserStatus::ForceChangePassword
        | UserStatus::ResetRequired
        | UserStatus::ExternalProvider => (demand == Demand::Recovery).then_some(Step::Refused(Refusal::TooRisky)),
    }
}

/// What the account itself still needs before it can be used.
fn account_step(user: &UserFactors, sign_in: &SignIn) -> Option<Step> {
    if sign_in.is_by_provider() {
        return vouched_step(user.status, sign_in.demand);
    }
    match user.status {
        UserStatus::ExternalProvider => Some(Step::Refused(Refusal::ByProviderOnly)),
        UserStatus::Unconfirmed => Some(Step::Challenge(Challenge::ConfirmSignUp)),
        UserStatus::ResetRequired => Some(Step::Challenge(Challenge::ResetPassword)),
        UserStatus::ForceChangePassword | UserStatus::Confirmed if sign_in.demand == Demand::Recovery => {
            Some(Step::Challenge(Challenge::ResetPassword))
        }
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

/// Whether a second factor is still to be proven or set up: because the policy asks, or because the risk does.
fn second_factor_step(policy: &SignInPolicy, user: &UserFactors, sign_in: &SignIn, first: Option<Factor>) -> Second {
    let demand = sign_in.demand;
    let is_off = policy.second == SecondFactor::Off;
    let second: BTreeSet<Factor> =
        policy.second_kinds.iter().copied().filter(|kind| !is_off && Some(*kind) != first).collect();
    let stands_in = |factor: &Factor| second.contains(factor) || (!is_off && *factor == Factor::RecoveryCode);
    let has_second = sign_in.later_factors().iter().any(stands_in);
    let is_two = policy.passkey_is_two && sign_in.began_with_verified_passkey();
    let when = policy.asks_second(sign_in.acr);
    if (is_off && demand != Demand::Second) || has_second || is_two {
        return Second::Done;
    }
    // Of what the user has, something must come beside the first: a mailbox that is the first factor is not the second too
    // (GHSA-wc43-73w7-x2f5).
    let is_asked = !is_off && !policy.second_kinds.is_disjoint(&user.enrolled);
    let has =
        if demand.asks_second() { user.enrolled.union(&user.able).copied().collect() } else { user.enrolled.clone() };
    let choices: BTreeSet<Factor> = second.intersection(&has).copied().collect();
    if !choices.is_empty() {
        // Only what its owner could prove is spared them: a device is in the place of no factor that is not set up, nor
        // of one that the risk or the client asks for.
        let is_demanded = demand.asks_second() || sign_in.acr == Some(Acr::TwoFactors);
        if let Some(device) = sign_in.own_device().filter(|_| policy.device_stands_in && !is_demanded) {
            return Second::StoodInFor(device);
        }
        let asked = asked_first(&choices, sign_in.chosen, user.preferred);
        return Second::Missing(Step::Challenge(Challenge::SecondFactor { asked, choices }));
    }
    if demand == Demand::Second {
        return Second::Missing(Step::Refused(Refusal::TooRisky));
    }
    let can_be_set_up: BTreeSet<Factor> = second.into_iter().filter(|kind| kind.is_set_up_on_the_way()).collect();
    match when {
        SecondFactor::Optional | SecondFactor::Required if is_asked => {
            Second::Missing(Step::Refused(Refusal::NoUsableFactor))
        }
        // Only the client demands it: its tokens say that it was not done (OpenID Connect Core §3.1.2.1, voluntary).
        SecondFactor::Required if can_be_set_up.is_empty() && policy.second != SecondFactor::Required => Second::Done,
        SecondFactor::Required if can_be_set_up.is_empty() => Second::Missing(Step::Refused(Refusal::NoUsableFactor)),
        SecondFactor::Required => Second::Missing(Step::Challenge(enrolment(sign_in, can_be_set_up))),
        SecondFactor::Optional | SecondFactor::Off => Second::Done,
    }
}

/// What is to be set up: the contact to which a code was sent, else one of all.
fn enrolment(sign_in: &SignIn, choices: BTreeSet<Factor>) -> Challenge {
    match sign_in.enrolling.clone().filter(|contact| choices.contains(&contact.factor)) {
        Some(enrolling) => Challenge::EnrolSent { enrolling, choices },
        None => Challenge::EnrolFactor(choices),
    }
}

/// Which of several is asked for: the chosen one, else the preferred one, else the only one (`cognito.md` §4.8).
fn asked_first(choices: &BTreeSet<Factor>, chosen: Option<Factor>, preferred: Option<Factor>) -> Option<Factor> {
    let only = choices.first().copied().filter(|_| choices.len() == 1);
    let is_choice = |factor: &Factor| choices.contains(factor);
    chosen.filter(is_choice).or_else(|| preferred.filter(is_choice)).or(only)
}
