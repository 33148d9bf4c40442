//! What answers say: units, everything that is wrong, claims in their own types.

use serde_json::json;

use crate::support::desk::{Desk, assert_refused, done, list};
use crate::support::{TestApp, TokenSet};

/// A lifetime that nobody set is shown in the unit that somebody did.
#[actix_web::test]
async fn the_usual_refresh_lifetime_is_shown_in_its_unit() {
    let desk = Desk::open(|_| ()).await;
    assert_eq!(desk.client().await["RefreshTokenValidity"], 30);
    for (unit, shown) in [("hours", 720), ("minutes", 43_200), ("seconds", 2_592_000), ("days", 30)] {
        done(&desk.update_client(json!({"TokenValidityUnits": {"RefreshToken": unit}})).await);
        assert_eq!(desk.client().await["RefreshTokenValidity"], shown, "{unit}");
    }
}

#[actix_web::test]
async fn every_attribute_that_does_not_fit_is_named() {
    let required = ["family_name", "given_name"].map(str::to_owned);
    let desk = Desk::open(|settings| settings.schema.required = required.into()).await;
    let message = "Attributes did not conform to the schema: family_name: The attribute is required\n\
                   given_name: The attribute is required";
    assert_refused(&desk.sign_up("ada", &[]).await, "InvalidParameter", message);
    assert_eq!(desk.app.rows("users").await, 0);
    done(&desk.sign_up("ada", &[("family_name", "Lovelace"), ("given_name", "Ada")]).await);
}

/// A user without an address is made and not invited, as on Cognito; inviting again needs an address.
#[actix_web::test]
async fn a_user_without_an_address_is_made_and_not_invited() {
    let desk = Desk::open(|_| ()).await;
    let made = desk.admin("AdminCreateUser", json!({"Username": "ada"})).await;
    assert_eq!(made["User"]["UserStatus"], "FORCE_CHANGE_PASSWORD");
    desk.app.node().run_jobs().await;
    assert!(desk.app.node().mailbox().all().is_empty());
    let again = json!({"Username": "ada", "MessageAction": "RESEND"});
    let nowhere = "The user has no email address that an invitation can be sent to.";
    assert_refused(&desk.try_admin("AdminCreateUser", again.clone()).await, "InvalidParameter", nowhere);
    let address = json!({"Username": "ada", "UserAttributes": list(&[("email", "ada@example.test")])});
    desk.admin("AdminUpdateUserAttributes", address).await;
    desk.admin("AdminCreateUser", again).await;
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.node().mailbox().all().len(), 1);
}

/// OpenID Connect Core §5.1: `updated_at` is a number and `address` an object, at userInfo as in the ID token.
#[actix_web::test]
async fn claims_have_their_own_types() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let whole = json!({"locality": "London", "country": "UK"});
    for (address, shown) in
        [("12 St James's Square", json!({"formatted": "12 St James's Square"})), (&whole.to_string(), whole)]
    {
        let given = [("address", address), ("updated_at", "1700000000")];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let changed = vestibule::flows::manage::users::update_attributes(&app.deps(), &app.pool, "ada", given).await;
        assert_eq!(changed.unwrap(), vestibule::flows::manage::users::AttributesChange::Done);
        let code = rp.code(&mut browser, &rp.request().with("scope", "openid")).await;
        let tokens = TokenSet::of(&rp.redeem(&code).await);
        let (id, info) = (rp.verify_id_token(&tokens.id).await, rp.user_info(&tokens.access).await.json());
        for (claims, flag) in [(json!(id), json!(true)), (info, json!("true"))] {
            assert_eq!(claims["address"], shown);
            assert_eq!(claims["updated_at"], json!(1_700_000_000));
            assert_eq!(claims["email_verified"], flag, "cognito.md §13 trap 4");
        }
    }
}
