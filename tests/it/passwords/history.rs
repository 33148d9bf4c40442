//! `PasswordHistorySize`: a user's last passwords do not come back, at whichever door (case 232).

use serde_json::{Value, json};

use crate::support::PASSWORD;
use crate::support::answer::Answer;
use crate::support::desk::{Desk, assert_refused, done};

const SECOND: &str = "a wholly other one 2";
const THIRD: &str = "a wholly other one 3";

async fn desk(size: u16) -> Desk {
    let desk = Desk::open(|_| {}).await;
    let policy = json!({"PasswordHistorySize": size});
    desk.admin("UpdateUserPool", json!({"Policies": {"PasswordPolicy": policy}})).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    desk
}

async fn change(desk: &Desk, from: &str, to: &str) -> Answer {
    let tokens = done(&desk.try_sign_in("ada", from).await);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    desk.try_user(token, "ChangePassword", json!({"PreviousPassword": from, "ProposedPassword": to})).await
}

fn set(password: &str, is_permanent: bool) -> Value {
    json!({"Username": "ada", "Password": password, "Permanent": is_permanent})
}

fn assert_used_before(answer: &Answer) {
    assert_refused(answer, "PasswordHistoryPolicyViolation", "Password has previously been used");
}

#[actix_web::test]
async fn the_last_passwords_are_refused_and_older_ones_are_not() {
    let desk = desk(2).await;
    assert_used_before(&change(&desk, PASSWORD, PASSWORD).await);
    done(&change(&desk, PASSWORD, SECOND).await);
    assert_used_before(&change(&desk, SECOND, PASSWORD).await);
    assert_used_before(&change(&desk, SECOND, SECOND).await);
    done(&change(&desk, SECOND, THIRD).await);
    assert_used_before(&change(&desk, THIRD, SECOND).await);
    done(&change(&desk, THIRD, PASSWORD).await);
    done(&desk.try_sign_in("ada", PASSWORD).await);
}

#[actix_web::test]
async fn without_a_history_nothing_is_kept_and_everything_may_come_back() {
    let desk = desk(0).await;
    done(&change(&desk, PASSWORD, SECOND).await);
    done(&change(&desk, SECOND, PASSWORD).await);
    assert_eq!(desk.app.rows("password_history").await, 0);
    let described = desk.admin("DescribeUserPool", json!({})).await;
    assert!(described["UserPool"]["Policies"]["PasswordPolicy"]["PasswordHistorySize"].is_null());
}

#[actix_web::test]
async fn an_admin_a_recovery_and_a_new_password_challenge_are_held_to_it() {
    let desk = desk(3).await;
    assert_used_before(&desk.try_admin("AdminSetUserPassword", set(PASSWORD, true)).await);
    desk.admin("AdminSetUserPassword", set(SECOND, true)).await;

    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@example.test");
    let finish = |password: &str| json!({"Username": "ada", "ConfirmationCode": code, "Password": password});
    let guess = json!({"Username": "ada", "ConfirmationCode": "000000", "Password": PASSWORD});
    let refused = desk.try_app("ConfirmForgotPassword", guess).await;
    refused.assert_exception("CodeMismatchException");
    assert_used_before(&desk.try_app("ConfirmForgotPassword", finish(PASSWORD)).await);
    done(&desk.try_sign_in("ada", SECOND).await);
    desk.app("ConfirmForgotPassword", finish(THIRD)).await;

    // For one sign-in, an admin may give any; to keep it is refused.
    desk.admin("AdminSetUserPassword", set(SECOND, false)).await;
    let challenge = done(&desk.try_sign_in("ada", SECOND).await);
    let answer = |password: &str| {
        json!({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": challenge["Session"],
            "ChallengeResponses": {"USERNAME": "ada", "NEW_PASSWORD": password}})
    };
    for used in [SECOND, THIRD] {
        assert_used_before(&desk.try_app("RespondToAuthChallenge", answer(used)).await);
    }
    done(&desk.try_app("RespondToAuthChallenge", answer("a wholly other one 4")).await);
}

#[actix_web::test]
async fn the_page_says_so_and_tells_the_rule_before() {
    let desk = desk(2).await;
    let query = desk.app.app_client().request().query();
    let mut browser = desk.app.browser();
    let page = browser.open(&format!("/forgotPassword?{query}")).await;
    let page = browser.submit(&page, &page.form("/forgotPassword").fill("username", "ada")).await;
    assert!(page.shown().body.contains("Not one of your last 2 passwords"), "{page:?}");
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@example.test");
    let form = page.form("/confirmforgotPassword").fill("code", &code).fill("new_password", PASSWORD);
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("You have used this password before. Choose another."), "{page:?}");
    assert!(!page.shown().body.contains(PASSWORD));
}

#[actix_web::test]
async fn a_history_goes_with_its_user() {
    let desk = desk(5).await;
    done(&change(&desk, PASSWORD, SECOND).await);
    assert_eq!(desk.app.rows("password_history").await, 1);
    let kept = desk.app.dump(&["password_history"]).await;
    assert!(kept.contains("$argon2id$") && !kept.contains(PASSWORD), "{kept}");
    desk.admin("AdminDeleteUser", json!({"Username": "ada"})).await;
    assert_eq!(desk.app.rows("password_history").await, 0);
}

/// Case 161: a temporary password has been in somebody else's hands. Whoever it was given to chooses another one, whether or not
/// the pool remembers any; an admin may make it one for good.
#[actix_web::test]
async fn a_temporary_password_is_not_kept() {
    let desk = desk(0).await;
    let made = json!({"Username": "bob", "MessageAction": "SUPPRESS", "TemporaryPassword": PASSWORD});
    desk.admin("AdminCreateUser", made).await;
    let asked = done(&desk.try_sign_in("bob", PASSWORD).await);
    let answer = |password: &str| {
        json!({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": asked["Session"],
            "ChallengeResponses": {"USERNAME": "bob", "NEW_PASSWORD": password}})
    };
    assert_used_before(&desk.try_app("RespondToAuthChallenge", answer(PASSWORD)).await);
    assert_eq!(desk.seen("bob").await["UserStatus"], "FORCE_CHANGE_PASSWORD");
    desk.app("RespondToAuthChallenge", answer(THIRD)).await;
    desk.app.advance_secs(1);
    assert!(done(&desk.try_sign_in("bob", THIRD).await)["ChallengeName"].is_null());

    let made = json!({"Username": "eve", "MessageAction": "SUPPRESS", "TemporaryPassword": PASSWORD});
    desk.admin("AdminCreateUser", made).await;
    let kept = json!({"Username": "eve", "Password": PASSWORD, "Permanent": true});
    desk.admin("AdminSetUserPassword", kept).await;
    desk.app.advance_secs(1);
    desk.sign_in("eve").await;
}
