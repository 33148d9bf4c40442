//! The quiet time after which the curve of locks begins anew was counted from the last try, also while a lock held: who
//! waited out a lock of fifteen minutes had five free tries again.

use serde_json::json;

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn waiting_out_the_longest_lock_is_no_quiet_time() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    let said = async |password: &str| {
        let parameters = json!({ "USERNAME": "ada", "PASSWORD": password });
        let input = json!({ "ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": parameters });
        sdk.call("InitiateAuth", &input).await.json()["message"].clone()
    };
    let (wrong, locked) = ("Incorrect username or password.", "Password attempts exceeded");
    for _ in 0..5 {
        assert_eq!(said("not the password").await, wrong);
    }
    for lock in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
        assert_eq!(said(PASSWORD).await, locked, "before {lock} s");
        app.advance_secs(lock);
        // One try, and the next lock.
        assert_eq!(said("not the password").await, wrong, "after {lock} s");
        assert_eq!(said("not the password").await, locked, "after {lock} s");
    }
    // Quiet after the lock is over is what counts.
    app.advance_secs(900 + 15 * 60);
    for _ in 0..4 {
        assert_eq!(said("not the password").await, wrong);
    }
    assert!(said(PASSWORD).await.is_null(), "four tries lock nothing");
}
