//! Does what is stored hold together? Rows without the row they belong to, users who cannot come in. Reads only; the
//! databases' own foreign keys make most of it impossible, which is a reason to look, not to trust. Whether sealed cells open
//! is asked in [`super::sealed`].

use sea_orm::{ConnectionTrait as _, FromQueryResult, Statement, Value};

use super::super::StorageError;
use super::Repos;
use crate::domain::pool::PoolId;

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
            let rows = self.count(&orphan_query(table, parent, columns), []).await?;
            if rows > 0 {
                found.push(Orphans { table, parent, rows });
            }
        }
        Ok(found)
    }

    /// Users of a pool who have nothing of their own to come with: no password and, where passkeys count, no passkey. Not those
    /// who are still signing up, and not those whom a provider vouches for.
    pub async fn users_without_credential(&self, pool: &PoolId, passkeys_count: bool) -> Result<i64, StorageError> {
        let passkey = if passkeys_count {
            "OR EXISTS (SELECT 1 FROM passkeys p WHERE p.pool_id = u.pool_id AND p.user_id = u.id)"
        } else {
            ""
        };
        let sql = format!(
            "SELECT COUNT(*) AS n FROM users u WHERE u.pool_id = $1 AND u.password IS NULL \
             AND u.status NOT IN ('UNCONFIRMED', 'EXTERNAL_PROVIDER') AND NOT (\
             EXISTS (SELECT 1 FROM identities i WHERE i.pool_id = u.pool_id AND i.user_id = u.id) {passkey})"
        );
        self.count(&sql, [pool.as_str().into()]).await
    }

    async fn count(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<i64, StorageError> {
        let reader = self.0.reader();
        let statement = Statement::from_sql_and_values(reader.get_database_backend(), sql, values);
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
