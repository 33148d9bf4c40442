//! What belongs to one pool does not exist in another: every id that a request can name, taken from the other pool
//! (group Y). Whoever swaps ids learns no more than from an id that nobody ever had.

use serde_json::Value;

use vestibule::protocol::aws::json::{Duty, Shape};
use vestibule::web::aws::operation::{Access, Row};
use vestibule::web::aws::ops::ROWS;

use super::samples::{rows_in_order, sample};
use super::world::World;
use super::{done, exception, password_sign_in, said, tokens, with};
use crate::support::PASSWORD;
use crate::support::aws_sdk::AwsSdk;

/// Members, and parameters in maps, that name something which is there; with one that nobody ever had.
const IDS: [(&str, &str); 15] = [
    ("ClientId", "0123456789abcdefghijklmnop"),
    ("Username", "nobody-at-all"),
    ("USERNAME", "nobody-at-all"),
    ("Session", "c2Vzc2lvbi10aGF0LW5ldmVyLXdhcy1hbnl3aGVyZQ"),
    ("GroupName", "no-group"),
    ("Identifier", "https://nowhere.test"),
    ("ProviderName", "no-provider"),
    ("IdpIdentifier", "nowhere.test"),
    ("RefreshToken", "bm8tdG9rZW4tYXQtYWxs"),
    ("Token", "bm8tdG9rZW4tYXQtYWxs"),
    ("CredentialId", "bm8tcGFzc2tleS1hdC1hbGw"),
    ("DeviceKey", "xx-local-1_00000000-0000-4000-8000-000000000000"),
    ("EventId", "00000000-0000-7000-8000-000000000000"),
    ("FeedbackToken", "bm8tdG9rZW4tYXQtYWxs"),
    ("AccessToken", "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl"),
];

/// Required texts that name nothing, or what the rest of the request decides.
const VALUES: [&str; 18] = [
    "UserPoolId",
    "ConfirmationCode",
    "Password",
    "AuthFlow",
    "ChallengeName",
    "PoolName",
    "ProviderType",
    "ClientName",
    "MessageAction",
    "Name",
    "Language",
    "Source",
    "AttributeName",
    "Code",
    "UserCode",
    "ProposedPassword",
    "FeedbackValue",
    // Of whichever pool: only a key for all pools gets that far.
    "ResourceArn",
];

/// Operations whose name is that of something new.
const NEW: [(&str, &str); 6] = [
    ("SignUp", "Username"),
    ("AdminCreateUser", "Username"),
    ("CreateGroup", "GroupName"),
    ("CreateResourceServer", "Identifier"),
    ("CreateIdentityProvider", "ProviderName"),
    // The first of two is that of the pool itself; `providers::links` tries the other.
    ("AdminLinkProviderForUser", "ProviderName"),
];

/// A new operation must say which of its members name things.
#[test]
fn every_required_text_is_an_id_or_a_value() {
    for row in ROWS {
        let texts = row
            .request
            .all_members()
            .filter(|member| member.is_required && matches!(member.duty, Duty::Honoured(Shape::Text(_))));
        for member in texts {
            let is_known = IDS.iter().any(|(id, _)| *id == member.name) || VALUES.contains(&member.name);
            assert!(is_known, "{}: say in tenants.rs whether {} names something", row.name, member.name);
        }
    }
}

fn caller<'a>(world: &'a World, row: &Row) -> &'a AwsSdk {
    if matches!(row.access, Access::Signed(..)) { &world.admin } else { &world.anonymous }
}

/// The value of `name` at the top of a request or in one of its maps.
fn find<'a>(input: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    let members = input.as_object_mut()?;
    if members.contains_key(name) {
        return members.get_mut(name);
    }
    members.values_mut().find_map(|value| value.as_object_mut()?.get_mut(name))
}

/// What is answered when `name` in a good request is `value`, with that value taken out of the answer.
async fn answer_with(world: &World, row: &Row, good: &Value, name: &str, value: &Value) -> (u16, String, String) {
    let mut input = good.clone();
    *find(&mut input, name).unwrap() = value.clone();
    let target = format!("{}.{}", row.service.target(), row.name);
    let (code, kind, body) = said(&caller(world, row).call_target(&target, &input).await);
    (code, kind, body.replace(value.as_str().unwrap(), "…"))
}

#[actix_web::test]
async fn ids_of_another_pool_are_ids_of_nothing() {
    let world = World::start().await;
    let mut swapped = Vec::new();
    for row in rows_in_order() {
        for (name, unknown) in IDS {
            let mut theirs = sample(&world, row, &world.theirs).await;
            let is_public = row.access == Access::Public;
            // A client's id says which pool a call without a signature is about, and a token is all that its call has.
            let decides = matches!((name, row.access), ("ClientId", Access::Public) | ("AccessToken", _));
            if NEW.contains(&(row.name, name)) || decides || find(&mut theirs, name).is_none() {
                continue;
            }
            let mut ours = sample(&world, row, &world.ours).await;
            let foreign = find(&mut ours, name).unwrap().clone();
            // Names that nobody has are counted too, and where a stranger may type one it costs the same rows (case 131).
            let types_a_name = is_public || row.name == "AdminInitiateAuth";
            let counted: &[&str] = if types_a_name { &["attempts", "events", "outbox"] } else { &["attempts"] };
            let before = world.app.state_but(counted).await;
            let answer = answer_with(&world, row, &theirs, name, &foreign).await;
            let nothing = answer_with(&world, row, &theirs, name, &unknown.into()).await;
            assert_eq!(answer, nothing, "{}: {name} of another pool", row.name);
            assert!(answer.0 == 400 || is_public, "{}: {name} was taken: {answer:?}", row.name);
            assert!(world.app.state_but(counted).await == before, "{}: {name} changed something", row.name);
            swapped.push((row.name, name));
            if row.name != "DeleteUserPool" {
                let target = format!("{}.{}", row.service.target(), row.name);
                done(&caller(&world, row).call_target(&target, &theirs).await);
            }
        }
    }
    assert!(swapped.len() >= 20, "too few to mean anything: {swapped:?}");
}

/// Case 213: a token of one pool is one of nobody at the other pool's endpoints, and speaks for its own user alone here.
#[actix_web::test]
async fn tokens_stay_in_their_pool() {
    let world = World::start().await;
    let ada = world.app.person_in(&world.ours.pool, "ada").await;
    world.app.person_in(&world.theirs.pool, "ada").await;
    let ours = tokens(&world.anonymous, &world.ours.client, "ada").await;
    let token = ours["AccessToken"].as_str().unwrap();
    let user = done(&world.anonymous.call("GetUser", &serde_json::json!({ "AccessToken": token })).await);
    assert_eq!(user["UserAttributes"][0]["Value"], ada.id.to_string());
    let at_theirs = world.app.app_client().at_pool(world.theirs.pool_id()).user_info(token).await;
    assert_eq!(at_theirs.code(), 401);

    let refresh = serde_json::json!({
        "ClientId": world.theirs.client_id(),
        "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": ours["RefreshToken"] },
    });
    assert_eq!(exception(&world.anonymous.call("InitiateAuth", &refresh).await), "InvalidParameterException");
}

/// The same name and password in two pools are two people, and attempts at one do not count for the other.
#[actix_web::test]
async fn people_of_the_same_name_are_strangers() {
    let world = World::start().await;
    let ours = world.app.person_in(&world.ours.pool, "ada").await;
    let theirs = world.app.person_in(&world.theirs.pool, "ada").await;
    assert_ne!(ours.id, theirs.id);
    for _ in 0..6 {
        let wrong = password_sign_in(&world.ours.client, "ada", "not the password");
        assert_eq!(exception(&world.anonymous.call("InitiateAuth", &wrong).await), "NotAuthorizedException");
    }
    let locked = world.anonymous.call("InitiateAuth", &password_sign_in(&world.ours.client, "ada", PASSWORD)).await;
    assert_eq!(locked.json()["message"], "Password attempts exceeded");
    tokens(&world.anonymous, &world.theirs.client, "ada").await;

    let input = with(serde_json::json!({ "UserPoolId": world.ours.pool_id() }), "Username", "ada");
    done(&world.admin.call("AdminDeleteUser", &input).await);
    tokens(&world.anonymous, &world.theirs.client, "ada").await;
}
