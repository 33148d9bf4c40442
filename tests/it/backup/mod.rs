//! Backup and restore: nothing lasting is lost, nothing that was used or ended comes back (F27, F28).

mod refusals;
mod tables;

use vestibule::domain::event::EventName;

use crate::support::app::TestApp;
use crate::support::oauth_client::TokenSet;
use crate::support::people::PASSWORD;

/// F27: people, their passwords, clients and keys are there.
#[actix_web::test]
async fn people_sign_in_after_a_restore_as_before() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let before = app.app_client().sign_in(&app.client, &mut app.browser(), &ada).await;

    let elsewhere = app.restored(&app.backup().await).await;

    let client = app.app_client().through(&elsewhere.node);
    let mut browser = app.browser().through(&elsewhere.node);
    let after = client.sign_in(&app.client, &mut browser, &ada).await;
    let claims = client.verify_id_token(&after.id).await;
    assert_eq!(claims["sub"], ada.id.to_string());
    // What was signed before verifies against the keys that are published now.
    assert_eq!(client.verify_id_token(&before.id).await["sub"], ada.id.to_string());
    let page = app.browser().through(&elsewhere.node).try_sign_in(&app.client, "ada", "not the password").await;
    assert!(!page.has_left());
    let restores = elsewhere.node.deps().storage.read().events().list_global(10).await.unwrap();
    assert_eq!(restores.iter().filter(|event| event.name == EventName::BackupRestored).count(), 1);
}

/// F27: codes, refresh tokens, sessions and one-time codes of before are dead, used or not.
#[actix_web::test]
async fn nothing_that_is_used_once_comes_back_with_a_restore() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let client = app.app_client();
    let mut browser = app.browser();
    let tokens = client.sign_in(&app.client, &mut browser, &ada).await;
    let unused_code = client.code(&mut browser, &client.request()).await;
    app.anonymous()
        .call("ForgotPassword", &serde_json::json!({ "ClientId": app.client.id.to_string(), "Username": "ada" }))
        .await;
    app.node().run_jobs().await;
    let mailed = app.mailed_code("ada@example.test");

    let backup = app.backup().await;
    // After the backup, one token is replaced and the code is used.
    let rotated = TokenSet::of(&client.refresh(&tokens.refresh).await);
    assert_eq!(client.redeem(&unused_code).await.code(), 200);

    let elsewhere = app.restored(&backup).await;
    let client = client.through(&elsewhere.node);
    for refresh in [&tokens.refresh, &rotated.refresh] {
        client.refresh(refresh).await.assert_refused(400, "invalid_grant");
    }
    client.redeem(&unused_code).await.assert_refused(400, "invalid_grant");
    assert_eq!(client.user_info(&tokens.access).await.code(), 401);
    let mut browser = browser.through(&elsewhere.node);
    let silent = browser.get(&client.request().with("prompt", "none").target()).await;
    assert_eq!(silent.redirected("error"), "login_required");
    let answer = app
        .anonymous()
        .through(&elsewhere.node)
        .call(
            "ConfirmForgotPassword",
            &serde_json::json!({
                "ClientId": app.client.id.to_string(), "Username": "ada",
                "ConfirmationCode": mailed, "Password": "another horse 8 battery",
            }),
        )
        .await;
    assert_eq!(answer.code(), 400, "{answer:?}");
    // The password is the one of before, and the first installation goes on undisturbed.
    let page = app.browser().through(&elsewhere.node).try_sign_in(&app.client, "ada", PASSWORD).await;
    assert!(page.has_left());
    assert_eq!(app.app_client().user_info(&tokens.access).await.code(), 200);
}
