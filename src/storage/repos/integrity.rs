//! Does what is stored hold together? Rows without the row they belong to, and sealed cells that do not open. Reads only;
//! the databases' own foreign keys make most of it impossible, which is a reason to look, not to trust.

use sea_orm::{ColumnTrait as _, ConnectionTrait as _, EntityTrait, FromQueryResult, QueryFilter as _, Statement};

use super::super::StorageError;
use super::super::entities::{
    access_keys, clients, outbox, passkeys, provider_tokens, providers, signing_keys, spare_keys, totp_secrets, users,
};
use super::Repos;
use super::row::Row;
use crate::crypto::hashing::{IMPORTED, is_unopened};

/// Looks at everything that is stored.
#[derive(Clone, Copy, Debug)]
pub struct Integrity<'a>(pub(super) Repos<'a>);

/// Rows of one table without the row they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orphans {
    /// The table whose rows they are.
    pub table: &'static str,
    /// The table in which something is missing.
    pub parent: &'static str,
    /// How many there are.
    pub rows: i64,
}

/// (table, parent, columns of the table and of its parent that must be equal).
type Relation = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// A row of the first table needs one of the second, unless its columns are NULL.
const RELATIONS: &[Relation] = &[
    ("clients", "pools", POOL),
    ("users", "pools", POOL),
    ("signing_keys", "pools", POOL),
    ("themes", "pools", POOL),
    ("outbox", "pools", POOL),
    ("access_keys", "pools", POOL),
    ("resource_servers", "pools", POOL),
    ("groups", "pools", POOL),
    ("wordings", "pools", POOL),
    ("providers", "pools", POOL),
    ("provider_identifiers", "providers", PROVIDER),
    ("identities", "providers", PROVIDER),
    ("identities", "users", USER),
    ("provider_tokens", "providers", PROVIDER),
    ("provider_tokens", "users", USER),
    ("trips", "pools", POOL),
    ("posted_names", "pools", POOL),
    ("saml_keys", "pools", POOL),
    ("saml_assertions", "pools", POOL),
    ("saml_sessions", "pools", POOL),
    ("identifiers", "users", USER),
    ("user_search", "users", USER),
    ("group_members", "users", USER),
    ("group_members", "groups", &[("pool_id", "pool_id"), ("group_name", "name")]),
    ("codes", "users", USER),
    ("totp_secrets", "users", USER),
    ("password_history", "users", USER),
    ("recovery_codes", "users", USER),
    ("passkeys", "users", USER),
    ("usual_places", "users", USER),
    ("event_feedback", "users", USER),
    ("passkey_challenges", "users", USER),
    ("passkey_challenges", "clients", CLIENT),
    ("devices", "users", USER),
    ("session_logins", "users", USER),
    ("first_codes", "users", USER),
    ("first_codes", "clients", CLIENT),
    ("sign_ins", "users", USER),
    ("sign_ins", "clients", CLIENT),
    ("grants", "users", USER),
    ("grants", "clients", CLIENT),
    ("users", "identifiers", &[("pool_id", "pool_id"), ("id", "user_id")]),
    ("pools", "signing_keys", &[("id", "pool_id")]),
];
const POOL: &[(&str, &str)] = &[("pool_id", "id")];
const USER: &[(&str, &str)] = &[("pool_id", "pool_id"), ("user_id", "id")];
const PROVIDER: &[(&str, &str)] = &[("pool_id", "pool_id"), ("provider_id", "id")];
const CLIENT: &[(&str, &str)] = &[("client_id", "id")];

#[derive(FromQueryResult)]
struct Counted {
    n: i64,
}

impl Integrity<'_> {
    /// The table and the parent of everything that [`Self::orphans`] looks at; a test holds every reference of the schema
    /// to it.
    pub fn relations() -> impl Iterator<Item = (&'static str, &'static str)> {
        RELATIONS.iter().map(|(table, parent, _)| (*table, *parent))
    }

    /// Rows that miss the row they belong to; none in a sound database.
    pub async fn orphans(&self) -> Result<Vec<Orphans>, StorageError> {
        let mut found = Vec::new();
        for &(table, parent, columns) in RELATIONS {
            let rows = self.count(&orphan_query(table, parent, columns)).await?;
            if rows > 0 {
                found.push(Orphans { table, parent, rows });
            }
        }
        Ok(found)
    }

    /// Users who are confirmed and have no password: they cannot sign in until an admin or a recovery gives them one.
    pub async fn users_without_credential(&self) -> Result<i64, StorageError> {
        self.count("SELECT COUNT(*) AS n FROM users WHERE password IS NULL AND status <> 'UNCONFIRMED'").await
    }

    /// Table and row of every sealed cell that does not open under the ring.
    pub async fn unopened(&self) -> Result<Vec<(&'static str, String)>, StorageError> {
        let ring = self.0.ring;
        let mut found = Vec::new();
        let mut check = |table: &'static str, column, key: &str, pool: &str, sealed: &[u8]| {
            if (Row { table, key }).unseal(ring, column, pool, sealed).is_err() {
                found.push((table, key.to_owned()));
            }
        };
        let reader = self.0.reader();
        for row in clients::Entity::find().all(&reader).await? {
            if let Some(secret) = &row.secret {
                check("clients", "secret", &row.id, &row.pool_id, secret);
            }
        }
        for row in signing_keys::Entity::find().all(&reader).await? {
            check("signing_keys", "private_key", &row.kid, &row.pool_id, &row.private_key);
        }
        for row in spare_keys::Entity::find().all(&reader).await? {
            check("spare_keys", "private_key", &row.kid, "", &row.private_key);
        }
        for row in access_keys::Entity::find().all(&reader).await? {
            check("access_keys", "secret", &row.id, row.pool_id.as_deref().unwrap_or_default(), &row.secret);
        }
        for row in totp_secrets::Entity::find().all(&reader).await? {
            for (column, sealed) in [("secret", &row.secret), ("pending", &row.pending)] {
                if let Some(sealed) = sealed {
                    check("totp_secrets", column, &row.user_id, &row.pool_id, sealed);
                }
            }
        }
        for row in passkeys::Entity::find().all(&reader).await? {
            check("passkeys", "credential", &row.id, &row.pool_id, &row.credential);
        }
        for row in outbox::Entity::find().all(&reader).await? {
            for (column, sealed) in [("recipient", &row.recipient), ("payload", &row.payload)] {
                if let Some(sealed) = sealed {
                    check("outbox", column, &row.id, &row.pool_id, sealed);
                }
            }
        }
        let imported = users::Entity::find().filter(users::Column::Password.starts_with(IMPORTED));
        for row in imported.all(&reader).await? {
            if row.password.is_some_and(|password| is_unopened(&password, ring)) {
                found.push(("users", row.id));
            }
        }
        found.extend(self.unopened_of_providers().await?);
        Ok(found)
    }

    async fn unopened_of_providers(&self) -> Result<Vec<(&'static str, String)>, StorageError> {
        let (ring, reader) = (self.0.ring, self.0.reader());
        let mut found = Vec::new();
        for row in providers::Entity::find().all(&reader).await? {
            let cell = Row { table: "providers", key: &row.id };
            if cell.unseal(ring, "secrets", &row.pool_id, &row.secrets).is_err() {
                found.push(("providers", row.id));
            }
        }
        for row in provider_tokens::Entity::find().all(&reader).await? {
            let key = super::provider_tokens::row_key(&row.provider_id, &row.user_id);
            let cell = Row { table: "provider_tokens", key: &key };
            if cell.unseal(ring, "tokens", &row.pool_id, &row.tokens).is_err() {
                found.push(("provider_tokens", key));
            }
        }
        Ok(found)
    }

    async fn count(&self, sql: &str) -> Result<i64, StorageError> {
        let reader = self.0.reader();
        let statement = Statement::from_string(reader.get_database_backend(), sql);
        Ok(Counted::find_by_statement(statement).one(&reader).await?.map_or(0, |counted| counted.n))
    }
}

/// Counts rows of `table` whose columns are all there and match no row of `parent`.
fn orphan_query(table: &str, parent: &str, columns: &[(&str, &str)]) -> String {
    let there: Vec<String> = columns.iter().map(|(own, _)| format!("c.{own} IS NOT NULL")).collect();
    let same: Vec<String> = columns.iter().map(|(own, theirs)| format!("p.{theirs} = c.{own}")).collect();
    format!(
        "SELECT COUNT(*) AS n FROM {table} c WHERE {} AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {})",
        there.join(" AND "),
        same.join(" AND ")
    )
}
