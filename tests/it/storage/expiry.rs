//! Cleaning: what is over goes in batches, what lives stays.

use vestibule::domain::code::CodeKind;
use vestibule::domain::grant::Grant;
use vestibule::domain::session::{SessionId, SessionLogin, UpstreamSession};
use vestibule::storage::{AttemptBucket, StoredCode, StoredSamlSession, UpstreamOf};

use super::sample::{NOW, client_id, grant, login, pool_id, settle, user_id, uuid, write};
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
            tx.sessions().put_login(&login(1, 1), "key 1").await
        })
        .await;
        let clean = async |now, batch| write(&storage, async |tx| tx.expiry().delete_expired(now, batch).await).await;
        assert_eq!(clean(NOW, 2).await, 3, "two buckets and the code");
        assert_eq!(clean(NOW, 99).await, 3);
        assert_eq!(clean(NOW, 99).await, 0);
        assert!(storage.read().attempts().find("9").await.unwrap().is_some());
        assert!(storage.read().sessions().find_by_key("key 1").await.unwrap().is_some());
        assert_eq!(clean(NOW.plus_secs(3600), 99).await, 2, "bucket and session");
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
        assert_eq!(storage.read().grants().find_by_code("code 3").await.unwrap().unwrap().0, redeemed);
        assert_eq!(clean(31 * DAY).await, 1);
    })
    .await;
}

/// A sign-out finds the grants by the session, so the session stays for as long as one of them lives, and goes with it.
#[tokio::test]
async fn a_session_is_kept_for_the_grants_that_were_born_in_it() {
    each(async |storage| {
        settle(&storage).await;
        let id = SessionId(uuid(1));
        let born = |number, days: i64| {
            let mut grant = Grant { session: Some(id), expires_at: NOW.plus_secs(days * DAY), ..grant(number) };
            grant.code.as_mut().unwrap().consumed_at = Some(NOW);
            grant
        };
        let mut unredeemed = born(3, 90);
        unredeemed.code.as_mut().unwrap().consumed_at = None;
        write(&storage, async |tx| {
            for grant in [&born(1, 10), &born(2, 30), &unredeemed] {
                tx.grants().add(grant).await?;
            }
            tx.sessions().put_login(&login(1, 1), "key 1").await?;
            tx.sessions().put_login(&login(2, 1), "key 2").await
        })
        .await;
        let is_kept = async || storage.read().sessions().find_by_key("key 1").await.unwrap() == Some(id);
        let clean =
            async |secs| write(&storage, async |tx| tx.expiry().delete_expired(NOW.plus_secs(secs), 1).await).await;
        assert_eq!(clean(3600).await, 1, "nothing was born in the other one");
        assert_eq!(clean(3600).await, 0);
        for days in [9, 29] {
            while clean(days * DAY).await > 0 {}
            assert!(is_kept().await, "{days}");
        }
        assert_eq!(storage.read().grants().clients_of_sessions(&[id], &pool_id()).await.unwrap(), [client_id()]);
        while clean(30 * DAY).await > 0 {}
        assert!(!is_kept().await);
    })
    .await;
}

/// A provider ends what came from a session of its own for as long as that is there.
#[tokio::test]
async fn a_session_at_a_provider_is_kept_for_the_sign_in_that_came_from_it() {
    each(async |storage| {
        settle(&storage).await;
        let upstream = |number| UpstreamSession(uuid(number));
        let there = |number, index: &str| StoredSamlSession {
            id: upstream(number),
            pool: pool_id(),
            person: "person".to_owned(),
            index: Some(index.to_owned()),
            session: b"session".to_vec(),
            expires_at: NOW.plus_secs(60),
        };
        let came = SessionLogin { upstream: Some(upstream(7)), ..login(1, 1) };
        write(&storage, async |tx| {
            tx.saml().keep_session(&there(7, "one")).await?;
            tx.saml().keep_session(&there(8, "two")).await?;
            tx.sessions().put_login(&came, "key 1").await?;
            tx.sessions().put_login(&login(2, 1), "key 2").await
        })
        .await;
        let of = |indexes: &[&str]| UpstreamOf {
            person: vec!["person".to_owned(), "older".to_owned()],
            indexes: indexes.iter().map(|index| (*index).to_owned()).collect(),
        };
        for (indexes, found) in [(&[][..], 1), (&["one", "two"], 1), (&["one"], 1), (&["two"], 0), (&["three"], 0)] {
            let logins = storage.read().sessions().list_from(&pool_id(), &of(indexes), 9).await.unwrap();
            assert_eq!(logins.len(), found, "{indexes:?}");
            assert!(logins.iter().all(|login| *login == came));
        }
        let clean =
            async |secs| write(&storage, async |tx| tx.expiry().delete_expired(NOW.plus_secs(secs), 99).await).await;
        assert_eq!(clean(59).await, 0);
        assert_eq!(clean(60).await, 1, "nobody came from the other one");
        let take =
            async |now| write(&storage, async |tx| tx.saml().take_session(&pool_id(), upstream(7), now).await).await;
        assert!(take(NOW).await.is_some() && take(NOW).await.is_none(), "once");
        write(&storage, async |tx| tx.saml().keep_session(&there(7, "one")).await).await;
        write(&storage, async |tx| tx.sessions().remove_logins(&[SessionId(uuid(1))], &pool_id()).await).await;
        assert_eq!(clean(60).await, 1);
    })
    .await;
}
