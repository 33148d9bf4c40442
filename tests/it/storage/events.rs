//! Events: order, and that they need nothing else to stay.

use serde_json::json;
use vestibule::domain::event::{Event, EventName};

use super::sample::{NOW, client_id, pool_id, user_id, uuid, write};
use crate::support::database::each;

#[tokio::test]
async fn events_of_a_pool_are_told_newest_first_and_need_no_pool_any_more() {
    each(async |storage| {
        let event = |number: u128, at| Event {
            id: uuid(number),
            name: EventName::SignedIn,
            at,
            pool: Some(pool_id()),
            user: Some(user_id(1)),
            client: Some(client_id()),
            detail: json!({ "typed": "\u{0}" }),
        };
        write(&storage, async |tx| {
            tx.events().add(&event(3, NOW)).await?;
            tx.events().add(&event(2, NOW.plus_secs(1))).await?;
            tx.events().add(&Event { pool: None, ..event(4, NOW) }).await?;
            tx.events().add(&event(1, NOW)).await
        })
        .await;
        let told = storage.read().events().list(&pool_id(), 2).await.unwrap();
        assert_eq!(told.iter().map(|event| event.id).collect::<Vec<_>>(), [uuid(2), uuid(3)]);
        assert_eq!((told[0].name, &told[0].detail), (EventName::SignedIn, &json!({ "typed": "\u{0}" })));
        assert_eq!((told[0].user, told[0].client.clone()), (Some(user_id(1)), Some(client_id())));
    })
    .await;
}

#[test]
fn every_event_is_read_back_by_its_word() {
    for name in EventName::ALL {
        assert_eq!(EventName::parse(name.as_str()), Some(name));
    }
}
