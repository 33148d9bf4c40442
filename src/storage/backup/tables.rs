//! Which tables a backup holds and which it leaves out. A table that stands in neither list fails a test.

use std::io;

use futures_util::TryStreamExt as _;
use sea_orm::sea_query::{Expr, InsertStatement, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryResult, QueryTrait, Statement, StreamTrait,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::StorageError;
use super::super::entities::{self, totp_secrets};
use super::{BackupError, Line};

/// Lists the tables; a row needs those before it.
macro_rules! tables {
    (kept: $($kept:ident)*; left out: $($left_out:ident)*; apart: $($apart:ident)*;) => {
        /// Tables whose rows are in a backup.
        pub const KEPT: &[&str] = &[$(stringify!($kept)),*];
        /// Tables whose rows end by themselves or are used once, and are not in it.
        pub const LEFT_OUT: &[&str] = &[$(stringify!($left_out)),*];

        /// Tables about the running nodes of one installation: never in a backup, and no hindrance to a restore.
        pub const APART: &[&str] = &[$(stringify!($apart)),*];

        /// Writes the rows of every table that is kept.
        pub(super) async fn dump(
            transaction: &DatabaseTransaction,
            line: &mut impl FnMut(Line) -> io::Result<()>,
        ) -> Result<(), BackupError> {
            let backend = ConnectionTrait::get_database_backend(transaction);
            $(
                line(Line::Table(stringify!($kept).to_owned()))?;
                let all = entities::$kept::Entity::find().build(backend);
                dump_rows(all, written::<entities::$kept::Model>, transaction, line).await?;
            )*
            Ok(())
        }

        /// Inserts rows of `table`, which end at line `number`.
        pub(super) async fn insert(
            transaction: &DatabaseTransaction,
            table: &str,
            rows: &[String],
            number: usize,
        ) -> Result<(), BackupError> {
            let insert = match table {
                $(stringify!($kept) => insertion::<entities::$kept::Entity>(rows),)*
                _ => None,
            };
            let insert = insert.ok_or(BackupError::Senseless(number))?;
            transaction.execute(&insert).await.map_err(StorageError::from)?;
            Ok(())
        }
    };
}

tables! {
    kept: ring_keys pools clients signing_keys saml_keys resource_servers themes wordings providers provider_identifiers users
        identities provider_tokens totp_secrets password_history passkeys usual_places identifiers user_search groups group_members access_keys attempts events event_feedback;
    left out: codes first_codes recovery_codes passkey_challenges trips posted_names saml_assertions saml_sessions devices sign_ins session_logins grants outbox;
    apart: configuration_version job_leases spare_keys;
}

/// Uses up the codes of authenticator apps up to `step`: one of them may have been used since the backup was taken.
pub(super) async fn use_up_codes(transaction: &DatabaseTransaction, step: i64) -> Result<(), StorageError> {
    totp_secrets::Entity::update_many()
        .col_expr(totp_secrets::Column::LastStep, Expr::value(step))
        .filter(totp_secrets::Column::LastStep.lt(step))
        .exec(transaction)
        .await?;
    Ok(())
}

/// A table with something in it, if there is one.
pub(super) async fn first_with_rows(transaction: &DatabaseTransaction) -> Result<Option<&'static str>, StorageError> {
    for table in KEPT.iter().chain(LEFT_OUT) {
        let any = Query::select().expr(Expr::value(1)).from(*table).limit(1).to_owned();
        if transaction.query_one(&any).await?.is_some() {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

// What depends on the table is kept small below: it is compiled once for each.

async fn dump_rows(
    all: Statement,
    written: fn(&QueryResult) -> Result<String, BackupError>,
    transaction: &DatabaseTransaction,
    line: &mut impl FnMut(Line) -> io::Result<()>,
) -> Result<(), BackupError> {
    let mut rows = transaction.stream_raw(all).await.map_err(StorageError::from)?;
    while let Some(row) = rows.try_next().await.map_err(StorageError::from)? {
        line(Line::Row(written(&row)?))?;
    }
    Ok(())
}

fn written<M: FromQueryResult + Serialize>(row: &QueryResult) -> Result<String, BackupError> {
    let model = M::from_query_result(row, "").map_err(StorageError::from)?;
    Ok(serde_json::to_string(&model).map_err(io::Error::from)?)
}

/// `None`: a row that is none of this table.
fn insertion<E>(rows: &[String]) -> Option<InsertStatement>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    let read = |row: &String| serde_json::from_str::<E::Model>(row).ok().map(IntoActiveModel::into_active_model);
    Some(E::insert_many(rows.iter().map(read).collect::<Option<Vec<_>>>()?).into_query())
}
