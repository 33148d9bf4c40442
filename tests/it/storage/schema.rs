//! The schema: the same on both databases, and indexed where it must be.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::support::database::{postgres, sqlite};

/// One line for each column and each index, in words that both databases share.
type Dump = BTreeSet<String>;

async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<Vec<String>> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    let cells =
        |row: &sea_orm::QueryResult| row.column_names().iter().map(|name| row.try_get("", name).unwrap()).collect();
    rows.iter().map(cells).collect()
}

/// What a type of either database stands for.
fn kind(name: &str) -> &str {
    match name {
        // SQLite has one kind of whole number.
        "bigint" | "integer" => "number",
        "boolean" => "flag",
        "bytea" | "blob" => "bytes",
        other => other,
    }
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS a, c.name AS b, lower(c.type) AS c, CASE WHEN c.\"notnull\" = 1 THEN 'must' ELSE 'may' END AS d
    FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'seaql_migrations'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text AS a, column_name::text AS b, data_type::text AS c,
    CASE WHEN is_nullable = 'NO' THEN 'must' ELSE 'may' END AS d
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'seaql_migrations'";

// Indexes as "table: columns in order, unique or not"; the primary key is one of them.
const SQLITE_INDEXES: &str = "SELECT m.name AS a, CASE WHEN i.\"unique\" = 1 THEN 'unique' ELSE 'plain' END AS b,
    (SELECT group_concat(name, ',') FROM (SELECT x.name FROM pragma_index_info(i.name) x ORDER BY x.seqno)) AS c
    FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND m.name <> 'seaql_migrations'
    UNION SELECT m.name, 'unique', c.name FROM sqlite_master m, pragma_table_info(m.name) c
    WHERE m.type = 'table' AND c.pk = 1 AND (SELECT count(*) FROM pragma_table_info(m.name) k WHERE k.pk > 0) = 1
    AND m.name <> 'seaql_migrations'";
const POSTGRES_INDEXES: &str =
    "SELECT t.relname::text AS a, CASE WHEN i.indisunique THEN 'unique' ELSE 'plain' END AS b,
    (SELECT string_agg(at.attname::text, ',' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY k(attnum, n)
     JOIN pg_attribute at ON at.attrelid = t.oid AND at.attnum = k.attnum) AS c
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
    WHERE s.nspname = 'public' AND t.relname <> 'seaql_migrations'";

// References as "table: columns → table: columns, what happens at removal".
const SQLITE_REFERENCES: &str = "SELECT m.name AS a, f.\"table\" AS b, lower(f.on_delete) AS c,
    group_concat(f.\"from\" || '=' || f.\"to\") AS d FROM sqlite_master m, pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' GROUP BY m.name, f.id";
const POSTGRES_REFERENCES: &str = "SELECT c.conrelid::regclass::text AS a, c.confrelid::regclass::text AS b,
    CASE c.confdeltype WHEN 'c' THEN 'cascade' ELSE 'other' END AS c,
    (SELECT string_agg(x.attname || '=' || y.attname, ',' ORDER BY k.n)
     FROM unnest(c.conkey, c.confkey) WITH ORDINALITY k(f, t, n)
     JOIN pg_attribute x ON x.attrelid = c.conrelid AND x.attnum = k.f
     JOIN pg_attribute y ON y.attrelid = c.confrelid AND y.attnum = k.t) AS d
    FROM pg_constraint c WHERE c.contype = 'f'";

async fn dump(connection: &DatabaseConnection, columns: &str, indexes: &str, references: &str) -> Dump {
    let mut dump = Dump::new();
    for row in rows(connection, columns).await {
        dump.insert(format!("{}.{}: {} {}", row[0], row[1], row[3], kind(&row[2])));
    }
    for row in rows(connection, indexes).await {
        dump.insert(format!("{} index ({}) {}", row[0], row[2], row[1]));
    }
    for row in rows(connection, references).await {
        dump.insert(format!("{} belongs to {} by {} {}", row[0], row[1], row[3], row[2]));
    }
    dump
}

async fn sqlite_dump() -> Dump {
    let database = sqlite().await;
    dump(&database.raw().await, SQLITE_COLUMNS, SQLITE_INDEXES, SQLITE_REFERENCES).await
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let on_sqlite = sqlite_dump().await;
    let Some(database) = postgres().await else { return };
    let raw = database.raw().await;
    let on_postgres = dump(&raw, POSTGRES_COLUMNS, POSTGRES_INDEXES, POSTGRES_REFERENCES).await;
    let only = |one: &Dump, other: &Dump| one.difference(other).cloned().collect::<Vec<_>>();
    assert_eq!(only(&on_sqlite, &on_postgres), only(&on_postgres, &on_sqlite));
    let collation = "SELECT table_name::text || '.' || column_name AS a FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
        AND table_name <> 'seaql_migrations'";
    assert_eq!(rows(&raw, collation).await, Vec::<Vec<String>>::new(), "text compares byte by byte");
}

#[tokio::test]
async fn short_lived_rows_have_an_indexed_end_and_what_is_referred_from_is_indexed() {
    let dump = sqlite_dump().await;
    for table in ["codes", "sign_ins", "attempts", "session_logins", "grants", "outbox"] {
        assert!(dump.contains(&format!("{table} index (expires_at) plain")), "{table}");
    }
    // Without an index on the referring columns, removing a pool or a user would read whole tables.
    for line in dump.iter().filter(|line| line.contains(" belongs to ")) {
        let (table, rest) = line.split_once(" belongs to ").unwrap();
        let pairs = rest.split_once(" by ").unwrap().1.split(' ').next().unwrap();
        let columns: Vec<&str> = pairs.split(',').map(|pair| pair.split_once('=').unwrap().0).collect();
        let begins = format!("{table} index ({}", columns.join(","));
        assert!(dump.iter().any(|index| index.starts_with(&begins)), "{line}");
    }
}
