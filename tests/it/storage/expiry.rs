//! Cleaning: what is over goes in batches, what lives stays.

use vestibule::domain::code::CodeKind;
use vestibule::domain::grant::Grant;
use vestibule::storage::{AttemptBucket, StoredCode};

use super::sample::{NOW, grant, login, pool_id, session, settle, user_id, write};
use crate::support::database::each;

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn what_is_over_goes_in_batches_and_what_lives_stays() {
    each(async |storage| {
        settle(&storage).await;
        let bucket = |name: usize, secs| AttemptBucket {
            bucket: name.to_string(),
            failures: 1,
            consecutive: 1,
            window_started_at: NOW,
            locked_until: None,
            updated_at: NOW,
            expires_at: NOW.plus_secs(secs),
        };
        let code = StoredCode {
            pool: pool_id(),
            user: user_id(1),
            kind: CodeKind::SignUp,
            code_hash: "hash".to_owned(),
            attribute: "email".to_owned(),
            attempts: 0,
            created_at: NOW,
            expires_at: NOW,
            consumed_at: None,
            address: None,
        };
        write(&storage, async |tx| {
            for name in 0..5 {
                tx.attempts().insert_if_absent(&bucket(name, 0)).await?;
            }
            tx.attempts().insert_if_absent(&bucket(9, 1)).await?;
            tx.codes().put(&code).await?;
            tx.sessions().add(&session(1)).await?;
            tx.sessions().put_login(&login(1, 1)).await
        })
        .await;
        let clean = async |now, batch| write(&storage, async |tx| tx.expiry().delete_expired(now, batch).await).await;
        assert_eq!(clean(NOW, 2).await, 3, "two buckets and the code");
        assert_eq!(clean(NOW, 99).await, 3);
        assert_eq!(clean(NOW, 99).await, 0);
        assert!(storage.read().attempts().find("9").await.unwrap().is_some());
        assert!(storage.read().sessions().find_by_key("key 1").await.unwrap().is_some());
        assert_eq!(clean(NOW.plus_secs(3600), 99).await, 3, "bucket, session and what it held");
    })
    .await;
}

#[tokio::test]
async fn a_dead_grant_is_kept_for_a_day_and_a_redeemed_one_to_its_end() {
    each(async |storage| {
        settle(&storage).await;
        let long = |number| Grant { expires_at: NOW.plus_secs(30 * DAY), ..grant(number) };
        let revoked = Grant { revoked_at: Some(NOW), code: None, ..long(1) };
        let mut redeemed = long(3);
        redeemed.code.as_mut().unwrap().consumed_at = Some(NOW);
        write(&storage, async |tx| {
            for grant in [&revoked, &long(2), &redeemed] {
                tx.grants().add(grant).await?;
            }
            Ok(())
        })
        .await;
        let clean =
            async |secs| write(&storage, async |tx| tx.expiry().delete_expired(NOW.plus_secs(secs), 99).await).await;
        assert_eq!(clean(DAY - 1).await, 0);
        assert_eq!(clean(DAY).await, 1, "revoked a day ago");
        assert_eq!(clean(DAY + 60).await, 1, "its code was never redeemed");
        assert_eq!(storage.read().grants().find_by_code("code 3").await.unwrap(), Some(redeemed));
        assert_eq!(clean(31 * DAY).await, 1);
    })
    .await;
}
