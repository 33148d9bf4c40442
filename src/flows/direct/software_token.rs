//! Sets an authenticator app up inside a sign-in without a browser: only the Session string says whose.

use std::sync::Arc;

use super::client::find_client;
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::mfa::{Enrolment, ProofRefused};
use crate::flows::sign_in::{self, CodeAnswer, CodeRefused, Holder, SessionProblem};
use crate::flows::{Deps, Error};

/// How the end of setting it up ends.
#[derive(Debug)]
pub enum SetUpOutcome {
    /// Set up; the sign-in goes on under this Session string.
    Done(Secret),
    /// The Session string does not hold, or waits for something else.
    Session(SessionProblem),
    /// The code does not do; the Session string still holds.
    Code(ProofRefused),
}

/// Makes the secret of an app for the sign-in of this Session string, which still holds.
pub async fn begin_set_up(deps: &Deps, session: &Secret) -> Result<Result<Enrolment, SessionProblem>, Error> {
    let handle = session.expose_secret();
    let Some((client, pool)) = client_and_pool(deps, handle).await? else { return Ok(Err(SessionProblem::Invalid)) };
    match sign_in::begin_enrolment(deps, &pool, &client, handle, &Holder::Api).await? {
        Some(enrolment) => Ok(Ok(enrolment)),
        None => sign_in::session_problem(deps, &client, handle).await.map(Err),
    }
}

/// Takes the first code of the app.
pub async fn finish_set_up(
    deps: &Deps,
    session: &Secret,
    code: &str,
    device_name: &str,
) -> Result<SetUpOutcome, Error> {
    let handle = session.expose_secret();
    let Some((client, pool)) = client_and_pool(deps, handle).await? else {
        return Ok(SetUpOutcome::Session(SessionProblem::Invalid));
    };
    let answer = CodeAnswer {
        pool,
        client: client.clone(),
        handle: handle.to_owned(),
        holder: Holder::Api,
        code: code.to_owned(),
    };
    Ok(match sign_in::prove_enrolment(deps, answer, device_name).await? {
        Ok(enrolled) => SetUpOutcome::Done(Secret::from(enrolled.handle)),
        Err(CodeRefused::Code(refused)) => SetUpOutcome::Code(refused),
        Err(CodeRefused::SessionInvalid) => {
            SetUpOutcome::Session(sign_in::session_problem(deps, &client, handle).await?)
        }
    })
}

async fn client_and_pool(deps: &Deps, handle: &str) -> Result<Option<(Arc<Client>, Arc<Pool>)>, Error> {
    match sign_in::client_of(deps, handle).await? {
        Some(client) => find_client(deps, client.as_str(), None).await,
        None => Ok(None),
    }
}
