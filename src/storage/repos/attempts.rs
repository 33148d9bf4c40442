//! Counted attempts: one row for each bucket, changed by compare-and-swap so that counts are exact over nodes. The
//! limits themselves are decided elsewhere.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};

use super::super::StorageError;
use super::super::entities::attempts::{self, Column};
use super::Repos;
use crate::domain::clock::Micros;

/// The state of one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptBucket {
    /// What is counted: a policy and a keyed hash of whom or what it is about.
    pub bucket: String,
    /// Failures, or attempts that have not succeeded yet.
    pub failures: i32,
    /// Attempts since the last success.
    pub consecutive: i32,
    /// When counting began.
    pub window_started_at: Micros,
    /// Until when every attempt is refused.
    pub locked_until: Option<Micros>,
    /// When it was last changed.
    pub updated_at: Micros,
    /// When it can be forgotten.
    pub expires_at: Micros,
}

/// The repository of attempts.
#[derive(Clone, Copy, Debug)]
pub struct Attempts<'a>(pub(super) Repos<'a>);

impl Attempts<'_> {
    /// The state of a bucket.
    pub async fn find(&self, bucket: &str) -> Result<Option<AttemptBucket>, StorageError> {
        let model = attempts::Entity::find_by_id(bucket).one(&self.0.reader()).await?;
        Ok(model.map(|model| AttemptBucket {
            bucket: model.bucket,
            failures: model.failures,
            consecutive: model.consecutive,
            window_started_at: Micros(model.window_started_at),
            locked_until: model.locked_until.map(Micros),
            updated_at: Micros(model.updated_at),
            expires_at: Micros(model.expires_at),
        }))
    }

    /// Stores the first state of a bucket; `false`: somebody else was first.
    pub async fn insert_if_absent(&self, bucket: &AttemptBucket) -> Result<bool, StorageError> {
        let model = attempts::Model {
            bucket: bucket.bucket.clone(),
            failures: bucket.failures,
            consecutive: bucket.consecutive,
            window_started_at: bucket.window_started_at.0,
            locked_until: bucket.locked_until.map(|at| at.0),
            updated_at: bucket.updated_at.0,
            expires_at: bucket.expires_at.0,
        };
        let inserted = attempts::Entity::insert(model.into_active_model())
            .on_conflict_do_nothing_on([Column::Bucket])
            .exec_without_returning(&self.0.writer()?)
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Replaces the state that was read; `false`: it has changed since, and nothing is written.
    pub async fn replace(&self, bucket: &AttemptBucket, read: &AttemptBucket) -> Result<bool, StorageError> {
        let done = attempts::Entity::update_many()
            .col_expr(Column::Failures, Expr::value(bucket.failures))
            .col_expr(Column::Consecutive, Expr::value(bucket.consecutive))
            .col_expr(Column::WindowStartedAt, Expr::value(bucket.window_started_at.0))
            .col_expr(Column::LockedUntil, Expr::value(bucket.locked_until.map(|at| at.0)))
            .col_expr(Column::UpdatedAt, Expr::value(bucket.updated_at.0))
            .col_expr(Column::ExpiresAt, Expr::value(bucket.expires_at.0))
            .filter(is_unchanged(read))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Counts one in a bucket to which no limit belongs, in one statement.
    pub async fn note(&self, bucket: &str, now: Micros, expires_at: Micros) -> Result<(), StorageError> {
        let model = attempts::Model {
            bucket: bucket.to_owned(),
            failures: 1,
            consecutive: 1,
            window_started_at: now.0,
            locked_until: None,
            updated_at: now.0,
            expires_at: expires_at.0,
        };
        let replace = OnConflict::column(Column::Bucket)
            .update_columns([Column::WindowStartedAt, Column::UpdatedAt, Column::ExpiresAt])
            .to_owned();
        let insert = attempts::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Forgets a bucket; `false`: there was none.
    pub async fn remove(&self, bucket: &str) -> Result<bool, StorageError> {
        let done = attempts::Entity::delete_by_id(bucket).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }
}

fn is_unchanged(read: &AttemptBucket) -> Condition {
    let same_lock = match read.locked_until {
        Some(until) => Column::LockedUntil.eq(until.0),
        None => Column::LockedUntil.is_null(),
    };
    Condition::all()
        .add(Column::Bucket.eq(read.bucket.as_str()))
        .add(Column::Failures.eq(read.failures))
        .add(Column::Consecutive.eq(read.consecutive))
        .add(Column::UpdatedAt.eq(read.updated_at.0))
        .add(same_lock)
}
