//! Counted attempts: exact however many count at once.

use vestibule::storage::AttemptBucket;

use super::sample::{NOW, winners_of_twenty, write};
use crate::support::database::each;

fn bucket(failures: i32) -> AttemptBucket {
    AttemptBucket {
        bucket: "sign_in:abc".to_owned(),
        failures,
        consecutive: failures,
        window_started_at: NOW,
        locked_until: None,
        updated_at: NOW.plus_millis(i64::from(failures)),
        expires_at: NOW.plus_secs(900),
    }
}

#[tokio::test]
async fn counts_are_exact_however_many_count() {
    each(async |storage| {
        let first = winners_of_twenty(&storage, async |tx| tx.attempts().insert_if_absent(&bucket(1)).await).await;
        assert_eq!(first, 1);
        let second = winners_of_twenty(&storage, async |tx| tx.attempts().replace(&bucket(2), &bucket(1)).await).await;
        assert_eq!(second, 1);
        assert_eq!(storage.read().attempts().find("sign_in:abc").await.unwrap(), Some(bucket(2)));

        // The lock is part of what was read.
        let locked = AttemptBucket { locked_until: Some(NOW.plus_secs(1)), ..bucket(2) };
        assert!(write(&storage, async |tx| tx.attempts().replace(&locked, &bucket(2)).await).await);
        assert!(!write(&storage, async |tx| tx.attempts().replace(&bucket(3), &bucket(2)).await).await);
        assert!(write(&storage, async |tx| tx.attempts().replace(&bucket(3), &locked).await).await);

        assert!(write(&storage, async |tx| tx.attempts().remove("sign_in:abc").await).await);
        assert!(!write(&storage, async |tx| tx.attempts().remove("sign_in:abc").await).await);
        assert_eq!(storage.read().attempts().find("sign_in:abc").await.unwrap(), None);
    })
    .await;
}
