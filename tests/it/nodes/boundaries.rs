//! Times are whole numbers in both databases: no zone, no daylight saving and no text comes in between.

use vestibule::domain::clock::Micros;
use vestibule::storage::{AttemptBucket, StorageError, Tx};

use crate::support::database::each;

/// Lesson L17, `t_expiry_boundary_sqlite_equals_postgres`: to the microsecond, across the hours that a clock on the wall
/// skips or repeats, and beyond what fits into 32 bits.
#[tokio::test]
async fn a_row_ends_at_its_microsecond_on_both_databases() {
    // The ends of daylight saving in Europe and Brazil, a leap day, and the year 2038.
    for end in [1_792_890_000, 1_550_368_800, 1_835_395_200, 2_147_483_648].map(Micros::from_secs) {
        each(async |storage| {
            let bucket = AttemptBucket {
                bucket: "it".to_owned(),
                failures: 1,
                consecutive: 1,
                window_started_at: end,
                locked_until: Some(end),
                updated_at: end,
                expires_at: end,
            };
            let unit = async |tx: &Tx| tx.attempts().insert_if_absent(&bucket).await;
            assert!(storage.unit::<_, StorageError>(unit).await.unwrap());
            assert_eq!(storage.read().attempts().find("it").await.unwrap(), Some(bucket.clone()));
            let clean = async |now: Micros| {
                let unit = async |tx: &Tx| tx.expiry().delete_expired(now, 9).await;
                storage.unit::<_, StorageError>(unit).await.unwrap()
            };
            assert_eq!(clean(Micros(end.0 - 1)).await, 0);
            assert_eq!(clean(end).await, 1);
        })
        .await;
    }
}
