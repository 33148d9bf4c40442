//! Begins a sign-in, or refreshes tokens.

use std::sync::Arc;

use super::client::{believed, find_client, is_hash_of, required_hash};
use super::first::{self, Chosen, First};
use super::{ClientRefused, FirstStep, identify_client};
use crate::domain::client::{AuthFlow, Client};
use crate::domain::pool::{Pool, PoolId};
use crate::domain::secret::Secret;
use crate::domain::sign_in::Factor;
use crate::flows::risk::{Told, as_told};
use crate::flows::sign_in::{self, Holder, Pending, Refused};
use crate::flows::token::{self, Refresh, RefreshRefused, Tokens};
use crate::flows::{Deps, Error};

/// Who brings a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordWay {
    /// The person's own app.
    App,
    /// The app's server, which holds an access key.
    Server,
}

impl PasswordWay {
    fn flow(self) -> AuthFlow {
        match self {
            Self::App => AuthFlow::AllowUserPasswordAuth,
            Self::Server => AuthFlow::AllowAdminUserPasswordAuth,
        }
    }
}

/// What is brought.
#[derive(Debug)]
pub enum Attempt {
    /// A name and a password.
    Password {
        /// By whom.
        way: PasswordWay,
        /// What was typed as the name.
        username: String,
        /// What was typed as the password.
        password: Secret,
    },
    /// A name, and perhaps what the person prefers to come with.
    Choice {
        /// What was typed as the name.
        username: String,
        /// What is preferred; `None`: not said, or nothing that could be offered.
        preferred: Option<Factor>,
        /// The password, where that is it.
        password: Option<Secret>,
    },
    /// A refresh token.
    Refresh(Secret),
}

/// A sign-in that begins.
#[derive(Debug)]
pub struct Initiate {
    /// The client's id.
    pub client_id: String,
    /// The only pool in which the client may live.
    pub pool: Option<PoolId>,
    /// Proof of the client's secret.
    pub secret_hash: Option<Secret>,
    /// What is brought.
    pub attempt: Attempt,
    /// What is said of the person; believed only of who may say it.
    pub told: Option<Told>,
}

/// How it ends.
#[derive(Debug)]
pub enum InitiateOutcome {
    /// Signed in, or refreshed.
    Tokens(Box<Tokens>),
    /// Something is asked, of a user of this client.
    Challenge(Box<Pending>, Arc<Client>),
    /// Something is asked of whom nothing is proven yet.
    First(FirstStep),
    /// The pool offers what was preferred, and cannot do it.
    NotOffered,
    /// So many codes were asked for that another one is not sent.
    LimitExceeded,
    /// The client may not come.
    Client(ClientRefused),
    /// The client does not list this way of signing in.
    NotEnabled(AuthFlow),
    /// The client's refresh tokens rotate, which this way of refreshing cannot do (`cognito.md` §4.1).
    Rotates,
    /// No.
    Refused(Refused),
    /// The refresh token does not work.
    Refresh(RefreshRefused),
}

/// Begins a sign-in, or refreshes tokens.
pub async fn initiate(deps: &Deps, mut initiate: Initiate) -> Result<InitiateOutcome, Error> {
    let told = believed(deps, &initiate.client_id, initiate.told.take()).await?;
    Box::pin(as_told(told, begin(deps, initiate))).await
}

async fn begin(deps: &Deps, initiate: Initiate) -> Result<InitiateOutcome, Error> {
    let Initiate { client_id, pool, secret_hash, attempt, told: _ } = initiate;
    match attempt {
        Attempt::Password { way, username, password } => {
            let found = identify_client(deps, &client_id, pool.as_ref(), &username, secret_hash.as_ref()).await?;
            let (client, pool) = match found {
                Ok(found) => found,
                Err(refused) => return Ok(InitiateOutcome::Client(refused)),
            };
            if !client.settings.allows(way.flow()) {
                return Ok(InitiateOutcome::NotEnabled(way.flow()));
            }
            let attempt = sign_in::PasswordAttempt {
                pool: pool.clone(),
                client: client.clone(),
                username,
                password,
                holder: Holder::Api,
                acr: None,
            };
            let outcome = sign_in::submit_password(deps, attempt).await?;
            told(deps, (&pool, &client), outcome).await
        }
        Attempt::Choice { username, preferred, password } => {
            let found = identify_client(deps, &client_id, pool.as_ref(), &username, secret_hash.as_ref()).await?;
            let (client, pool) = match found {
                Ok(found) => found,
                Err(refused) => return Ok(InitiateOutcome::Client(refused)),
            };
            if !client.settings.allows(AuthFlow::AllowUserAuth) {
                return Ok(InitiateOutcome::NotEnabled(AuthFlow::AllowUserAuth));
            }
            let chosen = Chosen { factor: preferred, password };
            match first::choose(deps, (&pool, &client), username, chosen).await? {
                First::Step(step) => Ok(InitiateOutcome::First(step)),
                First::Tried(outcome) => told(deps, (&pool, &client), outcome).await,
                First::LimitExceeded => Ok(InitiateOutcome::LimitExceeded),
                First::NotOffered => Ok(InitiateOutcome::NotOffered),
            }
        }
        Attempt::Refresh(refresh_token) => {
            let Some((client, pool)) = find_client(deps, &client_id, pool.as_ref()).await? else {
                return Ok(InitiateOutcome::Client(ClientRefused::Unknown));
            };
            refresh(deps, &client, &pool, secret_hash.as_ref(), &refresh_token).await
        }
    }
}

async fn told(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    outcome: sign_in::Outcome,
) -> Result<InitiateOutcome, Error> {
    Ok(match outcome {
        sign_in::Outcome::Complete(completed) => {
            InitiateOutcome::Tokens(Box::new(token::grant_directly(deps, pool, client, *completed).await?))
        }
        sign_in::Outcome::Challenge(pending) => InitiateOutcome::Challenge(pending, client.clone()),
        sign_in::Outcome::Refused(refused) => InitiateOutcome::Refused(refused),
    })
}

/// The hash is checked before the token is: whoever lacks the client's secret learns nothing of a token.
async fn refresh(
    deps: &Deps,
    client: &Client,
    pool: &Pool,
    hash: Option<&Secret>,
    refresh_token: &Secret,
) -> Result<InitiateOutcome, Error> {
    let proof = match required_hash(client, hash) {
        Ok(proof) => proof,
        Err(refused) => return Ok(InitiateOutcome::Client(refused)),
    };
    if !client.settings.allows(AuthFlow::AllowRefreshTokenAuth) {
        return Ok(InitiateOutcome::NotEnabled(AuthFlow::AllowRefreshTokenAuth));
    }
    if client.settings.rotation_in_force().enabled {
        return Ok(InitiateOutcome::Rotates);
    }
    if let Some((secret, hash)) = proof {
        let Some(user) = token::user_of_refresh_token(deps, pool, client, refresh_token).await? else {
            return Ok(InitiateOutcome::Refresh(RefreshRefused::Invalid));
        };
        if !is_hash_of(hash, secret, &user, client) {
            return Ok(InitiateOutcome::Client(ClientRefused::HashWrong));
        }
    }
    Ok(match token::refresh(deps, pool, client, refresh_token, None, false).await? {
        Ok(tokens) => InitiateOutcome::Tokens(Box::new(tokens)),
        Err(Refresh::Refused(refused)) => InitiateOutcome::Refresh(refused),
        // No scope was asked for.
        Err(Refresh::Scope) => InitiateOutcome::Refresh(RefreshRefused::Invalid),
    })
}
