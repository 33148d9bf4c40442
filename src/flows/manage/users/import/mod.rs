//! Users come in from elsewhere: with their password hashes, so that they go on with the passwords that they have.
//!
//! Each row is held to the rules of `AdminCreateUser`. A user who is there already is left as they are, so that an import
//! can be run again. Nobody is written to.

mod row;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use crate::domain::clock::Micros;
use crate::domain::event::{Event, EventName};
use crate::domain::group::{Group, MOST_GROUPS_OF_USER};
use crate::domain::identifier::{IdentifierKind, fold};
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::domain::user::{User, UserStatus, Wish};
use crate::flows::manage::users::create::{self, Invitation, NewUser, Unfit};
use crate::flows::{Deps, Error, aliases, events};
use crate::storage::{Tx, UserWrite};

pub use self::row::{LONGEST_ROW, Row, RowProblem, read};

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// A user was made of it.
    Created(Created),
    /// There is a user of this name already; nothing was changed.
    Present,
    /// It makes no user.
    Refused(RowProblem),
}

/// What is worth knowing of a user who was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Created {
    /// The format of their hash; `None`: they came without a password.
    pub format: Option<&'static str>,
    /// Whether a recovery code can be sent to them.
    pub can_recover: bool,
}

/// Whether rows are written or only tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Written.
    Write,
    /// Tried against the database and undone.
    DryRun,
}

/// A row that passed its own checks.
struct Ready {
    user: User,
    folded: String,
    groups: Vec<String>,
    totp_secret: Option<zeroize::Zeroizing<Vec<u8>>>,
    created: Created,
    /// How much there is to do to check a password against their hash, beside others of its format.
    work: u64,
    event: Event,
}

/// Takes a batch of rows in, in one transaction: the answer has one outcome for each, in their order. Rows that are
/// refused leave the others alone.
pub async fn import(deps: &Deps, pool: &Pool, rows: &[Row], mode: Mode) -> Result<Vec<RowOutcome>, Error> {
    let mut prepared = Vec::with_capacity(rows.len());
    for row in rows {
        prepared.push(match prepare(deps, pool, row) {
            Ok(ready) if aliases::is_id_of_another(deps, pool, &ready.user).await? => {
                Err(RowProblem::Taken(IdentifierKind::Username))
            }
            prepared => prepared,
        });
    }
    let now = deps.now();
    let costs = costs(deps, pool, prepared.iter().flatten()).await?;
    let write = async |tx: &Tx| -> Result<Vec<RowOutcome>, Error> {
        note(tx, pool, &costs).await?;
        let mut outcomes = Vec::with_capacity(prepared.len());
        for row in &prepared {
            outcomes.push(match row {
                Ok(ready) => add(tx, pool, ready, now).await?,
                Err(problem) => RowOutcome::Refused(problem.clone()),
            });
        }
        Ok(outcomes)
    };
    match mode {
        Mode::Write => deps.storage.unit(write).await,
        // Not committed, it is undone.
        Mode::DryRun => write(&deps.storage.begin().await?).await,
    }
}

/// The format of a hash, how much there is to do for it, and how long that took.
type Cost = (&'static str, u64, Duration);

/// What it costs to check a password against the dearest hash of each format, where it is dearer than all that came before.
async fn costs(deps: &Deps, pool: &Pool, rows: impl Iterator<Item = &Ready>) -> Result<Vec<Cost>, Error> {
    let mut dearest: BTreeMap<&'static str, &Ready> = BTreeMap::new();
    for row in rows {
        let Some(format) = row.created.format else { continue };
        let is_dearest = dearest.get(format).is_none_or(|known| row.work > known.work);
        if is_dearest && pool.settings.imported_hashes.is_dearer(format, row.work) {
            dearest.insert(format, row);
        }
    }
    let mut costs = Vec::with_capacity(dearest.len());
    for (format, row) in dearest {
        let hash = row.user.password.as_deref().unwrap_or_default();
        costs.push((format, row.work, deps.hasher.cost(pool.id.as_str(), hash).await?));
    }
    Ok(costs)
}

/// Lets the pool know, so that nobody can tell whose hash came from elsewhere ([`ImportedHashes`]).
///
/// [`ImportedHashes`]: crate::domain::pool::ImportedHashes
async fn note(tx: &Tx, pool: &Pool, costs: &[Cost]) -> Result<(), Error> {
    if costs.is_empty() {
        return Ok(());
    }
    let Some(mut pool) = tx.pools().find(&pool.id).await? else { return Err(Error::Internal("a pool that is gone")) };
    for (format, work, took) in costs {
        pool.settings.imported_hashes.note(format, *work, *took);
    }
    let read_version = pool.version;
    if tx.pools().save(&pool, read_version).await? { Ok(()) } else { Err(Error::Busy { retry_after_secs: 1 }) }
}

/// The user to be, by the rules that hold for those whom admins make.
fn prepare(deps: &Deps, pool: &Pool, row: &Row) -> Result<Ready, RowProblem> {
    let folded = fold(row.username.trim(), pool.settings.sign_in_names.case_sensitive);
    let new = NewUser {
        username: row.username.clone(),
        attributes: row.attributes.clone(),
        temporary_password: None,
        invitation: Invitation::Suppress,
        media: Vec::new(),
        takes_over: false,
    };
    let id = row.sub.unwrap_or_else(|| create::new_id(deps));
    let mut user = create::prepare(deps, pool, &new, id).map_err(|unfit| match unfit {
        Unfit::Username(problem) => RowProblem::Username(problem),
        Unfit::Attributes(problems) => RowProblem::Attributes(problems),
    })?;
    let hash = row.password_hash.as_ref().map(|hash| deps.hasher.import(hash)).transpose()?;
    let format = hash.as_ref().map(|hash| hash.format);
    let work = hash.as_ref().map_or(0, |hash| hash.work);
    let without = if format.is_some() { UserStatus::Confirmed } else { UserStatus::ResetRequired };
    user.password = hash.map(|hash| hash.text);
    user.status = row.status.unwrap_or(without);
    user.enabled = row.enabled;
    let now = deps.now();
    if user.status == UserStatus::ForceChangePassword {
        let days = i64::from(pool.settings.password.temporary_password_validity_days);
        user.temporary_until = Some(now.plus_secs(days * 86_400));
    }
    if let Some(created) = row.created.filter(|created| *created < now) {
        // An unconfirmed user is removed some days after they were made: they count from today.
        user.created_at = if user.status == UserStatus::Unconfirmed { now } else { created };
    }
    let mut groups = row.groups.clone();
    groups.sort_unstable();
    groups.dedup();
    if groups.len() as u64 > MOST_GROUPS_OF_USER {
        return Err(RowProblem::TooManyGroups);
    }
    if row.totp_secret.is_some() {
        if !pool.settings.second_factor.offers(Factor::Totp) {
            return Err(RowProblem::NoAppsHere);
        }
        user.second_factors.register(Factor::Totp);
        let provable = user.provable();
        user.second_factors.wish(&[Wish { factor: Factor::Totp, is_enabled: true, is_preferred: true }], &provable);
    }
    let created = Created { format, can_recover: user.recovered_at(&pool.settings).next().is_some() };
    let detail = json!({ "imported": true });
    let event = Event { user: Some(user.id), ..events::of_pool(deps, EventName::UserCreated, &pool.id, detail) };
    Ok(Ready { user, folded, groups, totp_secret: row.totp_secret.clone(), created, work, event })
}

async fn add(tx: &Tx, pool: &Pool, ready: &Ready, now: Micros) -> Result<RowOutcome, Error> {
    let Ready { user, folded, groups, totp_secret, created, event, work: _ } = ready;
    if tx.users().find_by_identifier(&pool.id, folded).await?.is_some() {
        return Ok(RowOutcome::Present);
    }
    if tx.users().find(&pool.id, user.id).await?.is_some() {
        return Ok(RowOutcome::Refused(RowProblem::SubTaken));
    }
    let mut found: Vec<Group> = Vec::with_capacity(groups.len());
    for name in groups {
        let Some(group) = tx.groups().find(&pool.id, name).await? else {
            return Ok(RowOutcome::Refused(RowProblem::NoSuchGroup(name.clone())));
        };
        found.push(group);
    }
    match tx.users().add(user, &pool.settings).await? {
        UserWrite::Done => {}
        UserWrite::Conflict(kind) => return Ok(RowOutcome::Refused(RowProblem::Taken(kind))),
        UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
    }
    for group in &found {
        tx.groups().add_member(group, user.id, now).await?;
    }
    if let Some(secret) = totp_secret {
        tx.totp_secrets().put_pending(&pool.id, user.id, secret, now).await?;
        let stored = tx.totp_secrets().find(&pool.id, user.id).await?;
        if let Some(stored) = stored {
            // No code of it was taken here.
            tx.totp_secrets().take_into_use(&pool.id, user.id, &stored, 0, "").await?;
        }
    }
    tx.events().add(event).await?;
    Ok(RowOutcome::Created(*created))
}
