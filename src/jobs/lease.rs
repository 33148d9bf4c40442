//! One node at a time: a job runs under a lease in the database, which another node takes over when it runs out.

use super::job::Job;
use crate::flows::{Deps, Error};
use crate::storage::{StorageError, Tx};

/// Seconds for which a lease holds unless it is renewed: far longer than one step of any job takes.
const LEASE_SECS: i64 = 60;

/// A job that is this node's for now.
pub(super) struct Lease<'d> {
    deps: &'d Deps,
    job: Job,
    holder: &'d str,
}

impl<'d> Lease<'d> {
    /// Takes a job for `holder` where nobody has it and it has rested for `rest_secs`; `None`: not now.
    pub(super) async fn claim(
        deps: &'d Deps,
        job: Job,
        holder: &'d str,
        rest_secs: i64,
    ) -> Result<Option<Self>, Error> {
        let now = deps.now();
        let ended_by = now.plus_secs(-rest_secs);
        if !deps.storage.read().job_leases().is_due(job.name(), now, ended_by).await? {
            return Ok(None);
        }
        let times = (now, now.plus_secs(LEASE_SECS));
        let claim = async |tx: &Tx| tx.job_leases().claim(job.name(), holder, times, ended_by).await;
        let is_ours = deps.storage.unit::<_, StorageError>(claim).await?;
        Ok(is_ours.then_some(Self { deps, job, holder }))
    }

    /// Keeps it; `false`: it ran out, and what is left is for whoever has it now.
    pub(super) async fn renew(&self) -> Result<bool, Error> {
        let now = self.deps.now();
        let until = now.plus_secs(LEASE_SECS);
        let renew = async |tx: &Tx| tx.job_leases().renew(self.job.name(), self.holder, now, until).await;
        Ok(self.deps.storage.unit::<_, StorageError>(renew).await?)
    }

    /// Gives it back as done. A job that failed is not given back: it rests until its lease runs out.
    pub(super) async fn release(self) -> Result<(), Error> {
        let now = self.deps.now();
        let release = async |tx: &Tx| tx.job_leases().release(self.job.name(), self.holder, now).await;
        Ok(self.deps.storage.unit::<_, StorageError>(release).await?)
    }
}
