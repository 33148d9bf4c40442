//! amazon-cognito-identity-js refreshes with `"DEVICE_KEY": null` where the browser remembers no device. Null was refused
//! within `AuthParameters`, so that nobody who used that library could refresh.

use serde_json::json;

use crate::support::desk::{Desk, done, refused};

#[actix_web::test]
async fn a_refresh_may_say_that_there_is_no_device_key() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[]).await;
    let tokens = desk.sign_in("ada").await;
    let refresh = async |parameters| {
        desk.try_app("InitiateAuth", json!({"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters})).await
    };

    let answer = done(&refresh(json!({"REFRESH_TOKEN": tokens["RefreshToken"], "DEVICE_KEY": null})).await);
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string(), "{answer}");

    // Null is absence, of what is needed too; what is not text stays refused.
    let (error, message) = refused(&refresh(json!({"REFRESH_TOKEN": null})).await);
    assert_eq!(error, "InvalidParameter", "{message}");
    let (error, _) = refused(&refresh(json!({"REFRESH_TOKEN": tokens["RefreshToken"], "DEVICE_KEY": 1})).await);
    assert_eq!(error, "Serialization");
}
