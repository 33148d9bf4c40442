//! The API of one application as its admin, its app and its users see it, with the members that every call repeats.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::client::AuthFlow;
use vestibule::domain::pool::PoolSettings;
use vestibule::flows::manage::access_keys;

use super::TestApp;
use super::answer::Answer;
use super::app::Setup;
use super::aws_sdk::AwsSdk;
use super::people::PASSWORD;

/// The API of one application.
pub(crate) struct Desk {
    /// The application.
    pub(crate) app: TestApp,
    admin: AwsSdk,
    anyone: AwsSdk,
}

/// What a refusal says: the error's name without its suffix, and its message.
pub(crate) type Refusal = (String, String);

impl Desk {
    /// Opens it with pool settings to begin with; the client may refresh by `InitiateAuth`.
    pub(crate) async fn open(change: impl FnOnce(&mut PoolSettings)) -> Self {
        Self::open_over(TestApp::setup().pool(change)).await
    }

    /// The same where text messages can be sent.
    pub(crate) async fn open_texting(change: impl FnOnce(&mut PoolSettings)) -> Self {
        Box::pin(Self::open_over(TestApp::setup().texting().pool(change))).await
    }

    async fn open_over(setup: Setup) -> Self {
        let flows = [AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowRefreshTokenAuth];
        let setup = setup.client(|client| client.auth_flows = Some(flows.into()));
        let app = Box::pin(setup.start()).await;
        let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
        let (admin, anyone) = (app.aws_sdk(&key), app.anonymous());
        Self { app, admin, anyone }
    }

    fn with(&self, input: Value, member: &str) -> Value {
        let mut input = input;
        let value = if member == "UserPoolId" { self.app.pool.id.to_string() } else { self.app.client.id.to_string() };
        input.as_object_mut().unwrap().entry(member).or_insert_with(|| json!(value));
        input
    }

    /// An admin calls an operation about the pool.
    pub(crate) async fn try_admin(&self, operation: &str, input: Value) -> Answer {
        self.admin.call(operation, &self.with(input, "UserPoolId")).await
    }

    /// An admin calls an operation about no pool, or about the one that its ARN names.
    pub(crate) async fn try_global(&self, operation: &str, input: Value) -> Answer {
        self.admin.call(operation, &input).await
    }

    /// An admin changes the pool's settings that Cognito has no members for.
    pub(crate) async fn own_settings(&self, input: Value) -> Answer {
        let input = self.with(input, "UserPoolId");
        self.admin.call_target("VestibuleService.UpdateUserPoolSettings", &input).await
    }

    /// An admin makes a pool. The test keys suffice for one more.
    pub(crate) async fn make_pool(&self, input: Value) -> Answer {
        self.try_global("CreateUserPool", input).await
    }

    /// The app calls an operation.
    pub(crate) async fn try_app(&self, operation: &str, input: Value) -> Answer {
        self.anyone.call(operation, &self.with(input, "ClientId")).await
    }

    /// Whoever holds an access token calls an operation.
    pub(crate) async fn try_user(&self, token: &str, operation: &str, input: Value) -> Answer {
        let mut input = input;
        input["AccessToken"] = json!(token);
        self.anyone.call(operation, &input).await
    }

    /// An admin calls an operation of our own about the pool.
    pub(crate) async fn try_own_admin(&self, operation: &str, input: Value) -> Answer {
        self.admin.call_target(&format!("VestibuleService.{operation}"), &self.with(input, "UserPoolId")).await
    }

    /// Whoever holds an access token calls an operation of our own.
    pub(crate) async fn try_own_user(&self, token: &str, operation: &str) -> Answer {
        let input = json!({ "AccessToken": token });
        self.anyone.call_target(&format!("VestibuleService.{operation}"), &input).await
    }

    /// As [`Self::try_admin`], and it works.
    pub(crate) async fn admin(&self, operation: &str, input: Value) -> Value {
        done(&self.try_admin(operation, input).await)
    }

    /// As [`Self::try_app`], and it works.
    pub(crate) async fn app(&self, operation: &str, input: Value) -> Value {
        done(&self.try_app(operation, input).await)
    }

    /// As [`Self::try_user`], and it works.
    pub(crate) async fn user(&self, token: &str, operation: &str, input: Value) -> Value {
        done(&self.try_user(token, operation, input).await)
    }

    /// A user made by the admin, with a password for good and these attributes.
    pub(crate) async fn person(&self, username: &str, attributes: &[(&str, &str)]) -> String {
        let input = json!({"Username": username, "MessageAction": "SUPPRESS", "UserAttributes": list(attributes)});
        let made = self.admin("AdminCreateUser", input).await;
        let input = json!({"Username": username, "Password": PASSWORD, "Permanent": true});
        self.admin("AdminSetUserPassword", input).await;
        self.app.advance_secs(1);
        value_of(&made["User"]["Attributes"], "sub")
    }

    /// Signs up; the mail with the code is delivered.
    pub(crate) async fn sign_up(&self, username: &str, attributes: &[(&str, &str)]) -> Answer {
        let input = json!({"Username": username, "Password": PASSWORD, "UserAttributes": list(attributes)});
        let answer = self.try_app("SignUp", input).await;
        self.app.node().run_jobs().await;
        answer
    }

    /// Tries to sign in with a password.
    pub(crate) async fn try_sign_in(&self, username: &str, password: &str) -> Answer {
        let input = json!({"AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": username, "PASSWORD": password}});
        self.try_app("InitiateAuth", input).await
    }

    /// Signs in with the usual password: the tokens.
    pub(crate) async fn sign_in(&self, username: &str) -> Value {
        let answer = done(&self.try_sign_in(username, PASSWORD).await);
        assert!(answer["ChallengeName"].is_null(), "{answer}");
        answer["AuthenticationResult"].clone()
    }

    /// Signs in with the usual password: the access token.
    pub(crate) async fn access_token(&self, username: &str) -> String {
        self.sign_in(username).await["AccessToken"].as_str().unwrap().to_owned()
    }

    /// Who signs in with this name and the usual password: their `sub`.
    pub(crate) async fn who_signs_in(&self, username: &str) -> String {
        let token = self.access_token(username).await;
        value_of(&self.user(&token, "GetUser", json!({})).await["UserAttributes"], "sub")
    }

    /// A user as the admin sees them.
    pub(crate) async fn seen(&self, username: &str) -> Value {
        self.admin("AdminGetUser", json!({ "Username": username })).await
    }

    /// An attribute of a user as the admin sees it; empty when there is none.
    pub(crate) async fn attribute(&self, username: &str, name: &str) -> String {
        value_of(&self.seen(username).await["UserAttributes"], name)
    }

    /// The client as the admin sees it.
    pub(crate) async fn client(&self) -> Value {
        let input = json!({"ClientId": self.app.client.id.to_string()});
        self.admin("DescribeUserPoolClient", input).await["UserPoolClient"].clone()
    }

    /// The admin changes the client.
    pub(crate) async fn update_client(&self, input: Value) -> Answer {
        let mut input = input;
        input["ClientId"] = json!(self.app.client.id.to_string());
        self.try_admin("UpdateUserPoolClient", input).await
    }
}

impl Answer {
    /// Checks that a sign-in was refused as every wrong one is.
    #[track_caller]
    pub(crate) fn assert_wrong_password(&self) {
        assert_refused(self, "NotAuthorized", "Incorrect username or password.");
    }
}

/// Attributes as the wire has them.
pub(crate) fn list(attributes: &[(&str, &str)]) -> Value {
    attributes.iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect()
}

/// The value of an attribute in a list; empty when there is none.
pub(crate) fn value_of(attributes: &Value, name: &str) -> String {
    let found = attributes.as_array().unwrap().iter().find(|one| one["Name"] == name);
    found.map(|one| one["Value"].as_str().unwrap().to_owned()).unwrap_or_default()
}

/// An answer that must be one.
#[track_caller]
pub(crate) fn done(answer: &Answer) -> Value {
    assert_eq!(answer.code(), 200, "{answer:?}");
    answer.json()
}

/// An answer that must be a refusal.
#[track_caller]
pub(crate) fn refused(answer: &Answer) -> Refusal {
    assert_eq!(answer.code(), 400, "{answer:?}");
    let body = answer.json();
    let text = |member: &str| body[member].as_str().unwrap().to_owned();
    (text("__type").trim_end_matches("Exception").to_owned(), text("message"))
}

/// Checks a refusal whole.
#[track_caller]
pub(crate) fn assert_refused(answer: &Answer, name: &str, message: &str) {
    let (found, said) = refused(answer);
    assert_eq!((found.as_str(), said.as_str()), (name, message));
}
