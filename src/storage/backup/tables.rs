//! Which tables a backup holds and which it leaves out. A table that stands in neither list fails a test.

use std::io;

use futures_util::TryStreamExt as _;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Select,
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
            $(
                line(Line::Table(stringify!($kept).to_owned()))?;
                dump_rows(entities::$kept::Entity::find(), transaction, line).await?;
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
            match table {
                $(stringify!($kept) => insert_rows::<entities::$kept::Entity>(transaction, rows, number).await,)*
                _ => Err(BackupError::Senseless(number)),
            }
        }

        /// A table with something in it, if there is one.
        pub(super) async fn first_with_rows(
            transaction: &DatabaseTransaction,
        ) -> Result<Option<&'static str>, StorageError> {
            $(
                if entities::$kept::Entity::find().limit(1).one(transaction).await?.is_some() {
                    return Ok(Some(stringify!($kept)));
                }
            )*
            $(
                if entities::$left_out::Entity::find().limit(1).one(transaction).await?.is_some() {
                    return Ok(Some(stringify!($left_out)));
                }
            )*
            Ok(None)
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

async fn dump_rows<E>(
    rows: Select<E>,
    transaction: &DatabaseTransaction,
    line: &mut impl FnMut(Line) -> io::Result<()>,
) -> Result<(), BackupError>
where
    E: EntityTrait,
    E::Model: Serialize + Send + Sync,
{
    let mut rows = rows.stream(transaction).await.map_err(StorageError::from)?;
    while let Some(row) = rows.try_next().await.map_err(StorageError::from)? {
        line(Line::Row(serde_json::to_string(&row).map_err(io::Error::from)?))?;
    }
    Ok(())
}

async fn insert_rows<E>(transaction: &DatabaseTransaction, rows: &[String], number: usize) -> Result<(), BackupError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    let read = |row: &String| serde_json::from_str::<E::Model>(row).map_err(|_| BackupError::Senseless(number));
    let rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    E::insert_many(rows).exec_without_returning(transaction).await.map_err(StorageError::from)?;
    Ok(())
}
