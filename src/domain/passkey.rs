//! Passkeys: public keys with which people prove who they are (Web Authentication Level 3), and what a pool asks of them.
//! How one is checked is `crypto`'s; this knows names, numbers and settings.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};
use uuid::Uuid;

use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// Most passkeys of one user (`cognito.md` §4.6).
pub const MOST_PASSKEYS: u64 = 20;
/// Most origins that a pool lists beside its own.
const MOST_ORIGINS: usize = 20;
/// Longest relying party id, in characters (Cognito's `RelyingPartyIdType`).
const LONGEST_ID: usize = 127;

/// Longest name that a person gives a passkey, in characters.
pub const LONGEST_NAME: usize = 64;

/// A passkey as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its row.
    pub id: Uuid,
    /// The pool.
    pub pool: PoolId,
    /// Whose it is.
    pub user: UserId,
    /// The name that its authenticator gave it, in base64url; there is one such passkey in a pool.
    pub credential_id: String,
    /// The public key with what was learnt at its registration, as `crypto` wrote it.
    pub credential: String,
    /// The highest count of signatures seen; 0 where the authenticator does not count (Web Authentication §6.1.1).
    pub sign_count: u32,
    /// Whether it may be copied to other devices.
    pub can_be_backed_up: bool,
    /// Whether there was a copy when it was last seen.
    pub is_backed_up: bool,
    /// What its person knows it by.
    pub name: String,
    /// The relying party that it belongs to. It works for no other.
    pub relying_party: String,
    /// `platform` or `cross-platform`, as the browser said; empty where it did not.
    pub attachment: String,
    /// How its authenticator can be reached, as the browser said.
    pub transports: Vec<String>,
    /// When it was registered.
    pub created_at: Micros,
    /// When somebody last signed in with it.
    pub last_used_at: Option<Micros>,
}

/// A person's name for a passkey, without what surrounds or disturbs it; `None`: nothing is left, or too much.
pub fn name_of(typed: &str) -> Option<String> {
    let name: String = typed.chars().filter(|letter| !letter.is_control()).collect();
    let name = name.trim();
    (1..=LONGEST_NAME).contains(&name.chars().count()).then(|| name.to_owned())
}

/// Whether the authenticator must make sure who holds it, by a finger or a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserVerification {
    /// Where it can.
    #[default]
    Preferred,
    /// Always.
    Required,
}

/// What a pool asks of passkeys (Cognito's `WebAuthnConfiguration`, and the origins that it has no member for).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyPolicy {
    /// The domain that passkeys belong to; `None`: the host of the public URL. A setting of its own, since who changes it
    /// locks out everybody who registered before (lesson L9).
    pub relying_party: Option<String>,
    /// Whether the authenticator must make sure who holds it.
    pub user_verification: UserVerification,
    /// Whether a passkey whose holder was verified is all that is asked where a second factor is.
    pub is_two_factors: bool,
    /// Origins of apps, beside the server's own, whose pages may use the pool's passkeys: each is compared whole.
    pub related_origins: BTreeSet<String>,
}

/// What is wrong with a pool's policy of passkeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasskeyProblem {
    /// Not a domain that passkeys can belong to.
    RelyingParty,
    /// Not an origin, or one without TLS.
    Origin(String),
    /// Too many origins.
    TooManyOrigins,
}

impl PasskeyPolicy {
    /// What is to be asked of an authenticator. Where a passkey counts as two factors, the second is its holder's.
    pub fn asked_verification(&self) -> UserVerification {
        if self.is_two_factors { UserVerification::Required } else { self.user_verification }
    }

    /// The first thing that is wrong with it.
    pub fn problem(&self) -> Option<PasskeyProblem> {
        if self.relying_party.as_deref().is_some_and(|id| !is_relying_party(id)) {
            return Some(PasskeyProblem::RelyingParty);
        }
        if self.related_origins.len() > MOST_ORIGINS {
            return Some(PasskeyProblem::TooManyOrigins);
        }
        self.related_origins.iter().find(|origin| !is_origin(origin)).cloned().map(PasskeyProblem::Origin)
    }
}

/// Whether a passkey can belong to `id`: a domain in its usual writing, of two labels or more, or `localhost` (Web
/// Authentication §5.1.2). Whether it is one under which strangers register is left to browsers, which refuse those.
fn is_relying_party(id: &str) -> bool {
    let is_label = |label: &str| {
        let is_written = label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (1..=63).contains(&label.len()) && is_written && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_domain = id.contains('.') && id.split('.').all(is_label) && id.parse::<IpAddr>().is_err();
    id.len() <= LONGEST_ID && (is_domain || id == "localhost")
}

/// Whether `text` is an origin as browsers write it, with TLS or on this machine.
fn is_origin(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let is_here = matches!(url.host(), Some(Host::Domain("localhost")));
    // A star is a letter like others in the host of an address, and would be taken for more than that.
    let is_one = !text.contains('*');
    let has_tls = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    is_one && has_tls && url.origin().ascii_serialization() == text
}

#[cfg(test)]
mod tests {
    use super::{PasskeyPolicy, PasskeyProblem, UserVerification};

    fn of_id(id: &str) -> Option<PasskeyProblem> {
        PasskeyPolicy { relying_party: Some(id.to_owned()), ..PasskeyPolicy::default() }.problem()
    }

    fn of_origin(origin: &str) -> Option<PasskeyProblem> {
        PasskeyPolicy { related_origins: [origin.to_owned()].into(), ..PasskeyPolicy::default() }.problem()
    }

    #[test]
    fn a_relying_party_is_a_domain_and_nothing_else() {
        assert_eq!(PasskeyPolicy::default().problem(), None);
        for good in ["example.com", "id.example.co.uk", "localhost", "xn--bcher-kva.example", "a1.example"] {
            assert_eq!(of_id(good), None, "{good}");
        }
        let long = format!("{}.example", "a".repeat(120));
        for bad in [
            "",
            "com",
            ".com",
            "example.com.",
            "Example.com",
            "https://example.com",
            "example.com:443",
            "192.0.2.1",
            "[::1]",
            "a..b",
            "-a.example",
            "a_b.example",
            "bücher.example",
            "*.example.com",
            long.as_str(),
        ] {
            assert_eq!(of_id(bad), Some(PasskeyProblem::RelyingParty), "{bad}");
        }
    }

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for good in ["https://app.example.com", "https://app.example.com:8443", "http://localhost:3000"] {
            assert_eq!(of_origin(good), None, "{good}");
        }
        for bad in [
            "",
            "app.example.com",
            "https://app.example.com/",
            "https://app.example.com:443",
            "http://app.example.com",
            "https://user@app.example.com",
            "https://app.example.com/path",
            "https://APP.example.com",
            "null",
            "javascript:alert(1)",
            "https://*.example.com",
            "http://localhost.example.com",
        ] {
            assert_eq!(of_origin(bad), Some(PasskeyProblem::Origin(bad.to_owned())), "{bad}");
        }
        let many = (0..21).map(|number| format!("https://app{number}.example.com")).collect();
        let policy = PasskeyPolicy { related_origins: many, ..PasskeyPolicy::default() };
        assert_eq!(policy.problem(), Some(PasskeyProblem::TooManyOrigins));
    }

    #[test]
    fn two_factors_in_one_need_its_holder_verified() {
        let mut policy = PasskeyPolicy::default();
        assert_eq!(policy.asked_verification(), UserVerification::Preferred);
        policy.is_two_factors = true;
        assert_eq!(policy.asked_verification(), UserVerification::Required);
    }
}
