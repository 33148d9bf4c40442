//! The members of a pool, each by what it does.

use serde_json::{Value, json};

use crate::support::PASSWORD;
use crate::support::desk::{Desk, assert_refused, done, list, refused};

/// A pool made over the API beside the one to begin with, and its id.
async fn with_pool(input: Value) -> (Desk, String) {
    let desk = Box::pin(Desk::open(|_| ())).await;
    let made = desk.make_pool(input).await;
    let id = done(&made)["UserPool"]["Id"].as_str().unwrap().to_owned();
    (desk, id)
}

#[actix_web::test]
pub(super) async fn a_pool_has_the_name_that_it_was_given() {
    let (desk, id) = with_pool(json!({"PoolName": "Northwind"})).await;
    let shown = desk.admin("DescribeUserPool", json!({"UserPoolId": id})).await;
    assert_eq!(shown["UserPool"]["Name"], "Northwind");
    desk.admin("UpdateUserPool", json!({"UserPoolId": id, "PoolName": "Southwind"})).await;
    let shown = desk.admin("DescribeUserPool", json!({"UserPoolId": id})).await;
    assert_eq!((&shown["UserPool"]["Name"], &shown["UserPool"]["Id"]), (&json!("Southwind"), &json!(id)));
    let none = desk.try_admin("DescribeUserPool", json!({"UserPoolId": "xx-local-1_none"})).await;
    assert_refused(&none, "ResourceNotFound", "User pool xx-local-1_none does not exist.");
}

#[actix_web::test]
pub(super) async fn names_to_sign_in_with_are_chosen_at_the_beginning() {
    let input = json!({"PoolName": "P", "AliasAttributes": ["email", "preferred_username"],
        "UsernameConfiguration": {"CaseSensitive": true}});
    let (desk, id) = with_pool(input.clone()).await;
    let shown = desk.admin("DescribeUserPool", json!({"UserPoolId": id})).await["UserPool"].clone();
    assert_eq!(shown["AliasAttributes"], input["AliasAttributes"]);
    assert_eq!(shown["UsernameConfiguration"], input["UsernameConfiguration"]);
    let user = |name: &str, attributes: &[(&str, &str)]| json!({"UserPoolId": id, "Username": name, "MessageAction": "SUPPRESS", "UserAttributes": list(attributes)});
    desk.admin("AdminCreateUser", user("Ada", &[("email", "a@a.test"), ("email_verified", "true")])).await;
    desk.admin("AdminCreateUser", user("ada", &[("preferred_username", "countess")])).await;
    for (name, username) in [("a@a.test", "Ada"), ("countess", "ada"), ("Ada", "Ada"), ("ada", "ada")] {
        let seen = desk.admin("AdminGetUser", json!({"UserPoolId": id, "Username": name})).await;
        assert_eq!(seen["Username"], username);
    }
    let both = json!({"PoolName": "P", "AliasAttributes": ["email"], "UsernameAttributes": ["email"]});
    let said = "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.";
    assert_refused(&desk.make_pool(both).await, "InvalidParameter", said);
    // Set in stone: an update has no such members.
    for member in ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration", "Schema"] {
        assert_eq!(refused(&desk.try_admin("UpdateUserPool", json!({ (member): [] })).await).0, "InvalidParameter");
    }
}

#[actix_web::test]
pub(super) async fn an_address_can_be_the_username() {
    let (desk, id) = with_pool(json!({"PoolName": "P", "UsernameAttributes": ["email", "phone_number"]})).await;
    for name in ["a@a.test", "+4915112345678"] {
        let input = json!({"UserPoolId": id, "Username": name, "MessageAction": "SUPPRESS"});
        let made = desk.admin("AdminCreateUser", input).await;
        assert_ne!(made["User"]["Username"], name);
        desk.admin("AdminGetUser", json!({"UserPoolId": id, "Username": name})).await;
    }
    let neither = json!({"UserPoolId": id, "Username": "ada", "MessageAction": "SUPPRESS"});
    let said = "Username should be either an email or a phone number.";
    assert_refused(&desk.try_admin("AdminCreateUser", neither).await, "InvalidParameter", said);
}

#[actix_web::test]
pub(super) async fn the_schema_is_held_to_and_grows() {
    let schema = json!([
        {"Name": "given_name", "Required": true},
        {"Name": "nickname", "Mutable": false, "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "5"}},
        {"Name": "age", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "9"}},
    ]);
    let (desk, id) = with_pool(json!({"PoolName": "P", "Schema": schema})).await;
    let user = |attributes: &[(&str, &str)]| json!({"UserPoolId": id, "Username": "ada", "MessageAction": "SUPPRESS", "UserAttributes": list(attributes)});
    let bad: [(&str, &str); 6] = [
        ("nickname", "a"),
        ("nickname", "abcdef"),
        ("custom:age", "0"),
        ("custom:age", "10"),
        ("custom:age", "x"),
        ("custom:team", "blue"),
    ];
    for (name, value) in bad {
        let answer = desk.try_admin("AdminCreateUser", user(&[(name, value)])).await;
        assert_eq!(refused(&answer).0, "InvalidParameter", "{name}={value}");
    }
    desk.admin("AdminCreateUser", user(&[("given_name", "Ada"), ("nickname", "ada"), ("custom:age", "9")])).await;
    let change =
        |attributes: &[(&str, &str)]| json!({"UserPoolId": id, "Username": "ada", "UserAttributes": list(attributes)});
    let immutable = desk.try_admin("AdminUpdateUserAttributes", change(&[("nickname", "eve")])).await;
    assert_refused(&immutable, "InvalidParameter", "user.nickname: Attribute cannot be updated.");
    assert_eq!(
        refused(&desk.try_admin("AdminUpdateUserAttributes", change(&[("given_name", "")])).await).0,
        "InvalidParameter"
    );

    let more = json!({"UserPoolId": id, "CustomAttributes": [{"Name": "team", "Mutable": false}]});
    desk.admin("AddCustomAttributes", more.clone()).await;
    desk.admin("AdminUpdateUserAttributes", change(&[("custom:team", "blue")])).await;
    assert_eq!(desk.try_admin("AdminUpdateUserAttributes", change(&[("custom:team", "red")])).await.code(), 400);
    let again = desk.try_admin("AddCustomAttributes", more).await;
    assert_refused(&again, "InvalidParameter", "Existing attribute already has name custom:team");
    let required = json!({"UserPoolId": id, "CustomAttributes": [{"Name": "x", "Required": true}]});
    let said = "Required custom attributes are not supported currently.";
    assert_refused(&desk.try_admin("AddCustomAttributes", required).await, "InvalidParameter", said);
}

/// Case 226: every type holds its values, and fifty attributes are all that a pool can be given, one by one too.
#[actix_web::test]
pub(super) async fn attributes_are_of_their_type_and_fifty_at_most() {
    let schema = json!([
        {"Name": "since", "AttributeDataType": "DateTime"},
        {"Name": "vip", "AttributeDataType": "Boolean"},
        {"Name": "level", "AttributeDataType": "Number"},
        {"Name": "team", "AttributeDataType": "String"},
    ]);
    let (desk, id) = with_pool(json!({"PoolName": "P", "Schema": schema})).await;
    let user = |name: &str, value: &str| json!({"UserPoolId": id, "Username": "ada", "MessageAction": "SUPPRESS", "UserAttributes": list(&[(name, value)])});
    for (name, value) in [
        ("custom:since", "yesterday"),
        ("custom:since", "1e309"),
        ("custom:vip", "yes"),
        ("custom:vip", "1"),
        ("custom:level", "1e309"),
        ("custom:level", "NaN"),
        ("custom:level", "0x10"),
        ("custom:level", "99999999999999999999"),
        ("birthdate", "1815"),
        ("birthdate", "10 December 1815"),
        ("updated_at", "-1"),
        ("phone_number", "0151 2345678"),
    ] {
        let (exception, message) = refused(&desk.try_admin("AdminCreateUser", user(name, value)).await);
        assert_eq!(exception, "InvalidParameter", "{name}={value}");
        assert!(!message.contains(value), "{name}={value}: {message}");
    }
    let good =
        [("custom:since", "1700000000"), ("custom:vip", "true"), ("custom:level", "-7"), ("birthdate", "1815-12-10")];
    let made = json!({"UserPoolId": id, "Username": "ada", "MessageAction": "SUPPRESS", "UserAttributes": list(&good)});
    desk.admin("AdminCreateUser", made).await;

    let more = |names: std::ops::Range<usize>| -> Value {
        let one = |at: usize| json!({"Name": format!("more{at}"), "AttributeDataType": "String"});
        json!({"UserPoolId": id, "CustomAttributes": names.map(one).collect::<Value>()})
    };
    desk.admin("AddCustomAttributes", more(0..25)).await;
    desk.admin("AddCustomAttributes", more(25..45)).await;
    let described = json!({ "UserPoolId": id });
    let before = desk.admin("DescribeUserPool", described.clone()).await;
    assert_eq!(refused(&desk.try_admin("AddCustomAttributes", more(45..47)).await).0, "InvalidParameter");
    let long = json!({"UserPoolId": id, "CustomAttributes": [{"Name": "a".repeat(21)}]});
    assert_eq!(refused(&desk.try_admin("AddCustomAttributes", long).await).0, "InvalidParameter");
    assert_eq!(desk.admin("DescribeUserPool", described).await, before);
    desk.admin("AddCustomAttributes", more(45..46)).await;
}

#[actix_web::test]
pub(super) async fn passwords_follow_the_policy() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    desk.person("ada", &[]).await;
    for (policy, bad, good) in [
        (json!({"MinimumLength": 12}), "elevenchars", "twelve chars"),
        (json!({"RequireUppercase": true}), "twelve chars", "Twelve chars"),
        (json!({"RequireLowercase": true}), "TWELVE CHARS", "Twelve chars"),
        (json!({"RequireNumbers": true}), "Twelve chars", "Twelve chars 1"),
        (json!({"RequireSymbols": true}), "Twelvechars1", "Twelvechars1!"),
    ] {
        desk.admin("UpdateUserPool", json!({"Policies": {"PasswordPolicy": policy}})).await;
        let set = |password: &str| json!({"Username": "ada", "Password": password, "Permanent": true});
        assert_eq!(refused(&desk.try_admin("AdminSetUserPassword", set(bad)).await).0, "InvalidPassword", "{policy}");
        desk.admin("AdminSetUserPassword", set(good)).await;
    }
}

/// More of it is in `passwords::history`.
#[actix_web::test]
pub(super) async fn the_last_passwords_do_not_come_back() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    desk.person("ada", &[]).await;
    let again = json!({"Username": "ada", "Password": PASSWORD, "Permanent": true});
    desk.admin("AdminSetUserPassword", again.clone()).await;
    desk.admin("UpdateUserPool", json!({"Policies": {"PasswordPolicy": {"PasswordHistorySize": 1}}})).await;
    let refusal = refused(&desk.try_admin("AdminSetUserPassword", again).await);
    assert_eq!(refusal.0, "PasswordHistoryPolicyViolation");
}

/// A temporary password's days, under both of their names.
#[actix_web::test]
pub(super) async fn a_temporary_password_ends_with_its_days() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    for (days, setting) in [
        (2, json!({"Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 2}}})),
        (1, json!({"AdminCreateUserConfig": {"UnusedAccountValidityDays": 1}})),
    ] {
        desk.admin("UpdateUserPool", setting).await;
        let name = format!("ada{days}");
        let made = json!({"Username": name, "MessageAction": "SUPPRESS", "TemporaryPassword": PASSWORD});
        desk.admin("AdminCreateUser", made).await;
        desk.app.advance_secs(days * 86_400 - 1);
        assert_eq!(done(&desk.try_sign_in(&name, PASSWORD).await)["ChallengeName"], "NEW_PASSWORD_REQUIRED");
        desk.app.advance_secs(1);
        let late = desk.try_sign_in(&name, PASSWORD).await;
        let said = "Temporary password has expired and must be reset by an administrator.";
        assert_refused(&late, "NotAuthorized", said);
    }
}

#[actix_web::test]
pub(super) async fn a_protected_pool_is_not_deleted() {
    let (desk, id) = with_pool(json!({"PoolName": "P", "DeletionProtection": "ACTIVE"})).await;
    let (exception, message) = refused(&desk.try_admin("DeleteUserPool", json!({"UserPoolId": id})).await);
    assert_eq!(exception, "InvalidParameter");
    assert!(message.starts_with("The user pool cannot be deleted because deletion protection is activated."));
    assert_eq!(desk.app.rows("pools").await, 2);
    desk.admin("UpdateUserPool", json!({"UserPoolId": id, "DeletionProtection": "INACTIVE"})).await;
    desk.admin("DeleteUserPool", json!({"UserPoolId": id})).await;
    assert_eq!(desk.app.rows("pools").await, 1);
}

#[actix_web::test]
pub(super) async fn a_pool_can_be_for_invited_people_only() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    desk.admin("UpdateUserPool", json!({"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true}})).await;
    assert_refused(&desk.sign_up("ada", &[]).await, "NotAuthorized", "SignUp is not permitted for this user pool");
    desk.person("ada", &[]).await;
    desk.sign_in("ada").await;
}

#[actix_web::test]
pub(super) async fn codes_go_to_the_contacts_that_the_pool_verifies() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    assert!(done(&desk.sign_up("ada", &[("email", "ada@a.test")]).await)["CodeDeliveryDetails"].is_object());
    desk.admin("UpdateUserPool", json!({"AutoVerifiedAttributes": []})).await;
    assert!(done(&desk.sign_up("bob", &[("email", "bob@b.test")]).await)["CodeDeliveryDetails"].is_null());
    assert_eq!(desk.app.node().mailbox().all().len(), 1);
    let unproven = json!({"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}});
    let (exception, message) = refused(&desk.try_admin("UpdateUserPool", unproven).await);
    assert_eq!(exception, "InvalidParameter");
    assert!(message.contains("AutoVerifiedAttributes"), "{message}");
    assert_eq!(desk.try_admin("UpdateUserPool", json!({"AutoVerifiedAttributes": ["phone_number"]})).await.code(), 400);
}

/// The pool's own words, at their new and their old places; placeholders are filled in and nothing else is.
#[actix_web::test]
pub(super) async fn mails_speak_the_pools_own_words() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    for (number, words) in [
        json!({"VerificationMessageTemplate": {"EmailSubject": "New {username}", "EmailMessage": "Here: {####} {{7*7}}"}}),
        json!({"EmailVerificationSubject": "Old {username}", "EmailVerificationMessage": "There: {####} {{7*7}}"}),
    ]
    .into_iter()
    .enumerate()
    {
        desk.admin("UpdateUserPool", words).await;
        let (name, address) = (format!("ada{number}"), format!("ada{number}@a.test"));
        done(&desk.sign_up(&name, &[("email", &address)]).await);
        let code = desk.app.mailed_code(&address);
        let mails = desk.app.node().mailbox().all();
        let mail = &mails.iter().rfind(|mail| mail.to == address).unwrap().mail;
        let (subject, text) = [("New", "Here"), ("Old", "There")][number];
        assert_eq!(mail.subject, format!("{subject} {name}"));
        assert_eq!(mail.text, format!("{text}: {code} {{{{7*7}}}}"));
    }
    let invitation = json!({"EmailSubject": "Come in", "EmailMessage": "You are {username}, say {####}"});
    desk.admin("UpdateUserPool", json!({"AdminCreateUserConfig": {"InviteMessageTemplate": invitation}})).await;
    let invited =
        json!({"Username": "eve", "TemporaryPassword": PASSWORD, "UserAttributes": list(&[("email", "e@e.test")])});
    desk.admin("AdminCreateUser", invited).await;
    desk.app.node().run_jobs().await;
    let mails = desk.app.node().mailbox().all();
    let mail = &mails.last().unwrap().mail;
    assert_eq!(
        (mail.subject.as_str(), mail.text.as_str()),
        ("Come in", format!("You are eve, say {PASSWORD}").as_str())
    );
    let codeless = json!({"VerificationMessageTemplate": {"EmailMessage": "no code"}});
    assert_eq!(refused(&desk.try_admin("UpdateUserPool", codeless).await).0, "InvalidParameter");
}

#[actix_web::test]
pub(super) async fn tags_are_written_read_and_taken_off() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    desk.admin("UpdateUserPool", json!({"UserPoolTags": {"team": "blue", "stage": "test"}})).await;
    let arn = desk.admin("DescribeUserPool", json!({})).await["UserPool"]["Arn"].clone();
    let about = |more: Value| {
        let mut input = json!({ "ResourceArn": arn });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    done(&desk.try_global("TagResource", about(json!({"Tags": {"stage": "live", "cost": ""}}))).await);
    done(&desk.try_global("UntagResource", about(json!({"TagKeys": ["team", "none"]}))).await);
    let tags = json!({"stage": "live", "cost": ""});
    assert_eq!(done(&desk.try_global("ListTagsForResource", about(json!({}))).await)["Tags"], tags);
    assert_eq!(desk.admin("DescribeUserPool", json!({})).await["UserPool"]["UserPoolTags"], tags);
    desk.admin("UpdateUserPool", json!({"UserPoolTags": {}})).await;
    assert_eq!(desk.admin("DescribeUserPool", json!({})).await["UserPool"]["UserPoolTags"], json!({}));
    let many: Value = (0..51).map(|i| (format!("k{i}"), json!(""))).collect::<serde_json::Map<_, _>>().into();
    assert_eq!(refused(&desk.try_admin("UpdateUserPool", json!({"UserPoolTags": many})).await).0, "InvalidParameter");
    for arn in ["arn:aws:s3:::bucket-of-somebody", "not an arn but a long text"] {
        let other = desk.try_global("ListTagsForResource", json!({"ResourceArn": arn})).await;
        assert_eq!(refused(&other).0, "InvalidParameter");
    }
}
