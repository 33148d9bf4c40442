//! No secret reaches a log, an event, a measurement or an error's body (cases of group AD): everything secret that the
//! flows see is looked for in everything that they leave behind. The logs of all other tests are looked through too, by
//! [`crate::support::canaries`].

use actix_web::test::TestRequest;
use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::domain::secret::ExposeSecret as _;
use vestibule::flows::manage::access_keys;
use vestibule::telemetry::metrics::recorder;

use super::collected::Collected;
use crate::support::browser::SESSION_COOKIE;
use crate::support::canaries;
use crate::support::oauth_client::VERIFIER;
use crate::support::people::PASSWORD;
use crate::support::{Answer, TestApp, TokenSet};

/// Everything secret, each with a name for the message.
#[derive(Default)]
struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    fn add(&mut self, what: &'static str, secret: &str) {
        assert!(secret.len() >= 6, "{what} is too short to be looked for: {secret}");
        canaries::add(secret);
        self.0.push((what, secret.to_owned()));
    }

    #[track_caller]
    fn look_in(&self, place: &str, text: &str) {
        for (what, secret) in &self.0 {
            assert!(!text.contains(secret), "{what} ({secret}) is in {place}:\n{text}");
        }
    }
}

/// What a person and a program do, wrong turns included. Answers the errors that were said on the way.
async fn a_bit_of_everything(app: &TestApp, canaries: &mut Canaries) -> Vec<Answer> {
    let mut errors = Vec::new();
    canaries.add("the password", PASSWORD);
    canaries.add("a wrong password", "canary-of-a-wrong-password");
    canaries.add("a verifier", VERIFIER);
    let ada = app.person("ada").await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    canaries.add("an access key's secret", key.secret.expose_secret());
    let confidential = app.add_confidential(&app.pool, |_| {}).await;
    canaries.add("a client's secret", confidential.secret.as_ref().unwrap().expose_secret());

    let client = app.oauth_client(&confidential);
    let mut browser = app.browser();
    browser.try_sign_in(&confidential, &ada.username, "canary-of-a-wrong-password").await;
    browser.sign_in(&confidential, &ada).await;
    canaries.add("the session's cookie", browser.session().unwrap());
    let code = client.code(&mut browser, &client.request()).await;
    canaries.add("an authorization code", &code);
    let tokens = TokenSet::of(&client.redeem(&code).await);
    errors.push(client.redeem(&code).await);
    let again = client.code(&mut browser, &client.request()).await;
    canaries.add("another authorization code", &again);
    errors.push(
        client
            .token_with(&[("grant_type", "authorization_code"), ("code", &again)], &[("authorization", "Basic !")])
            .await,
    );
    let tokens_again = TokenSet::of(&client.redeem(&again).await);
    for tokens in [&tokens, &tokens_again] {
        for (what, token) in
            [("an access token", &tokens.access), ("an ID token", &tokens.id), ("a refresh token", &tokens.refresh)]
        {
            canaries.add(what, token);
        }
    }
    assert_eq!(client.user_info(&tokens_again.access).await.code(), 200);
    errors.push(client.user_info(&tokens.access).await);
    errors.push(client.refresh(&format!("{}x", tokens_again.refresh)).await);
    TokenSet::of(&client.refresh(&tokens_again.refresh).await);
    errors.push(
        app.node().send(TestRequest::get().uri(&format!("/login?code={code}&access_token={}", tokens.access))).await,
    );
    errors.push(browser.get(&format!("/logout?id_token_hint={}&logout_uri=https://evil.test", tokens_again.id)).await);

    over_the_api(app, &ada.username, canaries, &mut errors).await;
    let sdk = app.aws_sdk(&key);
    assert_eq!(sdk.call("ListUserPools", &json!({ "MaxResults": 10 })).await.code(), 200);
    errors.push(
        sdk.call(
            "AdminSetUserPassword",
            &json!({ "UserPoolId": app.pool.id.as_str(), "Username": ada.username,
        "Password": "canary-of-a-set-password", "Permanent": "perhaps" }),
        )
        .await,
    );
    canaries.add("a password that was to be set", "canary-of-a-set-password");
    errors
}

async fn over_the_api(app: &TestApp, username: &str, canaries: &mut Canaries, errors: &mut Vec<Answer>) {
    let sdk = app.anonymous();
    let id = app.client.id.as_str();
    let sign_in = |password: &str| {
        json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": id,
                "AuthParameters": { "USERNAME": username, "PASSWORD": password } })
    };
    errors.push(sdk.call("InitiateAuth", &sign_in("canary-of-a-wrong-password")).await);
    let answer = sdk.call("InitiateAuth", &sign_in(PASSWORD)).await.json();
    let token = |name: &str| answer["AuthenticationResult"][name].as_str().unwrap().to_owned();
    for (what, name) in [
        ("an API access token", "AccessToken"),
        ("an API refresh token", "RefreshToken"),
        ("an API ID token", "IdToken"),
    ] {
        canaries.add(what, &token(name));
    }
    assert_eq!(sdk.call("GetUser", &json!({ "AccessToken": token("AccessToken") })).await.code(), 200);
    errors.push(sdk.call("GetUser", &json!({ "AccessToken": format!("{}x", token("AccessToken")) })).await);
    errors.push(sdk.call("SignUp", &json!({ "ClientId": id, "Username": username, "Password": PASSWORD })).await);

    assert_eq!(sdk.call("ForgotPassword", &json!({ "ClientId": id, "Username": username })).await.code(), 200);
    app.node().run_jobs().await;
    let mailed = app.mailed_code(&format!("{username}@example.test"));
    // six digits may be part of a time or an id by chance: looked for as a value of their own
    canaries.add("a mailed code", &format!("\"{mailed}\""));
    canaries.add("a mailed code in a text", &format!(" {mailed} "));
    let confirm = |code: &str, password: &str| json!({ "ClientId": id, "Username": username, "ConfirmationCode": code, "Password": password });
    canaries.add("a new password", "canary-of-a-new-password-9");
    errors.push(sdk.call("ConfirmForgotPassword", &confirm("nonsense", "canary-of-a-new-password-9")).await);
    assert_eq!(sdk.call("ConfirmForgotPassword", &confirm(&mailed, "canary-of-a-new-password-9")).await.code(), 200);
}

#[actix_web::test]
async fn no_secret_is_left_in_logs_events_measurements_or_errors() {
    let recorder = recorder().unwrap();
    let _collecting = metrics::set_default_local_recorder(&recorder);
    let app = TestApp::start().await;
    let mut canaries = Canaries::default();
    let errors = a_bit_of_everything(&app, &mut canaries).await;
    assert!(canaries.0.len() > 15, "there is something to look for");

    let logged = canaries::logged();
    let count = canaries::secrets();
    assert!(count > canaries.0.len(), "personas remember what they send and receive: {count}");
    assert!(logged.matches("\"answered\"").count() > 20, "the log was read: {logged}");
    canaries.look_in("the log", &logged);
    canaries.look_in("the events", &app.dump(&["events"]).await);
    canaries.look_in("the measurements", &Collected::of(&recorder).0);
    for error in &errors {
        assert!(error.code() >= 300, "{error:?}");
        // a page's form may carry what the browser sent to it; what an error says may not
        canaries.look_in("an error", &error.body);
    }
    assert!(!logged.contains(SESSION_COOKIE), "no cookie is logged");
}

/// A secret in a record would be found, in whichever form and on whichever thread: the search is not blind.
#[actix_web::test]
async fn a_secret_in_the_log_would_be_found() {
    let app = TestApp::start().await;
    let secrets = ["horse \"battery\" 7", "canary-of-another-thread", "314159", "a-token-that-is-long-enough"];
    for secret in secrets {
        canaries::add(secret);
    }
    tracing::debug!("its microseconds are 2027-01-15T08:00:00.314159Z, and a-token-that-is is no token");
    assert_eq!(canaries::found(), Vec::<String>::new());
    tracing::debug!(secret = secrets[0], "a slip");
    tracing::trace!("GET /login?password=horse+%22battery%22+7");
    tracing::info!(code = 314_159, "a slip");
    tracing::info!("xa-token-that-is-long-enoughx");
    tokio::task::spawn_blocking(|| tracing::warn!("a slip: canary-of-another-thread")).await.unwrap();
    let found = canaries::found();
    let is_found = |word: &str| found.iter().any(|line| line.starts_with(word));
    for secret in ["horse \\\"battery", "canary-of", "314159", "a-token"] {
        assert!(is_found(secret), "{secret}: {found:?}");
    }
    canaries::forgive();
    drop(app);
}
