//! The answer to a challenge of a sign-in without a browser.

use std::sync::Arc;

use super::{ClientRefused, identify_client};
use crate::domain::client::Client;
use crate::domain::identifier::{IdentifierKind, fold};
use crate::domain::pool::{AttributeProblem, PasswordProblem, Pool};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::{Attributes, User};
use crate::flows::sign_in::{self, Holder, NewPassword, NewPasswordRefused, Pending, Refused, SessionProblem};
use crate::flows::token::{self, Tokens};
use crate::flows::{Deps, Error};

/// The answer to "choose a new password".
#[derive(Debug)]
pub struct Answer {
    /// The client's id.
    pub client_id: String,
    /// Proof of the client's secret.
    pub secret_hash: Option<Secret>,
    /// The Session string.
    pub session: Secret,
    /// Whose answer it is, by any of their names.
    pub username: String,
    /// The new password.
    pub password: Secret,
    /// Attributes given with it.
    pub attributes: Attributes,
}

/// How it ends.
#[derive(Debug)]
pub enum AnswerOutcome {
    /// Signed in.
    Tokens(Box<Tokens>),
    /// Something more is asked, of a user of this client.
    Challenge(Box<Pending>, Arc<Client>),
    /// The client may not come.
    Client(ClientRefused),
    /// The Session string does not hold, here or any more.
    Session(SessionProblem),
    /// The password does not do; the Session string still holds.
    Password(Vec<PasswordProblem>),
    /// Attributes do not fit, or required ones are missing; the Session string still holds.
    Attributes(Vec<AttributeProblem>),
    /// Another user signs in with one of the attributes; the Session string still holds.
    AliasTaken(IdentifierKind),
    /// No.
    Refused(Refused),
}

/// Takes the answer and goes on with the sign-in.
pub async fn answer(deps: &Deps, answer: Answer) -> Result<AnswerOutcome, Error> {
    let Answer { client_id, secret_hash, session, username, password, attributes } = answer;
    let (client, pool) = match identify_client(deps, &client_id, None, &username, secret_hash.as_ref()).await? {
        Ok(found) => found,
        Err(refused) => return Ok(AnswerOutcome::Client(refused)),
    };
    let handle = session.expose_secret().to_owned();
    let pending = sign_in::pending_new_password(deps, &pool, &client, &handle, &Holder::Api).await?;
    let Some((user, _)) = pending else {
        let problem = sign_in::session_problem(deps, &client, &handle).await?;
        return Ok(AnswerOutcome::Session(problem));
    };
    if !is_name_of(&pool, &user, &username) {
        return Ok(AnswerOutcome::Session(SessionProblem::Invalid));
    }
    let new =
        NewPassword { pool: pool.clone(), client: client.clone(), handle, holder: Holder::Api, password, attributes };
    Ok(match sign_in::answer_new_password(deps, new).await? {
        Ok(sign_in::Outcome::Complete(completed)) => {
            AnswerOutcome::Tokens(Box::new(token::grant_directly(deps, &pool, &client, *completed).await?))
        }
        Ok(sign_in::Outcome::Challenge(pending)) => AnswerOutcome::Challenge(pending, client),
        Ok(sign_in::Outcome::Refused(refused)) => AnswerOutcome::Refused(refused),
        Err(NewPasswordRefused::SessionInvalid) => {
            AnswerOutcome::Session(sign_in::session_problem(deps, &client, session.expose_secret()).await?)
        }
        Err(NewPasswordRefused::Password(problems)) => AnswerOutcome::Password(problems),
        Err(NewPasswordRefused::AliasTaken(kind)) => AnswerOutcome::AliasTaken(kind),
        Err(NewPasswordRefused::Attributes(problems)) => AnswerOutcome::Attributes(problems),
    })
}

/// Whether `typed` names `user`: what signs them in, or their `sub`.
fn is_name_of(pool: &Pool, user: &User, typed: &str) -> bool {
    let folded = fold(typed, pool.settings.sign_in_names.case_sensitive);
    user.identifiers(&pool.settings).iter().any(|identifier| identifier.value == folded)
        || user.id.to_string() == folded
}
