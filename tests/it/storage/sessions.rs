//! Browser sessions: keys that change, and sign-ins held for one pool each.

use vestibule::domain::pool::PoolId;
use vestibule::domain::session::{SessionId, SessionLogin};

use super::sample::{NOW, login, pool, pool_id, session, settle, user_id, uuid, write};
use crate::support::database::each;

#[tokio::test]
async fn a_session_is_found_by_its_newest_key_only() {
    each(async |storage| {
        write(&storage, async |tx| tx.sessions().add(&session(1)).await).await;
        let id = SessionId(uuid(1));
        assert_eq!(storage.read().sessions().find_by_key("key 1").await.unwrap(), Some(session(1)));
        assert!(write(&storage, async |tx| tx.sessions().rekey(id, "new").await).await);
        assert_eq!(storage.read().sessions().find_by_key("key 1").await.unwrap(), None);
        let end = NOW.plus_secs(9);
        assert!(write(&storage, async |tx| tx.sessions().extend(id, end).await).await);
        let found = storage.read().sessions().find_by_key("new").await.unwrap().unwrap();
        assert_eq!((found.id, found.expires_at), (id, end));
        assert!(!write(&storage, async |tx| tx.sessions().rekey(SessionId(uuid(2)), "x").await).await);
        assert!(write(&storage, async |tx| tx.sessions().remove(id).await).await);
        assert!(!write(&storage, async |tx| tx.sessions().remove(id).await).await);
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
            tx.sessions().add(&session(1)).await?;
            tx.sessions().put_login(&login(1, 1)).await
        })
        .await;
        let (id, mine) = (SessionId(uuid(1)), pool_id());
        let sessions = storage.read().sessions();

        let before = storage.statement_count();
        assert_eq!(sessions.find_login_by_key("key 1", &mine).await.unwrap(), Some((session(1), login(1, 1))));
        let (found, user) = sessions.find_login_with_user("key 1", &mine).await.unwrap().unwrap();
        assert_eq!((found, user.username.as_str()), (login(1, 1), "Ada"));
        assert_eq!(storage.statement_count().since(before).reads, 2, "one statement each");
        assert_eq!(sessions.login(id, &mine).await.unwrap(), Some(login(1, 1)));

        assert_eq!(sessions.find_login_by_key("key 1", &other).await.unwrap(), None);
        assert!(sessions.find_login_with_user("key 1", &other).await.unwrap().is_none());
        assert!(sessions.find_login_with_user("key 2", &mine).await.unwrap().is_none());
        assert_eq!(sessions.login(id, &other).await.unwrap(), None);

        // A user of one pool cannot be signed in to another.
        let stray = SessionLogin { pool: other.clone(), ..login(1, 1) };
        assert!(storage.begin().await.unwrap().sessions().put_login(&stray).await.is_err());

        let later = NOW.plus_secs(60);
        assert!(write(&storage, async |tx| tx.sessions().touch(id, &mine, later).await).await);
        assert!(!write(&storage, async |tx| tx.sessions().touch(id, &mine, NOW).await).await, "never back in time");
        let again = SessionLogin { auth_time: later, ..login(1, 1) };
        write(&storage, async |tx| tx.sessions().put_login(&again).await).await;
        assert_eq!(sessions.login(id, &mine).await.unwrap(), Some(again));

        assert!(!write(&storage, async |tx| tx.sessions().remove_login(id, &other).await).await);
        assert_eq!(write(&storage, async |tx| tx.sessions().remove_logins_of(&mine, user_id(1)).await).await, 1);
        assert!(!write(&storage, async |tx| tx.sessions().remove_login(id, &mine).await).await);
        assert!(sessions.find_by_key("key 1").await.unwrap().is_some(), "the session itself stays");
    })
    .await;
}
