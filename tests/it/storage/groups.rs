//! Groups: unique in their pool, paged by name, read with the user in one statement, and gone with what they hang on.

use vestibule::domain::group::Group;
use vestibule::domain::pool::PoolId;
use vestibule::storage::Storage;

use super::sample::{NOW, grant, pool, pool_id, settings, settle, user, user_id, write};
use crate::support::database::each;

fn group(name: &str, precedence: Option<i64>) -> Group {
    Group {
        pool: pool_id(),
        name: name.to_owned(),
        description: None,
        role_arn: Some(format!("arn:aws:iam::1:role/{name}")),
        precedence,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// Ada in three groups, and one that is empty.
async fn settle_groups(storage: &Storage) {
    settle(storage).await;
    write(storage, async |tx| {
        for (name, precedence) in [("b", Some(1)), ("a", None), ("c", Some(0)), ("empty", Some(0))] {
            assert!(tx.groups().add(&group(name, precedence)).await?);
            if name != "empty" {
                assert!(tx.groups().add_member(&group(name, None), user_id(1), NOW).await?);
            }
        }
        Ok(())
    })
    .await;
}

async fn names_of_ada(storage: &Storage) -> Vec<String> {
    let groups = storage.read().groups().of_user(&pool_id(), user_id(1)).await.unwrap();
    groups.names().into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_name_is_taken_once_and_a_change_finds_its_group() {
    each(async |storage| {
        settle_groups(&storage).await;
        assert!(!write(&storage, async |tx| tx.groups().add(&group("a", Some(7))).await).await);
        assert_eq!(storage.read().groups().find(&pool_id(), "a").await.unwrap(), Some(group("a", None)));
        let changed =
            Group { description: Some("d".to_owned()), role_arn: None, precedence: Some(9), ..group("a", None) };
        assert!(write(&storage, async |tx| tx.groups().save(&changed).await).await);
        assert_eq!(storage.read().groups().find(&pool_id(), "a").await.unwrap(), Some(changed));
        assert!(!write(&storage, async |tx| tx.groups().save(&group("absent", None)).await).await);
        assert_eq!(storage.read().groups().find(&pool_id(), "a\0").await.unwrap(), None);
        assert_eq!(storage.read().groups().count(&pool_id()).await.unwrap(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_grant_is_read_with_its_user_and_their_groups_in_one_statement() {
    each(async |storage| {
        settle_groups(&storage).await;
        write(&storage, async |tx| tx.grants().add(&grant(5)).await).await;
        let before = storage.statement_count();
        let found = storage.read().grants().find_with_user_and_groups(grant(5).id).await.unwrap();
        assert_eq!(storage.statement_count().since(before).reads, 1);
        let (found, ada, groups) = found.unwrap();
        assert_eq!((found.id, ada.id), (grant(5).id, user_id(1)));
        assert_eq!(groups.names(), ["c", "b", "a"], "by precedence");
        assert_eq!(groups.preferred_role(), Some("arn:aws:iam::1:role/c"));
        for name in ["a", "b", "c"] {
            write(&storage, async |tx| tx.groups().remove(&pool_id(), name).await).await;
        }
        let (_, _, groups) = storage.read().grants().find_with_user_and_groups(grant(5).id).await.unwrap().unwrap();
        assert!(groups.names().is_empty());
        assert!(storage.read().grants().find_with_user_and_groups(grant(6).id).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn groups_and_members_are_paged_by_key() {
    each(async |storage| {
        settle_groups(&storage).await;
        write(&storage, async |tx| {
            for number in 2..5 {
                let _done = tx.users().add(&user(number, &format!("user{number}")), &settings()).await?;
                tx.groups().add_member(&group("a", None), user_id(number), NOW).await?;
            }
            Ok(())
        })
        .await;
        let groups = storage.read().groups();
        let page = groups.list(&pool_id(), Some("a"), 2).await.unwrap();
        assert_eq!(page.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["b", "c"]);
        let page = groups.list_of_user(&pool_id(), user_id(1), Some("a"), 9).await.unwrap();
        assert_eq!(page.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["b", "c"]);
        let page = groups.list_members(&pool_id(), "a", None, 2).await.unwrap();
        assert_eq!(page.iter().map(|user| user.id).collect::<Vec<_>>(), [user_id(1), user_id(2)]);
        let page = groups.list_members(&pool_id(), "a", Some(user_id(2)), 9).await.unwrap();
        assert_eq!(page.iter().map(|user| user.id).collect::<Vec<_>>(), [user_id(3), user_id(4)]);
        assert_eq!(groups.count_of_user(&pool_id(), user_id(1)).await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn memberships_go_with_their_group_their_user_and_their_pool() {
    each(async |storage| {
        settle_groups(&storage).await;
        let again = write(&storage, async |tx| tx.groups().add_member(&group("b", None), user_id(1), NOW).await).await;
        assert!(!again, "who is in it stays in it");
        assert!(write(&storage, async |tx| tx.groups().remove_member(&group("b", None), user_id(1)).await).await);
        assert!(!write(&storage, async |tx| tx.groups().remove_member(&group("b", None), user_id(1)).await).await);
        assert_eq!(names_of_ada(&storage).await, ["c", "a"]);
        assert!(write(&storage, async |tx| tx.groups().remove(&pool_id(), "c").await).await);
        assert!(!write(&storage, async |tx| tx.groups().remove(&pool_id(), "c").await).await);
        assert_eq!(names_of_ada(&storage).await, ["a"]);
        // A group of the same name that comes later is empty.
        write(&storage, async |tx| tx.groups().add(&group("c", None)).await).await;
        assert_eq!(names_of_ada(&storage).await, ["a"]);
        assert!(write(&storage, async |tx| tx.users().remove(&pool_id(), user_id(1)).await).await);
        assert!(names_of_ada(&storage).await.is_empty());
        assert!(storage.read().groups().list_members(&pool_id(), "a", None, 9).await.unwrap().is_empty());
        assert!(write(&storage, async |tx| tx.pools().remove(&pool_id()).await).await);
        assert_eq!(storage.read().groups().count(&pool_id()).await.unwrap(), 0);
    })
    .await;
}

/// Group Y: a name of one pool means nothing in another.
#[tokio::test]
async fn a_pool_does_not_see_another_pools_groups() {
    each(async |storage| {
        settle_groups(&storage).await;
        let other = PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
        write(&storage, async |tx| tx.pools().add(&pool(other.clone())).await).await;
        let groups = storage.read().groups();
        assert_eq!(groups.find(&other, "a").await.unwrap(), None);
        assert!(groups.list(&other, None, 9).await.unwrap().is_empty());
        assert!(groups.list_of_user(&other, user_id(1), None, 9).await.unwrap().is_empty());
        assert!(groups.list_members(&other, "a", None, 9).await.unwrap().is_empty());
        let foreign = Group { pool: other.clone(), ..group("a", None) };
        write(&storage, async |tx| tx.groups().add(&foreign).await).await;
        let crossed = storage.unit(async |tx| tx.groups().add_member(&foreign, user_id(1), NOW).await).await;
        assert!(crossed.is_err(), "no membership leads into another pool");
        assert_eq!(names_of_ada(&storage).await, ["c", "b", "a"]);
    })
    .await;
}
