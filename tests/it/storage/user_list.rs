//! Listing users: pages, filters and prefixes.

use vestibule::domain::user::{User, UserStatus};
use vestibule::storage::{FilterAttribute, UserFilter, UserWrite};

use super::sample::{NOW, pool_id, settings, settle, user, user_id, write};
use crate::support::database::{TestDatabase, each};

async fn people(storage: &TestDatabase) {
    settle(storage).await;
    let named = |number, username: &str, name: &str| {
        let mut user = user(number, username);
        user.attributes.insert("given_name".to_owned(), name.to_owned());
        user
    };
    let people = [
        named(2, "grace", "Grace"),
        User { enabled: false, ..named(3, "greta", "100%") },
        User { status: UserStatus::Unconfirmed, ..named(4, "Gregor", "10_") },
        named(5, "zed", "Ğrün"),
    ];
    write(storage, async |tx| {
        for person in &people {
            assert_eq!(tx.users().add(person, &settings()).await?, UserWrite::Done);
        }
        Ok(())
    })
    .await;
}

async fn list(storage: &TestDatabase, attribute: FilterAttribute, prefix: bool, value: &str) -> Vec<u128> {
    let filter = UserFilter { attribute, prefix, value: value.to_owned() };
    let found = storage.read().users().list(&pool_id(), Some(&filter), None, 60).await.unwrap();
    found.iter().map(|user| user.id.0.as_u128()).collect()
}

#[tokio::test]
async fn pages_follow_each_other_in_the_order_of_making() {
    each(async |storage| {
        people(&storage).await;
        // Two of the same moment: the id decides.
        let twin = User { created_at: user(5, "x").created_at, ..user(6, "twin") };
        assert_eq!(write(&storage, async |tx| tx.users().add(&twin, &settings()).await).await, UserWrite::Done);
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = storage.read().users().list(&pool_id(), None, after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.created_at, last.id));
            seen.extend(page.iter().map(|user| user.id.0.as_u128()));
        }
        assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
        let filter = UserFilter { attribute: FilterAttribute::Email, prefix: true, value: "gre".to_owned() };
        let after = Some((NOW.plus_secs(3), user_id(3)));
        let page = storage.read().users().list(&pool_id(), Some(&filter), after, 60).await.unwrap();
        assert_eq!(page.iter().map(|user| user.id).collect::<Vec<_>>(), [user_id(4)]);
    })
    .await;
}

#[tokio::test]
async fn users_are_filtered_by_what_can_be_searched() {
    use FilterAttribute::{Email, FamilyName, GivenName, Status, Sub, UserStatus as AccountStatus, Username};
    each(async |storage| {
        people(&storage).await;
        let none: [u128; 0] = [];
        for (attribute, prefix, value, expected) in [
            (Username, false, "grace", &[2][..]),
            (Username, false, "GRACE", &none),
            (Username, true, "gr", &[2, 3]),
            (Username, true, "", &[1, 2, 3, 4, 5]),
            (Email, false, "GRACE@example.com", &[2]),
            (Email, true, "gre", &[3, 4]),
            (GivenName, true, "10", &[3, 4]),
            (GivenName, true, "10_", &[4]),
            (GivenName, true, "%", &none),
            (GivenName, true, "ğ", &[5]),
            (GivenName, false, "a\0", &none),
            (FamilyName, true, "", &none),
            (Status, false, "Disabled", &[3]),
            (Status, false, "Enabled", &[1, 2, 4, 5]),
            (Status, false, "disabled", &none),
            (AccountStatus, false, "unconfirmed", &[4]),
            (AccountStatus, true, "CON", &[1, 2, 3, 5]),
            (Sub, false, "00000000-0000-0000-0000-000000000002", &[2]),
            (Sub, true, "0000", &[1, 2, 3, 4, 5]),
            (Sub, false, "' OR 1=1 --", &none),
        ] {
            let found = list(&storage, attribute, prefix, value).await;
            assert_eq!(found, expected, "{attribute:?} prefix={prefix} {value}");
        }
        // The search follows a change.
        let mut renamed = user(2, "grace");
        renamed.attributes.insert("given_name".to_owned(), "Hopper".to_owned());
        assert_eq!(write(&storage, async |tx| tx.users().save(&renamed, 1, &settings()).await).await, UserWrite::Done);
        assert_eq!(list(&storage, GivenName, false, "grace").await, none);
        assert_eq!(list(&storage, GivenName, false, "hopper").await, [2]);
    })
    .await;
}
