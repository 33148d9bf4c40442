//! A connection to the database that broke in the middle of an answer was told as an error of ours (500) instead of "come
//! back later" (503): nodes that were cut off from PostgreSQL answered so until they had thrown all connections away.

use std::sync::Arc;

use sea_orm::sqlx::Error;
use sea_orm::{DbErr, RuntimeErr};
use vestibule::storage::StorageError;

#[test]
fn an_answer_that_breaks_off_is_a_database_out_of_reach() {
    let told = |error: Error| StorageError::from(DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))).is_unavailable();
    assert!(told(Error::Protocol("unexpected end".to_owned())));
    assert!(told(Error::BeginFailed));
    assert!(told(Error::PoolTimedOut));
    assert!(!told(Error::RowNotFound), "what is wrong with a statement stays ours");
}
