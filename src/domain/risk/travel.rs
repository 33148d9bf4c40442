//! Travel that nobody can have made: two sign-ins farther apart than an aircraft flies in the time between.

use serde::{Deserialize, Serialize};

use crate::domain::clock::Micros;

/// Mean radius of the earth in kilometres.
const EARTH_KM: f64 = 6371.0;
/// Kilometres an hour that nobody exceeds, boarding and all.
const FASTEST_KM_PER_HOUR: f64 = 900.0;
/// Kilometres by which tables of addresses may be wrong about both places together: within that nothing is travel.
const TOLERANCE_KM: f64 = 500.0;

/// A place on the earth, in degrees, as exact as a table of addresses has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Position {
    /// Kilometres to `other` along the surface (haversine).
    pub fn distance_km(self, other: Self) -> f64 {
        let [from, to] = [self, other].map(|place| place.latitude.to_radians());
        let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let longitude = half_sine(other.longitude - self.longitude);
        let square = half_sine(other.latitude - self.latitude) + from.cos() * to.cos() * longitude;
        2.0 * EARTH_KM * square.clamp(0.0, 1.0).sqrt().asin()
    }
}

/// Somebody seen at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sighting {
    /// Where.
    pub position: Position,
    /// When.
    pub at: Micros,
}

/// Whether nobody gets from one sighting to the other in the time between. What is said to be earlier than the last one
/// took no time at all.
pub fn is_impossible(last: Sighting, now: Sighting) -> bool {
    let distance = last.position.distance_km(now.position);
    if !distance.is_finite() || distance <= TOLERANCE_KM {
        return false;
    }
    #[expect(clippy::cast_precision_loss, reason = "microseconds of a century fit 53 bits")]
    let hours = now.at.since(last.at).max(0) as f64 / 3_600_000_000.0;
    distance - TOLERANCE_KM > hours * FASTEST_KM_PER_HOUR
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Micros, Position, Sighting, is_impossible};

    const BERLIN: Position = Position { latitude: 52.52, longitude: 13.40 };
    const LEIPZIG: Position = Position { latitude: 51.34, longitude: 12.37 };
    const SYDNEY: Position = Position { latitude: -33.87, longitude: 151.21 };
    const FIJI_EAST: Position = Position { latitude: -16.8, longitude: -179.9 };
    const FIJI_WEST: Position = Position { latitude: -16.8, longitude: 179.9 };

    fn after(hours: i64, from: Position, to: Position) -> bool {
        let at = Micros::from_secs(1_700_000_000);
        let later = at.plus_secs(hours * 3600);
        is_impossible(Sighting { position: from, at }, Sighting { position: to, at: later })
    }

    #[test]
    fn distances_are_those_of_the_atlas() {
        assert!((BERLIN.distance_km(SYDNEY) - 16_090.0).abs() < 60.0, "{}", BERLIN.distance_km(SYDNEY));
        assert!((BERLIN.distance_km(LEIPZIG) - 149.0).abs() < 5.0, "{}", BERLIN.distance_km(LEIPZIG));
        assert!(FIJI_EAST.distance_km(FIJI_WEST) < 30.0, "across the date line");
    }

    #[test]
    fn a_flight_is_possible_and_a_minute_is_not() {
        assert!(after(0, BERLIN, SYDNEY) && after(10, BERLIN, SYDNEY));
        assert!(!after(24, BERLIN, SYDNEY));
        assert!(!after(0, BERLIN, LEIPZIG), "within what tables are wrong by");
        assert!(!after(0, FIJI_EAST, FIJI_WEST));
        assert!(after(-1, BERLIN, SYDNEY), "a clock that went back is no time to travel");
    }

    fn position() -> impl Strategy<Value = Position> {
        (-90.0..=90.0_f64, -180.0..=180.0_f64).prop_map(|(latitude, longitude)| Position { latitude, longitude })
    }

    proptest! {
        #[test]
        fn distances_are_symmetric_and_no_longer_than_half_way_round(a in position(), b in position()) {
            let there = a.distance_km(b);
            prop_assert!((there - b.distance_km(a)).abs() < 1e-6);
            prop_assert!((0.0..=20_020.0).contains(&there));
            prop_assert!(a.distance_km(a) < 1e-6);
        }

        #[test]
        fn more_time_never_makes_a_journey_impossible(a in position(), b in position(), hours in 0..40_i64) {
            prop_assert!(!after(hours + 1, a, b) || after(hours, a, b));
        }
    }
}
