//! A sign-up that nobody confirmed kept its names for ever (case 243, lesson L12).

use serde_json::json;
use vestibule::domain::event::EventName;

use crate::support::desk::{Desk, done, list, refused};

const DAY: i64 = 86_400;

#[actix_web::test]
async fn a_sign_up_that_nobody_confirms_gives_its_names_back() {
    let desk = Desk::open(|_| {}).await;
    done(&desk.sign_up("early", &[("email", "early@example.test")]).await);
    done(&desk.sign_up("confirmed", &[("email", "confirmed@example.test")]).await);
    desk.admin("AdminConfirmSignUp", json!({"Username": "confirmed"})).await;
    let input = json!({"Username": "invited", "MessageAction": "SUPPRESS"});
    desk.admin("AdminCreateUser", input).await;
    desk.app.advance_secs(30 * DAY - 1);
    done(&desk.sign_up("late", &[("email", "late@example.test")]).await);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.rows("users").await, 4, "not a second early");

    desk.app.advance_secs(1);
    desk.app.node().run_jobs().await;
    assert_eq!(refused(&desk.try_admin("AdminGetUser", json!({"Username": "early"})).await).0, "UserNotFound");
    for name in ["confirmed", "invited", "late"] {
        desk.seen(name).await;
    }
    assert_eq!(desk.app.events(EventName::UserDeleted).await, 1);
    done(&desk.sign_up("early", &[("email", "another@example.test")]).await);

    // Long after, whoever confirmed or was invited is still there.
    desk.app.advance_secs(3000 * DAY);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.rows("users").await, 2);
}

#[actix_web::test]
async fn many_go_in_small_batches() {
    let desk = Desk::open(|_| {}).await;
    for n in 0..250 {
        let input = json!({"Username": format!("somebody{n}"), "Password": crate::support::PASSWORD,
            "UserAttributes": list(&[("email", &format!("somebody{n}@example.test"))])});
        done(&desk.try_app("SignUp", input).await);
        // No faster than one address may.
        desk.app.advance_secs(3);
    }
    desk.app.advance_secs(30 * DAY);
    let deps = desk.app.deps();
    assert_eq!(vestibule::flows::sign_up::delete_unconfirmed(&deps, 100).await.unwrap(), 100);
    desk.app.node().run_jobs().await;
    assert_eq!(desk.app.rows("users").await, 0);
    assert_eq!(desk.app.rows("identifiers").await, 0);
}
