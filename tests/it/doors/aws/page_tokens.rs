//! Page tokens: each is good for the list that it came from, for an hour.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::world::World;
use super::{assert_refused, done, with};

/// A list: its operation, the member with its items, and the members of its token in and out.
struct List {
    operation: &'static str,
    input: Value,
    items: &'static str,
    limit: &'static str,
    token: &'static str,
}

async fn lists(world: &World) -> Vec<List> {
    for _ in 0..3 {
        world.person(&world.ours).await;
        world.app.add_public(&world.ours.pool, |_| {}).await;
    }
    let pool = json!({ "UserPoolId": world.ours.pool_id() });
    let users =
        |input| List { operation: "ListUsers", input, items: "Users", limit: "Limit", token: "PaginationToken" };
    vec![
        users(pool.clone()),
        users(with(pool.clone(), "Filter", "email ^= \"user\"")),
        List {
            operation: "ListUserPoolClients",
            input: pool,
            items: "UserPoolClients",
            limit: "MaxResults",
            token: "NextToken",
        },
        List {
            operation: "ListUserPools",
            input: json!({}),
            items: "UserPools",
            limit: "MaxResults",
            token: "NextToken",
        },
    ]
}

impl List {
    async fn page(&self, world: &World, token: Option<&Value>) -> crate::support::Answer {
        let mut input = with(self.input.clone(), self.limit, 1);
        if let Some(token) = token {
            input[self.token] = token.clone();
        }
        world.reader.call(self.operation, &input).await
    }

    async fn first_token(&self, world: &World) -> Value {
        let token = done(&self.page(world, None).await)[self.token].clone();
        assert!(token.is_string(), "{}: one page is all", self.operation);
        token
    }
}

#[actix_web::test]
async fn pages_together_are_the_list() {
    let world = World::start().await;
    for list in lists(&world).await {
        let whole = done(&world.reader.call(list.operation, &with(list.input.clone(), list.limit, 60)).await);
        assert!(whole.get(list.token).is_none(), "{}", list.operation);
        let whole = whole[list.items].as_array().unwrap().clone();
        let (mut seen, mut token) = (Vec::new(), None);
        loop {
            let page = done(&list.page(&world, token.as_ref()).await);
            let items = page[list.items].as_array().unwrap();
            assert_eq!(items.len(), 1, "{}", list.operation);
            seen.extend(items.iter().cloned());
            match page.get(list.token) {
                Some(next) => token = Some(next.clone()),
                None => break,
            }
        }
        assert_eq!(seen, whole, "{}", list.operation);
        let distinct: BTreeSet<String> = seen.iter().map(Value::to_string).collect();
        assert_eq!(distinct.len(), whole.len());
    }
}

#[actix_web::test]
async fn a_token_is_good_for_its_own_list_and_an_hour() {
    let world = World::start().await;
    let lists = lists(&world).await;
    let refused = |answer: &_| assert_refused(answer, "InvalidParameterException", "Invalid pagination token.");
    for (at, list) in lists.iter().enumerate() {
        let token = list.first_token(&world).await;
        for (other, list) in lists.iter().enumerate() {
            let answer = list.page(&world, Some(&token)).await;
            if at == other { drop(done(&answer)) } else { refused(&answer) }
        }
        if list.input.get("UserPoolId").is_some() {
            let elsewhere = with(list.input.clone(), "UserPoolId", world.theirs.pool_id());
            let elsewhere = with(with(elsewhere, list.token, token.clone()), list.limit, 1);
            refused(&world.reader.call(list.operation, &elsewhere).await);
        }
        let text = token.as_str().unwrap();
        for forged in [
            json!(format!("{text}A")),
            json!(text[1..]),
            json!(text.chars().rev().collect::<String>()),
            json!("AAAA"),
            json!("eyJhZnRlciI6IiJ9"),
            json!("A".repeat(20_000)),
        ] {
            refused(&list.page(&world, Some(&forged)).await);
        }
        world.app.advance_secs(3599);
        done(&list.page(&world, Some(&token)).await);
        world.app.advance_secs(1);
        refused(&list.page(&world, Some(&token)).await);
    }
}
