//! The rates that one node holds strangers to, by name, and how much each allows.

use std::net::IpAddr;

use ipnet::IpNet;

/// Minutes' worth of a rate that may come at once. People arrive in bursts: a lecture begins, a newsletter goes out.
pub const BURST_MINUTES: u32 = 5;

/// What is counted, for each address and for each pool. What succeeds is given back, except where the success is what
/// costs: so who behaves is never held up, however many they are behind one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rate {
    /// First factors that were wrong, at whichever door.
    SignIn,
    /// Sign-ups, whatever becomes of them: each may send mail and leaves a row.
    SignUp,
    /// Codes and challenges for passkeys asked for, whatever becomes of them: each may send mail or leaves a row.
    Codes,
    /// Codes brought back that were wrong.
    Guesses,
    /// Clients that did not prove who they are.
    ClientSecrets,
    /// Calls of the API without a good signature that were refused for any reason.
    Calls,
}

impl Rate {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::SignIn, Self::SignUp, Self::Codes, Self::Guesses, Self::ClientSecrets, Self::Calls];

    /// The word for metrics and documentation.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
            Self::Codes => "codes",
            Self::Guesses => "guesses",
            Self::ClientSecrets => "client_secrets",
            Self::Calls => "calls",
        }
    }

    /// Its place in [`Rate::ALL`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// How much a rate allows, in a minute; [`BURST_MINUTES`] times as much may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// For one address (IPv4) or network of one customer (IPv6, /64).
    pub per_address: u32,
    /// For one pool, from everywhere.
    pub per_pool: u32,
}

/// What the operator chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Networks that no rate per address applies to.
    pub exempt: Vec<IpNet>,
    /// [`Rate::SignIn`]
    pub sign_in: Allowance,
    /// [`Rate::SignUp`]
    pub sign_up: Allowance,
    /// [`Rate::Codes`]
    pub codes: Allowance,
    /// [`Rate::Guesses`]
    pub guesses: Allowance,
    /// [`Rate::ClientSecrets`]
    pub client_secrets: Allowance,
    /// [`Rate::Calls`]; which pool is not known yet, so only `per_address` is used.
    pub calls: Allowance,
}

impl Default for Rates {
    fn default() -> Self {
        let of = |per_address, per_pool| Allowance { per_address, per_pool };
        Self {
            exempt: Vec::new(),
            sign_in: of(20, 3_000),
            sign_up: of(20, 3_000),
            codes: of(20, 1_800),
            guesses: of(20, 3_000),
            client_secrets: of(20, 3_000),
            calls: of(600, u32::MAX),
        }
    }
}

impl Rates {
    /// What one rate allows.
    #[must_use]
    pub const fn of(&self, rate: Rate) -> Allowance {
        match rate {
            Rate::SignIn => self.sign_in,
            Rate::SignUp => self.sign_up,
            Rate::Codes => self.codes,
            Rate::Guesses => self.guesses,
            Rate::ClientSecrets => self.client_secrets,
            Rate::Calls => self.calls,
        }
    }

    /// Whether no rate per address applies to `address`.
    #[must_use]
    pub fn exempts(&self, address: IpAddr) -> bool {
        self.exempt.iter().any(|network| network.contains(&address.to_canonical()))
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;

    #[test]
    fn every_rate_has_its_place_and_a_word_of_its_own() {
        for (place, rate) in Rate::ALL.into_iter().enumerate() {
            assert_eq!(rate.index(), place);
            assert_eq!(Rate::ALL.iter().filter(|other| other.as_str() == rate.as_str()).count(), 1);
        }
    }
}
