//! What the connections say of how safe they are: read back from each, since a setting that is not known to the database,
//! or is lost on the way, is no error there.

use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait};

use super::{Database, StorageError};

/// One connection's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safety {
    /// Whether it is one that writes.
    pub writes: bool,
    /// Names and values, as the database has them.
    pub settings: Vec<(&'static str, String)>,
}

impl Database {
    /// The settings of the connections that write, and of `readers` more of each kind that reads, each another one. On
    /// PostgreSQL they are all of one pool.
    pub async fn safety(&self, readers: usize) -> Result<Vec<Safety>, StorageError> {
        let mut found = Vec::new();
        if let Some(single) = self.single() {
            found.push(Safety { writes: true, settings: settings(single.together.writer()).await? });
            let mut held = Vec::new();
            for _ in 0..readers {
                held.push(single.readers.take().await?);
            }
            while let Some(taken) = held.pop() {
                // The last one that came back is the next one taken.
                single.readers.give_back(taken);
                found.push(Safety { writes: false, settings: settings(&single.readers).await? });
            }
        }
        let writer = self.begin().await?;
        let mut held = Vec::new();
        for _ in 0..readers {
            held.push(self.reader().begin().await?);
        }
        found.push(Safety { writes: true, settings: settings(&*writer).await? });
        for reader in held {
            found.push(Safety { writes: false, settings: settings(&reader).await? });
            reader.rollback().await?;
        }
        writer.rollback().await?;
        Ok(found)
    }
}

async fn settings(connection: &impl ConnectionTrait) -> Result<Vec<(&'static str, String)>, StorageError> {
    let backend = connection.get_database_backend();
    let names: &[(&'static str, &str)] = if backend == DbBackend::Sqlite {
        &[
            ("journal_mode", "SELECT journal_mode AS value FROM pragma_journal_mode"),
            ("synchronous", "SELECT CAST(synchronous AS TEXT) AS value FROM pragma_synchronous"),
            ("foreign_keys", "SELECT CAST(foreign_keys AS TEXT) AS value FROM pragma_foreign_keys"),
            ("query_only", "SELECT CAST(query_only AS TEXT) AS value FROM pragma_query_only"),
        ]
    } else {
        &[
            ("synchronous_commit", "SELECT setting AS value FROM pg_settings WHERE name = 'synchronous_commit'"),
            ("its source", "SELECT source AS value FROM pg_settings WHERE name = 'synchronous_commit'"),
        ]
    };
    let mut settings = Vec::new();
    for (name, query) in names {
        let row = connection.query_one_raw(Statement::from_string(backend, *query)).await?;
        let value = row.map(|row| row.try_get("", "value")).transpose()?;
        settings.push((*name, value.unwrap_or_default()));
    }
    Ok(settings)
}
