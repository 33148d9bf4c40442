//! One-time codes: single use, capped attempts, one of a kind.

use vestibule::domain::code::CodeKind;
use vestibule::storage::StoredCode;

use super::sample::{NOW, pool_id, settle, user_id, winners_of_twenty, write};
use crate::support::database::each;

fn code(kind: CodeKind) -> StoredCode {
    StoredCode {
        pool: pool_id(),
        user: user_id(1),
        kind,
        code_hash: "hash".to_owned(),
        attribute: "email".to_owned(),
        attempts: 0,
        created_at: NOW,
        expires_at: NOW.plus_secs(60),
        consumed_at: None,
        address: None,
    }
}

const SIGN_UP: CodeKind = CodeKind::SignUp;

#[tokio::test]
async fn a_code_is_used_up_once_however_many_try() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| tx.codes().put(&code(SIGN_UP)).await).await;
        let (pool, user) = (pool_id(), user_id(1));
        let consume = |kind, hash, at| {
            let (storage, pool) = (&storage, &pool);
            async move { write(storage, async |tx| tx.codes().consume(pool, user, kind, hash, at).await).await }
        };
        assert!(!consume(CodeKind::ResetPassword, "hash", NOW).await, "another kind");
        assert!(!consume(SIGN_UP, "other", NOW).await, "another code");
        assert!(!consume(SIGN_UP, "hash", NOW.plus_secs(60)).await, "too late");
        assert_eq!(storage.read().codes().find(&pool, user, SIGN_UP).await.unwrap(), Some(code(SIGN_UP)));
        let winners =
            winners_of_twenty(&storage, async |tx| tx.codes().consume(&pool, user, SIGN_UP, "hash", NOW).await).await;
        assert_eq!(winners, 1);
        let stored = storage.read().codes().find(&pool, user, SIGN_UP).await.unwrap().unwrap();
        assert_eq!(stored.consumed_at, Some(NOW));
    })
    .await;
}

#[tokio::test]
async fn no_more_attempts_are_reserved_than_allowed() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| tx.codes().put(&code(SIGN_UP)).await).await;
        let (pool, user) = (pool_id(), user_id(1));
        let reserved = winners_of_twenty(&storage, async |tx| {
            tx.codes().reserve_attempt(&pool, user, SIGN_UP, "hash", 5, NOW).await
        })
        .await;
        assert_eq!(reserved, 5);
        let stored = storage.read().codes().find(&pool, user, SIGN_UP).await.unwrap().unwrap();
        assert_eq!(stored.attempts, 5);

        // A new code keeps the attempts it is given, and is its own.
        let next = StoredCode { code_hash: "next".to_owned(), attempts: 4, ..code(SIGN_UP) };
        write(&storage, async |tx| tx.codes().put(&next).await).await;
        let reserve = async |hash| {
            write(&storage, async |tx| tx.codes().reserve_attempt(&pool, user, SIGN_UP, hash, 5, NOW).await).await
        };
        assert!(!reserve("hash").await);
        assert!(reserve("next").await);
        assert!(!reserve("next").await);
        write(&storage, async |tx| tx.codes().remove_all(&pool, user).await).await;
        assert_eq!(storage.read().codes().find(&pool, user, SIGN_UP).await.unwrap(), None);
    })
    .await;
}
