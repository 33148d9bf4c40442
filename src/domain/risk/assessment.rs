//! Weighs the signals of one attempt.

use serde::{Deserialize, Serialize};

use super::{Level, Reason, Sighting, UsualPlaces, Whereabouts, is_impossible};
use crate::domain::clock::Micros;

/// Failures right before an attempt that are a burst of them: more than a person makes who looks for the right password.
const BURST: u32 = 4;

/// What is known of the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// Nothing can be known: there is no browser, or it shows nothing.
    #[default]
    Unknowable,
    /// This person has not signed in in it before.
    New,
    /// They have.
    Known,
    /// They have, and asked to be remembered.
    Remembered,
}

/// What an attempt shows.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each of which counts for itself")]
pub struct Signals<'a> {
    /// When it is made.
    pub now: Micros,
    /// Where it comes from; `None`: that is not known.
    pub from: Option<&'a Whereabouts>,
    /// Where this person usually signs in.
    pub usual: &'a UsualPlaces,
    /// Where they signed in last.
    pub last: Option<Sighting>,
    /// What is known of the browser.
    pub device: Device,
    /// Attempts that failed right before.
    pub earlier_failures: u32,
    /// The address is on the operator's list.
    pub is_known_bad: bool,
    /// The address is in a range that the pool blocks.
    pub is_blocked: bool,
    /// The address is in a range that the pool never finds risky.
    pub is_skipped: bool,
    /// The password is known from a breach.
    pub is_password_known: bool,
}

/// How risky an attempt is, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// 0 to 100.
    pub score: u32,
    /// The level of that score.
    pub level: Level,
    /// What counted, the heaviest first.
    pub reasons: Vec<Reason>,
}

impl Assessment {
    /// Whether this counted.
    pub fn has(&self, reason: Reason) -> bool {
        self.reasons.contains(&reason)
    }
}

/// Weighs `signals`. Of somebody of whom nothing is remembered nothing is new.
pub fn assess(signals: &Signals<'_>) -> Assessment {
    if signals.is_blocked {
        return weigh(vec![Reason::BlockedAddress]);
    }
    if signals.is_skipped {
        let known = signals.is_password_known.then_some(Reason::CompromisedPassword);
        // The place is trusted, and the password is no more a secret for it.
        return Assessment {
            reasons: std::iter::once(Reason::SkippedAddress).chain(known).collect(),
            ..Assessment::default()
        };
    }
    let mut reasons = Vec::new();
    match signals.device {
        // Of somebody who never signed in anywhere the first browser is not new either.
        Device::New if !signals.usual.is_empty() => reasons.push(Reason::NewDevice),
        Device::New | Device::Unknowable => {}
        Device::Known => reasons.push(Reason::KnownDevice),
        Device::Remembered => reasons.push(Reason::RememberedDevice),
    }
    if let Some(from) = signals.from {
        reasons.extend(new_places(signals, from));
    }
    if signals.earlier_failures >= BURST {
        reasons.push(Reason::FailureBurst);
    }
    if signals.is_known_bad {
        reasons.push(Reason::KnownBadAddress);
    }
    if signals.is_password_known {
        reasons.push(Reason::CompromisedPassword);
    }
    weigh(reasons)
}

fn new_places(signals: &Signals<'_>, from: &Whereabouts) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if !signals.usual.is_empty() && !signals.usual.has_network(from) {
        reasons.push(Reason::NewNetwork);
    }
    if signals.usual.has_country(from.country.as_deref()) == Some(false) {
        reasons.push(Reason::NewCountry);
    }
    let here = from.position.map(|position| Sighting { position, at: signals.now });
    if let (Some(last), Some(here)) = (signals.last, here)
        && is_impossible(last, here)
    {
        reasons.push(Reason::ImpossibleTravel);
    }
    reasons
}

fn weigh(mut reasons: Vec<Reason>) -> Assessment {
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight()));
    let sum: i32 = reasons.iter().map(|reason| reason.weight()).sum();
    let score = u32::try_from(sum.clamp(0, 100)).unwrap_or_default();
    Assessment { score, level: Level::of(score), reasons }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Assessment, Device, Level, Micros, Reason, Sighting, Signals, UsualPlaces, Whereabouts, assess};
    use crate::domain::risk::Position;

    const NOW: Micros = Micros::from_secs(1_700_000_000);

    fn from(address: &str, country: &str, latitude: f64) -> Whereabouts {
        Whereabouts {
            address: address.parse().unwrap(),
            country: Some(country.to_owned()),
            city: None,
            operator: None,
            position: Some(Position { latitude, longitude: 0.0 }),
            device: String::new(),
        }
    }

    fn home() -> Whereabouts {
        from("203.0.113.7", "DE", 52.0)
    }

    fn usual() -> UsualPlaces {
        UsualPlaces::default().after_sign_in(&home(), NOW).unwrap()
    }

    fn judged(device: Device, at: &Whereabouts, usual: &UsualPlaces) -> Assessment {
        let last = usual.iter().next().map(|_| Sighting { position: home().position.unwrap(), at: NOW });
        assess(&Signals {
            now: NOW.plus_secs(600),
            from: Some(at),
            usual,
            last,
            device,
            earlier_failures: 0,
            is_known_bad: false,
            is_blocked: false,
            is_skipped: false,
            is_password_known: false,
        })
    }

    #[test]
    fn a_trusted_device_at_a_usual_place_is_no_risk_and_a_new_one_is() {
        for device in [Device::Known, Device::Remembered, Device::Unknowable] {
            assert_eq!(judged(device, &home(), &usual()).level, Level::None, "{device:?}");
        }
        let new = judged(Device::New, &home(), &usual());
        assert_eq!((new.level, new.reasons), (Level::Low, vec![Reason::NewDevice]));
    }

    #[test]
    fn a_phone_on_the_road_is_no_risk_and_a_stranger_far_away_is_a_high_one() {
        let road = from("198.51.100.7", "DE", 52.5);
        assert_eq!(judged(Device::Known, &road, &usual()).level, Level::None);
        assert_eq!(judged(Device::Unknowable, &road, &usual()).level, Level::Low);
        let far = from("192.0.2.7", "AU", -33.0);
        assert_eq!(judged(Device::New, &far, &usual()).level, Level::High);
        let known = judged(Device::Known, &far, &usual());
        assert_eq!(known.level, Level::Medium);
        let why = vec![Reason::ImpossibleTravel, Reason::NewCountry, Reason::NewNetwork, Reason::KnownDevice];
        assert_eq!(known.reasons, why);
    }

    #[test]
    fn of_whom_nothing_is_remembered_nothing_is_new() {
        let first = judged(Device::New, &home(), &UsualPlaces::default());
        assert_eq!(first, Assessment::default());
    }

    #[test]
    fn a_blocked_address_is_high_and_a_skipped_one_is_none_whatever_else_there_is() {
        let (usual, far) = (usual(), from("192.0.2.7", "AU", -33.0));
        let worst = Signals {
            now: NOW,
            from: Some(&far),
            usual: &usual,
            last: None,
            device: Device::New,
            earlier_failures: 99,
            is_known_bad: true,
            is_blocked: false,
            is_skipped: true,
            is_password_known: true,
        };
        assert_eq!(assess(&worst).level, Level::None);
        let blocked = assess(&Signals { is_blocked: true, ..worst });
        assert_eq!((blocked.level, blocked.reasons), (Level::High, vec![Reason::BlockedAddress]));
    }

    proptest! {
        #[test]
        fn the_score_is_the_sum_of_the_reasons_that_are_told(
            device in prop::sample::select(vec![Device::Unknowable, Device::New, Device::Known, Device::Remembered]),
            failures in 0..10_u32, bad: bool, known: bool, is_home: bool
        ) {
            let (usual, at) = (usual(), if is_home { home() } else { from("192.0.2.7", "AU", -33.0) });
            let signals = Signals {
                now: NOW, from: Some(&at), usual: &usual, last: None, device, earlier_failures: failures,
                is_known_bad: bad, is_blocked: false, is_skipped: false, is_password_known: known,
            };
            let judged = assess(&signals);
            let sum: i32 = judged.reasons.iter().map(|reason| reason.weight()).sum();
            prop_assert_eq!(i32::try_from(judged.score).unwrap(), sum.clamp(0, 100));
            prop_assert_eq!(judged.level, Level::of(judged.score));
            prop_assert_eq!(judged.has(Reason::FailureBurst), failures >= 4);
            let worse = assess(&Signals { is_known_bad: true, ..signals });
            prop_assert!(worse.score >= judged.score);
        }
    }
}
