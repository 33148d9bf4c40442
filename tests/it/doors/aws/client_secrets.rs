//! The secret of a client is shown to those who may set it, and to nobody else; that of a provider to nobody (case 215).

use serde_json::json;

use vestibule::domain::secret::ExposeSecret as _;
use vestibule::web::aws::operation::Access;

use super::provider_samples::PROVIDER_SECRET;
use super::samples::{rows_in_order, sample};
use super::world::World;
use super::{done, with};

#[actix_web::test]
async fn only_an_admin_sees_the_secret() {
    let world = World::start().await;
    let client = world.app.add_confidential(&world.ours.pool, |_| {}).await;
    let secret = client.secret.as_ref().unwrap().expose_secret();
    let input = json!({ "UserPoolId": world.ours.pool_id(), "ClientId": client.id.as_str() });
    for (sdk, sees) in [(&world.reader, false), (&world.operator, false), (&world.bound, true), (&world.admin, true)] {
        let shown = done(&sdk.call("DescribeUserPoolClient", &input).await)["UserPoolClient"].clone();
        assert_eq!(shown.get("ClientSecret").map(|value| value == secret), sees.then_some(true));
        assert_eq!(shown["ClientId"], client.id.as_str());
    }
    let changed = done(&world.admin.call("UpdateUserPoolClient", &with(input, "ClientName", "Renamed")).await);
    assert_eq!(changed["UserPoolClient"]["ClientSecret"], secret, "a change keeps it");
}

/// Whatever else is called, by whomever but an admin, no answer has a secret in it.
#[actix_web::test]
async fn no_other_answer_has_a_secret_in_it() {
    let world = World::start().await;
    let client = world.app.add_confidential(&world.ours.pool, |_| {}).await;
    let secret = client.secret.as_ref().unwrap().expose_secret();
    for row in rows_in_order() {
        let mut input = sample(&world, row, &world.ours).await;
        if matches!(row.access, Access::Signed(..)) && input.get("ClientId").is_some() {
            input["ClientId"] = client.id.as_str().into();
        }
        for sdk in [&world.reader, &world.operator, &world.stranger, &world.anonymous] {
            let answer = sdk.call_target(&format!("{}.{}", row.service.target(), row.name), &input).await;
            assert!(!answer.body.contains(secret), "{}: {answer:?}", row.name);
            assert!(!answer.body.contains(PROVIDER_SECRET), "{}: {answer:?}", row.name);
        }
    }
}

/// What was typed to reach a provider is shown to nobody again, not even to who typed it.
#[actix_web::test]
async fn no_answer_at_all_has_the_secret_of_a_provider_in_it() {
    let world = World::start().await;
    let mut answered = 0;
    for row in rows_in_order() {
        let input = sample(&world, row, &world.ours).await;
        let has_it = input.to_string().contains(PROVIDER_SECRET);
        let target = format!("{}.{}", row.service.target(), row.name);
        let body = done(&world.admin.call_target(&target, &input).await).to_string();
        assert!(!body.contains(PROVIDER_SECRET), "{}: {body}", row.name);
        answered += usize::from(has_it || row.name.contains("IdentityProvider"));
    }
    assert!(answered >= 6, "too few to mean anything");
    assert!(!world.app.dump(&["providers", "events"]).await.contains(PROVIDER_SECRET));
}

#[actix_web::test]
async fn a_secret_is_made_only_when_asked_for_and_sealed_at_rest() {
    let world = World::start().await;
    let new = json!({ "UserPoolId": world.ours.pool_id(), "ClientName": "New app" });
    let public = done(&world.admin.call("CreateUserPoolClient", &new).await)["UserPoolClient"].clone();
    assert!(public.get("ClientSecret").is_none());
    let made = done(&world.admin.call("CreateUserPoolClient", &with(new, "GenerateSecret", true)).await);
    let secret = made["UserPoolClient"]["ClientSecret"].as_str().unwrap();
    assert!(secret.len() >= 50 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{secret}");
    assert!(!world.app.dump(&["clients", "events"]).await.contains(secret));
}
