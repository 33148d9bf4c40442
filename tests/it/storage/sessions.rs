//! Browser sessions: keys that change, and sign-ins held for one pool each.

use vestibule::domain::pool::PoolId;
use vestibule::domain::session::{SessionId, SessionLogin};
use vestibule::domain::user::User;
use vestibule::storage::UserWrite;

use super::sample::{NOW, login, pool, pool_id, settings, settle, user, user_id, uuid, write};
use crate::support::database::each;

#[tokio::test]
async fn a_session_is_found_by_its_newest_key_only() {
    each(async |storage| {
        settle(&storage).await;
        let other = PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
        let theirs = User { pool: other.clone(), ..user(2, "Bob") };
        write(&storage, async |tx| {
            tx.pools().add(&pool(other.clone())).await?;
            assert_eq!(tx.users().add(&theirs, &settings()).await?, UserWrite::Done);
            tx.sessions().put_login(&login(1, 1), "old").await?;
            tx.sessions().put_login(&SessionLogin { pool: other.clone(), ..login(1, 2) }, "old").await
        })
        .await;
        let (id, mine) = (SessionId(uuid(1)), pool_id());
        let sessions = storage.read().sessions();
        assert_eq!(sessions.find_by_key("old").await.unwrap(), Some(id));
        // A new key for one pool's sign-in is the new key of all that the browser holds.
        let again = SessionLogin { auth_time: NOW.plus_secs(9), ..login(1, 1) };
        let others = write(&storage, async |tx| {
            tx.sessions().put_login(&again, "new").await?;
            tx.sessions().rekey_others(id, &mine, "new").await
        });
        assert_eq!(others.await, 1);
        assert_eq!(sessions.find_by_key("old").await.unwrap(), None);
        assert_eq!(sessions.find_by_key("new").await.unwrap(), Some(id));
        for (pool, name) in [(&mine, "Ada"), (&other, "Bob")] {
            assert!(sessions.find_login_with_user("old", pool).await.unwrap().is_none());
            assert_eq!(sessions.find_login_with_user("new", pool).await.unwrap().unwrap().1.username, name);
        }
        assert_eq!(write(&storage, async |tx| tx.sessions().rekey_others(id, &mine, "newer").await).await, 1);
        assert_eq!(sessions.find_login_with_user("new", &mine).await.unwrap().unwrap().0, again);
        // Two browsers never share a key for one pool.
        assert!(storage.begin().await.unwrap().sessions().put_login(&login(7, 1), "new").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn what_a_session_holds_is_held_for_one_pool() {
    each(async |storage| {
        settle(&storage).await;
        let other = PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
        write(&storage, async |tx| {
            tx.pools().add(&pool(other.clone())).await?;
            tx.sessions().put_login(&login(1, 1), "key 1").await
        })
        .await;
        let (id, mine) = (SessionId(uuid(1)), pool_id());
        let sessions = storage.read().sessions();

        let before = storage.statement_count();
        let (found, user) = sessions.find_login_with_user("key 1", &mine).await.unwrap().unwrap();
        assert_eq!((found, user.username.as_str()), (login(1, 1), "Ada"));
        assert_eq!(storage.statement_count().since(before).reads, 1, "one statement");
        assert_eq!(sessions.login(id, &mine).await.unwrap(), Some(login(1, 1)));

        assert!(sessions.find_login_with_user("key 1", &other).await.unwrap().is_none());
        assert!(sessions.find_login_with_user("key 2", &mine).await.unwrap().is_none());
        assert_eq!(sessions.login(id, &other).await.unwrap(), None);

        // A user of one pool cannot be signed in to another.
        let stray = SessionLogin { pool: other.clone(), ..login(1, 1) };
        assert!(storage.begin().await.unwrap().sessions().put_login(&stray, "key 1").await.is_err());

        let later = NOW.plus_secs(60);
        assert!(write(&storage, async |tx| tx.sessions().touch(id, &mine, later).await).await);
        assert!(!write(&storage, async |tx| tx.sessions().touch(id, &mine, NOW).await).await, "never back in time");
        let again = SessionLogin { auth_time: later, ..login(1, 1) };
        write(&storage, async |tx| tx.sessions().put_login(&again, "key 1").await).await;
        assert_eq!(sessions.login(id, &mine).await.unwrap(), Some(again));

        assert_eq!(write(&storage, async |tx| tx.sessions().remove_logins(&[id], &other).await).await, 0);
        assert_eq!(write(&storage, async |tx| tx.sessions().remove_logins_of(&mine, user_id(1)).await).await, 1);
        assert_eq!(write(&storage, async |tx| tx.sessions().remove_logins(&[id], &mine).await).await, 0);
        assert!(sessions.find_by_key("key 1").await.unwrap().is_none(), "a session is what it holds");
    })
    .await;
}
