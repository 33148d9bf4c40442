//! Who may call what: every row of the dispatch table by every kind of caller (cases 209 and 214).

use vestibule::domain::access_key::Role;
use vestibule::web::aws::operation::{Access, Reach, Row};
use vestibule::web::aws::ops::ROWS;

use super::samples::{ONCE, rows_in_order, sample};
use super::world::World;
use super::{exception, said};
use crate::support::Answer;
use crate::support::aws_sdk::AwsSdk;

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Anonymous,
    Holder(Role),
    /// An admin of the pool that is called about.
    Bound,
    /// An admin of another pool.
    Stranger,
}

const CALLERS: [Who; 6] = [
    Who::Anonymous,
    Who::Holder(Role::ReadOnly),
    Who::Holder(Role::Operator),
    Who::Stranger,
    Who::Bound,
    Who::Holder(Role::Admin),
];

impl Who {
    fn sdk(self, world: &World) -> &AwsSdk {
        match self {
            Self::Anonymous => &world.anonymous,
            Self::Holder(Role::ReadOnly) => &world.reader,
            Self::Holder(Role::Operator) => &world.operator,
            Self::Holder(Role::Admin) => &world.admin,
            Self::Bound => &world.bound,
            Self::Stranger => &world.stranger,
        }
    }

    /// The exception that this caller gets; empty where the call is theirs to make.
    fn refusal(self, row: &Row) -> &'static str {
        let Access::Signed(needed, reach) = row.access else { return "" };
        match self {
            Self::Anonymous => "MissingAuthenticationTokenException",
            Self::Holder(role) if !role.covers(needed) => "AccessDeniedException",
            Self::Bound | Self::Stranger if reach == Reach::Global => "AccessDeniedException",
            Self::Stranger => "ResourceNotFoundException",
            Self::Holder(_) | Self::Bound => "",
        }
    }
}

async fn call(world: &World, who: Who, row: &Row, input: &serde_json::Value) -> Answer {
    who.sdk(world).call_target(&format!("{}.{}", row.service.target(), row.name), input).await
}

/// Cases 209 and 214: whoever may not call is refused by the table, nothing happens, and the same request by somebody
/// who may succeeds.
#[actix_web::test]
async fn every_signed_operation_by_every_caller() {
    let world = World::start().await;
    for row in rows_in_order().into_iter().filter(|row| matches!(row.access, Access::Signed(..))) {
        let input = sample(&world, row, &world.ours).await;
        let before = world.app.state_but(&[]).await;
        for who in CALLERS.into_iter().filter(|who| !who.refusal(row).is_empty()) {
            let answer = call(&world, who, row, &input).await;
            assert_eq!(exception(&answer), who.refusal(row), "{} by {who:?}", row.name);
        }
        assert_eq!(world.app.state_but(&[]).await, before, "{}: a refusal changed something", row.name);
        // What can be done once only is done by the one who may do everything.
        let is_once = ONCE.contains(&row.name);
        for who in CALLERS.into_iter().filter(|who| who.refusal(row).is_empty()) {
            if is_once && who != Who::Holder(Role::Admin) {
                continue;
            }
            let input = sample(&world, row, &world.ours).await;
            let answer = call(&world, who, row, &input).await;
            assert_eq!(answer.code(), 200, "{} by {who:?}: {answer:?}", row.name);
        }
    }
}

/// To a key that is bound to one pool another one does not exist: the answers are those of a pool that never was.
#[actix_web::test]
async fn another_pool_and_no_pool_are_the_same_to_a_bound_key() {
    let world = World::start().await;
    let nowhere = "xx-local-1_ZzZzZzZzZ";
    for row in ROWS.iter().filter(|row| matches!(row.access, Access::Signed(_, Reach::Pool))) {
        let input = sample(&world, row, &world.ours).await;
        let foreign = call(&world, Who::Stranger, row, &input).await;
        let input = super::with(input, "UserPoolId", nowhere);
        let mut unknown = said(&call(&world, Who::Stranger, row, &input).await);
        unknown.2 = unknown.2.replace(nowhere, world.ours.pool_id());
        assert_eq!(said(&foreign), unknown, "{}", row.name);
    }
}

/// What needs no signature works without one, and with one of whatever key.
#[actix_web::test]
async fn what_is_open_to_all_is_open_to_holders_of_keys_too() {
    let world = World::start().await;
    for row in ROWS.iter().filter(|row| !matches!(row.access, Access::Signed(..))) {
        for who in CALLERS {
            let input = sample(&world, row, &world.ours).await;
            let answer = call(&world, who, row, &input).await;
            assert_eq!(answer.code(), 200, "{} by {who:?}: {answer:?}", row.name);
        }
    }
}
