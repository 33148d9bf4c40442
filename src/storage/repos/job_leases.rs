//! Leases of jobs: whoever holds one runs the job, alone over all nodes, until it gives it back or it runs out.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};

use super::super::StorageError;
use super::super::entities::job_leases::{self, Column};
use super::Repos;
use crate::domain::clock::Micros;

/// The repository of leases.
#[derive(Clone, Copy, Debug)]
pub struct JobLeases<'a>(pub(super) Repos<'a>);

impl JobLeases<'_> {
    /// Whether a job is nobody's at `now` and last ended at `ended_by` or before.
    pub async fn is_due(&self, job: &str, now: Micros, ended_by: Micros) -> Result<bool, StorageError> {
        let row = job_leases::Entity::find_by_id(job).one(&self.0.reader()).await?;
        Ok(row.is_none_or(|row| row.leased_until <= now.0 && row.ended_at <= ended_by.0))
    }

    /// Takes a job for `holder` until `until`, if it is due as [`JobLeases::is_due`] says; `false`: somebody has it, or
    /// it ended later. One conditional write: two nodes that see it due at once do not both get it.
    pub async fn claim(
        &self,
        job: &str,
        holder: &str,
        times: (Micros, Micros),
        ended_by: Micros,
    ) -> Result<bool, StorageError> {
        let (now, until) = times;
        let first = job_leases::Model {
            job: job.to_owned(),
            holder: holder.to_owned(),
            leased_until: until.0,
            ended_at: i64::MIN,
        };
        let inserted = job_leases::Entity::insert(first.into_active_model())
            .on_conflict_do_nothing_on([Column::Job])
            .exec_without_returning(&self.0.writer()?)
            .await?;
        if matches!(inserted, TryInsertResult::Inserted(1)) {
            return Ok(true);
        }
        let done = job_leases::Entity::update_many()
            .col_expr(Column::Holder, Expr::value(holder))
            .col_expr(Column::LeasedUntil, Expr::value(until.0))
            .filter(Column::Job.eq(job))
            .filter(Column::LeasedUntil.lte(now.0))
            .filter(Column::EndedAt.lte(ended_by.0))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Keeps a job until `until`; `false`: it ran out and is somebody else's, or nobody's.
    pub async fn renew(&self, job: &str, holder: &str, now: Micros, until: Micros) -> Result<bool, StorageError> {
        let done = job_leases::Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(until.0))
            .filter(held(job, holder, now))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Gives a job back as ended at `now`; nothing happens where it is no longer `holder`'s.
    pub async fn release(&self, job: &str, holder: &str, now: Micros) -> Result<(), StorageError> {
        job_leases::Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(now.0))
            .col_expr(Column::EndedAt, Expr::value(now.0))
            .filter(held(job, holder, now))
            .exec(&self.0.writer()?)
            .await?;
        Ok(())
    }
}

fn held(job: &str, holder: &str, now: Micros) -> Condition {
    Condition::all().add(Column::Job.eq(job)).add(Column::Holder.eq(holder)).add(Column::LeasedUntil.gt(now.0))
}
