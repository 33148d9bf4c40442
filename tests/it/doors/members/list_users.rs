//! `ListUsers`: Cognito's one-clause filter, pages by key, the attributes that were asked for (`cognito.md` §6.8).

use serde_json::{Value, json};

use crate::support::desk::{Desk, assert_refused, done};

async fn people() -> Desk {
    let desk = Desk::open(|_| ()).await;
    let ada = [
        ("email", "Ada@example.test"),
        ("phone_number", "+4915112345678"),
        ("name", "Ada Lovelace"),
        ("given_name", "Ada"),
        ("family_name", "Lovelace"),
        ("preferred_username", "countess"),
    ];
    desk.person("ada", &ada).await;
    desk.person("Grace", &[("email", "grace@example.test"), ("given_name", "Grace \"Amazing\"")]).await;
    done(&desk.sign_up("adam", &[("email", "adam@example.test")]).await);
    desk.admin("AdminDisableUser", json!({"Username": "Grace"})).await;
    // Of two who came in the same instant the id decides; here nobody did.
    desk.app.advance_secs(1);
    desk
}

fn names(page: &Value) -> Vec<&str> {
    page["Users"].as_array().unwrap().iter().map(|user| user["Username"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn users_are_found_by_everything_that_can_be_searched() {
    let desk = people().await;
    let sub = desk.attribute("ada", "sub").await;
    for (filter, expected) in [
        ("", &["ada", "Grace", "adam"][..]),
        ("username = \"ada\"", &["ada"]),
        ("username=\"ada\"", &["ada"]),
        ("  username   ^=   \"ada\"  ", &["ada", "adam"]),
        ("username = \"ADA\"", &[]),
        ("\"username\" = \"ada\"", &["ada"]),
        ("email = \"ADA@EXAMPLE.test\"", &["ada"]),
        ("email ^= \"ada\"", &["ada", "adam"]),
        ("phone_number ^= \"+49151\"", &["ada"]),
        ("name = \"ada lovelace\"", &["ada"]),
        ("given_name = \"Grace \\\"Amazing\\\"\"", &["Grace"]),
        ("family_name ^= \"love\"", &["ada"]),
        ("preferred_username = \"countess\"", &["ada"]),
        ("cognito:user_status = \"unconfirmed\"", &["adam"]),
        ("cognito:user_status = \"CONFIRMED\"", &["ada", "Grace"]),
        ("status = \"Disabled\"", &["Grace"]),
        ("status = \"Enabled\"", &["ada", "adam"]),
        ("status = \"enabled\"", &[]),
        (&format!("sub = \"{sub}\""), &["ada"]),
        (&format!("sub ^= \"{}\"", &sub[..8]), &["ada"]),
        ("email = \"' OR 1=1 --\"", &[]),
        ("email ^= \"%\"", &[]),
    ] {
        let page = desk.admin("ListUsers", json!({ "Filter": filter })).await;
        assert_eq!(names(&page), expected, "{filter}");
        assert!(page["PaginationToken"].is_null());
    }
}

#[actix_web::test]
async fn what_is_no_filter_is_refused() {
    let desk = people().await;
    for malformed in [
        "email",
        "email = ada",
        "email = \"ada",
        "email = 'ada'",
        "email = \"a\" and name = \"b\"",
        "email = \"a\\\"",
        "email > \"a\"",
        "email ^ \"a\"",
    ] {
        let answer = desk.try_admin("ListUsers", json!({ "Filter": malformed })).await;
        assert_refused(&answer, "InvalidParameter", "Error while parsing filter.");
    }
    for unsearchable in ["custom:team", "nickname", "birthdate", "", "Email", "email ^", "password"] {
        let answer = desk.try_admin("ListUsers", json!({ "Filter": format!("{unsearchable} = \"x\"") })).await;
        assert_refused(&answer, "InvalidParameter", "Invalid search attribute in the filter.");
    }
    assert_eq!(desk.try_admin("ListUsers", json!({ "Filter": "a".repeat(257) })).await.code(), 400);
}

#[actix_web::test]
async fn pages_go_on_where_the_last_one_ended() {
    let desk = people().await;
    let filter = "email ^= \"a\"";
    let first = desk.admin("ListUsers", json!({"Filter": filter, "Limit": 1})).await;
    assert_eq!(names(&first), ["ada"]);
    // Who goes and who comes in between moves nobody to another page.
    desk.admin("AdminDeleteUser", json!({"Username": "ada"})).await;
    desk.person("alan", &[("email", "alan@example.test")]).await;
    let token = first["PaginationToken"].as_str().unwrap();
    let second = desk.admin("ListUsers", json!({"Filter": filter, "Limit": 1, "PaginationToken": token})).await;
    assert_eq!(names(&second), ["adam"]);
    let last = json!({"Filter": filter, "Limit": 60, "PaginationToken": second["PaginationToken"]});
    let last = desk.admin("ListUsers", last).await;
    assert_eq!((names(&last), &last["PaginationToken"]), (vec!["alan"], &Value::Null));

    // A token belongs to its list, and holds for an hour.
    for other in [json!({"PaginationToken": token}), json!({"PaginationToken": format!("{token}x"), "Filter": filter})]
    {
        assert_refused(&desk.try_admin("ListUsers", other).await, "InvalidParameter", "Invalid pagination token.");
    }
    desk.app.advance_secs(3600);
    let late = desk.try_admin("ListUsers", json!({"Filter": filter, "PaginationToken": token})).await;
    assert_refused(&late, "InvalidParameter", "Invalid pagination token.");
    assert_eq!(desk.try_admin("ListUsers", json!({"Limit": 61})).await.code(), 400);
}

#[actix_web::test]
async fn only_the_attributes_that_were_asked_for_are_shown() {
    let desk = people().await;
    let input = json!({"AttributesToGet": ["email", "sub"], "Filter": "username = \"ada\""});
    let page = desk.admin("ListUsers", input).await;
    let shown: Vec<&str> =
        page["Users"][0]["Attributes"].as_array().unwrap().iter().map(|one| one["Name"].as_str().unwrap()).collect();
    assert_eq!(shown, ["sub", "email"]);
    let all = desk.admin("ListUsers", json!({"Filter": "username = \"ada\""})).await;
    assert!(all["Users"][0]["Attributes"].as_array().unwrap().len() > 6);
}
