//! Properties of the machine over random policies, users and answers.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Acr, Challenge, Demand, Factor, Proof, Refusal, SecondFactor, SignIn, SignInPolicy, Step, UserFactors, next_step,
};
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::device::TrustedDevice;
use crate::domain::pool::PoolId;
use crate::domain::user::{UserId, UserStatus};

const FACTORS: [Factor; 6] =
    [Factor::Password, Factor::Totp, Factor::SmsCode, Factor::EmailCode, Factor::Passkey, Factor::RecoveryCode];

pub(super) fn factor() -> impl Strategy<Value = Factor> {
    prop::sample::select(FACTORS.to_vec())
}

fn factors() -> impl Strategy<Value = BTreeSet<Factor>> {
    prop::collection::btree_set(factor(), 0..4)
}

/// What pools look like: a password may come first, and codes that may come first may come second too.
pub(super) fn policy() -> impl Strategy<Value = SignInPolicy> {
    let second = prop_oneof![
        1 => Just(SecondFactor::Off),
        3 => Just(SecondFactor::Optional),
        3 => Just(SecondFactor::Required),
    ];
    let usual = prop::sample::subsequence(vec![Factor::EmailCode, Factor::SmsCode, Factor::Passkey], 0..=3)
        .prop_map(|more| more.into_iter().chain([Factor::Password]).collect::<BTreeSet<_>>());
    let kinds = prop::sample::subsequence(vec![Factor::Totp, Factor::EmailCode, Factor::SmsCode], 0..=3)
        .prop_map(|kinds| kinds.into_iter().collect::<BTreeSet<_>>());
    let first = prop_oneof![4 => usual, 1 => factors()];
    let second_kinds = prop_oneof![4 => kinds, 1 => factors()];
    (first, second, second_kinds, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(first, second, second_kinds, passkey_is_two, device_stands_in, provider_needs_second)| SignInPolicy {
            first,
            second,
            second_kinds,
            passkey_is_two,
            device_stands_in,
            provider_needs_second,
        },
    )
}

pub(super) fn user() -> impl Strategy<Value = UserFactors> {
    let status = prop_oneof![
        6 => Just(UserStatus::Confirmed),
        1 => Just(UserStatus::Unconfirmed),
        2 => Just(UserStatus::ForceChangePassword),
        1 => Just(UserStatus::ResetRequired),
        2 => Just(UserStatus::ExternalProvider),
    ];
    let preferred = prop::option::of(factor());
    (status, prop::bool::weighted(0.9), prop::bool::weighted(0.2), factors(), factors(), preferred).prop_map(
        |(status, enabled, expired, enrolled, able, preferred)| UserFactors {
            status,
            enabled,
            temporary_password_expired: expired,
            missing_attributes: Vec::new(),
            enrolled,
            able,
            preferred,
        },
    )
}

pub(super) fn acr() -> impl Strategy<Value = Option<Acr>> {
    prop_oneof![2 => Just(None), 1 => Just(Some(Acr::OneFactor)), 2 => Just(Some(Acr::TwoFactors))]
}

/// What somebody tries who has proven something that may come first: nothing more, the same again, what is not asked for,
/// a passkey without its holder. A walk of random proofs comes here once in hundreds of cases only, and a rule that is
/// broken here is broken for real people.
fn walk() -> impl Strategy<Value = (SignInPolicy, UserFactors, Vec<Proof>)> {
    (policy(), user()).prop_flat_map(|(policy, user)| {
        let allowed: Vec<Factor> = policy.first.iter().copied().collect();
        let first = if allowed.is_empty() { factor().boxed() } else { prop::sample::select(allowed).boxed() };
        let more = prop_oneof![
            4 => factor().prop_map(Proof::Factor),
            1 => Just(Proof::NewPassword),
            1 => Just(Proof::HolderVerified),
        ];
        let after = prop_oneof![
            2 => Just(Vec::new()),
            4 => prop::collection::vec(more, 1..3),
        ];
        let walked = (first, after, any::<bool>()).prop_map(|(first, after, again)| {
            let again = again.then_some(Proof::Factor(first));
            [Proof::Factor(first)].into_iter().chain(again).chain(after).collect::<Vec<_>>()
        });
        let proofs = prop_oneof![6 => walked, 1 => proofs()];
        (Just(policy), Just(user), proofs, prop::bool::weighted(0.3)).prop_map(
            |(mut policy, mut user, proofs, is_same)| {
                // The mailbox that comes first is all that there is to come second (GHSA-wc43-73w7-x2f5).
                if let Some(Proof::Factor(first)) = proofs.first().filter(|_| is_same) {
                    policy.second_kinds.insert(*first);
                    user.enrolled = [*first].into();
                }
                (policy, user, proofs)
            },
        )
    })
}

pub(super) fn proofs() -> impl Strategy<Value = Vec<Proof>> {
    let more = prop_oneof![Just(Proof::NewPassword), Just(Proof::HolderVerified)];
    prop::collection::vec(prop_oneof![factor().prop_map(Proof::Factor), more], 0..6)
}

pub(super) fn demand() -> impl Strategy<Value = Demand> {
    prop::sample::select(vec![Demand::Nothing, Demand::SecondIfSetUp, Demand::Second, Demand::Recovery, Demand::Block])
}

/// None, one of the user, one of another user, one of another pool.
pub(super) fn device() -> impl Strategy<Value = Option<TrustedDevice>> {
    let of = |pool: &str, user| TrustedDevice::for_tests(PoolId::parse(pool).unwrap(), UserId(Uuid::from_u128(user)));
    let others = vec![of("xx-local-1_AbCdEfGhI", 1), of("xx-local-1_Other", 0)];
    prop_oneof![
        3 => Just(None),
        3 => Just(Some(of("xx-local-1_AbCdEfGhI", 0))),
        2 => prop::sample::select(others).prop_map(Some),
    ]
}

pub(super) fn sign_in(proofs: Vec<Proof>) -> SignIn {
    let begun = SignIn::begin(
        PoolId::parse("xx-local-1_AbCdEfGhI").unwrap(),
        ClientId::parse("client").unwrap(),
        (UserId(Uuid::nil()), 0),
        Micros(1_000_000),
    );
    proofs.into_iter().fold(begun, |sign_in, proof| sign_in.with(proof, Micros(2_000_000)))
}

proptest! {
    #[test]
    fn no_sequence_of_answers_completes_without_the_policys_factors(
        (policy, user, proofs) in walk(), acr in acr(), device in device(), demand in demand()
    ) {
        let attempt = SignIn { demand, ..sign_in(proofs.clone()).demanding(acr).on(device) };
        if let Step::Complete(authentication) = next_step(&policy, &user, &attempt) {
            let proven = attempt.factors();
            prop_assert!(policy.first.contains(&proven[0]), "the first factor is an allowed one");
            prop_assert!(user.enabled);
            let is_closed = [UserStatus::Unconfirmed, UserStatus::ResetRequired, UserStatus::ExternalProvider];
            prop_assert!(!is_closed.contains(&user.status));
            if user.status == UserStatus::ForceChangePassword {
                prop_assert!(!user.temporary_password_expired && proofs.contains(&Proof::NewPassword));
            }
            let usable: BTreeSet<Factor> = policy.second_kinds.iter().copied().filter(|kind| *kind != proven[0]).collect();
            let has_some = !policy.second_kinds.is_disjoint(&user.enrolled);
            let is_demanded = acr == Some(Acr::TwoFactors);
            let asked = match policy.second {
                SecondFactor::Off => false,
                SecondFactor::Optional => {
                    has_some || (is_demanded && usable.iter().any(|factor| factor.is_set_up_on_the_way()))
                }
                SecondFactor::Required => true,
            };
            let counts = |factor: &Factor| usable.contains(factor) || *factor == Factor::RecoveryCode;
            let is_two = policy.passkey_is_two && proven[0] == Factor::Passkey && proofs.contains(&Proof::HolderVerified);
            let is_proven = is_two || proven.iter().skip(1).any(counts);
            let may_spare = policy.device_stands_in && !is_demanded && !demand.asks_second();
            let spares = may_spare && attempt.own_device().is_some() && !usable.is_disjoint(&user.enrolled);
            prop_assert!(!asked || is_proven || spares);
            // A device stands in only where nothing else does, and is no factor.
            prop_assert_eq!(authentication.stood_in().is_some(), asked && !is_proven);
            let several = Acr::of(authentication.amr()) == Acr::TwoFactors;
            prop_assert!(!several || is_two || proven.len() > 1, "what is called several factors is several");
            prop_assert!(!authentication.has_proven_second() || several);
            // Nothing that is demanded is skipped, and no device is in its place.
            let is_on = policy.second != SecondFactor::Off;
            let has = usable.iter().any(|kind| user.able.contains(kind));
            match demand {
                Demand::Nothing => {}
                Demand::SecondIfSetUp => prop_assert!(!is_on || !has || is_proven),
                Demand::Second => prop_assert!(is_two || (is_on && is_proven)),
                Demand::Recovery | Demand::Block => prop_assert!(false, "{demand:?} was skipped"),
            }
            prop_assert_eq!(authentication.auth_time(), Micros(2_000_000));
        }
    }

    /// A demand never makes a sign-in easier: what completes under one completes without it.
    #[test]
    fn a_demand_only_asks_for_more(
        policy in policy(), user in user(), proofs in proofs(), demand in demand()
    ) {
        let plain = sign_in(proofs);
        let demanded = SignIn { demand, ..plain.clone() };
        if matches!(next_step(&policy, &user, &demanded), Step::Complete(_)) {
            prop_assert!(matches!(next_step(&policy, &user, &plain), Step::Complete(_)));
        }
    }

    /// A stranger with the password must not set up a factor of their own to meet a demand.
    #[test]
    fn nobody_sets_up_what_is_demanded(policy in policy(), user in user(), proofs in proofs()) {
        let demanded = SignIn { demand: Demand::Second, ..sign_in(proofs) };
        prop_assert!(!matches!(next_step(&policy, &user, &demanded), Step::Challenge(Challenge::EnrolFactor(_))));
    }

    #[test]
    fn nothing_is_said_of_the_account_before_a_first_factor(policy in policy(), user in user(), demand in demand()) {
        let step = next_step(&policy, &user, &SignIn { demand, ..sign_in(Vec::new()) });
        prop_assert!(matches!(step, Step::Challenge(Challenge::FirstFactor(_))));
    }

    #[test]
    fn answering_what_is_asked_always_ends(policy in policy(), user in user(), demand in demand()) {
        let mut attempt = SignIn { demand, ..sign_in(Vec::new()) };
        for _ in 0..6 {
            let answer = match next_step(&policy, &user, &attempt) {
                Step::Challenge(Challenge::FirstFactor(allowed)) => match allowed.first() {
                    Some(first) => Proof::Factor(*first),
                    None => return Ok(()),
                },
                Step::Challenge(Challenge::SecondFactor { asked, choices }) => {
                    prop_assert!(asked.is_none_or(|asked| choices.contains(&asked)), "what is asked is a choice");
                    Proof::Factor(asked.unwrap_or(*choices.first().unwrap()))
                }
                Step::Challenge(Challenge::EnrolFactor(choices) | Challenge::EnrolSent { choices, .. }) => {
                    Proof::Factor(*choices.first().unwrap())
                }
                Step::Challenge(Challenge::NewPassword { .. }) => Proof::NewPassword,
                Step::Challenge(Challenge::ConfirmSignUp | Challenge::ResetPassword) | Step::Refused(_) | Step::Complete(_) => {
                    return Ok(());
                }
            };
            attempt = attempt.with(answer, Micros(2_000_000));
        }
        prop_assert!(false, "the same question was asked again and again");
    }
}

fn confirmed() -> UserFactors {
    UserFactors {
        status: UserStatus::Confirmed,
        enabled: true,
        temporary_password_expired: false,
        missing_attributes: Vec::new(),
        enrolled: BTreeSet::new(),
        able: BTreeSet::new(),
        preferred: None,
    }
}

#[test]
fn the_chosen_factor_is_asked_before_the_preferred_one_and_none_where_neither_says() {
    let both = BTreeSet::from([Factor::Totp, Factor::EmailCode]);
    let policy = SignInPolicy { second: SecondFactor::Optional, second_kinds: both.clone(), ..SignInPolicy::default() };
    let asked = |preferred, chosen| {
        let user = UserFactors { enrolled: both.clone(), preferred, ..confirmed() };
        let attempt = SignIn { chosen, ..sign_in(vec![Proof::Factor(Factor::Password)]) };
        let step = next_step(&policy, &user, &attempt);
        let Step::Challenge(Challenge::SecondFactor { asked, .. }) = step else { panic!("{step:?}") };
        asked
    };
    assert_eq!(asked(None, None), None);
    assert_eq!(asked(Some(Factor::Totp), None), Some(Factor::Totp));
    assert_eq!(asked(Some(Factor::Totp), Some(Factor::EmailCode)), Some(Factor::EmailCode));
    assert_eq!(asked(None, Some(Factor::SmsCode)), None, "what is no choice is not asked for");
}

/// Whoever reads the mail must neither stand in for both factors nor set up a second one in the place of theirs.
#[test]
fn a_mailbox_is_not_both_factors() {
    for second in [SecondFactor::Optional, SecondFactor::Required] {
        let policy = SignInPolicy {
            first: BTreeSet::from([Factor::Password, Factor::EmailCode]),
            second,
            second_kinds: BTreeSet::from([Factor::Totp, Factor::EmailCode]),
            ..SignInPolicy::default()
        };
        let of = |enrolled: &[Factor]| {
            let user = UserFactors { enrolled: enrolled.iter().copied().collect(), ..confirmed() };
            next_step(&policy, &user, &sign_in(vec![Proof::Factor(Factor::EmailCode)]))
        };
        assert!(matches!(of(&[Factor::EmailCode]), Step::Refused(Refusal::NoUsableFactor)));
        assert!(matches!(of(&[Factor::EmailCode, Factor::Totp]), Step::Challenge(Challenge::SecondFactor { .. })));
        match second {
            SecondFactor::Required => assert!(matches!(of(&[]), Step::Challenge(Challenge::EnrolFactor(_)))),
            SecondFactor::Optional | SecondFactor::Off => assert!(matches!(of(&[]), Step::Complete(_))),
        }
    }
}

#[test]
fn a_password_completes_by_default_and_says_so_in_amr() {
    let step = next_step(&SignInPolicy::default(), &confirmed(), &sign_in(vec![Proof::Factor(Factor::Password)]));
    let Step::Complete(authentication) = step else { panic!("not complete: {step:?}") };
    assert_eq!(authentication.amr(), ["pwd"]);
}

#[test]
fn two_factors_are_called_mfa() {
    let policy = SignInPolicy {
        second: SecondFactor::Required,
        second_kinds: BTreeSet::from([Factor::Totp]),
        ..SignInPolicy::default()
    };
    let proofs = vec![Proof::Factor(Factor::Password), Proof::Factor(Factor::Totp)];
    let step = next_step(&policy, &confirmed(), &sign_in(proofs));
    let Step::Complete(authentication) = step else { panic!("not complete: {step:?}") };
    assert_eq!(authentication.amr(), ["pwd", "otp", "mfa"]);
}

#[test]
fn a_passkey_is_two_factors_only_where_the_pool_says_so_and_its_holder_was_verified() {
    let policy = |passkey_is_two| SignInPolicy {
        first: BTreeSet::from([Factor::Password, Factor::Passkey]),
        second: SecondFactor::Required,
        second_kinds: BTreeSet::from([Factor::Totp]),
        passkey_is_two,
        ..SignInPolicy::default()
    };
    let (alone, verified) = (vec![Proof::Factor(Factor::Passkey)], Proof::HolderVerified);
    let both = [alone.clone(), vec![verified]].concat();
    let by_password = vec![Proof::Factor(Factor::Password), verified, Proof::Factor(Factor::Passkey)];
    for (is_two, proofs) in [(false, &alone), (false, &both), (true, &alone), (true, &by_password)] {
        let step = next_step(&policy(is_two), &confirmed(), &sign_in(proofs.clone()));
        assert!(matches!(step, Step::Challenge(Challenge::EnrolFactor(_))), "{is_two} {proofs:?}: {step:?}");
    }
    let step = next_step(&policy(true), &confirmed(), &sign_in(both.clone()));
    let Step::Complete(authentication) = step else { panic!("not complete: {step:?}") };
    assert_eq!(authentication.amr(), ["pop", "mfa"]);
    let off = SignInPolicy { second: SecondFactor::Off, ..policy(false) };
    let Step::Complete(authentication) = next_step(&off, &confirmed(), &sign_in(both)) else { panic!("not complete") };
    assert_eq!(authentication.amr(), ["pop"], "one factor is not called several");
}

#[test]
fn a_disabled_user_hears_it_only_after_the_password() {
    let user = UserFactors { enabled: false, ..confirmed() };
    let policy = SignInPolicy::default();
    assert!(matches!(next_step(&policy, &user, &sign_in(vec![])), Step::Challenge(Challenge::FirstFactor(_))));
    let step = next_step(&policy, &user, &sign_in(vec![Proof::Factor(Factor::Password)]));
    assert!(matches!(step, Step::Refused(Refusal::Disabled)));
}

/// Case 108: somebody else's device spares nobody anything, and one's own is never called a factor.
#[test]
fn a_device_stands_in_for_its_own_user_only_and_where_the_pool_says_so() {
    let pool = PoolId::parse("xx-local-1_AbCdEfGhI").unwrap();
    let policy = SignInPolicy {
        second: SecondFactor::Required,
        second_kinds: BTreeSet::from([Factor::Totp]),
        device_stands_in: true,
        ..SignInPolicy::default()
    };
    let with_app = UserFactors { enrolled: BTreeSet::from([Factor::Totp]), ..confirmed() };
    let attempt = |device| sign_in(vec![Proof::Factor(Factor::Password)]).on(Some(device));
    let own = TrustedDevice::for_tests(pool.clone(), UserId(Uuid::nil()));
    let Step::Complete(authentication) = next_step(&policy, &with_app, &attempt(own.clone())) else {
        panic!("not complete")
    };
    assert_eq!(authentication.amr(), ["pwd"]);
    assert!(authentication.stood_in().is_some() && !authentication.has_proven_second());

    let elsewhere = TrustedDevice::for_tests(PoolId::parse("xx-local-1_Other").unwrap(), UserId(Uuid::nil()));
    let somebody_elses = TrustedDevice::for_tests(pool, UserId(Uuid::from_u128(1)));
    let off = SignInPolicy { device_stands_in: false, ..policy.clone() };
    let asked = |policy, device| matches!(next_step(policy, &with_app, &attempt(device)), Step::Challenge(_));
    assert!(asked(&policy, elsewhere) && asked(&policy, somebody_elses) && asked(&off, own.clone()));
    // Nothing is set up that it could stand in for: it must be.
    let step = next_step(&policy, &confirmed(), &attempt(own.clone()));
    assert!(matches!(step, Step::Challenge(Challenge::EnrolFactor(_))), "{step:?}");
    // And it is no first factor.
    let step = next_step(&policy, &with_app, &sign_in(Vec::new()).on(Some(own)));
    assert!(matches!(step, Step::Challenge(Challenge::FirstFactor(_))), "{step:?}");
}
