//! Gathers the signals of one attempt.

use uuid::Uuid;

use super::context::{address, whereabouts};
use super::record;
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::risk::{
    Action, Assessment, Decision, Device, Mode, Notice, Reason, RiskConfiguration, Sighting, Signals, assess,
};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::sign_in::SignIn;
use crate::domain::user::{User, UserId};
use crate::flows::device::Standing;
use crate::flows::message_budget::reserve_of_notice;
use crate::flows::{Deps, Error};
use crate::meters;
use crate::storage::Tx;

/// What only the entrance knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clues<'a> {
    /// What is known of the browser.
    pub(crate) device: Device,
    /// Attempts that failed right before.
    pub(crate) earlier_failures: u32,
    /// The password, where it was proven with this attempt.
    pub(crate) password: Option<&'a Secret>,
}

/// What is known of a browser; `None`: there is none, or the pool does not tell them apart.
pub(crate) fn device(standing: Option<Standing>) -> Device {
    match standing {
        None => Device::Unknowable,
        Some(Standing::New) => Device::New,
        Some(Standing::Known) => Device::Known,
        Some(Standing::Remembered) => Device::Remembered,
    }
}

/// The sign-in with what was found of it, where its pool wants to know; and what its person is told by mail, if anything.
/// Called once a first factor was proven: an attempt that proved nothing is not a sign-in.
pub(crate) async fn weighed(
    deps: &Deps,
    (pool, client, user): (&Pool, &Client, &User),
    sign_in: SignIn,
    clues: Clues<'_>,
) -> Result<(SignIn, Option<Notice>), Error> {
    let said = configuration(pool, client);
    let is_known = match clues.password {
        Some(password) if said.is_some_and(RiskConfiguration::looks_up_at_sign_in) => {
            is_compromised(deps, password).await
        }
        _ => false,
    };
    let found = weigh(deps, pool, client, Some(sign_in.user), (&clues, is_known)).await?;
    let Some(decision) = found else { return Ok((sign_in, None)) };
    meters::risk_weighed(decision.assessment.level.as_str(), decision.action.as_str());
    let due = said.and_then(|said| decision.notice(said));
    let notice = match due {
        Some(notice) if reserve_of_notice(deps, pool, user).await? => Some(notice),
        _ => None,
    };
    Ok((sign_in.weighed(decision), notice))
}

/// What is found of an attempt of `user`, or of nobody; `None`: the pool does not want to know.
pub(super) async fn weigh(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    user: Option<UserId>,
    (clues, is_password_known): (&Clues<'_>, bool),
) -> Result<Option<Decision>, Error> {
    let mode = pool.settings.risk.mode;
    if mode == Mode::Off {
        return Ok(None);
    }
    let configuration = configuration(pool, client);
    let exceptions = configuration.and_then(|configuration| configuration.exceptions.as_ref());
    let (now, from) = (deps.now(), whereabouts(deps));
    let who = user.unwrap_or(UserId(Uuid::nil()));
    let usual = deps.storage.read().places().find(&pool.id, who).await?.at(now);
    let address = from.as_ref().map(|from| from.address);
    let signals = Signals {
        now,
        from: from.as_ref(),
        usual: &usual,
        last: last_sighting(deps, pool, who).await?,
        device: clues.device,
        earlier_failures: clues.earlier_failures,
        is_known_bad: address.is_some_and(|address| deps.addresses.is_bad(address)),
        is_blocked: exceptions.zip(address).is_some_and(|(exceptions, address)| exceptions.blocks(address)),
        is_skipped: exceptions.zip(address).is_some_and(|(exceptions, address)| exceptions.skips(address)),
        is_password_known,
    };
    let assessment = assess(&signals);
    let response = configuration.map(|configuration| configuration.response_to(&assessment)).unwrap_or_default();
    Ok(Some(Decision { assessment, action: response.action, is_enforced: mode == Mode::Enforced, from }))
}

/// Turns away whoever comes from a range that the pool blocks, before anything is compared: what they bring is not judged,
/// so that they learn nothing of it and lock nobody out.
pub(crate) async fn turn_away(deps: &Deps, pool: &Pool, client: &Client, user: Option<&User>) -> Result<bool, Error> {
    let exceptions = configuration(pool, client).and_then(|configuration| configuration.exceptions.as_ref());
    let is_blocked = pool.settings.risk.mode == Mode::Enforced
        && exceptions.zip(address()).is_some_and(|(exceptions, address)| exceptions.blocks(address));
    if !is_blocked {
        return Ok(false);
    }
    let reasons = vec![Reason::BlockedAddress];
    let assessment = Assessment { score: 100, level: crate::domain::risk::Level::High, reasons };
    let decision = Decision { assessment, action: Action::Block, is_enforced: true, from: whereabouts(deps) };
    let mut event = record::event(deps, EventName::SignInBlocked, (pool, client), user.map(|user| user.id));
    event.detail = record::detail(&decision, &[]);
    meters::risk_weighed(decision.assessment.level.as_str(), decision.action.as_str());
    deps.storage.unit(async |tx: &Tx| tx.events().add(&event).await).await?;
    Ok(true)
}

/// What is done about risk for this client: what it says itself, else what the pool says.
pub(super) fn configuration<'a>(pool: &'a Pool, client: &'a Client) -> Option<&'a RiskConfiguration> {
    client.settings.risk.as_ref().or(pool.settings.risk.configuration.as_ref())
}

/// Looked up only once it was proven, so that how long it takes tells nothing to who guesses.
async fn is_compromised(deps: &Deps, password: &Secret) -> bool {
    let password = password.expose_secret();
    deps.breached.has_common(password) || deps.breached.has_elsewhere(password).await
}

/// Where the person signed in last.
async fn last_sighting(deps: &Deps, pool: &Pool, user: UserId) -> Result<Option<Sighting>, Error> {
    let last = deps.storage.read().events().of_user(&pool.id, user, &[EventName::SignedIn], None, 1).await?;
    Ok(last.first().and_then(|event| {
        let position = event.detail.pointer("/risk/from/position")?;
        Some(Sighting { position: serde_json::from_value(position.clone()).ok()?, at: event.at })
    }))
}
