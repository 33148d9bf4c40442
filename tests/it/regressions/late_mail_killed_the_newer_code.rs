//! A mail that had waited too long replaced whatever code was live: who had asked again meanwhile, and was typing the code
//! of that second mail, found it dead.

use serde_json::json;
use vestibule::messaging::SendError;

use crate::support::desk::Desk;

#[actix_web::test]
async fn a_late_mail_leaves_the_code_of_a_newer_one_alone() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    let mailbox = desk.app.node().mailbox().clone();
    let ask = async || desk.app("ForgotPassword", json!({ "Username": "ada" })).await;
    // Tried often enough that its next try is after it is late.
    ask().await;
    for _ in 0..8 {
        mailbox.fail_next(SendError::Temporary("451".to_owned()));
        desk.app.node().run_jobs().await;
        desk.app.advance_secs(100);
        mailbox.forgive();
    }
    mailbox.fail_next(SendError::Temporary("451".to_owned()));
    desk.app.node().run_jobs().await;
    mailbox.forgive();
    let sent_before = mailbox.all().len();
    ask().await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@example.test");
    assert_eq!(mailbox.all().len(), sent_before + 1);

    desk.app.advance_secs(1200);
    desk.app.node().run_jobs().await;
    assert_eq!(mailbox.all().len(), sent_before + 1, "the first mail is not wanted any more");
    let input = json!({ "Username": "ada", "ConfirmationCode": code, "Password": "another password 8" });
    desk.app("ConfirmForgotPassword", input).await;
}
