//! Where somebody usually signs in: a few networks and countries, the most recent ones.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{Position, network_of};
use crate::domain::clock::Micros;

/// Where an attempt comes from, as far as that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// The address.
    pub address: std::net::IpAddr,
    /// The country (ISO 3166-1 alpha-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The city, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The number of the network's operator (RFC 6793).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<u32>,
    /// Where on the earth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// What the browser or app says it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device: String,
}

/// A place at which somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The network.
    pub network: IpNet,
    /// The network's operator, where that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<u32>,
    /// The country, where that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// When they signed in there last, to the day.
    pub seen_at: Micros,
}

/// The places of one user, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UsualPlaces(Vec<Place>);

impl UsualPlaces {
    /// Most places that are remembered of one user; the one that was not seen for longest goes.
    pub const MOST: usize = 20;
    /// Seconds after which a place that was not seen is forgotten.
    pub const REMEMBERED_SECS: i64 = 365 * 86_400;
    /// Seconds after which seeing a place again is worth writing down.
    const STALE_SECS: i64 = 86_400;

    /// Whether nothing is remembered: a first sign-in is compared with nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The places, the last one first.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.0.iter()
    }

    /// Without what was not seen for so long that it is forgotten.
    #[must_use]
    pub fn at(mut self, now: Micros) -> Self {
        self.0.retain(|place| place.seen_at.plus_secs(Self::REMEMBERED_SECS) > now);
        self
    }

    /// Whether somebody signed in from this network before, or from another one of the same operator: a phone is given
    /// addresses of many networks by one.
    pub fn has_network(&self, from: &Whereabouts) -> bool {
        let network = network_of(from.address);
        self.0
            .iter()
            .any(|place| place.network == network || (from.operator.is_some() && place.operator == from.operator))
    }

    /// Whether somebody signed in from this country before; `None`: there is nothing to compare.
    pub fn has_country(&self, country: Option<&str>) -> Option<bool> {
        let country = country?;
        let mut known = self.0.iter().filter_map(|place| place.country.as_deref()).peekable();
        known.peek()?;
        Some(known.any(|place| place == country))
    }

    /// The places after a completed sign-in; `None`: nothing that is worth writing down.
    pub fn after_sign_in(&self, from: &Whereabouts, now: Micros) -> Option<Self> {
        let network = network_of(from.address);
        let is_here = |place: &Place| {
            place.network == network && place.operator == from.operator && place.country == from.country
        };
        let known = self.0.iter().find(|place| is_here(place));
        if known.is_some_and(|place| now < place.seen_at.plus_secs(Self::STALE_SECS)) {
            return None;
        }
        let here = Place { network, operator: from.operator, country: from.country.clone(), seen_at: now };
        let others = self.0.iter().filter(|place| place.network != network).cloned();
        Some(Self(std::iter::once(here).chain(others).take(Self::MOST).collect()))
    }

    /// When all of it is forgotten, if nothing is seen again.
    pub fn forgotten_at(&self) -> Micros {
        let last = self.0.iter().map(|place| place.seen_at).max().unwrap_or_default();
        last.plus_secs(Self::REMEMBERED_SECS)
    }
}

#[cfg(test)]
mod tests {
    use super::{Micros, UsualPlaces, Whereabouts};

    const NOW: Micros = Micros::from_secs(1_700_000_000);

    fn from(address: &str, country: &str, operator: u32) -> Whereabouts {
        Whereabouts {
            address: address.parse().unwrap(),
            country: Some(country.to_owned()).filter(|country| !country.is_empty()),
            city: None,
            operator: Some(operator).filter(|operator| *operator != 0),
            position: None,
            device: String::new(),
        }
    }

    fn seen(places: &UsualPlaces, at: &Whereabouts) -> UsualPlaces {
        places.after_sign_in(at, NOW).unwrap()
    }

    #[test]
    fn a_place_is_written_once_a_day() {
        let home = from("203.0.113.7", "DE", 0);
        let places = seen(&UsualPlaces::default(), &home);
        let neighbour = from("203.0.113.99", "DE", 0);
        assert_eq!(places.after_sign_in(&neighbour, NOW.plus_secs(86_399)), None);
        let next_day = places.after_sign_in(&neighbour, NOW.plus_secs(86_400)).unwrap();
        assert_eq!(next_day.iter().count(), 1);
        assert_eq!(next_day.iter().next().unwrap().seen_at, NOW.plus_secs(86_400));
    }

    #[test]
    fn networks_of_one_operator_are_one_to_a_phone() {
        let places = seen(&UsualPlaces::default(), &from("203.0.113.7", "DE", 3320));
        assert!(places.has_network(&from("203.0.113.8", "", 0)));
        assert!(places.has_network(&from("198.51.100.1", "DE", 3320)));
        assert!(!places.has_network(&from("198.51.100.1", "DE", 64_500)));
        assert!(!places.has_network(&from("198.51.100.1", "DE", 0)));
    }

    #[test]
    fn a_country_is_new_only_where_others_are_known() {
        let unknown = seen(&UsualPlaces::default(), &from("203.0.113.7", "", 0));
        assert_eq!(unknown.has_country(Some("DE")), None);
        let german = seen(&unknown, &from("203.0.113.7", "DE", 0));
        assert_eq!(german.has_country(Some("DE")), Some(true));
        assert_eq!(german.has_country(Some("AU")), Some(false));
        assert_eq!(german.has_country(None), None);
    }

    #[test]
    fn the_oldest_of_too_many_and_the_long_unseen_go() {
        let mut places = UsualPlaces::default();
        for third in 0..30 {
            places = seen(&places, &from(&format!("203.0.{third}.7"), "DE", 0));
        }
        assert_eq!(places.iter().count(), UsualPlaces::MOST);
        assert!(!places.has_network(&from("203.0.0.7", "DE", 0)) && places.has_network(&from("203.0.29.7", "DE", 0)));
        let year = UsualPlaces::REMEMBERED_SECS;
        assert_eq!(places.forgotten_at(), NOW.plus_secs(year));
        assert!(places.clone().at(NOW.plus_secs(year)).is_empty() && !places.at(NOW.plus_secs(year - 1)).is_empty());
    }
}
