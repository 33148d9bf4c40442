//! Events: order, pages, age, and that they need nothing else to stay.

use serde_json::json;
use uuid::Uuid;
use vestibule::domain::access_key::AccessKeyId;
use vestibule::domain::clock::Micros;
use vestibule::domain::event::{Event, EventName};
use vestibule::domain::random::uuid_v7_floor;
use vestibule::storage::{Storage, WhichEvents};

use super::sample::{NOW, client_id, pool_id, user_id, write};
use crate::support::database::each;

const DAY: i64 = 24 * 3600;

/// The id of the event that happened so many seconds after the beginning.
fn id(secs: i64) -> Uuid {
    uuid_v7_floor(NOW.plus_secs(secs))
}

fn event(secs: i64) -> Event {
    Event {
        id: id(secs),
        name: EventName::SignedIn,
        at: NOW.plus_secs(secs),
        pool: Some(pool_id()),
        user: Some(user_id(1)),
        client: Some(client_id()),
        actor: Some(AccessKeyId("AKIA1".to_owned())),
        detail: json!({ "typed": "\u{0}" }),
    }
}

async fn add(storage: &Storage, events: &[Event]) {
    write(storage, async |tx| {
        for event in events {
            tx.events().add(event).await?;
        }
        Ok(())
    })
    .await;
}

fn ids(events: &[Event]) -> Vec<Uuid> {
    events.iter().map(|event| event.id).collect()
}

#[tokio::test]
async fn events_of_a_pool_are_told_newest_first_and_need_no_pool_any_more() {
    each(async |storage| {
        add(&storage, &[event(3), event(1), Event { pool: None, ..event(4) }, event(2)]).await;
        let told = storage.read().events().list(&pool_id(), 2).await.unwrap();
        assert_eq!(ids(&told), [id(3), id(2)]);
        assert_eq!((told[0].name, &told[0].detail), (EventName::SignedIn, &json!({ "typed": "\u{0}" })));
        assert_eq!((told[0].user, told[0].client.clone()), (Some(user_id(1)), Some(client_id())));
        assert_eq!((told[0].at, told[0].actor.clone()), (NOW.plus_secs(3), Some(AccessKeyId("AKIA1".to_owned()))));
    })
    .await;
}

#[tokio::test]
async fn a_page_is_in_order_of_time_and_follows_the_one_before() {
    each(async |storage| {
        let server = Event { pool: None, user: None, client: None, actor: None, ..event(2) };
        let another = Event { user: Some(user_id(2)), ..event(3) };
        add(&storage, &[event(1), server, another, event(4), event(5)]).await;
        let page = async |which: &WhichEvents, limit| storage.read().events().page(which, limit).await.unwrap();
        let all = WhichEvents::default();
        assert_eq!(ids(&page(&all, 2).await), [id(4), id(5)], "without a beginning, the newest");
        let after = |secs| WhichEvents { after: Some(id(secs)), ..WhichEvents::default() };
        assert_eq!(ids(&page(&after(0), 3).await), [id(1), id(2), id(3)]);
        assert_eq!(ids(&page(&after(3), 3).await), [id(4), id(5)]);
        assert!(page(&after(5), 3).await.is_empty());
        let of_pool = WhichEvents { pool: Some(pool_id()), ..after(1) };
        assert_eq!(ids(&page(&of_pool, 9).await), [id(3), id(4), id(5)]);
        let of_user = WhichEvents { user: Some(user_id(2)), ..WhichEvents::default() };
        assert_eq!(ids(&page(&of_user, 9).await), [id(3)]);
        assert!(page(&WhichEvents { user: Some(user_id(3)), ..after(0) }, 9).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn old_events_go_in_batches_and_younger_ones_stay() {
    each(async |storage| {
        add(&storage, &[event(0), event(1), event(2), event(DAY)]).await;
        let delete = async |oldest: Micros, batch| {
            write(&storage, async |tx| tx.expiry().delete_events(oldest, batch).await).await
        };
        assert_eq!(delete(NOW, 9).await, 0, "what happened at that moment is not older");
        assert_eq!(delete(NOW.plus_secs(3), 2).await, 2);
        assert_eq!(delete(NOW.plus_secs(3), 2).await, 1);
        assert_eq!(delete(NOW.plus_secs(3), 2).await, 0);
        assert_eq!(ids(&storage.read().events().list(&pool_id(), 9).await.unwrap()), [id(DAY)]);
    })
    .await;
}

#[test]
fn every_event_is_read_back_by_its_word() {
    for name in EventName::ALL {
        assert_eq!(EventName::parse(name.as_str()), Some(name));
    }
}
