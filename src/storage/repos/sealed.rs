//! Does every sealed cell open? Reads all tables that have some, in pages, so that a large installation is looked at in
//! little memory. Says where a cell is that does not open, never what is in it.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ConnectionTrait as _, QueryResult};

use super::super::StorageError;
use super::integrity::Integrity;
use super::row::Row;
use crate::crypto::hashing::{IMPORTED, is_unopened};
use crate::crypto::ring::KeyRing;

/// The sealed cells of one table.
struct Cells {
    table: &'static str,
    /// The primary key, by which pages follow each other.
    key: &'static [&'static str],
    /// What of it names the row to the seal, joined by `/`.
    row: &'static [&'static str],
    /// Whether a row belongs to a pool, which is sealed in, too.
    has_pool: bool,
    columns: &'static [&'static str],
}

const CELLS: &[Cells] = &[
    Cells::of("clients", &["id"], &["secret"]),
    Cells::of("signing_keys", &["kid"], &["private_key"]),
    Cells { has_pool: false, ..Cells::of("spare_keys", &["kid"], &["private_key"]) },
    Cells::of("access_keys", &["id"], &["secret"]),
    Cells { row: &["user_id"], ..Cells::of("totp_secrets", &["pool_id", "user_id"], &["secret", "pending"]) },
    Cells::of("passkeys", &["id"], &["credential"]),
    Cells::of("outbox", &["id"], &["recipient", "payload"]),
    Cells::of("providers", &["id"], &["secrets"]),
    Cells {
        row: &["provider_id", "user_id"],
        ..Cells::of("provider_tokens", &["pool_id", "provider_id", "user_id"], &["tokens"])
    },
    Cells::of("trips", &["id"], &["answer"]),
    Cells::of("posted_names", &["whose"], &["name"]),
    Cells::of("saml_keys", &["pool_id"], &["private_key"]),
    Cells::of("saml_sessions", &["id"], &["session"]),
];

/// What a row's pool is called in a query, whose key may have it, too.
const POOL: &str = "sealed_for";

/// Rows of one page.
const PAGE: u64 = 500;

/// A table, and the row of it.
type Place = (&'static str, String);

impl Integrity<'_> {
    /// The table and the name of every column whose cells are sealed; a test holds every column of bytes to it.
    pub fn sealed_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
        CELLS.iter().flat_map(|cells| cells.columns.iter().map(|column| (cells.table, *column)))
    }

    /// Table and row of every sealed cell that does not open under the ring.
    pub async fn unopened(&self) -> Result<Vec<Place>, StorageError> {
        let mut found = Vec::new();
        for cells in CELLS {
            self.pages(cells.key, &cells.query(), |row| {
                let place = cells.place(row)?;
                if !cells.opens(self.0.ring, row, &place)? {
                    found.push((cells.table, place));
                }
                Ok(())
            })
            .await?;
        }
        self.unopened_passwords(&mut found).await?;
        Ok(found)
    }

    /// Hashes of other software, which stand sealed among our own.
    async fn unopened_passwords(&self, found: &mut Vec<Place>) -> Result<(), StorageError> {
        let mut query = select("users", &["pool_id", "id", "password"]);
        query.and_where(Expr::col("password").like(format!("{IMPORTED}%")));
        self.pages(&["pool_id", "id"], &query, |row| {
            if is_unopened(&row.try_get::<String>("", "password")?, self.0.ring) {
                found.push(("users", row.try_get("", "id")?));
            }
            Ok(())
        })
        .await
    }

    /// Shows every row of a query to `look`, in the order of a key.
    async fn pages(
        &self,
        key: &[&'static str],
        query: &SelectStatement,
        mut look: impl FnMut(&QueryResult) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        let reader = self.0.reader();
        let mut after: Option<Vec<String>> = None;
        loop {
            let mut page = query.clone();
            page.limit(PAGE);
            for column in key {
                page.order_by(*column, sea_orm::Order::Asc);
            }
            if let Some(after) = after {
                let columns = Expr::tuple(key.iter().map(|column| Expr::col(*column)));
                page.and_where(columns.gt(Expr::tuple(after.into_iter().map(Expr::value))));
            }
            let rows = reader.query_all(&page).await?;
            rows.iter().try_for_each(&mut look)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(texts(last, key)?);
        }
    }
}

impl Cells {
    const fn of(table: &'static str, key: &'static [&'static str], columns: &'static [&'static str]) -> Self {
        Self { table, key, row: key, has_pool: true, columns }
    }

    fn query(&self) -> SelectStatement {
        let mut query = select(self.table, self.key);
        query.columns(self.columns.iter().copied());
        if self.has_pool {
            query.expr_as(Expr::col("pool_id"), POOL);
        }
        query
    }

    /// The name of the row that its seals are bound to.
    fn place(&self, row: &QueryResult) -> Result<String, StorageError> {
        Ok(texts(row, self.row)?.join("/"))
    }

    /// Whether all cells of a row open.
    fn opens(&self, ring: &KeyRing, row: &QueryResult, place: &str) -> Result<bool, StorageError> {
        let pool: Option<String> = if self.has_pool { row.try_get("", POOL)? } else { None };
        for column in self.columns {
            let Some(sealed) = row.try_get::<Option<Vec<u8>>>("", column)? else { continue };
            let bound_to = Row { table: self.table, key: place };
            if bound_to.unseal(ring, column, pool.as_deref().unwrap_or_default(), &sealed).is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn select(table: &'static str, columns: &[&'static str]) -> SelectStatement {
    let mut query = Query::select();
    query.columns(columns.iter().copied()).from(table);
    query
}

fn texts(row: &QueryResult, columns: &[&str]) -> Result<Vec<String>, StorageError> {
    columns.iter().map(|column| Ok(row.try_get("", column)?)).collect()
}
