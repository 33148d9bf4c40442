//! A node's clock was an hour ahead and was set right: windows and locks that began in that hour did not end for as long
//! (case 251).

use serde_json::json;

use crate::support::PASSWORD;
use crate::support::desk::{Desk, refused};

const HOUR: i64 = 3600;

async fn ask(desk: &Desk) -> u16 {
    desk.try_app("ForgotPassword", json!({"Username": "ada"})).await.code()
}

async fn open() -> Desk {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    desk
}

#[actix_web::test]
async fn an_hour_back_freezes_no_window_and_no_lock() {
    let desk = open().await;
    desk.app.advance_secs(HOUR);
    for _ in 0..5 {
        assert_eq!(ask(&desk).await, 200);
    }
    assert_eq!(ask(&desk).await, 400);
    for _ in 0..14 {
        desk.try_sign_in("ada", "not the password").await;
        desk.app.advance_secs(600);
    }
    desk.app.advance_secs(-14 * 600);
    desk.app.advance_secs(-HOUR);
    assert_eq!(ask(&desk).await, 200, "a window of the future is none");
    assert_eq!(desk.try_sign_in("ada", PASSWORD).await.code(), 200, "nor is a lock");
    for _ in 0..4 {
        assert_eq!(ask(&desk).await, 200);
    }
    assert_eq!(ask(&desk).await, 400, "and the limit holds from now on");
}

#[actix_web::test]
async fn an_hour_forward_ends_what_an_hour_ends() {
    let desk = open().await;
    for _ in 0..5 {
        assert_eq!(ask(&desk).await, 200);
        desk.try_sign_in("ada", "not the password").await;
    }
    assert_eq!(ask(&desk).await, 400);
    assert_eq!(refused(&desk.try_sign_in("ada", PASSWORD).await).1, "Password attempts exceeded");
    desk.app.advance_secs(HOUR);
    assert_eq!(ask(&desk).await, 200);
    assert_eq!(desk.try_sign_in("ada", PASSWORD).await.code(), 200);
}

#[actix_web::test]
async fn a_minute_back_is_no_way_around_a_limit() {
    let desk = open().await;
    for _ in 0..5 {
        assert_eq!(ask(&desk).await, 200);
    }
    desk.app.advance_secs(-60);
    assert_eq!(ask(&desk).await, 400);
}
