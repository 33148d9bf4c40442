//! Whether an attempt to sign in was its person: said by a link in the mail about it, or by an admin.
//!
//! The link carries a MAC over the event, and no row waits for it. It is answered once, within a month; what it opens is a page
//! with two buttons, since programs open the links of mails before people do. What is said is shown to admins, and to nobody else;
//! nothing is let in or locked by it: whoever reads the mail might be the one who should not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use uuid::Uuid;

use crate::crypto::ring::{Mac, MacPurpose};
use crate::domain::event::{Event, EventName};
use crate::domain::pool::{Pool, PoolId};
use crate::domain::risk::{Feedback, Verdict, Witness};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::{User, UserId};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Seconds for which a link can be answered.
const LONGEST_SECS: i64 = 30 * 24 * 3600;
/// Where links lead, below the pool.
const PAGE: &str = "/feedback";
/// Attempts to sign in, and what became of them.
const ATTEMPTS: [EventName; 4] =
    [EventName::SignedIn, EventName::SignInFailed, EventName::SignInBlocked, EventName::SignInQuestioned];

/// An attempt of which a link asks.
#[derive(Clone, Debug)]
pub struct AskedAttempt {
    /// What was audited of it.
    pub event: Event,
    /// Whose account it was about.
    pub user: UserId,
    /// What was said of it already.
    pub said: Option<Feedback>,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackOutcome {
    /// It is written.
    Given,
    /// Somebody was faster: what they said stays.
    Answered,
    /// The link is none, or over.
    Over,
}

/// What a link about this event carries (`FeedbackToken`).
pub fn feedback_token(deps: &Deps, pool: &PoolId, event: Uuid) -> Secret {
    let mac = deps.ring.mac(MacPurpose::Feedback, &parts(pool, &event));
    let mut bytes = Vec::with_capacity(36);
    bytes.extend_from_slice(&mac.version.to_be_bytes());
    bytes.extend_from_slice(&mac.bytes);
    Secret::from(URL_SAFE_NO_PAD.encode(bytes))
}

/// Where the link of a mail leads that says `verdict` of this event.
pub(super) fn href(deps: &Deps, pool: &PoolId, event: Uuid, verdict: Verdict) -> String {
    let token = feedback_token(deps, pool, event);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("event", &event.to_string())
        .append_pair("value", verdict.as_str())
        .append_pair("token", token.expose_secret())
        .finish();
    format!("{}{PAGE}?{query}", deps.urls.issuer(pool))
}

fn parts<'a>(pool: &'a PoolId, event: &'a Uuid) -> [&'a [u8]; 2] {
    [pool.as_str().as_bytes(), event.as_bytes()]
}

fn holds(deps: &Deps, pool: &PoolId, event: Uuid, token: &Secret) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(token.expose_secret()).ok().and_then(|bytes| <[u8; 36]>::try_from(bytes).ok());
    let Some((version, code)) = bytes.as_ref().and_then(|bytes| bytes.split_at_checked(4)) else { return false };
    let (Ok(version), Ok(bytes)) = (<[u8; 4]>::try_from(version), <[u8; 32]>::try_from(code)) else { return false };
    let mac = Mac { version: u32::from_be_bytes(version), bytes };
    deps.ring.verify_mac(MacPurpose::Feedback, &parts(pool, &event), &mac)
}

/// The attempt of which a link asks; `None`: it is none of ours, or over. Nothing is written.
pub async fn asked_attempt(
    deps: &Deps,
    pool: &Pool,
    (event, token): (&str, &Secret),
) -> Result<Option<AskedAttempt>, Error> {
    let Some(id) = Uuid::parse_str(event).ok().filter(|id| holds(deps, &pool.id, *id, token)) else { return Ok(None) };
    let Some(event) = find(deps, pool, id).await? else { return Ok(None) };
    let is_over = deps.now() >= event.at.plus_secs(LONGEST_SECS);
    let Some(user) = event.user.filter(|_| !is_over) else { return Ok(None) };
    if deps.storage.read().users().find(&pool.id, user).await?.is_none() {
        return Ok(None);
    }
    let said = deps.storage.read().event_feedback().list(&pool.id, &[id]).await?.into_iter().next();
    Ok(Some(AskedAttempt { event, user, said }))
}

/// Writes what the person says by the link in the mail, once. `whose`: the user whom the caller names, where they name one.
pub async fn give_feedback(
    deps: &Deps,
    pool: &Pool,
    link: (&str, &Secret),
    (whose, verdict): (Option<UserId>, Verdict),
) -> Result<FeedbackOutcome, Error> {
    let Some(asked) = asked_attempt(deps, pool, link).await? else { return Ok(FeedbackOutcome::Over) };
    if whose.is_some_and(|whose| whose != asked.user) {
        return Ok(FeedbackOutcome::Over);
    }
    let said = Feedback { event: asked.event.id, verdict, by: Witness::User, at: deps.now() };
    let event = audited(deps, pool, asked.user, &said);
    let write = async |tx: &Tx| -> Result<FeedbackOutcome, Error> {
        if !tx.event_feedback().add(&pool.id, asked.user, &said).await? {
            return Ok(FeedbackOutcome::Answered);
        }
        tx.events().add(&event).await?;
        Ok(FeedbackOutcome::Given)
    };
    deps.storage.unit(write).await
}

/// Writes what an admin says of an attempt of `user`, over what was said before; `false`: they have no such attempt.
pub async fn give_admin_feedback(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    (event, verdict): (&str, Verdict),
) -> Result<bool, Error> {
    let Ok(id) = Uuid::parse_str(event) else { return Ok(false) };
    let found = find(deps, pool, id).await?;
    if found.is_none_or(|event| event.user != Some(user.id)) {
        return Ok(false);
    }
    let said = Feedback { event: id, verdict, by: Witness::Admin, at: deps.now() };
    let event = audited(deps, pool, user.id, &said);
    let write = async |tx: &Tx| -> Result<(), Error> {
        tx.event_feedback().put(&pool.id, user.id, &said).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    Ok(true)
}

async fn find(deps: &Deps, pool: &Pool, id: Uuid) -> Result<Option<Event>, Error> {
    let found = deps.storage.read().events().find(&pool.id, id).await?;
    Ok(found.filter(|event| ATTEMPTS.contains(&event.name)))
}

fn audited(deps: &Deps, pool: &Pool, user: UserId, said: &Feedback) -> Event {
    let mut event = events::of_user(deps, EventName::FeedbackGiven, &pool.id, user, None);
    event.detail = json!({ "event": said.event, "value": said.verdict, "by": said.by });
    event
}
