//! Sign-ins that begin with the word of a provider.

use proptest::prelude::*;

use super::tests::{acr, demand, device, factor, policy, proofs, sign_in, user};
use super::*;

const THERE: Proof = Proof::Provider(ProviderId(uuid::Uuid::nil()));

/// What may come after the word of a provider.
fn after() -> impl Strategy<Value = Vec<Proof>> {
    let more = prop_oneof![
        4 => factor().prop_map(Proof::Factor),
        1 => Just(Proof::NewPassword),
        1 => Just(Proof::HolderVerified),
        1 => Just(THERE),
    ];
    prop::collection::vec(more, 0..3)
}

proptest! {
    #[test]
    fn a_provider_takes_no_factor_away(
        policy in policy(), user in user(), after in after(), acr in acr(), device in device(), demand in demand()
    ) {
        let attempt = SignIn { demand, ..sign_in([vec![THERE], after].concat()).demanding(acr).on(device) };
        if let Step::Complete(authentication) = next_step(&policy, &user, &attempt) {
            prop_assert!(user.enabled && user.status != UserStatus::Unconfirmed);
            prop_assert!(!matches!(demand, Demand::Recovery | Demand::Block));
            let proven = attempt.factors();
            let counts = |factor: &Factor| policy.second_kinds.contains(factor) || *factor == Factor::RecoveryCode;
            let is_on = policy.second != SecondFactor::Off;
            let is_proven = is_on && proven.iter().any(counts);
            let is_demanded = acr == Some(Acr::TwoFactors) || demand.asks_second();
            let has_own = !policy.second_kinds.is_disjoint(&user.enrolled);
            let spares = policy.device_stands_in && attempt.own_device().is_some() && has_own && !is_demanded;
            prop_assert!(!(is_on && has_own) || is_proven || spares, "who has a second factor is asked for it");
            let all_need = policy.second == SecondFactor::Required && policy.provider_needs_second;
            prop_assert!(!all_need || is_proven || spares, "a pool may ask everybody");
            prop_assert!(demand != Demand::Second || is_proven);
            prop_assert_eq!(authentication.amr().first().map(String::as_str), Some(PROVIDER));
            prop_assert_eq!(authentication.provider(), attempt.provider());
            prop_assert!(Acr::of(authentication.amr()) != Acr::TwoFactors || !proven.is_empty());
        }
    }

    /// Whose account is kept by a provider comes by nothing else: it ends there, and so it ends here.
    #[test]
    fn nothing_else_opens_the_account_of_a_provider(policy in policy(), user in user(), proofs in proofs()) {
        let user = UserFactors { status: UserStatus::ExternalProvider, ..user };
        prop_assert!(!matches!(next_step(&policy, &user, &sign_in(proofs)), Step::Complete(_)));
    }

    /// The word of a provider counts only where it comes first, in the place of a factor of ours.
    #[test]
    fn a_providers_word_is_no_second_factor(policy in policy(), user in user(), proofs in proofs()) {
        let alone = sign_in(proofs.clone());
        let beside = sign_in([proofs.clone(), vec![THERE]].concat());
        let completes = |attempt: &SignIn| matches!(next_step(&policy, &user, attempt), Step::Complete(_));
        prop_assume!(!proofs.is_empty());
        prop_assert_eq!(completes(&alone), completes(&beside));
    }
}

#[test]
fn an_account_of_a_provider_opens_by_its_word_alone() {
    let user = UserFactors {
        status: UserStatus::ExternalProvider,
        enabled: true,
        temporary_password_expired: false,
        missing_attributes: Vec::new(),
        enrolled: BTreeSet::new(),
        able: BTreeSet::new(),
        preferred: None,
    };
    let policy = |provider_needs_second| SignInPolicy {
        second: SecondFactor::Required,
        second_kinds: [Factor::Totp].into(),
        provider_needs_second,
        ..SignInPolicy::default()
    };
    let attempt = sign_in(vec![THERE]);
    assert!(matches!(next_step(&policy(false), &user, &attempt), Step::Complete(_)));
    let asked = next_step(&policy(true), &user, &attempt);
    assert!(matches!(asked, Step::Challenge(Challenge::EnrolFactor(kinds)) if kinds == [Factor::Totp].into()));
}
