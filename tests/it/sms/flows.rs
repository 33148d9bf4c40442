//! Codes that go to a number: at sign-up, for another number, and back into an account.

use serde_json::json;
use vestibule::domain::pool::{Contact, PoolSettings};

use super::{NUMBER, by_both, by_number, sent_to, texted_code, texts_to};
use crate::support::desk::{Desk, assert_refused, done, list, refused};

const MISMATCH: &str = "Invalid verification code provided, please try again.";
const MASKED: &str = "+*********5678";

#[actix_web::test]
async fn a_sign_up_is_confirmed_by_a_text_message() {
    let desk = Desk::open_texting(by_number).await;
    let made = done(&desk.sign_up(NUMBER, &[]).await);
    assert_eq!(made["CodeDeliveryDetails"], sent_to(MASKED));
    let texts = texts_to(&desk.app, NUMBER).await;
    let code = texted_code(&desk.app, NUMBER).await;
    assert_eq!(texts, [format!("{code} is your People code to confirm your account.")]);
    assert!(desk.app.node().mailbox().all().is_empty());

    let wrong = json!({"Username": NUMBER, "ConfirmationCode": "000000"});
    assert_refused(&desk.try_app("ConfirmSignUp", wrong).await, "CodeMismatch", MISMATCH);
    assert_eq!(
        desk.app("ResendConfirmationCode", json!({"Username": NUMBER})).await["CodeDeliveryDetails"],
        sent_to(MASKED)
    );
    let old = json!({"Username": NUMBER, "ConfirmationCode": code});
    assert_refused(&desk.try_app("ConfirmSignUp", old.clone()).await, "CodeMismatch", MISMATCH);
    let code = texted_code(&desk.app, NUMBER).await;
    desk.app("ConfirmSignUp", json!({"Username": NUMBER, "ConfirmationCode": code})).await;
    assert_eq!(desk.attribute(NUMBER, "phone_number_verified").await, "true");
    assert_eq!(desk.attribute(NUMBER, "email_verified").await, "");
    desk.sign_in(NUMBER).await;
    assert_eq!(desk.app.rows("outbox").await, 0, "nothing of it is left");
}

/// With both contacts to prove, the number is (`cognito.md` §6.4); the address is proven on request.
#[actix_web::test]
async fn of_two_contacts_the_number_confirms_and_proves_itself_alone() {
    let desk = Desk::open_texting(by_both).await;
    let contacts = [("email", "ada@a.test"), ("phone_number", NUMBER)];
    assert_eq!(done(&desk.sign_up("ada", &contacts).await)["CodeDeliveryDetails"], sent_to(MASKED));
    let code = texted_code(&desk.app, NUMBER).await;
    desk.app("ConfirmSignUp", json!({"Username": "ada", "ConfirmationCode": code})).await;
    assert_eq!(desk.attribute("ada", "phone_number_verified").await, "true");
    assert_eq!(desk.attribute("ada", "email_verified").await, "false");
    assert_eq!(
        done(&desk.sign_up("bob", &[("email", "bob@b.test")]).await)["CodeDeliveryDetails"]["DeliveryMedium"],
        "EMAIL"
    );
}

/// Case 220, of a number: the old one holds until the new one is proven, and what was sent to the old one is void then.
#[actix_web::test]
async fn a_new_number_waits_for_its_proof() {
    let desk = Desk::open_texting(|pool| {
        by_both(pool);
        pool.verified_before_update = [Contact::PhoneNumber].into();
    })
    .await;
    desk.person("ada", &[("phone_number", NUMBER), ("phone_number_verified", "true")]).await;
    let token = desk.access_token("ada").await;
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    let to_the_old = texted_code(&desk.app, NUMBER).await;

    let other = "+4917112340000";
    let change = json!({"UserAttributes": list(&[("phone_number", other)])});
    let answer = desk.user(&token, "UpdateUserAttributes", change).await;
    assert_eq!(answer["CodeDeliveryDetailsList"], json!([sent_to("+*********0000")]));
    assert_eq!(desk.attribute("ada", "phone_number").await, NUMBER);
    let verify = |code: &str| json!({"AttributeName": "phone_number", "Code": code});
    // A code of another kind proves nothing.
    assert_eq!(refused(&desk.try_user(&token, "VerifyUserAttribute", verify(&to_the_old)).await).0, "CodeMismatch");
    let code = texted_code(&desk.app, other).await;
    let as_address = json!({"AttributeName": "email", "Code": code});
    assert_eq!(refused(&desk.try_user(&token, "VerifyUserAttribute", as_address).await).0, "CodeMismatch");
    desk.user(&token, "VerifyUserAttribute", verify(&code)).await;
    assert_eq!(desk.attribute("ada", "phone_number").await, other);
    assert_eq!(desk.attribute("ada", "phone_number_verified").await, "true");
    let stolen = json!({"Username": "ada", "ConfirmationCode": to_the_old, "Password": "another 9 battery"});
    assert_refused(&desk.try_app("ConfirmForgotPassword", stolen).await, "CodeMismatch", MISMATCH);
    let again = desk.user(&token, "GetUserAttributeVerificationCode", json!({"AttributeName": "phone_number"})).await;
    assert_eq!(again["CodeDeliveryDetails"], sent_to("+*********0000"));
    let nothing = desk.try_user(&token, "GetUserAttributeVerificationCode", json!({"AttributeName": "name"})).await;
    assert_refused(&nothing, "InvalidParameter", "Only email and phone_number can be verified.");
}

/// Whoever reads the proven address hears that the number is another one, whoever changed it and however.
#[actix_web::test]
async fn the_address_hears_of_another_number() {
    let desk = Desk::open_texting(by_both).await;
    let contacts = [("email", "ada@a.test"), ("email_verified", "true"), ("phone_number", NUMBER)];
    desk.person("ada", &contacts).await;
    let heard = async || {
        desk.app.node().run_jobs().await;
        let mails = desk.app.node().mailbox().all();
        mails.iter().filter(|mail| mail.to == "ada@a.test" && mail.mail.subject.contains("phone number")).count()
    };
    let token = desk.access_token("ada").await;
    let to = |number: &str| json!({ "UserAttributes": list(&[("phone_number", number)]) });
    desk.user(&token, "UpdateUserAttributes", to("+4917112340000")).await;
    assert_eq!(heard().await, 1);
    let code = texted_code(&desk.app, "+4917112340000").await;
    desk.user(&token, "VerifyUserAttribute", json!({"AttributeName": "phone_number", "Code": code})).await;
    assert_eq!(heard().await, 1, "the same number, proven");
    let mut by_admin = to("+4917112340001");
    by_admin["Username"] = json!("ada");
    desk.admin("AdminUpdateUserAttributes", by_admin).await;
    assert_eq!(heard().await, 2);
    desk.user(&token, "DeleteUserAttributes", json!({"UserAttributeNames": ["phone_number"]})).await;
    assert_eq!(heard().await, 3);
}

/// Case 250, of a number that an admin changes: a code that is on its way to the old one proves nothing of the new one, and
/// leads nobody back into the account.
#[actix_web::test]
async fn codes_to_the_old_number_die_when_an_admin_changes_it() {
    let desk = Desk::open_texting(by_both).await;
    desk.person("ada", &[("phone_number", NUMBER), ("phone_number_verified", "true")]).await;
    let token = desk.access_token("ada").await;
    desk.user(&token, "GetUserAttributeVerificationCode", json!({"AttributeName": "phone_number"})).await;
    let proof = texted_code(&desk.app, NUMBER).await;
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    let way_back = texted_code(&desk.app, NUMBER).await;
    let change = json!({"Username": "ada", "UserAttributes": list(&[("phone_number", "+4917112340000")])});
    desk.admin("AdminUpdateUserAttributes", change).await;
    let verify = json!({"AttributeName": "phone_number", "Code": proof});
    assert_eq!(refused(&desk.try_user(&token, "VerifyUserAttribute", verify).await).0, "CodeMismatch");
    assert_eq!(desk.attribute("ada", "phone_number_verified").await, "false");
    let stolen = json!({"Username": "ada", "ConfirmationCode": way_back, "Password": "another 9 battery"});
    assert_refused(&desk.try_app("ConfirmForgotPassword", stolen).await, "CodeMismatch", MISMATCH);
    desk.sign_in("ada").await;
}

/// The first proven contact in the pool's order gets the code, and nobody learns which, or whether there is one.
#[actix_web::test]
async fn recovery_goes_by_the_pools_order_and_tells_nothing() {
    let desk = Desk::open_texting(by_both).await;
    let proven = [("email_verified", "true"), ("phone_number_verified", "true")];
    desk.person("both", &[("email", "both@a.test"), ("phone_number", NUMBER), proven[0], proven[1]]).await;
    desk.person("mail", &[("email", "mail@a.test"), ("phone_number", "+4915100000001"), proven[0]]).await;
    desk.person("none", &[("phone_number", "+4915100000002")]).await;
    let mut answers = Vec::new();
    for name in ["both", "mail", "none", "nobody"] {
        answers.push(desk.app("ForgotPassword", json!({"Username": name})).await);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0]["CodeDeliveryDetails"], sent_to("+***********"));
    let code = texted_code(&desk.app, NUMBER).await;
    let mailbox = desk.app.node().mailbox().clone();
    assert_eq!(mailbox.texts().len(), 1);
    assert_eq!(mailbox.all().iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["mail@a.test"]);
    let finish = json!({"Username": "both", "ConfirmationCode": code, "Password": "another 9 battery"});
    desk.app("ConfirmForgotPassword", finish.clone()).await;
    assert_eq!(desk.try_sign_in("both", "another 9 battery").await.code(), 200);
    assert_eq!(refused(&desk.try_app("ConfirmForgotPassword", finish).await).0, "CodeMismatch", "once");
    desk.app.advance_secs(3600);
    desk.admin("AdminResetUserPassword", json!({"Username": "both"})).await;
    assert_eq!(texts_to(&desk.app, NUMBER).await.len(), 2);
}

/// Case 131: whoever is asked about, as much is read and written, whatever is sent and wherever.
#[actix_web::test]
async fn asking_for_nobody_costs_what_asking_for_somebody_costs() {
    for pool in [by_both, by_mail_only] {
        let desk = Desk::open_texting(pool).await;
        let proven = [("email_verified", "true"), ("phone_number_verified", "true")];
        desk.person("both", &[("email", "both@a.test"), ("phone_number", NUMBER), proven[0], proven[1]]).await;
        desk.person("mail", &[("email", "mail@a.test"), ("phone_number", "+4915100000001"), proven[0]]).await;
        desk.person("far", &[("phone_number", "+88213123456"), proven[1]]).await;
        desk.person("none", &[]).await;
        // The first call reads what is remembered from then on.
        desk.app("ForgotPassword", json!({"Username": "first"})).await;
        let mut costs = Vec::new();
        for name in ["both", "mail", "far", "none", "nobody", "nobody@a.test", "+4915133333333", "+88213123499"] {
            let before = desk.app.statements();
            desk.app("ForgotPassword", json!({ "Username": name })).await;
            let spent = desk.app.statements().since(before);
            costs.push((name, spent.reads, spent.writes));
        }
        assert!(costs.iter().all(|(_, reads, writes)| (*reads, *writes) == (costs[0].1, costs[0].2)), "{costs:?}");
    }
}

/// Text messages could be sent, and the pool sends none.
fn by_mail_only(pool: &mut PoolSettings) {
    pool.auto_verified = [Contact::Email].into();
}

#[actix_web::test]
async fn an_invitation_goes_where_the_admin_says() {
    let desk = Desk::open_texting(by_both).await;
    let invite = |name: &str, media: serde_json::Value| {
        let contacts = list(&[("email", &format!("{name}@a.test")), ("phone_number", NUMBER)]);
        let mut input = json!({"Username": name, "UserAttributes": contacts, "TemporaryPassword": "Temporary 7 words"});
        if !media.is_null() {
            input["DesiredDeliveryMediums"] = media;
        }
        input
    };
    for (name, media, mails, texts) in [
        ("usual", json!(null), 1, 0),
        ("mail", json!(["EMAIL"]), 1, 0),
        ("sms", json!(["SMS"]), 0, 1),
        ("both", json!(["SMS", "EMAIL"]), 1, 1),
    ] {
        let before = (desk.app.node().mailbox().all().len(), desk.app.node().mailbox().texts().len());
        desk.admin("AdminCreateUser", invite(name, media)).await;
        desk.app.node().run_jobs().await;
        let after = (desk.app.node().mailbox().all().len(), desk.app.node().mailbox().texts().len());
        assert_eq!((after.0 - before.0, after.1 - before.1), (mails, texts), "{name}");
    }
    let said = texts_to(&desk.app, NUMBER).await;
    assert_eq!(said[0], "People made an account for you. Username: sms Temporary password: Temporary 7 words");
    assert_eq!(refused(&desk.try_admin("AdminCreateUser", invite("x", json!(["PIGEON"]))).await).0, "InvalidParameter");
}

/// A text message speaks the language of its reader.
#[actix_web::test]
async fn a_text_message_is_in_the_readers_language() {
    let desk = Desk::open_texting(by_number).await;
    done(&desk.sign_up(NUMBER, &[("locale", "de-AT")]).await);
    let code = texted_code(&desk.app, NUMBER).await;
    let expected = format!("{code} ist Ihr Code, um Ihr Konto bei People zu bestätigen.");
    assert_eq!(texts_to(&desk.app, NUMBER).await, [expected]);
}

/// Nobody pays for a code that nobody waits for: with the code, its message is given up.
#[actix_web::test]
async fn a_text_message_ends_with_its_code() {
    let desk = Desk::open_texting(by_both).await;
    desk.person("ada", &[("phone_number", NUMBER), ("phone_number_verified", "true")]).await;
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    desk.app.advance_secs(3601);
    assert!(texts_to(&desk.app, NUMBER).await.is_empty());
}

/// Case 162, of numbers: somebody signs up another's number, and never gets in by the owner's proof.
#[actix_web::test]
async fn a_number_signed_up_twice_at_the_pages_opens_for_its_owner_only() {
    let desk = Desk::open_texting(by_number).await;
    let query = desk.app.app_client().request().query();
    for password in ["the attackers 1", "the owners own 2"] {
        let mut browser = desk.app.browser();
        let page = browser.open(&format!("/signup?{query}")).await;
        let form = page.form("/signup").fill("username", NUMBER).fill("password", password);
        let next = browser.submit(&page, &form).await;
        assert!(next.url.path().ends_with("/confirm"), "{}", next.url);
        assert!(next.shown().body.contains(MASKED), "{:?}", next.shown());
        if password.starts_with("the owners") {
            let code = texted_code(&desk.app, NUMBER).await;
            let form = next.form("/confirm").fill("code", &code);
            browser.submit(&next, &form).await;
        }
    }
    assert_eq!(desk.try_sign_in(NUMBER, "the owners own 2").await.code(), 200);
    assert_ne!(desk.try_sign_in(NUMBER, "the attackers 1").await.code(), 200);
}

/// `cognito.md` §4.8: a mailbox that is somebody's second factor does not bring them back too, or it would be all that is
/// asked. Their number does.
#[actix_web::test]
async fn an_address_that_is_the_second_factor_is_no_way_back() {
    let desk = Desk::open_texting(by_both).await;
    desk.admin("SetUserPoolMfaConfig", json!({"EmailMfaConfiguration": {}, "MfaConfiguration": "OPTIONAL"})).await;
    desk.person("ada", &[("email", "ada@a.test"), ("email_verified", "true")]).await;
    let mails = async || {
        desk.app.node().run_jobs().await;
        desk.app.node().mailbox().all().len()
    };
    let answer = desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    let before = mails().await;
    assert_eq!(before, 1, "as long as it is not");
    let on = json!({"Username": "ada", "EmailMfaSettings": {"Enabled": true}});
    desk.admin("AdminSetUserMFAPreference", on).await;
    desk.app.advance_secs(3600);
    assert_eq!(desk.app("ForgotPassword", json!({"Username": "ada"})).await, answer, "the answer tells nothing");
    assert_eq!(mails().await, before);
    let number = json!([{"Name": "phone_number", "Value": NUMBER}, {"Name": "phone_number_verified", "Value": "true"}]);
    desk.admin("AdminUpdateUserAttributes", json!({"Username": "ada", "UserAttributes": number})).await;
    desk.app.advance_secs(3600);
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    // The mail says that the number is another one.
    assert_eq!((texts_to(&desk.app, NUMBER).await.len(), mails().await), (1, before + 1));
}
