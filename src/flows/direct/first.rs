//! The person chooses what comes first (`USER_AUTH`). Until something is proven, or a code is sent, nothing is stored: the
//! Session string is sealed and says who wants to sign in, and it can be answered as often as the limits let it.

use std::sync::Arc;

use serde_json::Value;

use crate::crypto::ring::StatePurpose;
use crate::crypto::sealed_state;
use crate::domain::client::Client;
use crate::domain::code::{Channel, Delivery};
use crate::domain::pool::Pool;
use crate::domain::secret::Secret;
use crate::domain::sign_in::Factor;
use crate::flows::sign_in::{
    self, AskFirstCode, AskFirstPasskey, AskedFirstCode, AskedFirstPasskey, Holder, Outcome, PasswordAttempt, Refused,
    ask_first_code, ask_first_passkey,
};
use crate::flows::{Deps, Error};

/// What is asked of somebody of whom nothing is proven.
#[derive(Debug)]
pub enum FirstStep {
    /// Which of these is it to be?
    Select(String, Vec<Factor>),
    /// The password.
    Password(String),
    /// The code that was sent.
    Code(String, Channel, Delivery),
    /// A passkey, with what the browser is to be given.
    Passkey(String, Value),
}

/// How the choice of a first factor ends.
#[derive(Debug)]
pub(super) enum First {
    /// Something is asked first.
    Step(FirstStep),
    /// A password was given with the choice.
    Tried(Outcome),
    /// The pool does not offer it.
    NotOffered,
    /// So many codes were asked for that another one is not sent.
    LimitExceeded,
}

/// What somebody comes with, or wants to.
pub(super) struct Chosen {
    /// What it is; `None`: not said.
    pub(super) factor: Option<Factor>,
    /// The password, where that is it.
    pub(super) password: Option<Secret>,
}

/// Begins, or goes on after `SELECT_CHALLENGE`, with what was chosen.
pub(super) async fn choose(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    username: String,
    chosen: Chosen,
) -> Result<First, Error> {
    let offered = pool.settings.offered_first();
    let session = seal(deps, client, &username)?;
    let (pool, client) = (pool.clone(), client.clone());
    match chosen.factor.filter(|factor| offered.contains(factor)) {
        Some(Factor::Password) => match chosen.password {
            Some(password) => {
                let attempt = PasswordAttempt { pool, client, username, password, holder: Holder::Api };
                Ok(First::Tried(sign_in::submit_password(deps, attempt).await?))
            }
            None => Ok(First::Step(FirstStep::Password(session))),
        },
        Some(Factor::Passkey) => {
            let ask = AskFirstPasskey { pool, client, username, holder: Holder::Api };
            Ok(match ask_first_passkey(deps, ask).await? {
                AskedFirstPasskey::Asked(session, options) => First::Step(FirstStep::Passkey(session, options)),
                AskedFirstPasskey::NotOffered => First::NotOffered,
                AskedFirstPasskey::UserNotFound => First::Tried(Outcome::Refused(Refused::UserNotFound)),
            })
        }
        Some(factor) => {
            let Some(channel) = Channel::of(factor) else { return Ok(First::NotOffered) };
            let ask = AskFirstCode { pool, client, username, channel, holder: Holder::Api, query: String::new() };
            Ok(match ask_first_code(deps, ask).await? {
                AskedFirstCode::Sent(session, delivery) => First::Step(FirstStep::Code(session, channel, delivery)),
                AskedFirstCode::NotOffered => First::NotOffered,
                AskedFirstCode::UserNotFound => First::Tried(Outcome::Refused(Refused::UserNotFound)),
                AskedFirstCode::LimitExceeded => First::LimitExceeded,
            })
        }
        None => Ok(First::Step(FirstStep::Select(session, offered.into_iter().collect()))),
    }
}

fn seal(deps: &Deps, client: &Client, username: &str) -> Result<String, Error> {
    let until = deps.now().plus_secs(client.settings.auth_session_secs());
    let context = client.id.as_str().as_bytes();
    sealed_state::seal_json(&deps.ring, StatePurpose::FirstFactor, context, &username, until)
        .map_err(|_| Error::Internal("a name that cannot be sealed"))
}

/// The name that the Session string says, as it was typed; `None`: it is none of these, or over.
pub(super) fn name_in(deps: &Deps, client: &Client, session: &str) -> Option<String> {
    let context = client.id.as_str().as_bytes();
    sealed_state::open_json(&deps.ring, StatePurpose::FirstFactor, context, session, deps.now()).ok()
}
