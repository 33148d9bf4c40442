//! Writes down what was found: in the event of what became of the attempt, in its transaction, with the mail to the person.

use serde_json::{Value, json};

use super::weigh::{self, Clues};
use crate::domain::client::Client;
use crate::domain::event::{Event, EventName};
use crate::domain::pool::Pool;
use crate::domain::risk::{Decision, Level, UsualPlaces};
use crate::domain::sign_in::{Factor, SignIn};
use crate::domain::user::{User, UserId};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// What is written when a sign-in was weighed and does not complete at once.
#[derive(Debug, Default)]
pub(crate) struct Aftermath {
    event: Option<Event>,
}

impl Aftermath {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.event.is_none()
    }

    /// Writes it.
    pub(crate) async fn write(&self, tx: &Tx) -> Result<(), Error> {
        if let Some(event) = &self.event {
            tx.events().add(event).await?;
        }
        Ok(())
    }
}

/// What is written of a sign-in that is refused for its risk, or of which more is asked because of it.
pub(crate) fn aftermath(deps: &Deps, name: EventName, person: (&Pool, &Client, &User), sign_in: &SignIn) -> Aftermath {
    let (pool, client, user) = person;
    let event = sign_in.risk.as_deref().map(|decision| {
        let detail = detail(decision, &sign_in.factors());
        Event { detail, ..event(deps, name, (pool, client), Some(user.id)) }
    });
    Aftermath { event }
}

/// The same for a sign-in that goes on: something only where the risk asks for it.
pub(crate) fn questioned_or_nothing(deps: &Deps, person: (&Pool, &Client, &User), sign_in: &SignIn) -> Aftermath {
    if sign_in.demand.is_nothing() {
        return Aftermath::default();
    }
    aftermath(deps, EventName::SignInQuestioned, person, sign_in)
}

/// Writes the event of a completed sign-in, and that the person was at this place.
pub(crate) async fn completed(
    deps: &Deps,
    tx: &Tx,
    (pool, client, user): (&Pool, &Client, &User),
    risk: Option<&Decision>,
    amr: &[String],
) -> Result<(), Error> {
    let mut event = event(deps, EventName::SignedIn, (pool, client), Some(user.id));
    if let Some(decision) = risk {
        event.detail = json!({ "risk": decision, "amr": amr });
        remember(deps, tx, pool, user, (decision, amr)).await?;
    }
    Ok(tx.events().add(&event).await?)
}

/// A place is usual once somebody signed in there, unless all that speaks for them is one factor and much speaks against
/// them: a stranger's place must not become the person's own by a stolen password.
async fn remember(
    deps: &Deps,
    tx: &Tx,
    pool: &Pool,
    user: &User,
    (decision, amr): (&Decision, &[String]),
) -> Result<(), Error> {
    let Some(from) = &decision.from else { return Ok(()) };
    let is_doubtful = decision.assessment.level == Level::High && !amr.iter().any(|word| word == "mfa");
    if is_doubtful {
        return Ok(());
    }
    let now = deps.now();
    let usual: UsualPlaces = tx.places().find(&pool.id, user.id).await?.at(now);
    match usual.after_sign_in(from, now) {
        Some(places) => Ok(tx.places().put(&pool.id, user.id, &places).await?),
        None => Ok(()),
    }
}

/// The detail of the event of an attempt that failed, of somebody or nobody.
pub(crate) async fn failed(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    user: Option<UserId>,
    earlier_failures: u32,
) -> Result<Value, Error> {
    let clues = Clues { earlier_failures, ..Clues::default() };
    let found = weigh::weigh(deps, pool, client, user, (&clues, false)).await?;
    Ok(found.map_or_else(|| json!({}), |decision| json!({ "risk": decision })))
}

pub(super) fn detail(decision: &Decision, proven: &[Factor]) -> Value {
    json!({ "risk": decision, "proven": proven })
}

pub(super) fn event(deps: &Deps, name: EventName, (pool, client): (&Pool, &Client), user: Option<UserId>) -> Event {
    let event = events::of_pool(deps, name, &pool.id, json!({}));
    Event { user, client: Some(client.id.clone()), ..event }
}
