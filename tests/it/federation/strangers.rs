//! Who comes from a provider is nobody who was here before, whatever address, id or claim is the same: accounts are made one by
//! the exact link, and by nothing that a stranger or a provider can write.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::provider::OWN_USERS;
use vestibule::flows::manage::access_keys;
use vestibule::simulator::{Fault, Kind, PEOPLE, Place};

use super::traveller::{NAME, Traveller};
use crate::support::aws_sdk::AwsSdk;
use crate::support::browser::Page;
use crate::support::tokens::claims;
use crate::support::{PASSWORD, TokenSet};

async fn admin(traveller: &Traveller) -> AwsSdk {
    traveller.app.aws_sdk(&access_keys::create(&traveller.app.deps(), Role::Admin, None).await.unwrap())
}

async fn asked(traveller: &Traveller, sdk: &AwsSdk, operation: &str, mut input: Value) -> Value {
    let pool = if operation == "SignUp" { "ClientId" } else { "UserPoolId" };
    let (client, id) = (traveller.app.client.id.to_string(), traveller.app.pool.id.to_string());
    input[pool] = json!(if pool == "ClientId" { client } else { id });
    let answer = sdk.call(operation, &input).await;
    assert_eq!(answer.code(), 200, "{operation}: {answer:?}");
    answer.json()
}

/// Comes from the provider in a new browser: the claims of our ID token.
async fn comes(traveller: &mut Traveller, provider: &str) -> Value {
    traveller.browser = traveller.app.browser();
    let there = traveller.set_out_for(provider).await;
    let returned = traveller.demo.visit(&there.url, &PEOPLE[0]).await;
    let page = traveller.come_back(&returned).await;
    let code = page.parameter("code");
    assert!(page.has_left() && !code.is_empty(), "{page:?}");
    json!(claims(&TokenSet::of(&traveller.app.app_client().redeem(&code).await).id))
}

/// Types a name and the usual password in a new browser.
async fn types(traveller: &mut Traveller, name: &str) -> Page {
    let mut browser = traveller.app.browser();
    let page = browser.open(&traveller.app.app_client().request().target()).await;
    let form = page.form("/login").fill("username", name).fill("password", PASSWORD);
    browser.submit(&page, &form).await
}

/// Case 162: an attacker has an account with the victim's address, confirmed or not, before the victim first comes.
#[actix_web::test]
async fn an_account_that_waits_with_the_address_of_somebody_gets_nothing_of_theirs() {
    for is_confirmed in [false, true] {
        let mut traveller = Traveller::start().await;
        let (admin, anyone) = (admin(&traveller).await, traveller.app.anonymous());
        let email = json!([{ "Name": "email", "Value": PEOPLE[0].email }, { "Name": "name", "Value": "Mallory" }]);
        let sign_up = json!({ "Username": "mallory", "Password": PASSWORD, "UserAttributes": email });
        let mallory = asked(&traveller, &anyone, "SignUp", sign_up).await["UserSub"].clone();
        if is_confirmed {
            asked(&traveller, &admin, "AdminConfirmSignUp", json!({ "Username": "mallory" })).await;
        }
        traveller.app.advance_secs(2);
        let victim = comes(&mut traveller, NAME).await;
        assert_ne!(victim["sub"], mallory, "confirmed: {is_confirmed}");
        assert_eq!(traveller.app.rows("users").await, 2);
        let username = victim["cognito:username"].as_str().unwrap().to_owned();
        assert_eq!(username, format!("{NAME}_{}", Kind::Oidc.subject(&PEOPLE[0])));
        // The attacker's password opens the attacker's account at most, by whichever name.
        for name in ["mallory", username.as_str(), PEOPLE[0].email.as_ref()] {
            let page = types(&mut traveller, name).await;
            let code = page.parameter("code");
            assert_eq!(!code.is_empty(), is_confirmed && name == "mallory", "{name}: {page:?}");
            if !code.is_empty() {
                let token = claims(&TokenSet::of(&traveller.app.app_client().redeem(&code).await).id);
                assert_eq!(token["sub"], mallory);
                assert_eq!(token.get("identities"), None);
            }
        }
        assert_eq!(comes(&mut traveller, NAME).await["sub"], victim["sub"]);
        assert_eq!(traveller.app.rows("users").await, 2);
    }
}

/// Case 179: nobody is opened again by an address that is the same.
#[actix_web::test]
async fn an_account_that_was_closed_stays_closed_when_somebody_with_its_address_comes() {
    let mut traveller = Traveller::start().await;
    let admin = admin(&traveller).await;
    let user = json!({ "Username": "ada", "MessageAction": "SUPPRESS", "UserAttributes": [
        { "Name": "email", "Value": PEOPLE[0].email },
        { "Name": "email_verified", "Value": "true" },
        { "Name": "name", "Value": "Ada" },
    ] });
    asked(&traveller, &admin, "AdminCreateUser", user).await;
    let password = json!({ "Username": "ada", "Password": PASSWORD, "Permanent": true });
    asked(&traveller, &admin, "AdminSetUserPassword", password).await;
    asked(&traveller, &admin, "AdminDisableUser", json!({ "Username": "ada" })).await;
    let before = asked(&traveller, &admin, "AdminGetUser", json!({ "Username": "ada" })).await;
    let came = comes(&mut traveller, NAME).await;
    assert_ne!(came["cognito:username"], "ada");
    let after = asked(&traveller, &admin, "AdminGetUser", json!({ "Username": "ada" })).await;
    assert_eq!((&after, &after["Enabled"]), (&before, &json!(false)));
    assert!(types(&mut traveller, "ada").await.parameter("code").is_empty());
}

/// Case 169: an id is one provider's.
#[actix_web::test]
async fn the_same_id_at_two_providers_is_two_people() {
    let mut traveller = Traveller::start().await;
    traveller.provide_another("OtherID").await;
    let all = [OWN_USERS, NAME, "OtherID"].map(str::to_owned);
    let app = &traveller.app;
    app.change_client(&app.client, |client| client.identity_providers = Some(all.into())).await;
    app.advance_secs(2);
    let (one, other) = (comes(&mut traveller, NAME).await, comes(&mut traveller, "OtherID").await);
    assert_eq!(one["identities"][0]["userId"], other["identities"][0]["userId"]);
    assert_ne!(one["sub"], other["sub"]);
    assert_eq!((traveller.app.rows("users").await, traveller.app.rows("identities").await), (2, 2));
    assert_eq!(comes(&mut traveller, NAME).await["sub"], one["sub"]);
    assert_eq!(comes(&mut traveller, "OtherID").await["sub"], other["sub"]);
}

/// Case 181: what is not mapped is not written, and what nobody may map is not believed.
#[actix_web::test]
async fn a_provider_says_nothing_that_nobody_asked_it_for() {
    let mut traveller = Traveller::start().await;
    let admin = admin(&traveller).await;
    let schema = json!({ "CustomAttributes": [{ "Name": "role", "Mutable": true }] });
    asked(&traveller, &admin, "AddCustomAttributes", schema).await;
    asked(&traveller, &admin, "CreateGroup", json!({ "GroupName": "admins" })).await;
    traveller.app.advance_secs(2);
    let said = [
        ("custom:role", json!("admin")),
        ("role", json!("admin")),
        ("cognito:groups", json!(["admins"])),
        ("groups", json!(["admins"])),
        ("cognito:username", json!("root")),
        ("username", json!("root")),
        ("identities", json!([{ "providerName": "Google", "userId": "1" }])),
        ("email_verified", json!(true)),
        ("phone_number", json!("+12025550123")),
        ("phone_number_verified", json!(true)),
    ];
    traveller.demo.knobs.bend(said.iter().flat_map(|(name, value)| {
        [Place::IdToken, Place::UserInfo].map(|place| Fault::set(place, name, value.clone()))
    }));
    let token = comes(&mut traveller, NAME).await;
    let username = format!("{NAME}_{}", Kind::Oidc.subject(&PEOPLE[0]));
    assert_eq!(token["cognito:username"], json!(username));
    assert_eq!(token["cognito:groups"], json!([format!("{}_{NAME}", traveller.app.pool.id)]));
    assert_eq!(token["identities"].as_array().map(Vec::len), Some(1));
    assert_eq!(token["identities"][0]["providerName"], NAME);
    for absent in ["custom:role", "role", "groups", "phone_number", "phone_number_verified"] {
        assert_eq!(token.get(absent), None, "{absent}");
    }
    assert_ne!(token.get("email_verified"), Some(&json!(true)), "neither mapped nor trusted");
}
