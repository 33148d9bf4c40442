//! Users come in with hashes of other software: they sign in with the passwords that they have, at each door, and the hash is
//! ours from then on.

use serde_json::{Value, json};
use vestibule::flows::manage::pools;
use vestibule::flows::manage::users::import::{self, Mode, RowOutcome, RowProblem};
use vestibule::storage::Integrity;

use crate::mfa::App;
use crate::support::desk::{Desk, done};

/// What all hashes are of; they are some of those in `crypto::hashing::imported::vectors`, which says how each was made.
pub(super) const IMPORTED_PASSWORD: &str = "Größe 7 & correct horse";
pub(super) const BCRYPT: &str = "$2b$05$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTK6";
const SSHA: &str = "{SSHA}Ya4kbA68HgKWRvL1OUGYMEzw+7dHSMkZ";
const DJANGO: &str = "pbkdf2_sha256$1000$ZBqK8FxjuCwWje7WlXPCh7$hVsyx4vU+NEQ5yf5O/BQsw9DW/s2RmQPgOeRRrYWa64=";

async fn try_rows(desk: &Desk, rows: &[Value], mode: Mode) -> Vec<RowOutcome> {
    let rows: Vec<_> =
        rows.iter().map(|row| import::read(&row.to_string()).unwrap_or_else(|(_, why)| panic!("{why}"))).collect();
    let deps = desk.app.deps();
    let (pool, _) = pools::describe(&deps, &desk.app.pool.id).await.unwrap().unwrap();
    import::import(&deps, &pool, &rows, mode).await.unwrap()
}

async fn bring(desk: &Desk, rows: &[Value]) -> Vec<RowOutcome> {
    try_rows(desk, rows, Mode::Write).await
}

fn is_created(outcome: &RowOutcome) -> bool {
    matches!(outcome, RowOutcome::Created(_))
}

/// What is in the place of the password.
async fn stored(desk: &Desk, name: &str) -> String {
    let found = vestibule::flows::manage::users::find(&desk.app.deps(), &desk.app.pool, name).await.unwrap();
    found.unwrap().password.unwrap_or_default()
}

#[actix_web::test]
async fn people_go_on_with_their_passwords_and_the_hash_becomes_ours() {
    let desk = Desk::open(|_| {}).await;
    let rows = [("with-bcrypt", BCRYPT), ("with-ssha", SSHA), ("with-django", DJANGO)]
        .map(|(name, hash)| json!({"username": name, "password_hash": hash}));
    assert!(bring(&desk, &rows).await.iter().all(is_created));
    for name in ["with-bcrypt", "with-ssha", "with-django"] {
        let before = stored(&desk, name).await;
        assert!(before.starts_with("$imported$"), "sealed: {before}");
        let wrong = desk.try_sign_in(name, "another password").await;
        wrong.assert_exception("NotAuthorizedException");
        assert_eq!(stored(&desk, name).await, before, "a wrong password changes nothing");

        done(&desk.try_sign_in(name, IMPORTED_PASSWORD).await);
        let after = stored(&desk, name).await;
        assert!(after.starts_with("$argon2id$") && after.contains("keyid="), "{after}");
        done(&desk.try_sign_in(name, IMPORTED_PASSWORD).await);
        assert_eq!(stored(&desk, name).await, after, "once");
        desk.try_sign_in(name, "another password").await.assert_exception("NotAuthorizedException");
    }
}

#[actix_web::test]
async fn the_page_takes_an_imported_password_and_changing_it_asks_for_it() {
    let desk = Desk::open(|_| {}).await;
    bring(
        &desk,
        &[json!({"username": "ada", "password_hash": BCRYPT}), json!({"username": "bob", "password_hash": SSHA})],
    )
    .await;
    let page = desk.app.browser().try_sign_in(&desk.app.client, "ada", "another password").await;
    assert!(!page.has_left());
    let page = desk.app.browser().try_sign_in(&desk.app.client, "ada", IMPORTED_PASSWORD).await;
    assert!(page.has_left());

    let signed_in = done(&desk.try_sign_in("bob", IMPORTED_PASSWORD).await);
    let token = signed_in["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let change = |previous: &str| json!({"PreviousPassword": previous, "ProposedPassword": "a wholly other one 9"});
    desk.try_user(token, "ChangePassword", change("another password")).await.assert_exception("NotAuthorizedException");
    desk.user(token, "ChangePassword", change(IMPORTED_PASSWORD)).await;
    done(&desk.try_sign_in("bob", "a wholly other one 9").await);
}

/// Case 131: somebody with a hash from elsewhere costs what nobody costs, in hashes, statements and rows.
#[actix_web::test]
async fn an_imported_user_costs_what_nobody_costs() {
    let desk = Desk::open(|_| {}).await;
    bring(&desk, &[json!({"username": "ada", "password_hash": SSHA})]).await;
    let cost = async |name: &str| {
        let (hashes, statements) = (desk.app.deps().hasher.begun(), desk.app.statements());
        desk.try_sign_in(name, "another password").await.assert_exception("NotAuthorizedException");
        let spent = desk.app.statements().since(statements);
        (desk.app.deps().hasher.begun() - hashes, spent.reads, spent.writes)
    };
    cost("warm-up").await;
    assert_eq!(cost("nobody").await, cost("ada").await);
}

/// Case 131: a hash from elsewhere takes as long as it takes. From then on a wrong password is told by the dearest of them,
/// whoever's it is, and no change of the pool's settings undoes that.
#[actix_web::test]
async fn a_pool_remembers_the_dearest_hash_that_came() {
    let desk = Desk::open(|_| {}).await;
    let deps = desk.app.deps();
    let of_pool = async || pools::describe(&deps, &desk.app.pool.id).await.unwrap().unwrap().0.settings.imported_hashes;
    assert_eq!(of_pool().await.earliest_refusal(), None);
    bring(&desk, &[json!({"username": "eve"})]).await;
    assert!(of_pool().await.is_empty(), "no hash, no cost");

    bring(&desk, &[json!({"username": "ada", "password_hash": SSHA})]).await;
    let cheap = of_pool().await;
    assert!(cheap.earliest_refusal().is_some() && cheap.is_dearer("bcrypt", 0));
    bring(&desk, &[json!({"username": "bob", "password_hash": BCRYPT})]).await;
    let both = of_pool().await;
    assert!(both.is_dearer("bcrypt", (1 << 5) + 1) && !both.is_dearer("bcrypt", 1 << 5), "{both:?}");

    desk.admin("UpdateUserPool", json!({"UserPoolId": desk.app.pool.id.as_str(), "MfaConfiguration": "OFF"})).await;
    assert_eq!(of_pool().await, both);
    desk.try_sign_in("bob", "another password").await.assert_exception("NotAuthorizedException");
    desk.try_sign_in("nobody", "another password").await.assert_exception("NotAuthorizedException");
    done(&desk.try_sign_in("bob", IMPORTED_PASSWORD).await);
}

#[actix_web::test]
async fn what_is_said_of_a_user_is_so_afterwards() {
    let desk = Desk::open(|_| {}).await;
    let config = json!({"SoftwareTokenMfaConfiguration": {"Enabled": true}, "MfaConfiguration": "OPTIONAL"});
    desk.admin("SetUserPoolMfaConfig", config).await;
    desk.admin("CreateGroup", json!({"GroupName": "staff"})).await;
    let sub = "0d9c1b7e-1111-4222-8333-abcdefabcdef";
    let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let row = json!({
        "username": "ada", "sub": sub, "attributes": {"email": "ada@example.test", "email_verified": true},
        "groups": ["staff"], "created": "2020-02-29T12:00:00Z", "password_hash": BCRYPT, "totp_secret": secret,
    });
    assert!(is_created(&bring(&desk, &[row]).await[0]));
    bring(&desk, &[json!({"username": "shut", "password_hash": BCRYPT, "enabled": false})]).await;

    let seen = desk.seen("ada").await;
    assert_eq!(seen["UserStatus"], "CONFIRMED");
    assert_eq!(seen["UserCreateDate"].as_f64(), Some(1_582_977_600.0));
    let groups = desk.admin("AdminListGroupsForUser", json!({"Username": "ada"})).await;
    assert_eq!(groups["Groups"][0]["GroupName"], "staff");
    desk.try_sign_in("shut", IMPORTED_PASSWORD).await.assert_exception("NotAuthorizedException");

    let challenge = done(&desk.try_sign_in("ada", IMPORTED_PASSWORD).await);
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA", "the second factor came along");
    let answer = json!({
        "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": challenge["Session"],
        "ChallengeResponses": {"USERNAME": "ada", "SOFTWARE_TOKEN_MFA_CODE": App::learn(secret).code(&desk.app)},
    });
    let tokens = desk.app("RespondToAuthChallenge", answer).await;
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let own = desk.user(token, "GetUser", json!({})).await;
    let has = |name: &str, value: &str| {
        own["UserAttributes"].as_array().unwrap().contains(&json!({"Name": name, "Value": value}))
    };
    assert!(has("sub", sub) && has("email_verified", "true"), "{own}");
}

/// Cognito's own import leaves people so.
#[actix_web::test]
async fn who_comes_without_a_password_recovers_one() {
    let desk = Desk::open(|_| {}).await;
    let row = json!({"username": "ada", "attributes": {"email": "ada@example.test", "email_verified": "true"}});
    let outcomes = bring(&desk, &[row, json!({"username": "bob"})]).await;
    let can_recover = |outcome: &RowOutcome| matches!(outcome, RowOutcome::Created(made) if made.format.is_none() && made.can_recover);
    assert!(can_recover(&outcomes[0]) && !can_recover(&outcomes[1]));
    assert_eq!(desk.seen("ada").await["UserStatus"], "RESET_REQUIRED");
    desk.app("ForgotPassword", json!({"Username": "ada"})).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code("ada@example.test");
    let finish = json!({"Username": "ada", "ConfirmationCode": code, "Password": "a wholly other one 9"});
    desk.app("ConfirmForgotPassword", finish).await;
    done(&desk.try_sign_in("ada", "a wholly other one 9").await);
}

#[actix_web::test]
async fn a_second_run_changes_nothing_and_a_trial_writes_nothing() {
    let desk = Desk::open(|_| {}).await;
    let rows = [json!({"username": "ada", "password_hash": BCRYPT}), json!({"username": "bob"})];
    let before = desk.app.state_but(&[]).await;
    assert!(try_rows(&desk, &rows, Mode::DryRun).await.iter().all(is_created));
    assert_eq!(desk.app.state_but(&[]).await, before);

    bring(&desk, &rows).await;
    let after = desk.app.state_but(&[]).await;
    assert_ne!(after, before);
    assert_eq!(bring(&desk, &rows).await, [RowOutcome::Present, RowOutcome::Present]);
    assert_eq!(desk.app.state_but(&[]).await, after);
}

#[actix_web::test]
async fn a_row_that_does_not_do_leaves_the_others_alone() {
    let desk = Desk::open(|settings| {
        settings.sign_in_names.alias_attributes.insert(vestibule::domain::pool::Alias::Email);
    })
    .await;
    let mail = json!({"email": "ada@example.test", "email_verified": true});
    let sub = "0d9c1b7e-1111-4222-8333-abcdefabcdef";
    let outcomes = bring(
        &desk,
        &[
            json!({"username": "ada", "sub": sub, "attributes": mail, "password_hash": BCRYPT}),
            json!({"username": "with space"}),
            json!({"username": "b1", "attributes": {"email": "no address"}}),
            json!({"username": "b2", "attributes": {"custom:unknown": "x"}}),
            json!({"username": "b3", "attributes": mail}),
            json!({"username": "b4", "sub": sub}),
            json!({"username": "b5", "groups": ["nobody's"]}),
            json!({"username": "b6", "totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}),
            json!({"username": "b7", "password_hash": "$2b$31$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTK6"}),
            json!({"username": "b8", "password_hash": "plain text"}),
            json!({"username": "last", "password_hash": BCRYPT}),
        ],
    )
    .await;
    let said: Vec<String> = outcomes
        .iter()
        .map(|outcome| match outcome {
            RowOutcome::Refused(problem) => problem.to_string(),
            RowOutcome::Present => "Present".to_owned(),
            RowOutcome::Created(_) => "Created".to_owned(),
        })
        .collect();
    let expected = [
        "Created",
        "username has characters that a name cannot have, or is too long",
        "attribute email has a value that it cannot have",
        "attribute custom:unknown is no attribute of the pool",
        "another user signs in with this e-mail address",
        "another user has this sub",
        "the pool has no group nobody's",
        "totp_secret cannot be used: the pool does not offer authenticator apps (SetUserPoolMfaConfig)",
        "password_hash costs more than is allowed: a bcrypt cost above 14",
        "password_hash is of no known format",
        "Created",
    ];
    assert_eq!(said, expected);
    done(&desk.try_sign_in("ada@example.test", IMPORTED_PASSWORD).await);
    done(&desk.try_sign_in("last", IMPORTED_PASSWORD).await);
}

#[test]
fn a_line_is_read_strictly_and_a_problem_says_no_value() {
    let problem = |line: &str| import::read(line).map(|row| row.username).unwrap_err().1;
    assert_eq!(problem("{\"username\": \"ada\""), RowProblem::NotJson(18));
    assert_eq!(problem("[1]"), RowProblem::NotAnObject);
    assert_eq!(problem("{}"), RowProblem::Member("username", "there"));
    assert_eq!(problem("{\"username\": 1}"), RowProblem::Member("username", "text"));
    assert_eq!(
        problem("{\"username\":\"a\",\"pasword_hash\":\"x\"}"),
        RowProblem::UnknownMember("pasword_hash".into())
    );
    assert_eq!(problem(&format!("{{\"username\":\"{}\"}}", "a".repeat(70_000))), RowProblem::TooLong);
    for (member, value) in [
        ("sub", json!("7")),
        ("attributes", json!(["x"])),
        ("groups", json!("staff")),
        ("status", json!("ARCHIVED")),
        ("enabled", json!("yes")),
        ("created", json!("yesterday")),
        ("created", json!(-1)),
        ("totp_secret", json!("secret!1")),
        ("totp_secret", json!("JBSWY3DP")),
        ("password_hash", json!(5)),
    ] {
        let line = json!({"username": "ada", member: value}).to_string();
        let (name, problem) = import::read(&line).map(|row| row.username).unwrap_err();
        assert_eq!(name.as_deref(), Some("ada"));
        assert!(matches!(problem, RowProblem::Member(named, _) if named == member), "{line}: {problem}");
        assert!(!problem.to_string().contains("secret!1"), "{problem}");
    }
    let nothing = json!({"username": "ada", "sub": null, "groups": null, "password_hash": null, "enabled": null});
    assert!(import::read(&nothing.to_string()).is_ok());
}

/// A hash that was sealed under another ring would be found, as every sealed cell is.
#[actix_web::test]
async fn a_sealed_hash_that_does_not_open_is_found() {
    use sea_orm::ConnectionTrait as _;
    let desk = Desk::open(|_| {}).await;
    bring(&desk, &[json!({"username": "ada", "password_hash": BCRYPT})]).await;
    let unopened = async || {
        let deps = desk.app.deps();
        let integrity: Integrity<'_> = deps.storage.read().integrity();
        integrity.unopened().await.unwrap()
    };
    assert_eq!(unopened().await, []);
    let raw = desk.app.raw().await;
    raw.execute_unprepared("UPDATE users SET password = '$imported$AAAA' WHERE username = 'ada'").await.unwrap();
    assert_eq!(unopened().await.len(), 1);
}
