//! A look into the database, past the server: what no API tells.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};

use crate::Result;

/// Children that must have a parent: table, its columns, the parent's table and columns.
const OWNED: [(&str, &str, &str, &str); 7] = [
    ("users", "pool_id", "pools", "id"),
    ("clients", "pool_id", "pools", "id"),
    ("signing_keys", "pool_id", "pools", "id"),
    ("identifiers", "user_id", "users", "id"),
    ("user_search", "user_id", "users", "id"),
    ("codes", "user_id", "users", "id"),
    ("grants", "user_id", "users", "id"),
];

/// An open database.
#[derive(Debug)]
pub(crate) struct Stored(DatabaseConnection);

impl Stored {
    /// Connects, for reading.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let url = if url.starts_with("sqlite:") { format!("{url}?mode=ro") } else { url.to_owned() };
        Ok(Self(Database::connect(url).await?))
    }

    /// How many events of each name each user has.
    pub(crate) async fn events(&self) -> Result<BTreeMap<(String, String), i64>> {
        let sql = "SELECT user_id, name, COUNT(*) FROM events WHERE user_id IS NOT NULL GROUP BY user_id, name";
        let rows = self.0.query_all_raw(Statement::from_string(self.0.get_database_backend(), sql)).await?;
        let mut counts = BTreeMap::new();
        for row in rows {
            let key = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            counts.insert(key, row.try_get_by_index(2)?);
        }
        Ok(counts)
    }

    /// How often each user has the event `name`, by the user's name; `None`: those who were deleted, together.
    pub(crate) async fn events_named(&self, name: &str) -> Result<BTreeMap<Option<String>, i64>> {
        let sql = format!(
            "SELECT users.username, COUNT(*) FROM events LEFT JOIN users ON users.id = events.user_id \
             WHERE events.user_id IS NOT NULL AND events.name = '{name}' GROUP BY users.username"
        );
        let rows = self.0.query_all_raw(Statement::from_string(self.0.get_database_backend(), sql)).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }

    /// One number.
    pub(crate) async fn count(&self, sql: &str) -> Result<i64> {
        let row = self.0.query_one_raw(Statement::from_string(self.0.get_database_backend(), sql)).await?;
        Ok(row.ok_or("no row")?.try_get_by_index(0)?)
    }

    /// I9: rows whose owner is gone, by table.
    pub(crate) async fn orphans(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for (table, column, owner, key) in OWNED {
            let sql = format!(
                "SELECT COUNT(*) FROM {table} WHERE NOT EXISTS (SELECT 1 FROM {owner} WHERE {owner}.{key} = {table}.{column})"
            );
            let count = self.count(&sql).await?;
            if count > 0 {
                found.push(format!("{count} rows of {table} without {owner}"));
            }
        }
        Ok(found)
    }
}
