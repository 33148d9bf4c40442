//! Messages on their way, written in the transaction of their cause and claimed by a worker under a lease.
//!
//! ```text
//! queued ──claim──► leased ──delivered──► Delivered (address and text erased)
//!   ▲                 │  └──park───────► Parked    (text erased, waits for the operator)
//!   └──── retry_at ───┘   a lease that runs out is claimed again
//! ```

use std::fmt;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    UpdateMany,
};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::outbox::{self, Column};
use super::Repos;
use super::row::Row;
use crate::crypto::ring::KeyRing;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutboxState {
    /// To be delivered.
    Queued,
    /// Handed over to the mail server.
    Delivered,
    /// Given up; the reason is in `last_error`.
    Parked,
}

impl OutboxState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Delivered => "delivered",
            Self::Parked => "parked",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Queued, Self::Delivered, Self::Parked].into_iter().find(|state| state.as_str() == text)
    }
}

/// A message. Its address and text are sealed at rest, and empty once they are erased.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxMessage {
    /// Its id.
    pub id: Uuid,
    /// The pool in whose name it is sent.
    pub pool: PoolId,
    /// What it is about.
    pub event: String,
    /// The address.
    pub recipient: String,
    /// The text, as its sender reads it.
    pub payload: Vec<u8>,
    /// How often delivery was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub next_attempt_at: Micros,
    /// Until when one worker has it for itself.
    pub lease_until: Option<Micros>,
    /// When it was written.
    pub created_at: Micros,
    /// After which it is not delivered any more.
    pub expires_at: Micros,
    /// Where it stands.
    pub state: OutboxState,
    /// Why the last try failed; without address or text.
    pub last_error: String,
}

impl fmt::Debug for OutboxMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxMessage")
            .field("id", &self.id)
            .field("pool", &self.pool)
            .field("event", &self.event)
            .field("attempts", &self.attempts)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// The repository of messages.
#[derive(Clone, Copy, Debug)]
pub struct Outbox<'a>(pub(super) Repos<'a>);

impl Outbox<'_> {
    /// Adds a message.
    pub async fn add(&self, message: &OutboxMessage) -> Result<(), StorageError> {
        let id = message.id.to_string();
        let row = Row { table: "outbox", key: &id };
        let seal = |column, plain| row.seal(self.0.ring, column, message.pool.as_str(), plain);
        let model = outbox::Model {
            pool_id: message.pool.to_string(),
            event: message.event.clone(),
            recipient: Some(seal("recipient", message.recipient.as_bytes())),
            payload: Some(seal("payload", &message.payload)),
            attempts: message.attempts,
            next_attempt_at: message.next_attempt_at.0,
            lease_until: message.lease_until.map(|at| at.0),
            created_at: message.created_at.0,
            expires_at: message.expires_at.0,
            state: message.state.as_str().to_owned(),
            last_error: message.last_error.clone(),
            id,
        };
        outbox::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The message of this id, in whatever state.
    pub async fn find(&self, id: Uuid) -> Result<Option<OutboxMessage>, StorageError> {
        let model = outbox::Entity::find_by_id(id.to_string()).one(&self.0.reader()).await?;
        model.map(|model| message(self.0.ring, model)).transpose()
    }

    /// Takes up to `limit` due messages for `lease_secs` seconds, the longest due first. Workers on several nodes never
    /// get the same one. A message that cannot be opened is parked, so that it does not stop the others.
    pub async fn claim(&self, now: Micros, lease_secs: i64, limit: u64) -> Result<Vec<OutboxMessage>, StorageError> {
        let due = outbox::Entity::find()
            .filter(Column::State.eq(OutboxState::Queued.as_str()))
            .filter(Column::NextAttemptAt.lte(now.0))
            .filter(Column::ExpiresAt.gt(now.0))
            .filter(unleased(now))
            .order_by_asc(Column::NextAttemptAt)
            .limit(limit)
            .all(&self.0.writer()?)
            .await?;
        let mut claimed = Vec::with_capacity(due.len());
        for mut model in due {
            let lease_until = now.plus_secs(lease_secs);
            let lease = queued(&model.id)
                .col_expr(Column::LeaseUntil, Expr::value(Some(lease_until.0)))
                .filter(unleased(now))
                .exec(&self.0.writer()?)
                .await?;
            if lease.rows_affected == 0 {
                continue;
            }
            model.lease_until = Some(lease_until.0);
            let id = model.id.clone();
            match message(self.0.ring, model) {
                Ok(message) => claimed.push(message),
                Err(StorageError::Sealed { .. } | StorageError::Inconsistent { .. }) => {
                    self.park_row(&id, "the message does not open").await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(claimed)
    }

    /// Marks a message as delivered and erases its address and text.
    pub async fn delivered(&self, id: Uuid, now: Micros) -> Result<(), StorageError> {
        let update = queued(&id.to_string())
            .col_expr(Column::State, Expr::value(OutboxState::Delivered.as_str()))
            .col_expr(Column::Recipient, Expr::value(None::<Vec<u8>>))
            .col_expr(Column::Payload, Expr::value(None::<Vec<u8>>))
            .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
            // Nothing more will come of it: the next cleaning may take the row.
            .col_expr(Column::ExpiresAt, Expr::value(now.0));
        update.exec(&self.0.writer()?).await?;
        Ok(())
    }

    /// Gives a message back, to be tried again `at`.
    pub async fn retry_at(&self, id: Uuid, attempts: i32, at: Micros, error: &str) -> Result<(), StorageError> {
        let update = queued(&id.to_string())
            .col_expr(Column::Attempts, Expr::value(attempts))
            .col_expr(Column::NextAttemptAt, Expr::value(at.0))
            .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
            .col_expr(Column::LastError, Expr::value(error));
        update.exec(&self.0.writer()?).await?;
        Ok(())
    }

    /// Gives a message up and erases its text.
    pub async fn park(&self, id: Uuid, error: &str) -> Result<(), StorageError> {
        self.park_row(&id.to_string(), error).await
    }

    /// Number of messages that still are to be delivered.
    pub async fn pending(&self) -> Result<u64, StorageError> {
        let queued = outbox::Entity::find().filter(Column::State.eq(OutboxState::Queued.as_str()));
        Ok(queued.count(&self.0.reader()).await?)
    }

    /// How many messages still are to be delivered, and since when the oldest of them waits.
    pub async fn backlog(&self) -> Result<(u64, Option<Micros>), StorageError> {
        let queued = outbox::Entity::find()
            .select_only()
            .column_as(Column::Id.count(), "waiting")
            .column_as(Column::CreatedAt.min(), "oldest")
            .filter(Column::State.eq(OutboxState::Queued.as_str()))
            .into_tuple::<(i64, Option<i64>)>();
        let (waiting, oldest) = queued.one(&self.0.reader()).await?.unwrap_or_default();
        Ok((u64::try_from(waiting).unwrap_or(0), oldest.map(Micros)))
    }

    async fn park_row(&self, id: &str, error: &str) -> Result<(), StorageError> {
        let update = queued(id)
            .col_expr(Column::State, Expr::value(OutboxState::Parked.as_str()))
            .col_expr(Column::Payload, Expr::value(None::<Vec<u8>>))
            .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
            .col_expr(Column::LastError, Expr::value(error));
        update.exec(&self.0.writer()?).await?;
        Ok(())
    }
}

/// A change to a message that is still to be delivered.
fn queued(id: &str) -> UpdateMany<outbox::Entity> {
    outbox::Entity::update_many().filter(Column::Id.eq(id)).filter(Column::State.eq(OutboxState::Queued.as_str()))
}

fn unleased(now: Micros) -> Condition {
    Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lte(now.0))
}

fn message(ring: &KeyRing, model: outbox::Model) -> Result<OutboxMessage, StorageError> {
    let row = Row { table: "outbox", key: &model.id };
    let recipient = match &model.recipient {
        Some(sealed) => row.unseal_text(ring, "recipient", &model.pool_id, sealed)?.as_str().to_owned(),
        None => String::new(),
    };
    let payload = match &model.payload {
        Some(sealed) => row.unseal(ring, "payload", &model.pool_id, sealed)?.to_vec(),
        None => Vec::new(),
    };
    Ok(OutboxMessage {
        id: row.uuid(&model.id)?,
        pool: row.pool(&model.pool_id)?,
        recipient,
        payload,
        attempts: model.attempts,
        next_attempt_at: Micros(model.next_attempt_at),
        lease_until: model.lease_until.map(Micros),
        created_at: Micros(model.created_at),
        expires_at: Micros(model.expires_at),
        state: row.word(OutboxState::parse(&model.state))?,
        event: model.event,
        last_error: model.last_error,
    })
}
