//! The browser's session at the hosted pages, and the sign-ins it holds: one per pool, always matched on the pool.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::clock::Micros;
use crate::domain::pool::{PoolId, SessionLifetimes};
use crate::domain::provider::ProviderId;
use crate::domain::sign_in::{Factor, MFA};
use crate::domain::user::UserId;

/// The lasting id of a browser session. The cookie's value is another and changes at each rise in privilege.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

/// The session at an upstream provider that a sign-in here came from, as it is remembered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpstreamSession(pub Uuid);

/// One pool's sign-in inside a browser session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLogin {
    /// The session it is part of.
    pub session: SessionId,
    /// The pool.
    pub pool: PoolId,
    /// Who is signed in.
    pub user: UserId,
    /// The upstream provider that vouched for them; `None`: they proved it here.
    pub provider: Option<ProviderId>,
    /// The session there that it came from, where that one is remembered: it can be ended there, and end this.
    pub upstream: Option<UpstreamSession>,
    /// When they proved it.
    pub auth_time: Micros,
    /// How they proved it.
    pub amr: Vec<String>,
    /// The user's epoch when the sign-in began.
    pub epoch: i64,
    /// When it was last used; kept to the minute.
    pub touched_at: Micros,
    /// The end in any case.
    pub expires_at: Micros,
    /// Seconds without use after which it ends.
    pub idle_secs: i64,
    /// Where it began: an address; empty where that is not known.
    pub address: String,
    /// With which program, as it said, cut short; empty where it said nothing.
    pub agent: String,
}

impl SessionLogin {
    /// Whether it can still be used.
    pub fn is_live(&self, now: Micros) -> bool {
        now < self.expires_at && now < self.touched_at.plus_secs(self.idle_secs)
    }

    /// Whether it began with the word of a provider.
    pub fn is_by_provider(&self) -> bool {
        self.provider.is_some()
    }

    /// Whether several factors were proven in it.
    pub fn has_several_factors(&self) -> bool {
        self.amr.iter().any(|word| word == MFA)
    }

    /// The same after a second factor was proven in it.
    #[must_use]
    pub fn raised_by(&self, factor: Factor) -> Self {
        let mut amr = self.amr.clone();
        for word in [factor.amr(), MFA] {
            if !amr.iter().any(|known| known == word) {
                amr.push(word.to_owned());
            }
        }
        Self { amr, ..self.clone() }
    }

    /// Whether its use must be noted: at most once a minute, so that reading pages writes next to nothing.
    pub fn needs_touch(&self, now: Micros) -> bool {
        now >= self.touched_at.plus_secs(60)
    }

    /// The absolute end of a session that begins now.
    pub fn end(lifetimes: SessionLifetimes, now: Micros) -> Micros {
        now.plus_secs(lifetimes.absolute_secs)
    }
}
