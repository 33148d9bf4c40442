//! What becomes of passkeys when a password is recovered, and when an admin takes second factors away.

use serde_json::json;

use super::{add, as_two_factors, desk, sign_in, try_sign_in};
use crate::support::authenticator::Authenticator;
use crate::support::desk::{Desk, done};

/// Whoever reads the mail must not get around a passkey, nor take it from its owner.
#[actix_web::test]
async fn a_recovered_password_leaves_passkeys_and_what_they_protect() {
    let desk = desk().await;
    as_two_factors(&desk, "ON").await;
    desk.admin("SetUserPoolMfaConfig", json!({"MfaConfiguration": "OFF"})).await;
    let mut key = Authenticator::new();
    add(&desk, "ada", &mut key).await;
    as_two_factors(&desk, "ON").await;
    desk.try_app("ForgotPassword", json!({"Username": "ada"})).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@example.test");
    let renewed = "another horse 7 battery";
    let finish = json!({"Username": "ada", "ConfirmationCode": code, "Password": renewed});
    done(&desk.try_app("ConfirmForgotPassword", finish).await);
    let asked = done(&desk.try_sign_in("ada", renewed).await);
    assert_eq!(asked["ChallengeName"], "WEB_AUTHN", "the passkey is asked for still: {asked}");
    sign_in(&desk, "ada", &mut key).await;
    let mails = notices(&desk).await;
    let told = mails.iter().find(|text| text.contains("was changed")).unwrap();
    assert!(told.contains("One passkey still signs in to this account."), "{told}");
}

async fn notices(desk: &Desk) -> Vec<String> {
    desk.app.node().run_jobs().await;
    let mails = desk.app.node().mailbox().all().into_iter();
    mails.filter(|mail| mail.to == "ada@example.test").map(|mail| mail.mail.text).collect()
}

/// A lost phone opens nothing any more.
#[actix_web::test]
async fn an_admin_who_takes_second_factors_away_takes_passkeys_too() {
    let desk = desk().await;
    let (mut key, mut his) = (Authenticator::new(), Authenticator::new());
    add(&desk, "ada", &mut key).await;
    add(&desk, "bob", &mut his).await;
    done(&desk.try_own_admin("ResetSecondFactors", json!({"Username": "ada"})).await);
    assert_eq!(desk.app.rows("passkeys").await, 1);
    try_sign_in(&desk, "ada", &mut key).await.assert_wrong_password();
    sign_in(&desk, "bob", &mut his).await;
    assert!(notices(&desk).await.iter().any(|text| text.contains("passkeys")));
    add(&desk, "ada", &mut key).await;
    sign_in(&desk, "ada", &mut key).await;
}
