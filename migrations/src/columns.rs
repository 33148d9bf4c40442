//! The few kinds of columns, keys and indexes of this schema, the same on both databases.
//!
//! Times are microseconds since the epoch in `bigint`, ids and JSON are text, secrets are sealed bytes. Text compares
//! byte by byte on both: PostgreSQL is told so (`COLLATE "C"`), or pages and prefix searches would follow the language
//! of the server.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Makes columns for the database at hand.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    is_postgres: bool,
}

impl Columns {
    /// For the database that `manager` changes.
    pub(crate) fn of(manager: &SchemaManager<'_>) -> Self {
        Self { is_postgres: manager.get_database_backend() == DbBackend::Postgres }
    }

    /// Text that must be there.
    pub(crate) fn text(self, name: &'static str) -> ColumnDef {
        self.text_or_null(name).not_null().take()
    }

    /// Text that may be absent.
    pub(crate) fn text_or_null(self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        column.text();
        if self.is_postgres {
            column.extra("COLLATE \"C\"");
        }
        column
    }
}

/// A moment or a large number that must be there.
pub(crate) fn big(name: &'static str) -> ColumnDef {
    big_or_null(name).not_null().take()
}

/// A moment that may be absent.
pub(crate) fn big_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().take()
}

/// A small number.
pub(crate) fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}

/// Yes or no.
pub(crate) fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

/// Bytes that must be there.
pub(crate) fn bytes(name: &'static str) -> ColumnDef {
    bytes_or_null(name).not_null().take()
}

/// Bytes that may be absent.
pub(crate) fn bytes_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().take()
}

/// The primary key over several columns.
pub(crate) fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key
}

/// A reference by which a row goes with the row it belongs to.
pub(crate) fn belongs_to(
    columns: &[&'static str],
    table: &'static str,
    referenced: &[&'static str],
) -> ForeignKeyCreateStatement {
    let mut reference = ForeignKey::create();
    for column in columns {
        reference.from_col(*column);
    }
    reference.to_tbl(table);
    for column in referenced {
        reference.to_col(*column);
    }
    reference.on_delete(ForeignKeyAction::Cascade);
    reference
}

/// An index for a lookup or an order.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = key(columns);
    index.name(format!("{table}_{}_idx", columns.join("_"))).table(table);
    index
}

/// An index that also keeps two rows from having the same values.
pub(crate) fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = key(columns);
    index.name(format!("{table}_{}_key", columns.join("_"))).table(table).unique();
    index
}

/// Creates a table and its indexes.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    manager.create_table(table).await?;
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}
