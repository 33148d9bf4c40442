//! The trip as it travels through the browser and the provider: sealed, bound, and used up by the row of its id.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::callback::{self, CameTo, is_expected};
use crate::crypto::ring::{MacPurpose, StatePurpose};
use crate::crypto::sealed_state;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Provider, ProviderId};
use crate::domain::secret::Secret;
use crate::domain::session::SessionId;
use crate::domain::user::UserId;
use crate::federation::{Answer, Trip};
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;
use crate::storage::Tx;

/// Seconds from setting out to coming back (case 173).
pub(super) const LONGEST_SECS: i64 = 600;
/// What every trip is sealed for.
const CONTEXT: &[u8] = b"trip";

/// What a trip is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// To sign in.
    #[default]
    SignIn,
    /// To link the account at the provider to the account of whoever is signed in: of this user, in this session, and of nobody
    /// who may be signed in in the browser by the time it comes back.
    Link {
        /// The user.
        user: UserId,
        /// Their session.
        session: SessionId,
    },
}

impl Errand {
    fn is_sign_in(&self) -> bool {
        *self == Self::SignIn
    }
}

/// A trip, as it is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Carried {
    /// Tells it from all others.
    #[serde(rename = "i")]
    pub(super) id: Uuid,
    /// The pool.
    #[serde(rename = "p")]
    pub pool: PoolId,
    /// The provider.
    #[serde(rename = "v")]
    pub(super) provider: ProviderId,
    /// Keyed hash of the value of the browser's cookie.
    #[serde(rename = "b")]
    pub(super) browser: String,
    /// What the ID token must repeat.
    #[serde(rename = "n")]
    pub(super) nonce: String,
    /// The PKCE verifier.
    #[serde(rename = "k")]
    pub(super) verifier: String,
    /// The request of the app, as it travels in the query of pages.
    #[serde(rename = "q")]
    pub query: String,
    /// Where the pages are mounted that it came from.
    #[serde(rename = "m")]
    pub mount: String,
    /// What for.
    #[serde(rename = "e", default, skip_serializing_if = "Errand::is_sign_in")]
    pub errand: Errand,
    /// Whether nobody set out: the provider sent the browser by itself.
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_unasked: bool,
    /// Whether it comes back to the address of its provider alone, as the admin had it when it set out.
    #[serde(rename = "o", default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) has_own_callback: bool,
    /// Whether the app demanded that the person proves anew who they are.
    #[serde(rename = "f", default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) demands_proof: bool,
    /// When it set out.
    #[serde(rename = "t")]
    pub(super) began_at: i64,
}

impl std::fmt::Debug for Carried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Carried").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TripRefused {
    /// Its state is not one of ours, or was changed.
    Unknown,
    /// It took longer than ten minutes.
    Expired,
    /// Another browser set out (RFC 9700 §4.7).
    OtherBrowser,
    /// It came back before.
    Used,
}

impl Carried {
    /// `None`: it is too long.
    pub(super) fn seal(&self, deps: &Deps) -> Option<String> {
        let until = Micros(self.began_at).plus_secs(LONGEST_SECS);
        sealed_state::seal_json(&deps.ring, StatePurpose::Upstream, CONTEXT, self, until).ok()
    }

    fn open(deps: &Deps, state: &str) -> Result<Self, TripRefused> {
        let opened = sealed_state::open_json(&deps.ring, StatePurpose::Upstream, CONTEXT, state, deps.now());
        opened.map_err(|error| match error {
            sealed_state::StateError::Expired => TripRefused::Expired,
            sealed_state::StateError::Invalid | sealed_state::StateError::TooLong => TripRefused::Unknown,
        })
    }

    /// The same of a trip that may be over: good for nothing but to begin anew.
    fn open_any(deps: &Deps, state: &str) -> Option<Self> {
        sealed_state::open_json(&deps.ring, StatePurpose::Upstream, CONTEXT, state, Micros(0)).ok()
    }

    /// As connectors know it.
    pub(super) fn trip(&self, deps: &Deps, provider: &Provider, state: String) -> Trip {
        let callback = callback::of_trip(&deps.urls, provider, &self.pool, self.has_own_callback);
        Trip {
            id: self.id,
            state,
            callback,
            nonce: self.nonce.clone(),
            verifier: Secret::from(self.verifier.as_str()),
            login_hint: String::new(),
            is_fresh: false,
            proven_since: self.demands_proof.then_some(Micros(self.began_at)),
            key: None,
            is_unsolicited: self.is_unasked,
        }
    }
}

/// The keyed hash by which a trip knows its browser.
pub(super) fn browser_hash(deps: &Deps, browser: &str) -> String {
    deps.ring.keyed_hash(MacPurpose::SignInHandle, &[b"trip", browser.as_bytes()])
}

/// Keeps an answer that came by a POST from another site, which brings no cookies, until the browser comes for it by a GET
/// (DESIGN.md §8). Answers the mount to go on at.
pub async fn keep_answer(
    deps: &Deps,
    (state, came_to): (&str, &CameTo),
    answer: &Answer,
) -> Result<Result<String, TripRefused>, Error> {
    let carried = match Carried::open(deps, state) {
        Ok(carried) if is_expected(&carried, came_to, answer) => carried,
        Ok(_) => return Ok(Err(TripRefused::Unknown)),
        Err(refused) => return Ok(Err(refused)),
    };
    // Kept: each leaves a row until it is over.
    admission::admit(deps, Rate::Codes, Some(&carried.pool))?.keep();
    let now = deps.now();
    let until = Micros(carried.began_at.max(now.0)).plus_secs(LONGEST_SECS);
    let plain = serde_json::to_vec(&Kept::of(answer)).map_err(|_| Error::Internal("an answer that is not written"))?;
    let keep = async |tx: &Tx| tx.trips().keep(&carried.pool, carried.id, &plain, (now, until)).await;
    let is_kept = deps.storage.unit(keep).await?;
    Ok(if is_kept { Ok(carried.mount) } else { Err(TripRefused::Used) })
}

/// The trip of a state with which this browser set out, over or not; `None`: it set out with none such. What is done with it
/// is to show where one begins anew, and no more.
pub fn begun_here(deps: &Deps, state: &str, browser: &str) -> Option<Carried> {
    Carried::open_any(deps, state).filter(|carried| carried.browser == browser_hash(deps, browser))
}

/// Uses a trip up that came back to `browser` with `answer`, or with one that was kept for it. Nothing has been asked of the
/// provider until then.
pub async fn come_back(
    deps: &Deps,
    (state, came_to): (&str, &CameTo),
    browser: &str,
    answer: Option<Answer>,
) -> Result<Result<(Carried, Answer), TripRefused>, Error> {
    let carried = match Carried::open(deps, state) {
        Ok(carried) => carried,
        Err(refused) => return Ok(Err(refused)),
    };
    if answer.as_ref().is_some_and(|answer| !is_expected(&carried, came_to, answer)) {
        return Ok(Err(TripRefused::Unknown));
    }
    // Whom a provider sends by itself comes in any browser; whether it may was asked before this was sealed.
    if !carried.is_unasked && carried.browser != browser_hash(deps, browser) {
        return Ok(Err(TripRefused::OtherBrowser));
    }
    admission::admit(deps, Rate::Guesses, Some(&carried.pool))?.keep();
    let now = deps.now();
    let until = Micros(carried.began_at.max(now.0)).plus_secs(LONGEST_SECS);
    let Some(answer) = answer else {
        let take = async |tx: &Tx| tx.trips().take(&carried.pool, carried.id, now).await;
        let kept = deps.storage.unit(take).await?;
        let kept = kept.and_then(|plain| serde_json::from_slice::<Kept>(&plain).ok());
        return Ok(kept.map(|kept| (carried, kept.answer())).ok_or(TripRefused::Used));
    };
    let use_up = async |tx: &Tx| tx.trips().use_up(&carried.pool, carried.id, now, until).await;
    let is_first = deps.storage.unit(use_up).await?;
    Ok(if is_first { Ok((carried, answer)) } else { Err(TripRefused::Used) })
}

/// An answer at rest.
#[derive(Serialize, Deserialize)]
enum Kept {
    Code { code: String, issuer: Option<String>, user: Option<String> },
    Error { code: String, issuer: Option<String> },
    Saml(String),
}

impl Kept {
    fn of(answer: &Answer) -> Self {
        use crate::domain::secret::ExposeSecret as _;
        match answer.clone() {
            Answer::Code { code, issuer, user } => Self::Code { code: code.expose_secret().to_owned(), issuer, user },
            Answer::Error { code, issuer } => Self::Error { code, issuer },
            Answer::Saml(response) => Self::Saml(response),
        }
    }

    fn answer(self) -> Answer {
        match self {
            Self::Code { code, issuer, user } => Answer::Code { code: Secret::from(code), issuer, user },
            Self::Error { code, issuer } => Answer::Error { code, issuer },
            Self::Saml(response) => Answer::Saml(response),
        }
    }
}
