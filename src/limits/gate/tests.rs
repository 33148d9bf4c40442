//! What one address and one pool are held to.

use std::net::IpAddr;
use std::sync::Arc;

use super::{Gate, Scope, TooMany};
use crate::domain::clock::{ManualClock, Micros};
use crate::domain::pool::PoolId;
use crate::limits::rate::{Allowance, Rate, Rates};
use crate::limits::stuffing::Thresholds;

fn gate(rates: Rates) -> (Gate, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(Micros::from_secs(1_800_000_000)));
    (Gate::new(rates, Thresholds::default(), clock.clone()), clock)
}

fn pool(last: char) -> PoolId {
    PoolId::parse(&format!("xx-local-1_AAAAAAAA{last}")).unwrap()
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// How many of a hundred thousand are admitted when nothing is given back.
fn admitted(gate: &Gate, rate: Rate, from: Option<IpAddr>, pool: Option<&PoolId>) -> usize {
    (0..100_000).take_while(|_| gate.admit(rate, from, pool).map(super::Admission::keep).is_ok()).count()
}

#[test]
fn every_rate_allows_its_number_and_fills_up_again() {
    for rate in Rate::ALL {
        let (gate, clock) = gate(Rates::default());
        let allowance = Rates::default().of(rate);
        let burst = usize::try_from(allowance.per_address * 5).unwrap();
        let from = Some(address("203.0.113.5"));
        assert_eq!(admitted(&gate, rate, from, None), burst, "{rate:?}");
        let Err(refusal) = gate.admit(rate, from, None) else { panic!("admitted") };
        assert_eq!(refusal.scope, Scope::Address);
        clock.advance_secs(refusal.retry_after_secs.try_into().unwrap());
        assert!(admitted(&gate, rate, from, None) >= 1, "{rate:?}: who comes back on time is let in");
        assert_eq!(admitted(&gate, rate, Some(address("203.0.113.6")), None), burst, "others are not concerned");
        assert!(gate.refused(rate, Scope::Address) > 0 && gate.refused(rate, Scope::Pool) == 0);
    }
}

#[test]
fn every_rate_with_a_pool_holds_for_it_from_everywhere() {
    let few = Allowance { per_address: 1_000, per_pool: 2 };
    for rate in Rate::ALL {
        let rates = Rates {
            exempt: Vec::new(),
            sign_in: few,
            sign_up: few,
            codes: few,
            guesses: few,
            client_secrets: few,
            calls: few,
        };
        let (gate, _) = gate(rates);
        for n in 0..10 {
            let from = Some(IpAddr::from([203, 0, 113, n]));
            gate.admit(rate, from, Some(&pool('A'))).unwrap().keep();
        }
        let refusal = gate.admit(rate, Some(address("198.51.100.1")), Some(&pool('A'))).err();
        assert_eq!(refusal, Some(TooMany { scope: Scope::Pool, retry_after_secs: 30 }), "{rate:?}");
        assert_eq!(admitted(&gate, rate, Some(address("198.51.100.1")), None), 5_000, "its address was not charged");
        assert!(
            gate.admit(rate, Some(address("198.51.100.2")), Some(&pool('B'))).is_ok(),
            "another pool is not concerned"
        );
    }
}

#[test]
fn what_is_given_back_never_counts() {
    let (gate, _) = gate(Rates::default());
    for _ in 0..10_000 {
        gate.admit(Rate::SignIn, Some(address("203.0.113.5")), Some(&pool('A'))).unwrap().give_back();
    }
    assert_eq!(admitted(&gate, Rate::SignIn, Some(address("203.0.113.5")), Some(&pool('A'))), 100);
}

/// Case 139.
#[test]
fn rotating_inside_one_ipv6_network_gains_nothing() {
    let (gate, _) = gate(Rates::default());
    let admitted = (0..1_000_u16).filter(|n| {
        let from = Some(address(&format!("2001:db8:1:2::{n:x}")));
        gate.admit(Rate::SignIn, from, None).map(super::Admission::keep).is_ok()
    });
    assert_eq!(admitted.count(), 100);
}

#[test]
fn exempt_networks_and_callers_without_an_address_are_held_to_nothing_but_the_pools_rate() {
    let exempt = vec!["203.0.113.0/24".parse().unwrap()];
    let (gate, _) = gate(Rates { exempt, ..Rates::default() });
    assert_eq!(admitted(&gate, Rate::SignIn, Some(address("203.0.113.5")), None), 100_000);
    assert_eq!(admitted(&gate, Rate::SignIn, Some(address("::ffff:203.0.113.5")), None), 100_000);
    assert_eq!(admitted(&gate, Rate::SignIn, None, None), 100_000);
    assert_eq!(admitted(&gate, Rate::SignIn, None, Some(&pool('A'))), 15_000);
}

/// Case 251.
#[test]
fn a_clock_set_back_freezes_nobody() {
    let (gate, clock) = gate(Rates::default());
    let from = Some(address("203.0.113.5"));
    assert_eq!(admitted(&gate, Rate::SignIn, from, None), 100);
    clock.advance_secs(-3_600);
    assert!(gate.admit(Rate::SignIn, from, None).is_err());
    clock.advance_secs(3);
    assert!(gate.admit(Rate::SignIn, from, None).is_ok());
}
