//! Mail that does not leave at once (F12, F13): pauses that grow, giving up, and codes that would come too late.

use serde_json::{Value, json};
use vestibule::domain::clock::Micros;
use vestibule::messaging::SendError;
use vestibule::storage::{OutboxMessage, OutboxState};

use crate::support::desk::{Desk, assert_refused};
use crate::support::{PASSWORD, TestApp};

const ADA: [(&str, &str); 2] = [("email", "ada@example.test"), ("email_verified", "true")];

fn later() -> SendError {
    SendError::Temporary("451".to_owned())
}

fn mails_to(app: &TestApp, address: &str) -> usize {
    app.node().mailbox().all().iter().filter(|mail| mail.to == address).count()
}

/// The code that a message on its way carries.
fn code_of(message: &OutboxMessage) -> String {
    let payload: Value = serde_json::from_slice(&message.payload).unwrap();
    payload["code"].as_str().expect("a code").to_owned()
}

/// The only message that still is to be delivered.
async fn waiting(app: &TestApp) -> OutboxMessage {
    let mut waiting = app.outbox().await;
    waiting.retain(|message| message.state == OutboxState::Queued);
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    waiting.remove(0)
}

/// How often each limit was counted.
async fn budgets(app: &TestApp) -> Vec<String> {
    app.state_but(&[]).await.remove("attempts").unwrap()
}

/// Somebody who asked for a recovery while the mail server was away: the code in that mail.
async fn asked_in_vain(desk: &Desk) -> String {
    desk.person("ada", &ADA).await;
    desk.app.node().mailbox().fail_next(later());
    desk.app("ForgotPassword", json!({ "Username": "ada" })).await;
    desk.app.node().run_jobs().await;
    let waiting = waiting(&desk.app).await;
    assert_eq!((waiting.attempts, mails_to(&desk.app, "ada@example.test")), (1, 0));
    code_of(&waiting)
}

async fn recover(desk: &Desk, code: &str) -> crate::support::Answer {
    let input = json!({ "Username": "ada", "ConfirmationCode": code, "Password": "another password 8" });
    desk.try_app("ConfirmForgotPassword", input).await
}

#[actix_web::test]
async fn pauses_grow_up_to_a_quarter_of_an_hour_and_the_mail_comes_once() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &ADA).await;
    let token = desk.access_token("ada").await;
    let input = json!({ "PreviousPassword": PASSWORD, "ProposedPassword": "another password 8" });
    desk.user(&token, "ChangePassword", input).await;
    let id = waiting(&desk.app).await.id;
    for attempt in 1..=12 {
        desk.app.node().mailbox().fail_next(later());
        desk.app.node().run_jobs().await;
        let waiting = waiting(&desk.app).await;
        assert_eq!((waiting.id, waiting.attempts, waiting.last_error.as_str()), (id, attempt, "451"));
        let least = (5 << (attempt - 1)).min(900);
        let pause = waiting.next_attempt_at.since(desk.app.now()) / 1_000_000;
        assert!((least..=least + least / 4).contains(&pause), "{pause} s after {attempt} failures");

        // A moment too early nothing is tried: the failure that waits is not used up.
        desk.app.node().mailbox().fail_next(SendError::Permanent("too early".to_owned()));
        desk.app.advance_secs(pause - 1);
        desk.app.node().run_jobs().await;
        assert_eq!(self::waiting(&desk.app).await.attempts, attempt);
        desk.app.node().mailbox().forgive();
        desk.app.advance_secs(1);
    }
    desk.app.node().run_jobs().await;
    assert!(desk.app.outbox().await.iter().all(|message| message.state == OutboxState::Delivered));
    desk.app.advance_secs(3600);
    desk.app.node().run_jobs().await;
    assert_eq!(mails_to(&desk.app, "ada@example.test"), 1);
}

#[actix_web::test]
async fn a_mail_that_is_refused_for_good_is_parked_with_the_reason_and_holds_up_nobody() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &ADA).await;
    desk.person("bob", &[("email", "bob@example.test"), ("email_verified", "true")]).await;
    desk.app.node().mailbox().fail_next(SendError::Permanent("550".to_owned()));
    desk.app("ForgotPassword", json!({ "Username": "ada" })).await;
    desk.app.node().run_jobs().await;
    desk.app("ForgotPassword", json!({ "Username": "bob" })).await;
    desk.app.node().run_jobs().await;
    let outbox = desk.app.outbox().await;
    let parked = outbox.iter().find(|message| message.state == OutboxState::Parked).expect("a parked mail");
    assert_eq!(
        (parked.last_error.as_str(), parked.payload.len(), parked.event.as_str()),
        ("550", 0, "forgot_password")
    );
    assert_eq!((mails_to(&desk.app, "ada@example.test"), mails_to(&desk.app, "bob@example.test")), (0, 1));
    let id = parked.id;
    desk.app.advance_secs(24 * 3600);
    desk.app.node().run_jobs().await;
    let parked = desk.app.deps().storage.read().outbox().find(id).await.unwrap().unwrap();
    assert_eq!((parked.state, parked.attempts), (OutboxState::Parked, 0), "it is not tried again");
    assert_eq!(mails_to(&desk.app, "ada@example.test"), 0);

    // Asking again is a mail of its own.
    desk.app("ForgotPassword", json!({ "Username": "ada" })).await;
    desk.app.node().run_jobs().await;
    assert_eq!(recover(&desk, &desk.app.mailed_code("ada@example.test")).await.code(), 200);
}

#[actix_web::test]
async fn a_code_whose_mail_waited_too_long_is_replaced_and_no_budget_is_spent_for_it() {
    let desk = Desk::open(|_| {}).await;
    let old = asked_in_vain(&desk).await;
    let before = budgets(&desk.app).await;
    desk.app.advance_secs(3600 / 4);
    desk.app.node().run_jobs().await;
    assert_eq!(mails_to(&desk.app, "ada@example.test"), 1, "one mail");
    let new = desk.app.mailed_code("ada@example.test");
    assert_ne!(new, old);
    assert_eq!(budgets(&desk.app).await, before, "asking was counted once, when it was done");

    let mismatch = "Invalid verification code provided, please try again.";
    assert_refused(&recover(&desk, &old).await, "CodeMismatch", mismatch);
    desk.try_sign_in("ada", "another password 8").await.assert_wrong_password();
    // It holds for its whole time from now on.
    desk.app.advance_secs(3599);
    assert_eq!(recover(&desk, &new).await.code(), 200);
    assert_eq!(desk.try_sign_in("ada", "another password 8").await.code(), 200);
    assert_refused(&recover(&desk, &new).await, "CodeMismatch", mismatch);
}

#[actix_web::test]
async fn a_mail_in_time_carries_the_code_it_was_written_with() {
    let desk = Desk::open(|_| {}).await;
    let code = asked_in_vain(&desk).await;
    desk.app.advance_secs(3600 / 4 - 1);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.mailed_code("ada@example.test"), code);
    assert_eq!(recover(&desk, &code).await.code(), 200);
}

#[actix_web::test]
async fn codes_of_sign_ups_and_of_new_addresses_are_replaced_too() {
    let desk = Desk::open(|_| {}).await;
    desk.app.node().mailbox().fail_next(later());
    assert_eq!(desk.sign_up("eve", &[("email", "eve@example.test")]).await.code(), 200);
    let old = code_of(&waiting(&desk.app).await);
    desk.app.advance_secs(6 * 3600);
    desk.app.node().run_jobs().await;
    let new = desk.app.mailed_code("eve@example.test");
    let confirm =
        async |code: &str| desk.try_app("ConfirmSignUp", json!({ "Username": "eve", "ConfirmationCode": code })).await;
    confirm(&old).await.assert_exception("CodeMismatchException");
    assert_eq!(desk.seen("eve").await["UserStatus"], "UNCONFIRMED");
    assert_eq!(confirm(&new).await.code(), 200);

    desk.person("ada", &ADA).await;
    let token = desk.access_token("ada").await;
    desk.app.node().mailbox().fail_next(later());
    let input = json!({ "UserAttributes": [{ "Name": "email", "Value": "new@example.test" }] });
    desk.user(&token, "UpdateUserAttributes", input).await;
    desk.app.node().run_jobs().await;
    desk.app.advance_secs(6 * 3600);
    desk.app.node().run_jobs().await;
    let token = desk.access_token("ada").await;
    let input = json!({ "AttributeName": "email", "Code": desk.app.mailed_code("new@example.test") });
    desk.user(&token, "VerifyUserAttribute", input).await;
    assert_eq!(desk.attribute("ada", "email").await, "new@example.test");
}

#[actix_web::test]
async fn who_may_not_use_the_code_any_more_gets_no_late_mail() {
    let desk = Desk::open(|_| {}).await;
    asked_in_vain(&desk).await;
    desk.admin("AdminDisableUser", json!({ "Username": "ada" })).await;
    desk.app.advance_secs(3600);
    desk.app.node().run_jobs().await;
    assert_eq!(mails_to(&desk.app, "ada@example.test"), 0);
    assert!(desk.app.outbox().await.iter().all(|message| message.state != OutboxState::Queued), "it is done with");
}

#[actix_web::test]
async fn a_code_that_finds_no_server_for_days_is_given_up_when_its_first_mail_would_be() {
    let desk = Desk::open(|_| {}).await;
    asked_in_vain(&desk).await;
    let until: Micros = waiting(&desk.app).await.expires_at;
    let mut quarters = 0;
    while desk.app.now() < until {
        desk.app.advance_secs(3600 / 4);
        desk.app.node().mailbox().fail_next(later());
        desk.app.node().run_jobs().await;
        quarters += 1;
        assert!(quarters <= 3 * 24 * 4, "it goes on for ever");
    }
    desk.app.node().mailbox().forgive();
    desk.app.advance_secs(3600);
    desk.app.node().run_jobs().await;
    assert_eq!(mails_to(&desk.app, "ada@example.test"), 0, "nobody waits for it now");
}
