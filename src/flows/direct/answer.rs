//! The answer to a challenge of a sign-in without a browser.

use std::sync::Arc;

use super::client::believed;
use super::first::{self, Chosen, First};
use super::{ClientRefused, FirstStep, identify_client};
use crate::domain::client::{AuthFlow, Client};
use crate::domain::code::Channel;
use crate::domain::identifier::{IdentifierKind, fold};
use crate::domain::pool::{AttributeProblem, PasswordProblem, Pool, PoolId};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::Factor;
use crate::domain::user::{Attributes, User};
use crate::flows::mfa::ProofRefused;
use crate::flows::risk::{Told, as_told};
use crate::flows::sign_in::{
    self, Choice, ChoiceRefused, CodeAnswer, CodeRefused, FirstCodeAnswer, FirstCodeRefused, FirstPasskeyAnswer,
    FirstPasskeyRefused, Holder, NewPassword, NewPasswordRefused, Pending, Refused, SentEnrolment,
    SentEnrolmentRefused, SessionProblem,
};
use crate::flows::token::{self, Tokens};
use crate::flows::{Deps, Error, Undeliverable};

/// The answer to a challenge.
#[derive(Debug)]
pub struct Answer {
    /// The client's id.
    pub client_id: String,
    /// The only pool in which the client may live.
    pub pool: Option<PoolId>,
    /// Proof of the client's secret.
    pub secret_hash: Option<Secret>,
    /// The Session string.
    pub session: Secret,
    /// Whose answer it is, by any of their names.
    pub username: String,
    /// What is brought.
    pub given: Given,
    /// What is said of the person; believed only of who may say it.
    pub told: Option<Told>,
}

/// What is brought to answer.
#[derive(Debug)]
pub enum Given {
    /// A new password.
    NewPassword {
        /// The password.
        password: Secret,
        /// Attributes given with it.
        attributes: Attributes,
    },
    /// A code that was sent as the first factor.
    FirstCode(Channel, Secret),
    /// A proof of a second factor.
    Second(Factor, Secret),
    /// Which second factor is to be asked for.
    Choice(Factor),
    /// Which first factor it is to be, perhaps with the password.
    First(Factor, Option<Secret>),
    /// The password, where that was chosen before.
    Password(Secret),
    /// What the browser brought back of a passkey.
    Passkey(Secret),
    /// Where the codes are to go that are set up as the second factor.
    SetUpSent(Channel, String),
    /// Nothing more: an app was set up under this Session string.
    AppSetUp,
}

/// How it ends.
#[derive(Debug)]
pub enum AnswerOutcome {
    /// Signed in.
    Tokens(Box<Tokens>),
    /// Something else is asked of whom nothing is proven yet.
    First(FirstStep),
    /// The pool does not offer what was chosen.
    NotOffered,
    /// The second factor that was chosen would not do; the Session string still holds.
    NotAChoice,
    /// So many codes were asked for that another one is not sent.
    LimitExceeded,
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
    /// No code can be sent to that number; the Session string still holds.
    Undeliverable(Undeliverable),
    /// The code does not do; the Session string still holds.
    Code(ProofRefused),
    /// What the browser brought back cannot be read; the Session string still holds.
    Unreadable,
    /// No.
    Refused(Refused),
}

/// Takes the answer and goes on with the sign-in.
pub async fn answer(deps: &Deps, mut answer: Answer) -> Result<AnswerOutcome, Error> {
    let told = believed(deps, &answer.client_id, answer.told.take()).await?;
    Box::pin(as_told(told, take(deps, answer))).await
}

async fn take(deps: &Deps, answer: Answer) -> Result<AnswerOutcome, Error> {
    let Answer { client_id, pool, secret_hash, session, username, given, told: _ } = answer;
    let (client, pool) = match identify_client(deps, &client_id, pool.as_ref(), &username, secret_hash.as_ref()).await?
    {
        Ok(found) => found,
        Err(refused) => return Ok(AnswerOutcome::Client(refused)),
    };
    let handle = session.expose_secret();
    let given = match given {
        Given::First(factor, password) => {
            let chosen = Chosen { factor: Some(factor), password };
            return choose_first(deps, (&pool, &client), (handle, username), chosen).await;
        }
        Given::Password(password) => {
            let chosen = Chosen { factor: Some(Factor::Password), password: Some(password) };
            return choose_first(deps, (&pool, &client), (handle, username), chosen).await;
        }
        Given::Passkey(credential) if sign_in::is_first_passkey(deps, handle).await? => {
            return first_passkey(deps, (pool, client), handle, (username, credential)).await;
        }
        // One challenge has the name of both.
        Given::Second(Factor::EmailCode, code) if sign_in::is_first_code(deps, handle).await? => {
            return first_code(deps, (pool, client), handle, (username, Channel::Email, code)).await;
        }
        Given::FirstCode(channel, code) => {
            return first_code(deps, (pool, client), handle, (username, channel, code)).await;
        }
        Given::Passkey(credential) => Given::Second(Factor::Passkey, credential),
        later @ (Given::NewPassword { .. }
        | Given::Second(..)
        | Given::Choice(_)
        | Given::SetUpSent(..)
        | Given::AppSetUp) => later,
    };
    let user = sign_in::pending_user(deps, &pool, &client, handle, &Holder::Api).await?;
    if !user.is_some_and(|user| is_name_of(&pool, &user, &username)) {
        return not_waiting(deps, &client, handle).await;
    }
    let outcome = match given {
        Given::NewPassword { password, attributes } => {
            let (pool, client, handle) = (pool.clone(), client.clone(), handle.to_owned());
            let new = NewPassword { pool, client, handle, holder: Holder::Api, password, attributes };
            match sign_in::answer_new_password(deps, new).await?.map_err(new_password_refused) {
                Ok(outcome) => Some(outcome),
                Err(None) => None,
                Err(Some(refused)) => return Ok(refused),
            }
        }
        Given::Choice(factor) => {
            let (pool, client, handle) = (pool.clone(), client.clone(), handle.to_owned());
            let choice = Choice { pool, client, handle, holder: Holder::Api, factor };
            match sign_in::choose_second(deps, choice).await? {
                Ok(asked) => Some(sign_in::Outcome::Challenge(Box::new(asked))),
                Err(ChoiceRefused::SessionInvalid) => None,
                Err(ChoiceRefused::NotAChoice) => return Ok(AnswerOutcome::NotAChoice),
            }
        }
        Given::Second(factor, code) => {
            match second(deps, (pool.clone(), client.clone()), handle, (factor, code)).await? {
                Ok(outcome) => outcome,
                Err(refused) => return Ok(refused),
            }
        }
        // Answered above: before the first proof nobody waits.
        Given::First(..) | Given::FirstCode(..) | Given::Password(_) | Given::Passkey(_) => None,
        Given::SetUpSent(channel, address) => {
            match set_up_sent(deps, (&pool, &client), handle, (channel, address)).await? {
                Ok(outcome) => outcome,
                Err(refused) => return Ok(refused),
            }
        }
        Given::AppSetUp => sign_in::finish_enrolment(deps, (&pool, &client), handle, &Holder::Api).await?,
    };
    match outcome {
        Some(outcome) => told(deps, (&pool, &client), outcome).await,
        None => not_waiting(deps, &client, handle).await,
    }
}

/// Takes what answers a second factor; `None`: nothing waits under this handle.
async fn second(
    deps: &Deps,
    (pool, client): (Arc<Pool>, Arc<Client>),
    handle: &str,
    (factor, code): (Factor, Secret),
) -> Result<Result<Option<sign_in::Outcome>, AnswerOutcome>, Error> {
    let code = code.expose_secret().to_owned();
    let answer = CodeAnswer { pool, client, handle: handle.to_owned(), holder: Holder::Api, code };
    Ok(match sign_in::answer_second(deps, answer, factor).await? {
        Ok(outcome) => Ok(Some(outcome)),
        Err(CodeRefused::SessionInvalid) => Ok(None),
        // There is no code that could be wrong.
        Err(CodeRefused::Code(ProofRefused::Mismatch)) if factor == Factor::Passkey => {
            Err(AnswerOutcome::Refused(Refused::NotAuthorized))
        }
        Err(CodeRefused::Code(refused)) => Err(AnswerOutcome::Code(refused)),
    })
}

/// Why a new password is not taken; `None`: no sign-in waits for one here.
fn new_password_refused(refused: NewPasswordRefused) -> Option<AnswerOutcome> {
    match refused {
        NewPasswordRefused::SessionInvalid => None,
        NewPasswordRefused::Password(problems) => Some(AnswerOutcome::Password(problems)),
        NewPasswordRefused::AliasTaken(kind) => Some(AnswerOutcome::AliasTaken(kind)),
        NewPasswordRefused::Attributes(problems) => Some(AnswerOutcome::Attributes(problems)),
    }
}

/// Sends a code to the contact that is to become the second factor.
async fn set_up_sent(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    handle: &str,
    (channel, address): (Channel, String),
) -> Result<Result<Option<sign_in::Outcome>, AnswerOutcome>, Error> {
    let (pool, client, handle) = (pool.clone(), client.clone(), handle.to_owned());
    let asked = SentEnrolment { pool, client, handle, holder: Holder::Api, channel, address };
    Ok(match sign_in::begin_sent_enrolment(deps, asked).await? {
        Ok(asked) => Ok(Some(sign_in::Outcome::Challenge(Box::new(asked)))),
        Err(SentEnrolmentRefused::SessionInvalid) => Ok(None),
        Err(SentEnrolmentRefused::Attribute(problem)) => Err(AnswerOutcome::Attributes(vec![problem])),
        Err(SentEnrolmentRefused::Taken(kind)) => Err(AnswerOutcome::AliasTaken(kind)),
        Err(SentEnrolmentRefused::Undeliverable(why)) => Err(AnswerOutcome::Undeliverable(why)),
        Err(SentEnrolmentRefused::LimitExceeded) => Err(AnswerOutcome::LimitExceeded),
    })
}

async fn told(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    outcome: sign_in::Outcome,
) -> Result<AnswerOutcome, Error> {
    Ok(match outcome {
        sign_in::Outcome::Complete(completed) => {
            AnswerOutcome::Tokens(Box::new(token::grant_directly(deps, pool, client, *completed).await?))
        }
        sign_in::Outcome::Challenge(pending) => AnswerOutcome::Challenge(pending, client.clone()),
        sign_in::Outcome::Refused(refused) => AnswerOutcome::Refused(refused),
    })
}

/// Goes on with what was chosen, for the name that the Session string says.
async fn choose_first(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    (session, username): (&str, String),
    chosen: Chosen,
) -> Result<AnswerOutcome, Error> {
    let folded = |name: &str| fold(name, pool.settings.sign_in_names.case_sensitive);
    let named = first::name_in(deps, client, session).filter(|name| folded(name) == folded(&username));
    // The client may have been told to allow it no more since.
    if named.is_none() || !client.settings.allows(AuthFlow::AllowUserAuth) {
        return Ok(AnswerOutcome::Session(SessionProblem::Invalid));
    }
    if !chosen.factor.is_some_and(|factor| pool.settings.offered_first().contains(&factor)) {
        return Ok(AnswerOutcome::NotOffered);
    }
    match first::choose(deps, (pool, client), username, chosen).await? {
        First::Step(step) => Ok(AnswerOutcome::First(step)),
        First::Tried(outcome) => told(deps, (pool, client), outcome).await,
        First::NotOffered => Ok(AnswerOutcome::NotOffered),
        First::LimitExceeded => Ok(AnswerOutcome::LimitExceeded),
    }
}

async fn first_code(
    deps: &Deps,
    (pool, client): (Arc<Pool>, Arc<Client>),
    handle: &str,
    (username, channel, code): (String, Channel, Secret),
) -> Result<AnswerOutcome, Error> {
    let answer = FirstCodeAnswer {
        pool: pool.clone(),
        client: client.clone(),
        handle: handle.to_owned(),
        holder: Holder::Api,
        username: Some(username),
        channel,
        acr: None,
        code,
    };
    match sign_in::answer_first_code(deps, answer).await? {
        Ok(outcome) => told(deps, (&pool, &client), outcome).await,
        Err(FirstCodeRefused::SessionInvalid) => Ok(AnswerOutcome::Session(SessionProblem::Invalid)),
        Err(FirstCodeRefused::Mismatch) => Ok(AnswerOutcome::Code(ProofRefused::Mismatch)),
        Err(FirstCodeRefused::TooManyAttempts) => Ok(AnswerOutcome::Code(ProofRefused::TooManyAttempts)),
    }
}

async fn first_passkey(
    deps: &Deps,
    (pool, client): (Arc<Pool>, Arc<Client>),
    handle: &str,
    (username, credential): (String, Secret),
) -> Result<AnswerOutcome, Error> {
    let answer = FirstPasskeyAnswer {
        pool: pool.clone(),
        client: client.clone(),
        handle: handle.to_owned(),
        holder: Holder::Api,
        username,
        credential,
    };
    match sign_in::answer_first_passkey(deps, answer).await? {
        Ok(outcome) => told(deps, (&pool, &client), outcome).await,
        Err(FirstPasskeyRefused::SessionInvalid) => Ok(AnswerOutcome::Session(SessionProblem::Invalid)),
        Err(FirstPasskeyRefused::Malformed) => Ok(AnswerOutcome::Unreadable),
        Err(FirstPasskeyRefused::NotAuthorized) => Ok(AnswerOutcome::Refused(Refused::NotAuthorized)),
    }
}

async fn not_waiting(deps: &Deps, client: &Client, handle: &str) -> Result<AnswerOutcome, Error> {
    Ok(AnswerOutcome::Session(sign_in::session_problem(deps, client, handle).await?))
}

/// Whether `typed` names `user`: what signs them in, or their `sub`.
fn is_name_of(pool: &Pool, user: &User, typed: &str) -> bool {
    let folded = fold(typed, pool.settings.sign_in_names.case_sensitive);
    user.identifiers(&pool.settings).iter().any(|identifier| identifier.value == folded)
        || user.id.to_string() == folded
}
