//! What ends a person's access ends all of it that it should, on every node, at once, and nothing else (case 68, G-S4).
//!
//! Each row of the table is something that happens and the things that it leaves alone; everything else that the person
//! holds must be dead on both nodes afterwards. Nobody else's may be.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::client::{AuthFlow, Client};
use vestibule::domain::event::EventName;
use vestibule::flows::manage::access_keys;

use crate::support::aws_sdk::AwsSdk;
use crate::support::node::Node;
use crate::support::sample_settings::SIGNED_OUT;
use crate::support::{Answer, Browser, OAuthClient, PASSWORD, Person, TestApp, TokenSet};

const NEW: &str = "another horse 8 battery";

/// What a person holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    /// The tokens that came from the browser session.
    Tokens,
    /// An authorization code from the browser session.
    Code,
    /// The browser session.
    Session,
    /// The tokens of a sign-in over the API.
    ApiTokens,
    /// The code for a new password, in a mail.
    MailedCode,
}

use Thing::{ApiTokens, Code, MailedCode, Session, Tokens};

const THINGS: [Thing; 5] = [Tokens, Code, Session, ApiTokens, MailedCode];

/// What happens, and what is left alone.
const TABLE: [(&str, &[Thing]); 14] = [
    // Decision D12: the session and what was born in it.
    ("logout", &[ApiTokens, MailedCode]),
    // Its own family.
    ("RevokeToken", &[Code, Session, ApiTokens, MailedCode]),
    ("revoke", &[Code, Session, ApiTokens, MailedCode]),
    // Who changes it goes on with the tokens by which they did.
    ("ChangePassword", &[Tokens]),
    ("GlobalSignOut", &[]),
    ("AdminUserGlobalSignOut", &[]),
    ("AdminSetUserPassword", &[]),
    // It sends a code, in the place of the one there was.
    ("AdminResetUserPassword", &[]),
    ("AdminDisableUser", &[]),
    // Whoever found the lost device has what is open on it.
    ("ResetSecondFactors", &[]),
    ("AdminDeleteUser", &[]),
    ("DeleteUser", &[]),
    ("ConfirmForgotPassword", &[]),
    // The person has not gone, and signs in elsewhere without a password.
    ("DeleteUserPoolClient", &[Session, MailedCode]),
];

struct Held {
    tokens: TokenSet,
    code: String,
    browser: Browser,
    api: Value,
    mailed: String,
}

/// An application with two nodes, and a client that is there to the end.
struct World {
    app: TestApp,
    nodes: [Node; 2],
    admin: AwsSdk,
    other: Client,
}

#[track_caller]
fn done(answer: &Answer) -> Value {
    assert_eq!(answer.code(), 200, "{answer:?}");
    answer.json()
}

fn api_sign_in(client: &Client, person: &Person, password: &str) -> Value {
    json!({ "ClientId": client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": person.username, "PASSWORD": password } })
}

/// A client that refreshes by either door, so that its tokens are not replaced.
async fn client(app: &TestApp) -> Client {
    let flows = [AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowRefreshTokenAuth];
    app.add_public(&app.pool, |client| client.auth_flows = Some(flows.into())).await
}

impl World {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
        let nodes = [app.node(), app.second_node().await];
        let other = client(&app).await;
        Self { admin: app.aws_sdk(&key), nodes, other, app }
    }

    async fn hold(&self, client: &Client, person: &Person) -> Held {
        let (rp, mut browser, anyone) = (self.app.oauth_client(client), self.app.browser(), self.app.anonymous());
        browser.sign_in(client, person).await;
        let request = rp.request().with("scope", "openid aws.cognito.signin.user.admin");
        let code = rp.code(&mut browser, &request).await;
        let tokens = TokenSet::of(&rp.redeem(&code).await);
        let code = rp.code(&mut browser, &request).await;
        let api = done(&anyone.call("InitiateAuth", &api_sign_in(client, person, PASSWORD)).await);
        let asked = json!({ "ClientId": client.id.as_str(), "Username": person.username });
        done(&anyone.call("ForgotPassword", &asked).await);
        self.app.node().run_jobs().await;
        let mailed = self.app.mailed_code(&format!("{}@example.test", person.username));
        Held { tokens, code, browser, api: api["AuthenticationResult"].clone(), mailed }
    }

    async fn happen(&self, how: &str, client: &Client, person: &Person, held: &mut Held) {
        let (anyone, rp) = (self.app.anonymous(), self.app.oauth_client(client));
        let mut named = json!({ "UserPoolId": self.app.pool.id, "Username": person.username });
        let of_client = json!({ "ClientId": client.id.as_str(), "Token": held.tokens.refresh });
        let mut own = json!({ "AccessToken": held.tokens.access });
        let answer = match how {
            "logout" => {
                let target = format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", client.id);
                assert_eq!(held.browser.get(&target).await.location(), Some(SIGNED_OUT));
                return;
            }
            "revoke" => {
                let form = [("token", held.tokens.refresh.as_str()), ("client_id", rp.id.as_str())];
                rp.post("/oauth2/revoke", &form).await
            }
            "RevokeToken" => anyone.call(how, &of_client).await,
            "GlobalSignOut" | "DeleteUser" => anyone.call(how, &own).await,
            "ChangePassword" => {
                own["PreviousPassword"] = json!(PASSWORD);
                own["ProposedPassword"] = json!(NEW);
                anyone.call(how, &own).await
            }
            "AdminSetUserPassword" => {
                named["Password"] = json!(NEW);
                named["Permanent"] = json!(true);
                self.admin.call(how, &named).await
            }
            "ConfirmForgotPassword" => {
                let input = json!({ "ClientId": client.id.as_str(), "Username": person.username,
                    "ConfirmationCode": held.mailed, "Password": NEW });
                anyone.call(how, &input).await
            }
            "DeleteUserPoolClient" => {
                let input = json!({ "UserPoolId": self.app.pool.id, "ClientId": client.id.as_str() });
                self.admin.call(how, &input).await
            }
            "ResetSecondFactors" => self.admin.call_target("VestibuleService.ResetSecondFactors", &named).await,
            admin => self.admin.call(admin, &named).await,
        };
        assert_eq!(answer.code(), 200, "{how}: {answer:?}");
    }

    /// Whether something still works, asked of both nodes, which must agree. What is used up by that is asked for where it
    /// must not work at last.
    async fn works(&self, thing: Thing, client: &Client, person: &Person, held: &Held) -> bool {
        let mut answers = Vec::new();
        for node in &self.nodes {
            let (rp, anyone) = (self.app.oauth_client(client).through(node), self.app.anonymous().through(node));
            answers.extend(match thing {
                Tokens => tokens_work(&rp, &anyone, &held.tokens.access, &held.tokens.refresh).await,
                ApiTokens => {
                    let text = |name: &str| held.api[name].as_str().unwrap().to_owned();
                    tokens_work(&rp, &anyone, &text("AccessToken"), &text("RefreshToken")).await
                }
                Session => {
                    let elsewhere = self.app.oauth_client(&self.other);
                    let mut browser = held.browser.clone().through(node);
                    let silent = browser.get(&elsewhere.request().with("prompt", "none").target()).await;
                    assert!(!silent.redirected("code").is_empty() || silent.redirected("error") == "login_required");
                    vec![!silent.redirected("code").is_empty()]
                }
                Code => vec![rp.redeem(&held.code).await.code() == 200],
                MailedCode => {
                    let input = json!({ "ClientId": self.other.id.as_str(), "Username": person.username,
                        "ConfirmationCode": held.mailed, "Password": NEW });
                    vec![anyone.call("ConfirmForgotPassword", &input).await.code() == 200]
                }
            });
            // Used once: the other node would find it used.
            if matches!(thing, Code | MailedCode) && answers[0] {
                return true;
            }
        }
        assert!(answers.iter().all(|works| *works == answers[0]), "{thing:?}: {answers:?}");
        answers[0]
    }
}

/// Whether a family is alive: at userInfo or `GetUser`, and by refreshing.
async fn tokens_work(rp: &OAuthClient, anyone: &AwsSdk, access: &str, refresh: &str) -> Vec<bool> {
    let user = anyone.call("GetUser", &json!({ "AccessToken": access })).await;
    let input = json!({ "ClientId": rp.id, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": refresh } });
    let refreshed = anyone.call("InitiateAuth", &input).await;
    let told = rp.user_info(access).await;
    // Tokens of the API are not for userInfo, alive or dead.
    let is_for_user_info = crate::support::tokens::claims(access)["scope"].as_str().unwrap().contains("openid");
    let mut works = vec![user.code() == 200, refreshed.code() == 200, rp.refresh(refresh).await.code() == 200];
    works.extend(is_for_user_info.then_some(told.code() == 200));
    works
}

#[actix_web::test]
async fn what_ends_access_ends_all_of_it_on_every_node_and_nothing_else() {
    let world = World::start().await;
    let app = &world.app;
    let bystander = app.person("bystander").await;
    let bystanders = world.hold(&world.other, &bystander).await;
    for (how, left_alone) in TABLE {
        // One of its own: a row deletes it.
        let (client, person) = (client(app).await, app.person(&format!("of-{}", how.to_lowercase())).await);
        let mut held = world.hold(&client, &person).await;
        for thing in [Tokens, ApiTokens, Session] {
            assert!(world.works(thing, &client, &person, &held).await, "{how}: {thing:?} before");
        }
        world.happen(how, &client, &person, &mut held).await;
        // The mailed code last: used, it ends everything itself.
        for thing in THINGS {
            let works = world.works(thing, &client, &person, &held).await;
            assert_eq!(works, left_alone.contains(&thing), "{how}: {thing:?}");
        }
    }
    for thing in THINGS {
        assert!(world.works(thing, &world.other, &bystander, &bystanders).await, "{thing:?} of somebody else");
    }
    assert_eq!(app.events(EventName::ReplayDetected).await, 0, "none of it was taken for a theft");
}

/// A sign-in that waits for a new password, at the API and in a browser.
#[actix_web::test]
async fn what_ends_access_ends_sign_ins_that_wait() {
    let world = World::start().await;
    let app = &world.app;
    for (how, is_left_alone) in [
        ("AdminGetUser", true),
        ("AdminUserGlobalSignOut", false),
        ("AdminSetUserPassword", false),
        ("AdminDisableUser", false),
        ("ResetSecondFactors", false),
        ("AdminDeleteUser", false),
        ("DeleteUserPoolClient", false),
    ] {
        let (client, person) = (client(app).await, app.person(&format!("of-{}", how.to_lowercase())).await);
        let temporary = json!({ "UserPoolId": app.pool.id, "Username": person.username, "Password": PASSWORD,
            "Permanent": false });
        done(&world.admin.call("AdminSetUserPassword", &temporary).await);
        app.advance_secs(1);
        let challenge = done(&app.anonymous().call("InitiateAuth", &api_sign_in(&client, &person, PASSWORD)).await);
        assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
        let mut browser = app.browser();
        let page = browser.try_sign_in(&client, &person.username, PASSWORD).await;
        assert!(page.url.path().ends_with("/changePassword"), "{page:?}");

        let nothing = TokenSet { access: String::new(), id: String::new(), refresh: String::new() };
        let (code, mailed) = (String::new(), String::new());
        let mut held = Held { tokens: nothing, code, browser: browser.clone(), api: json!({}), mailed };
        world.happen(how, &client, &person, &mut held).await;
        app.advance_secs(1);
        let answer = json!({ "ClientId": client.id.as_str(), "ChallengeName": "NEW_PASSWORD_REQUIRED",
            "Session": challenge["Session"],
            "ChallengeResponses": { "USERNAME": person.username, "NEW_PASSWORD": NEW } });
        for node in &world.nodes {
            let mut elsewhere = browser.clone().through(node);
            if !is_left_alone {
                let form = page.form("/changePassword").fill("new_password", NEW);
                let back = elsewhere.submit(&page, &form).await;
                assert!(!back.has_left() && elsewhere.session().is_none(), "{how}: {back:?}");
                let refused = app.anonymous().through(node).call("RespondToAuthChallenge", &answer).await;
                assert_eq!(refused.code(), 400, "{how}: {refused:?}");
            }
        }
        if is_left_alone {
            done(&app.anonymous().call("RespondToAuthChallenge", &answer).await);
        }
    }
}
