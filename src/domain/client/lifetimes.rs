//! How long a client's tokens live, in the units in which the admin said it.

use serde::{Deserialize, Serialize};

/// Units of a lifetime (Cognito's `TimeUnitsType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
}

impl TokenUnit {
    fn secs(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3600,
            Self::Days => 86_400,
        }
    }
}

/// The units in which each lifetime was said; unset ones are hours, hours and days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUnits {
    /// Of the access token.
    pub access: Option<TokenUnit>,
    /// Of the ID token.
    pub id: Option<TokenUnit>,
    /// Of the refresh token.
    pub refresh: Option<TokenUnit>,
}

/// How long a client's tokens live, as the admin said it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenLifetimes {
    /// Access token: 5 minutes to 1 day. Unset: 1 hour.
    pub access: Option<i64>,
    /// ID token: 5 minutes to 1 day. Unset: 1 hour.
    pub id: Option<i64>,
    /// Refresh token: 1 hour to 3650 days. Unset or 0: 30 days.
    pub refresh: Option<i64>,
    /// Units of the three; `None` when the admin gave none.
    pub units: Option<TokenUnits>,
}

const SHORT: std::ops::RangeInclusive<i64> = 300..=86_400;
const LONG: std::ops::RangeInclusive<i64> = 3600..=315_360_000;

impl TokenLifetimes {
    fn units(&self) -> TokenUnits {
        self.units.unwrap_or_default()
    }

    /// Seconds for which an access token lives.
    pub fn access_secs(&self) -> i64 {
        self.access.map_or(3600, |n| n.saturating_mul(self.units().access.unwrap_or(TokenUnit::Hours).secs()))
    }

    /// Seconds for which an ID token lives.
    pub fn id_secs(&self) -> i64 {
        self.id.map_or(3600, |n| n.saturating_mul(self.units().id.unwrap_or(TokenUnit::Hours).secs()))
    }

    /// Seconds for which a refresh token, and with it the family, lives.
    pub fn refresh_secs(&self) -> i64 {
        match self.refresh {
            None | Some(0) => 30 * 86_400,
            Some(n) => n.saturating_mul(self.units().refresh.unwrap_or(TokenUnit::Days).secs()),
        }
    }

    /// The refresh token's lifetime in the unit in which the admin speaks of it, also where it is the usual one.
    pub fn refresh_in_its_unit(&self) -> i64 {
        self.refresh_secs() / self.units().refresh.unwrap_or(TokenUnit::Days).secs()
    }

    /// The member whose value is outside its range, by Cognito's name.
    pub fn problem(&self) -> Option<&'static str> {
        let checks = [
            (SHORT.contains(&self.access_secs()), "AccessTokenValidity"),
            (SHORT.contains(&self.id_secs()), "IdTokenValidity"),
            (LONG.contains(&self.refresh_secs()), "RefreshTokenValidity"),
        ];
        checks.into_iter().find_map(|(holds, name)| (!holds).then_some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenLifetimes, TokenUnit, TokenUnits};

    #[test]
    fn unset_lifetimes_are_cognitos() {
        let lifetimes = TokenLifetimes::default();
        assert_eq!((lifetimes.access_secs(), lifetimes.id_secs(), lifetimes.refresh_secs()), (3600, 3600, 2_592_000));
        assert_eq!(lifetimes.problem(), None);
        for (unit, shown) in [
            (TokenUnit::Seconds, 2_592_000),
            (TokenUnit::Minutes, 43_200),
            (TokenUnit::Hours, 720),
            (TokenUnit::Days, 30),
        ] {
            let units = Some(TokenUnits { refresh: Some(unit), ..TokenUnits::default() });
            assert_eq!(TokenLifetimes { units, ..lifetimes }.refresh_in_its_unit(), shown);
        }
    }

    #[test]
    fn units_are_honoured_and_ranges_held() {
        let units = TokenUnits { access: Some(TokenUnit::Minutes), id: None, refresh: Some(TokenUnit::Hours) };
        let with = |access, id, refresh| TokenLifetimes { access, id, refresh, units: Some(units) };
        assert_eq!(with(Some(5), Some(24), Some(1)).problem(), None);
        assert_eq!(with(Some(4), None, None).problem(), Some("AccessTokenValidity"));
        assert_eq!(with(None, Some(25), None).problem(), Some("IdTokenValidity"));
        assert_eq!(with(None, None, Some(i64::MAX)).problem(), Some("RefreshTokenValidity"));
        assert_eq!(with(Some(-5), None, None).problem(), Some("AccessTokenValidity"));
    }
}
