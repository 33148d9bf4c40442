//! Groups at the API, and what membership puts into tokens.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::event::EventName;
use vestibule::domain::pool::PoolId;
use vestibule::flows::manage::{access_keys, groups};

use crate::support::answer::Answer;
use crate::support::aws_sdk::AwsSdk;
use crate::support::{PASSWORD, TestApp, TokenSet};

const ROLE: &str = "arn:aws:iam::123456789012:role/writers";

/// A program that holds a key of this role, bound to `pool` where one is named.
pub(super) async fn keyholder(app: &TestApp, role: Role, pool: Option<PoolId>) -> AwsSdk {
    app.aws_sdk(&access_keys::create(&app.deps(), role, pool).await.unwrap())
}

/// The name and the message of a refusal.
pub(super) fn refusal(answer: &Answer) -> (String, String) {
    assert_eq!(answer.code(), 400, "{answer:?}");
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (text("__type"), text("message"))
}

/// The answer of a call that must succeed.
pub(super) async fn done(sdk: &AwsSdk, operation: &str, input: &Value) -> Value {
    let answer = sdk.call(operation, input).await;
    assert_eq!(answer.code(), 200, "{operation}: {answer:?}");
    answer.json()
}

fn of(pool: &PoolId, name: &str) -> Value {
    json!({ "UserPoolId": pool.as_str(), "GroupName": name })
}

fn member(pool: &PoolId, name: &str, user: &str) -> Value {
    json!({ "UserPoolId": pool.as_str(), "GroupName": name, "Username": user })
}

fn names(groups: &Value) -> Vec<&str> {
    groups["Groups"].as_array().unwrap().iter().map(|group| group["GroupName"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_group_is_made_read_changed_listed_and_deleted() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Operator, None).await, app.pool.id.clone());
    let given = json!({ "UserPoolId": pool.as_str(), "GroupName": "writers", "Description": "They write",
        "RoleArn": ROLE, "Precedence": 3 });
    let made = done(&sdk, "CreateGroup", &given).await["Group"].clone();
    for member in ["UserPoolId", "GroupName", "Description", "RoleArn", "Precedence"] {
        assert_eq!(made[member], given[member], "{member}");
    }
    assert_eq!(done(&sdk, "GetGroup", &of(&pool, "writers")).await["Group"], made);

    app.advance_secs(5);
    let change = json!({ "UserPoolId": pool.as_str(), "GroupName": "writers", "Precedence": 0, "Description": "" });
    let changed = done(&sdk, "UpdateGroup", &change).await["Group"].clone();
    assert_eq!((&changed["Precedence"], &changed["RoleArn"]), (&json!(0), &json!(ROLE)), "what is not said stays");
    assert!(changed.get("Description").is_none(), "an empty one goes");
    assert_eq!(changed["CreationDate"], made["CreationDate"]);
    assert_ne!(changed["LastModifiedDate"], made["LastModifiedDate"]);
    assert_eq!(done(&sdk, "GetGroup", &of(&pool, "writers")).await["Group"], changed);

    assert_eq!(names(&done(&sdk, "ListGroups", &json!({ "UserPoolId": pool.as_str() })).await), ["writers"]);
    done(&sdk, "DeleteGroup", &of(&pool, "writers")).await;
    let gone = ("ResourceNotFoundException".to_owned(), "Group not found.".to_owned());
    for operation in ["GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup"] {
        assert_eq!(refusal(&sdk.call(operation, &of(&pool, "writers")).await), gone, "{operation}");
    }
    for name in [EventName::GroupCreated, EventName::GroupUpdated, EventName::GroupDeleted] {
        assert_eq!(app.events(name).await, 1, "{name:?}");
    }
}

#[actix_web::test]
async fn what_cannot_be_a_group_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Operator, None).await, app.pool.id.clone());
    done(&sdk, "CreateGroup", &of(&pool, "a")).await;
    let again = json!({ "UserPoolId": pool.as_str(), "GroupName": "a", "Precedence": 1 });
    assert_eq!(refusal(&sdk.call("CreateGroup", &again).await).0, "GroupExistsException");
    assert!(done(&sdk, "GetGroup", &of(&pool, "a")).await["Group"].get("Precedence").is_none());
    // A name tells cases apart, as on Cognito.
    done(&sdk, "CreateGroup", &of(&pool, "A")).await;
    let long = "n".repeat(129);
    for (member, value) in [
        ("GroupName", json!("")),
        ("GroupName", json!("with space")),
        ("GroupName", json!("nul\u{0}")),
        ("GroupName", json!("invisible\u{200b}")),
        ("GroupName", json!(long)),
        ("Precedence", json!(-1)),
        ("Precedence", json!(2_147_483_648_i64)),
        ("Precedence", json!("1")),
        ("RoleArn", json!("arn:aws:iam::x:role/abcdef")),
        ("RoleArn", json!("administrators-of-all")),
        ("Description", json!("d".repeat(2049))),
        ("Colour", json!("red")),
    ] {
        let mut given = of(&pool, "b");
        given[member] = value.clone();
        let (name, _) = refusal(&sdk.call("CreateGroup", &given).await);
        assert!(
            ["InvalidParameterException", "SerializationException"].contains(&name.as_str()),
            "{member}={value}: {name}"
        );
    }
    assert_eq!(names(&done(&sdk, "ListGroups", &json!({ "UserPoolId": pool.as_str() })).await), ["A", "a"]);
}

#[actix_web::test]
async fn members_come_and_go_and_are_paged() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Operator, None).await, app.pool.id.clone());
    for name in ["ada", "grace", "joan"] {
        app.person(name).await;
    }
    for name in ["a", "b", "c"] {
        done(&sdk, "CreateGroup", &of(&pool, name)).await;
        done(&sdk, "AdminAddUserToGroup", &member(&pool, name, "ada")).await;
    }
    done(&sdk, "AdminAddUserToGroup", &member(&pool, "a", "grace")).await;
    done(&sdk, "AdminAddUserToGroup", &member(&pool, "a", "GRACE")).await;
    assert_eq!(app.events(EventName::UserAddedToGroup).await, 4, "twice is once");
    for (input, error) in [
        (member(&pool, "absent", "ada"), "ResourceNotFoundException"),
        (member(&pool, "a", "nobody"), "UserNotFoundException"),
    ] {
        for operation in ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"] {
            assert_eq!(refusal(&sdk.call(operation, &input).await).0, error, "{operation}");
        }
    }

    let mut found = Vec::new();
    let mut input = json!({ "UserPoolId": pool.as_str(), "GroupName": "a", "Limit": 1 });
    loop {
        let page = done(&sdk, "ListUsersInGroup", &input).await;
        found
            .extend(page["Users"].as_array().unwrap().iter().map(|user| user["Username"].as_str().unwrap().to_owned()));
        let Some(next) = page.get("NextToken") else { break };
        // A token is good for the list that it came from.
        let other = json!({ "UserPoolId": pool.as_str(), "GroupName": "b", "NextToken": next });
        assert_eq!(refusal(&sdk.call("ListUsersInGroup", &other).await).0, "InvalidParameterException");
        input["NextToken"] = next.clone();
    }
    found.sort();
    assert_eq!(found, ["ada", "grace"]);

    let of_ada = json!({ "UserPoolId": pool.as_str(), "Username": "ada", "Limit": 2 });
    let first = done(&sdk, "AdminListGroupsForUser", &of_ada).await;
    assert_eq!(names(&first), ["a", "b"]);
    let rest = json!({ "UserPoolId": pool.as_str(), "Username": "ada", "NextToken": first["NextToken"] });
    assert_eq!(names(&done(&sdk, "AdminListGroupsForUser", &rest).await), ["c"]);

    done(&sdk, "AdminRemoveUserFromGroup", &member(&pool, "b", "ada")).await;
    done(&sdk, "AdminRemoveUserFromGroup", &member(&pool, "b", "ada")).await;
    assert_eq!(app.events(EventName::UserRemovedFromGroup).await, 1);
    let all = json!({ "UserPoolId": pool.as_str(), "Username": "ada" });
    assert_eq!(names(&done(&sdk, "AdminListGroupsForUser", &all).await), ["a", "c"]);
    let nobody = json!({ "UserPoolId": pool.as_str(), "Username": "nobody" });
    assert_eq!(refusal(&sdk.call("AdminListGroupsForUser", &nobody).await).0, "UserNotFoundException");
}

#[actix_web::test]
async fn a_user_is_in_a_hundred_groups_at_most() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Operator, None).await, app.pool.id.clone());
    app.person("ada").await;
    let deps = app.deps();
    for number in 0..=100 {
        let new = groups::NewGroup { name: format!("g{number:03}"), ..groups::NewGroup::default() };
        assert!(matches!(groups::create(&deps, &pool, new).await.unwrap(), groups::GroupChange::Done(_)));
        if number < 100 {
            let added = groups::add_user(&deps, &app.pool, "ada", &format!("g{number:03}")).await.unwrap();
            assert_eq!(added, groups::MembershipChange::Done);
        }
    }
    let refused = refusal(&sdk.call("AdminAddUserToGroup", &member(&pool, "g100", "ada")).await);
    assert_eq!(refused.0, "LimitExceededException");
    assert_eq!(app.rows("group_members").await, 100);
    done(&sdk, "AdminAddUserToGroup", &member(&pool, "g000", "ada")).await;
    done(&sdk, "AdminRemoveUserFromGroup", &member(&pool, "g000", "ada")).await;
    done(&sdk, "AdminAddUserToGroup", &member(&pool, "g100", "ada")).await;
}

/// Operators keep groups, readers read them, and a key of another pool sees nothing of them (group Y).
#[actix_web::test]
async fn keys_reach_as_far_as_their_role_and_pool() {
    let app = TestApp::start().await;
    let pool = app.pool.id.clone();
    app.person("ada").await;
    let operator = keyholder(&app, Role::Operator, None).await;
    done(&operator, "CreateGroup", &of(&pool, "a")).await;
    let reader = keyholder(&app, Role::ReadOnly, None).await;
    done(&reader, "GetGroup", &of(&pool, "a")).await;
    done(&reader, "ListUsersInGroup", &of(&pool, "a")).await;
    for operation in ["CreateGroup", "UpdateGroup", "DeleteGroup"] {
        assert_eq!(refusal(&reader.call(operation, &of(&pool, "a")).await).0, "AccessDeniedException", "{operation}");
    }
    let refused = refusal(&reader.call("AdminAddUserToGroup", &member(&pool, "a", "ada")).await);
    assert_eq!(refused.0, "AccessDeniedException");
    let other = app.add_pool("Others").await;
    let foreign = keyholder(&app, Role::Admin, Some(other.id)).await;
    for operation in ["GetGroup", "DeleteGroup", "ListUsersInGroup"] {
        let refused = refusal(&foreign.call(operation, &of(&pool, "a")).await);
        assert_eq!(refused, ("ResourceNotFoundException".to_owned(), format!("User pool {pool} does not exist.")));
    }
    assert_eq!((app.rows("groups").await, app.rows("group_members").await), (1, 0));
}

#[actix_web::test]
async fn tokens_name_the_groups_by_precedence_and_their_roles() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Operator, None).await, app.pool.id.clone());
    let ada = app.person("ada").await;
    for (name, precedence, role) in
        [("b-readers", json!(null), "readers"), ("z-admins", json!(0), "admins"), ("a-writers", json!(7), "writers")]
    {
        let mut given = of(&pool, name);
        given["RoleArn"] = json!(format!("arn:aws:iam::123456789012:role/{role}"));
        given["Precedence"] = precedence;
        done(&sdk, "CreateGroup", &given).await;
        done(&sdk, "AdminAddUserToGroup", &member(&pool, name, "ada")).await;
    }
    let (rp, mut browser) = (app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let by_rank = json!(["z-admins", "a-writers", "b-readers"]);
    let (id, access) = (rp.verify_id_token(&tokens.id).await, rp.verify_access_token(&tokens.access).await);
    assert_eq!((&id["cognito:groups"], &access["cognito:groups"]), (&by_rank, &by_rank));
    let role = |name: &str| format!("arn:aws:iam::123456789012:role/{name}");
    assert_eq!(id["cognito:roles"], json!([role("admins"), role("writers"), role("readers")]));
    assert_eq!(id["cognito:preferred_role"], json!(role("admins")));
    assert!(!access.contains_key("cognito:roles") && !access.contains_key("cognito:preferred_role"));

    // The same over the API.
    let given = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": app.client.id.as_str(),
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD } });
    let result = done(&app.anonymous(), "InitiateAuth", &given).await["AuthenticationResult"].clone();
    let access = rp.verify_access_token(result["AccessToken"].as_str().unwrap()).await;
    let id = rp.verify_id_token(result["IdToken"].as_str().unwrap()).await;
    assert_eq!((&id["cognito:groups"], &access["cognito:groups"]), (&by_rank, &by_rank));
}

/// Case 69: the next refreshed token shows it. Who is in no group has no claim at all, rather than an empty one.
#[actix_web::test]
async fn a_refresh_follows_the_memberships() {
    let app = TestApp::start().await;
    let (sdk, pool) = (keyholder(&app, Role::Operator, None).await, app.pool.id.clone());
    let ada = app.person("ada").await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    let mut tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    assert!(!rp.verify_access_token(&tokens.access).await.contains_key("cognito:groups"));
    assert!(!rp.verify_id_token(&tokens.id).await.contains_key("cognito:roles"));
    done(&sdk, "CreateGroup", &of(&pool, "a")).await;
    for (operation, expected) in [("AdminAddUserToGroup", true), ("AdminRemoveUserFromGroup", false)] {
        done(&sdk, operation, &member(&pool, "a", "ada")).await;
        tokens = TokenSet::of(&rp.refresh(&tokens.refresh).await);
        let access = rp.verify_access_token(&tokens.access).await;
        assert_eq!(access.get("cognito:groups"), expected.then_some(&json!(["a"])), "{operation}");
        assert_eq!(rp.verify_id_token(&tokens.id).await.contains_key("cognito:groups"), expected);
    }
    done(&sdk, "AdminAddUserToGroup", &member(&pool, "a", "ada")).await;
    done(&sdk, "DeleteGroup", &of(&pool, "a")).await;
    let tokens = TokenSet::of(&rp.refresh(&tokens.refresh).await);
    assert!(!rp.verify_id_token(&tokens.id).await.contains_key("cognito:groups"));
    assert_eq!(app.rows("group_members").await, 0);
}
