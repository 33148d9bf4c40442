//! Passwords that nobody may choose: what others have chosen before, what a breach has told, one's own name (case 231). At
//! each place where one is chosen.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use vestibule::domain::secret::Secret;
use vestibule::flows::manage::users::{self, PasswordChange};
use vestibule::flows::{BreachLookUp, BreachedPasswords, Deps, LookUpFailed};

use crate::support::PASSWORD;
use crate::support::answer::Answer;
use crate::support::desk::{Desk, assert_refused, done};

/// Eight characters, and among the first of every list.
const COMMON: &str = "Password1";
const GOOD: &str = "a wholly other one 2";

fn assert_unsafe(answer: &Answer) {
    assert_refused(answer, "InvalidPassword", "Provided password cannot be used for security reasons.");
}

#[actix_web::test]
async fn a_common_password_is_refused_wherever_one_is_chosen() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;

    let sign_up = |password: &str| {
        json!({"Username": "bob", "Password": password,
        "UserAttributes": [{"Name": "email", "Value": "bob@example.test"}]})
    };
    assert_unsafe(&desk.try_app("SignUp", sign_up(COMMON)).await);
    desk.app("SignUp", sign_up(GOOD)).await;

    let token = desk.access_token("ada").await;
    let change = |password: &str| json!({"PreviousPassword": PASSWORD, "ProposedPassword": password});
    assert_unsafe(&desk.try_user(&token, "ChangePassword", change(COMMON)).await);

    let set = |password: &str| json!({"Username": "ada", "Password": password, "Permanent": true});
    assert_unsafe(&desk.try_admin("AdminSetUserPassword", set(COMMON)).await);
    let make = |password: &str| json!({"Username": "carl", "TemporaryPassword": password, "MessageAction": "SUPPRESS"});
    assert_unsafe(&desk.try_admin("AdminCreateUser", make(COMMON)).await);
    desk.admin("AdminCreateUser", make(GOOD)).await;

    let challenge = done(&desk.try_sign_in("carl", GOOD).await);
    let answer = json!({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": challenge["Session"],
        "ChallengeResponses": {"USERNAME": "carl", "NEW_PASSWORD": COMMON}});
    assert_unsafe(&desk.try_app("RespondToAuthChallenge", answer).await);

    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@example.test");
    let finish = |password: &str| json!({"Username": "ada", "ConfirmationCode": code, "Password": password});
    assert_unsafe(&desk.try_app("ConfirmForgotPassword", finish(COMMON)).await);
    done(&desk.try_sign_in("ada", PASSWORD).await);
    desk.app("ConfirmForgotPassword", finish(GOOD)).await;
    done(&desk.try_sign_in("ada", GOOD).await);
}

/// A password from before the list, or from another system, goes on: it is looked up when it is chosen.
#[actix_web::test]
async fn a_password_that_is_in_use_is_not_looked_up() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[]).await;
    let deps = Deps {
        breached: BreachedPasswords { refuses_common: false, ..BreachedPasswords::default() },
        ..desk.app.deps()
    };
    let set = users::set_password(&deps, &desk.app.pool, "ada", &Secret::from(COMMON), true).await.unwrap();
    assert_eq!(set, PasswordChange::Done, "an operator can switch the list off");
    done(&desk.try_sign_in("ada", COMMON).await);
}

#[actix_web::test]
async fn one_s_own_name_and_the_pool_s_are_refused() {
    let desk = Desk::open(|_| {}).await;
    let sign_up = |password: &str| {
        json!({"Username": "ada.lovelace", "Password": password,
        "UserAttributes": [{"Name": "email", "Value": "countess@example.test"}]})
    };
    let pool = format!("{}2026", desk.app.pool.name);
    let personal = ["ada.lovelace", "Ada.Lovelace1815", "countess@example.test", "countess!1"];
    for password in personal.into_iter().chain((pool.len() >= 8).then_some(pool.as_str())) {
        assert_unsafe(&desk.try_app("SignUp", sign_up(password)).await);
    }
    desk.app("SignUp", sign_up("lovelace likes engines")).await;
}

#[actix_web::test]
async fn the_page_says_why_and_tells_the_rule_before() {
    let desk = Desk::open(|_| {}).await;
    let query = desk.app.app_client().request().query();
    let mut browser = desk.app.browser();
    let page = browser.open(&format!("/signup?{query}")).await;
    assert!(page.shown().body.contains("Not a password that is known from a data breach"), "{page:?}");
    let form = page.form("/signup").fill("username", "ada").fill("email", "ada@example.test");
    let refused = browser.submit(&page, &form.clone().fill("password", COMMON)).await;
    assert!(refused.shown().body.contains("This password is known from a data breach. Choose another."), "{refused:?}");
    assert!(!refused.shown().body.contains(COMMON));
    // For the eye; the sentence behind it describes the field to who does not see it.
    let meter = "<span class=\"bars bars-1\" aria-hidden=\"true\"><i></i><i></i><i></i><i></i><i></i></span>";
    assert!(refused.shown().body.contains(&format!("{meter}What you typed is guessed at once.")), "{refused:?}");
    let form = refused.form("/signup").fill("password", "ada@example.test");
    let refused = browser.submit(&refused, &form).await;
    assert!(refused.shown().body.contains("This is too close to your name or address."), "{refused:?}");
    let form = refused.form("/signup").fill("password", "k9#Vq");
    let refused = browser.submit(&refused, &form).await;
    assert!(refused.shown().body.contains("Use at least 8 characters."), "{refused:?}");
    assert!(refused.shown().body.contains("What you typed is guessed quickly."), "{refused:?}");
    let shown = browser.open(&format!("/signup?{query}")).await;
    assert!(!shown.shown().body.contains("class=\"strength\""), "only to who has tried one: {shown:?}");
    assert_eq!(desk.app.rows("users").await, 0);
}

/// A place that knows one password by its SHA-1, or is out of order.
struct Place {
    known: &'static str,
    is_down: bool,
    asked: AtomicUsize,
}

impl BreachLookUp for Place {
    fn knows<'a>(&'a self, sha1: &'a [u8; 40]) -> BoxFuture<'a, Result<bool, LookUpFailed>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let answer =
            if self.is_down { Err(LookUpFailed("down".to_owned())) } else { Ok(sha1 == self.known.as_bytes()) };
        async move { answer }.boxed()
    }
}

/// SHA-1 of `GOOD`, by sha1sum.
const SHA1_OF_GOOD: &str = "C72478539D79D38118F78128D5136DEEEC486243";

#[actix_web::test]
async fn other_places_are_asked_and_one_that_is_down_keeps_nobody_out() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[]).await;
    let place = |is_down| Arc::new(Place { known: SHA1_OF_GOOD, is_down, asked: AtomicUsize::new(0) });
    let set = async |places: Vec<Arc<Place>>, password: &str| {
        let elsewhere = places.into_iter().map(|place| place as Arc<dyn BreachLookUp>).collect();
        let deps = Deps { breached: BreachedPasswords { refuses_common: true, elsewhere }, ..desk.app.deps() };
        let (pool, password) = (&desk.app.pool, Secret::from(password));
        users::set_password(&deps, pool, "ada", &password, true).await.unwrap()
    };
    let (up, down) = (place(false), place(true));
    assert!(matches!(set(vec![down.clone(), up.clone()], GOOD).await, PasswordChange::Refused(_)));
    assert_eq!((up.asked.load(Ordering::Relaxed), down.asked.load(Ordering::Relaxed)), (1, 1));
    assert_eq!(set(vec![up.clone()], "a wholly other one 3").await, PasswordChange::Done);
    assert_eq!(set(vec![down.clone()], GOOD).await, PasswordChange::Done, "fail open");
    assert!(matches!(set(vec![up.clone()], COMMON).await, PasswordChange::Refused(_)));
    assert_eq!(up.asked.load(Ordering::Relaxed), 2, "what the program knows itself leaves it in no way");
}

/// Case 131: the refusal of a common password is the same for a name that nobody has.
#[actix_web::test]
async fn it_tells_nothing_about_accounts() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[("email", "ada@example.test"), ("email_verified", "true")]).await;
    let mut answers: Vec<Value> = Vec::new();
    for name in ["ada", "nobody"] {
        let finish = json!({"Username": name, "ConfirmationCode": "123456", "Password": COMMON});
        let answer = desk.try_app("ConfirmForgotPassword", finish).await;
        assert_unsafe(&answer);
        answers.push(answer.json());
    }
    assert_eq!(answers[0], answers[1]);
}
