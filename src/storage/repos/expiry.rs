//! What is over and can go. Every reader checks expiry for itself: this is hygiene, never correctness.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoSimpleExpr, Iterable, PrimaryKeyToColumn, QueryFilter};

use super::super::StorageError;
use super::super::entities::{
    attempts, codes, devices, event_feedback, events, first_codes, grants, outbox, passkey_challenges, posted_names,
    saml_assertions, saml_sessions, session_logins, sign_ins, signing_keys, trips, usual_places,
};
use super::Repos;
use crate::domain::clock::Micros;
use crate::domain::random::uuid_v7_floor;

/// Seconds for which a dead grant is kept, so that a late replay still finds what it was about.
const DEAD_GRANT_SECS: i64 = 24 * 3600;

/// The repository of what is over.
#[derive(Clone, Copy, Debug)]
pub struct Expiry<'a>(pub(super) Repos<'a>);

impl Expiry<'_> {
    /// The tables that have an owner here; a test holds every table with an end to it.
    pub const TABLES: [&'static str; 15] = [
        "codes",
        "first_codes",
        "passkey_challenges",
        "trips",
        "posted_names",
        "saml_assertions",
        "saml_sessions",
        "devices",
        "sign_ins",
        "attempts",
        "session_logins",
        "grants",
        "outbox",
        "signing_keys",
        "usual_places",
    ];

    /// Removes up to `batch` rows of each short-lived table that ended before `now`; answers how many went. Called
    /// again until it answers 0, each time in a transaction of its own, it never holds up others for long.
    pub async fn delete_expired(&self, now: Micros, batch: u64) -> Result<u64, StorageError> {
        let over = now.0;
        let mut gone = 0;
        gone += self.delete::<codes::Entity>(codes::Column::ExpiresAt.lte(over).into(), batch).await?;
        gone += self.delete::<first_codes::Entity>(first_codes::Column::ExpiresAt.lte(over).into(), batch).await?;
        let waited_for = passkey_challenges::Column::ExpiresAt.lte(over);
        gone += self.delete::<passkey_challenges::Entity>(waited_for.into(), batch).await?;
        gone += self.delete::<trips::Entity>(trips::Column::ExpiresAt.lte(over).into(), batch).await?;
        gone += self.delete::<posted_names::Entity>(posted_names::Column::ExpiresAt.lte(over).into(), batch).await?;
        let worthless = saml_assertions::Column::ExpiresAt.lte(over);
        gone += self.delete::<saml_assertions::Entity>(worthless.into(), batch).await?;
        gone += self.delete::<devices::Entity>(devices::Column::ExpiresAt.lte(over).into(), batch).await?;
        gone += self.delete::<sign_ins::Entity>(sign_ins::Column::ExpiresAt.lte(over).into(), batch).await?;
        gone += self.delete::<attempts::Entity>(attempts::Column::ExpiresAt.lte(over).into(), batch).await?;
        self.keep_with_their_grants(now, batch).await?;
        gone += self.delete::<session_logins::Entity>(dead_logins(now), batch).await?;
        gone += self.delete::<saml_sessions::Entity>(left_sessions(now), batch).await?;
        gone += self.delete::<grants::Entity>(dead_grants(now), batch).await?;
        gone += self.delete::<outbox::Entity>(outbox::Column::ExpiresAt.lte(over).into(), batch).await?;
        // The tombstone of a withdrawn key is worth as little as the key.
        gone += self.delete::<signing_keys::Entity>(signing_keys::Column::GoneAt.lte(over).into(), batch).await?;
        gone += self.delete::<usual_places::Entity>(usual_places::Column::ExpiresAt.lte(over).into(), batch).await?;
        Ok(gone)
    }

    /// Removes up to `batch` events of before `oldest`, and what was said of such; answers how many events went. Their ids are
    /// in order of time.
    pub async fn delete_events(&self, oldest: Micros, batch: u64) -> Result<u64, StorageError> {
        let floor = uuid_v7_floor(oldest).to_string();
        let of_none = event_feedback::Column::EventId.lt(floor.as_str());
        self.delete::<event_feedback::Entity>(of_none.into(), batch).await?;
        self.delete::<events::Entity>(events::Column::Id.lt(floor).into(), batch).await
    }

    /// Keeps up to `batch` sign-ins that are over as long as the grants born in them live: a sign-out finds those by their
    /// session, and an app's refresh token outlives it by weeks. Each is looked at again when the longest of them ends.
    async fn keep_with_their_grants(&self, now: Micros, batch: u64) -> Result<(), StorageError> {
        use session_logins::{Column, Entity};
        let longest = born_there(now).expr(Expr::col((grants::Entity, grants::Column::ExpiresAt)).max()).take();
        let first = Query::select()
            .columns([Column::SessionId, Column::PoolId])
            .from(Entity)
            .and_where(Column::ExpiresAt.lte(now.0))
            .and_where(Expr::exists(born_there(now).expr(Expr::value(1)).take()))
            .limit(batch)
            .take();
        let key = Expr::tuple([Expr::col(Column::SessionId), Expr::col(Column::PoolId)]);
        let longest = Expr::SubQuery(None, Box::new(longest.into()));
        let update = Entity::update_many().col_expr(Column::ExpiresAt, longest).filter(key.in_subquery(first));
        update.exec(&self.0.writer()?).await?;
        Ok(())
    }

    async fn delete<E: EntityTrait>(&self, which: WhichRows, batch: u64) -> Result<u64, StorageError> {
        let key = || E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        let first = Query::select().columns(key()).from(E::default()).cond_where(which.0).limit(batch).take();
        let key = Expr::tuple(key().map(Expr::col));
        let done = E::delete_many().filter(key.in_subquery(first)).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected)
    }
}

struct WhichRows(Condition);

impl<E: IntoSimpleExpr> From<E> for WhichRows {
    fn from(expression: E) -> Self {
        Self(Condition::all().add(expression.into_simple_expr()))
    }
}

/// The live grants of the sign-in at hand; a code that nobody redeemed is none.
fn born_there(now: Micros) -> SelectStatement {
    use grants::{Column, Entity};
    let of_login = |column: Column, login: session_logins::Column| {
        Expr::col((Entity, column)).equals((session_logins::Entity, login))
    };
    Query::select()
        .from(Entity)
        .and_where(of_login(Column::SessionId, session_logins::Column::SessionId))
        .and_where(of_login(Column::PoolId, session_logins::Column::PoolId))
        .and_where(Expr::col((Entity, Column::RevokedAt)).is_null())
        .and_where(Expr::col((Entity, Column::CodeConsumedAt)).is_not_null())
        .and_where(Expr::col((Entity, Column::ExpiresAt)).gt(now.0))
        .take()
}

/// Over, and nothing lives that was born in it.
fn dead_logins(now: Micros) -> WhichRows {
    let lives = Expr::exists(born_there(now).expr(Expr::value(1)).take());
    WhichRows(Condition::all().add(session_logins::Column::ExpiresAt.lte(now.0)).add(lives.not()))
}

/// Over at the provider as far as anybody knows, and no sign-in here came from it: the provider ends those as long as they are.
fn left_sessions(now: Micros) -> WhichRows {
    use session_logins::{Column, Entity};
    let came = Expr::col((Entity, Column::UpstreamSession)).equals((saml_sessions::Entity, saml_sessions::Column::Id));
    let mut logins = Query::select();
    logins.expr(Expr::value(1)).from(Entity).and_where(came);
    let is_over = saml_sessions::Column::ExpiresAt.lte(now.0);
    WhichRows(Condition::all().add(is_over).add(Expr::exists(logins).not()))
}

/// Ended or revoked for a day, or with a code that nobody ever redeemed. A grant whose code was redeemed stays as long as
/// its tokens, so that the code's replay kills them.
fn dead_grants(now: Micros) -> WhichRows {
    use grants::Column;
    let long_ago = now.plus_secs(-DEAD_GRANT_SECS).0;
    let never_redeemed =
        Condition::all().add(Column::CodeExpiresAt.lte(long_ago)).add(Column::CodeConsumedAt.is_null());
    WhichRows(
        Condition::any().add(Column::ExpiresAt.lte(long_ago)).add(Column::RevokedAt.lte(long_ago)).add(never_redeemed),
    )
}
