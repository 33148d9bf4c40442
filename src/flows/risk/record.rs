//! Writes down what was found: in the event of what became of the attempt, in its transaction, with the mail to the person.

use serde_json::{Value, json};

use super::feedback::{feedback_token, href};
use super::weigh::{self, Clues, configuration};
use crate::domain::client::Client;
use crate::domain::event::{Event, EventName};
use crate::domain::pool::Pool;
use crate::domain::risk::{Decision, Level, Notice, NoticeText, UsualPlaces, Verdict};
use crate::domain::secret::ExposeSecret as _;
use crate::domain::sign_in::{Factor, SignIn};
use crate::domain::user::{User, UserId};
use crate::flows::{Deps, Error, events, messages};
use crate::messaging::Attempt;
use crate::storage::{OutboxMessage, Tx};

/// Whose attempt it is, at which pool and client.
type Person<'a> = (&'a Pool, &'a Client, &'a User);

/// What was found of a sign-in that completes.
#[derive(Clone, Debug)]
pub struct Found {
    /// How risky it is, and what is done.
    pub(crate) decision: Box<Decision>,
    /// What the person is told by mail.
    pub(crate) notice: Option<Notice>,
}

/// What is written when a sign-in was weighed and does not complete at once.
#[derive(Debug, Default)]
pub(crate) struct Aftermath {
    event: Option<Event>,
    mail: Option<OutboxMessage>,
}

impl Aftermath {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.event.is_none() && self.mail.is_none()
    }

    /// Writes it.
    pub(crate) async fn write(&self, tx: &Tx) -> Result<(), Error> {
        if let Some(event) = &self.event {
            tx.events().add(event).await?;
        }
        if let Some(mail) = &self.mail {
            tx.outbox().add(mail).await?;
        }
        Ok(())
    }
}

/// What is written of a sign-in that is refused for its risk, or of which more is asked because of it.
pub(crate) fn aftermath(
    deps: &Deps,
    name: EventName,
    person: Person<'_>,
    (sign_in, notice): (&SignIn, Option<Notice>),
) -> Result<Aftermath, Error> {
    let (pool, client, user) = person;
    let Some(decision) = sign_in.risk.as_deref() else { return Ok(Aftermath::default()) };
    let detail = detail(decision, &sign_in.factors());
    let event = Event { detail, ..event(deps, name, (pool, client), Some(user.id)) };
    let mail = mail(deps, person, (decision, notice), &event)?;
    Ok(Aftermath { event: Some(event), mail })
}

/// The same for a sign-in that goes on: an event only where the risk asks for more, or the person is told.
pub(crate) fn questioned_or_nothing(
    deps: &Deps,
    person: Person<'_>,
    (sign_in, notice): (&SignIn, Option<Notice>),
) -> Result<Aftermath, Error> {
    let found = aftermath(deps, EventName::SignInQuestioned, person, (sign_in, notice))?;
    // Where the pool asks of everybody, the event of its end tells of the risk; but what a mail tells of is there.
    let is_told = found.mail.is_some() || !sign_in.demand.is_nothing();
    Ok(if is_told { found } else { Aftermath { event: None, ..found } })
}

/// Writes the event of a completed sign-in, and that the person was at this place.
pub(crate) async fn completed(
    deps: &Deps,
    tx: &Tx,
    (pool, client, user): Person<'_>,
    found: Option<&Found>,
    amr: &[String],
) -> Result<(), Error> {
    let mut event = event(deps, EventName::SignedIn, (pool, client), Some(user.id));
    if let Some(Found { decision, notice }) = found {
        event.detail = json!({ "risk": decision, "amr": amr });
        remember(deps, tx, pool, user, (decision, amr)).await?;
        if let Some(mail) = mail(deps, (pool, client, user), (decision, *notice), &event)? {
            tx.outbox().add(&mail).await?;
        }
    }
    Ok(tx.events().add(&event).await?)
}

/// The mail to the person, in the pool's own words where it has some.
fn mail(
    deps: &Deps,
    (pool, client, user): Person<'_>,
    (decision, notice): (&Decision, Option<Notice>),
    event: &Event,
) -> Result<Option<OutboxMessage>, Error> {
    let Some(notice) = notice else { return Ok(None) };
    let from = decision.from.clone();
    let attempt = Attempt {
        event: event.id.to_string(),
        at: event.at,
        address: from.as_ref().map(|from| from.address.to_string()).unwrap_or_default(),
        city: from.as_ref().and_then(|from| from.city.clone()).unwrap_or_default(),
        country: from.as_ref().and_then(|from| from.country.clone()).unwrap_or_default(),
        device: from.map(|from| from.device).unwrap_or_default(),
        token: feedback_token(deps, &pool.id, event.id).expose_secret().to_owned(),
        valid_href: href(deps, &pool.id, event.id, Verdict::Valid),
        invalid_href: href(deps, &pool.id, event.id, Verdict::Invalid),
    };
    messages::sign_in_notice(deps, (pool, user), (notice, own_words(pool, client, notice)), attempt)
}

fn own_words(pool: &Pool, client: &Client, notice: Notice) -> Option<NoticeText> {
    let notices = configuration(pool, client)?.takeover.as_ref()?.notices.as_ref()?;
    match notice {
        Notice::Block => notices.block.clone(),
        Notice::Mfa => notices.mfa.clone(),
        Notice::Nothing => notices.nothing.clone(),
    }
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
