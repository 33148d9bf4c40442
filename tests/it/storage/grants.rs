//! Grants: one redemption, one successor of a generation, final revocation.

use vestibule::domain::grant::{Grant, GrantId};
use vestibule::domain::session::SessionId;
use vestibule::domain::user::{User, UserStatus};
use vestibule::storage::UserWrite;

use super::sample::{NOW, client_id, grant, pool_id, settings, settle, user_id, uuid, winners_of_twenty, write};
use crate::support::database::each;

#[tokio::test]
async fn a_code_is_redeemed_once_and_a_generation_followed_once() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| tx.grants().add(&grant(1)).await).await;
        let id = GrantId(uuid(1));
        let grants = storage.read().grants();
        assert_eq!(grants.find(id).await.unwrap(), Some(grant(1)));
        assert_eq!(grants.find_by_code("code 1").await.unwrap().unwrap().0, grant(1));
        assert!(grants.find_by_code("code 2").await.unwrap().is_none());

        let late = NOW.plus_secs(60);
        assert!(!write(&storage, async |tx| tx.grants().consume_code(id, late).await).await, "the code is over");
        assert_eq!(winners_of_twenty(&storage, async |tx| tx.grants().consume_code(id, NOW).await).await, 1);
        assert_eq!(winners_of_twenty(&storage, async |tx| tx.grants().rotate(id, 0, NOW).await).await, 1);
        assert!(!write(&storage, async |tx| tx.grants().rotate(id, 0, NOW).await).await);
        assert!(!write(&storage, async |tx| tx.grants().rotate(id, 2, NOW).await).await);
        assert!(write(&storage, async |tx| tx.grants().rotate(id, 1, NOW).await).await);
        let end = NOW.plus_secs(3600);
        assert!(!write(&storage, async |tx| tx.grants().rotate(id, 2, end).await).await, "the family is over");
        assert_eq!(grants.find(id).await.unwrap().unwrap().generation, 2);
    })
    .await;
}

#[tokio::test]
async fn a_revoked_grant_stays_revoked_and_yields_nothing() {
    each(async |storage| {
        settle(&storage).await;
        let of_the_api = Grant { session: None, code: None, ..grant(2) };
        write(&storage, async |tx| {
            tx.grants().add(&grant(1)).await?;
            tx.grants().add(&of_the_api).await?;
            // A second grant without a code: absent codes do not collide.
            tx.grants().add(&Grant { id: GrantId(uuid(3)), ..of_the_api.clone() }).await
        })
        .await;
        let (id, later) = (GrantId(uuid(1)), NOW.plus_secs(1));
        assert!(write(&storage, async |tx| tx.grants().revoke(id, NOW).await).await);
        assert!(!write(&storage, async |tx| tx.grants().revoke(id, later).await).await);
        assert!(!write(&storage, async |tx| tx.grants().consume_code(id, NOW).await).await);
        assert!(!write(&storage, async |tx| tx.grants().rotate(id, 0, NOW).await).await);

        let before = storage.statement_count();
        let (found, user) = storage.read().grants().find_with_user(id).await.unwrap().unwrap();
        assert_eq!(storage.statement_count().since(before).reads, 1);
        assert_eq!((found.revoked_at, user.id), (Some(NOW), user_id(1)));
        assert!(storage.read().grants().find_with_user(GrantId(uuid(9))).await.unwrap().is_none());

        assert_eq!(storage.read().grants().find(of_the_api.id).await.unwrap(), Some(of_the_api.clone()));
        let client = client_id();
        assert_eq!(write(&storage, async |tx| tx.grants().revoke_of_client(&client, later).await).await, 2);
        assert_eq!(write(&storage, async |tx| tx.grants().revoke_of_client(&client, later).await).await, 0);
    })
    .await;
}

#[tokio::test]
async fn grants_are_revoked_by_session_and_by_user() {
    each(async |storage| {
        settle(&storage).await;
        let elsewhere = Grant { session: Some(SessionId(uuid(8))), ..grant(2) };
        write(&storage, async |tx| {
            tx.grants().add(&grant(1)).await?;
            tx.grants().add(&elsewhere).await
        })
        .await;
        let (session, pool) = (SessionId(uuid(7)), pool_id());
        let born_there = async || {
            write(&storage, async |tx| tx.grants().revoke_of_sessions(&[session], &pool, &[], NOW).await).await
        };
        assert_eq!(born_there().await, 1);
        assert_eq!(storage.read().grants().find(elsewhere.id).await.unwrap().unwrap().revoked_at, None);
        assert_eq!(write(&storage, async |tx| tx.grants().revoke_of_user(&pool, user_id(2), NOW).await).await, 0);
        assert_eq!(write(&storage, async |tx| tx.grants().revoke_of_user(&pool, user_id(1), NOW).await).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_given_to_and_redeemed_for_open_users_only() {
    each(async |storage| {
        settle(&storage).await;
        let give =
            async |number| storage.alone(async |one| one.grants().add_if_user_is_open(&grant(number)).await).await;
        let redeem = async |number| {
            let id = GrantId(uuid(number));
            storage.alone(async |one| one.grants().consume_code(id, NOW).await).await.unwrap()
        };
        let change = async |change: &dyn Fn(&mut User)| {
            write(&storage, async |tx| {
                let mut found = tx.users().find(&pool_id(), user_id(1)).await?.unwrap();
                change(&mut found);
                let read = found.version;
                found.version += 1;
                assert_eq!(tx.users().save(&found, read, &settings()).await?, UserWrite::Done);
                Ok(())
            })
            .await;
        };
        assert!(give(1).await.unwrap());
        let stored = storage.read().grants().find_by_code("code 1").await.unwrap().unwrap();
        assert_eq!((stored.0, stored.1.id), (grant(1), user_id(1)));
        assert!(give(1).await.is_err(), "the id is taken");

        for (enabled, epoch) in [(false, 0), (true, 3)] {
            change(&|user: &mut User| (user.enabled, user.epoch) = (enabled, epoch)).await;
            assert!(!give(2).await.unwrap());
            assert!(!redeem(1).await);
            change(&|user: &mut User| (user.enabled, user.epoch) = (true, 2)).await;
        }
        change(&|user: &mut User| user.status = UserStatus::ResetRequired).await;
        assert!(!give(2).await.unwrap());
        assert_eq!(storage.read().grants().find(GrantId(uuid(2))).await.unwrap(), None);
        change(&|user: &mut User| user.status = UserStatus::Confirmed).await;
        assert!(redeem(1).await);
        assert!(!redeem(1).await);
        let nobody = Grant { user: user_id(9), ..grant(2) };
        assert!(!storage.alone(async |one| one.grants().add_if_user_is_open(&nobody).await).await.unwrap());
        assert!(give(2).await.unwrap());
    })
    .await;
}
