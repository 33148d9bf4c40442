//! The pool and the client in which everything happens.

use serde_json::{Value, json};

use super::front::Front;
use super::visitor::Visitor;
use crate::Result;
use crate::answer::Answer;

/// Where codes are sent. Nobody listens there: the visitor reads the address that it is sent to.
pub(crate) const CALLBACK: &str = "http://127.0.0.1:9999/cb";
/// Pairs with [`CHALLENGE`] (RFC 7636, appendix B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The tokens of a sign-in.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    /// The access token.
    pub(crate) access: String,
    /// The refresh token.
    pub(crate) refresh: String,
}

impl Tokens {
    /// Those that an answer of the API or of the token endpoint carries.
    pub(crate) fn of(answer: &Answer) -> Option<Self> {
        let at = |api: &str, oauth: &str| {
            answer.text(&format!("/AuthenticationResult/{api}")).or_else(|| answer.text(oauth))
        };
        Some(Self { access: at("AccessToken", "/access_token")?, refresh: at("RefreshToken", "/refresh_token")? })
    }
}

/// The pool, its client, and the way there.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// The nodes.
    pub(crate) front: Front,
    /// The pool's id.
    pub(crate) pool: String,
    /// The client's id; it has no secret, and its refresh tokens rotate.
    pub(crate) client: String,
    /// The id of another one, whose refresh tokens stay.
    pub(crate) staying: String,
}

impl World {
    /// Makes both.
    pub(crate) async fn create(front: Front) -> Result<Self> {
        let pool = json!({ "PoolName": "faults", "AutoVerifiedAttributes": ["email"] });
        let pool = must(&front.admin("CreateUserPool", &pool).await, "/UserPool/Id")?;
        let client = json!({
            "UserPoolId": pool, "ClientName": "faults", "GenerateSecret": false,
            "CallbackURLs": [CALLBACK],
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthScopes": ["openid", "email", "aws.cognito.signin.user.admin"],
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
            "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 10 },
        });
        let staying = json!({
            "UserPoolId": pool, "ClientName": "staying", "GenerateSecret": false,
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        });
        let client = must(&front.admin("CreateUserPoolClient", &client).await, "/UserPoolClient/ClientId")?;
        let staying = must(&front.admin("CreateUserPoolClient", &staying).await, "/UserPoolClient/ClientId")?;
        Ok(Self { front, pool, client, staying })
    }

    /// The same world, by way of one node.
    pub(crate) fn by(&self, node: usize) -> Self {
        Self { front: self.front.only(node), ..self.clone() }
    }

    /// Signs up.
    pub(crate) async fn sign_up(&self, name: &str, password: &str, email: &str, note: &str) -> Answer {
        let attributes = json!([{ "Name": "email", "Value": email }, { "Name": "name", "Value": note }]);
        let input = json!({
            "ClientId": self.client, "Username": name, "Password": password, "UserAttributes": attributes,
        });
        self.front.call("SignUp", &input).await
    }

    /// Confirms a sign-up.
    pub(crate) async fn confirm(&self, name: &str, code: &str) -> Answer {
        let input = json!({ "ClientId": self.client, "Username": name, "ConfirmationCode": code });
        self.front.call("ConfirmSignUp", &input).await
    }

    /// Signs in with a password at the API.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Answer {
        let input = json!({
            "ClientId": self.client, "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": { "USERNAME": name, "PASSWORD": password },
        });
        self.front.call("InitiateAuth", &input).await
    }

    /// Refreshes over the API.
    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        let input = json!({ "ClientId": self.client, "RefreshToken": token });
        self.front.call("GetTokensFromRefreshToken", &input).await
    }

    /// Asks for a code by mail, to set a new password.
    pub(crate) async fn forgot_password(&self, name: &str) -> Answer {
        self.front.call("ForgotPassword", &json!({ "ClientId": self.client, "Username": name })).await
    }

    /// Sets a new password with that code.
    pub(crate) async fn reset_password(&self, name: &str, code: &str, password: &str) -> Answer {
        let input = json!({
            "ClientId": self.client, "Username": name, "ConfirmationCode": code, "Password": password,
        });
        self.front.call("ConfirmForgotPassword", &input).await
    }

    /// Calls an operation about one user with the admin's key.
    pub(crate) async fn admin(&self, operation: &str, name: &str, more: &Value) -> Answer {
        let mut input = json!({ "UserPoolId": self.pool, "Username": name });
        if let (Some(all), Some(more)) = (input.as_object_mut(), more.as_object()) {
            all.extend(more.clone());
        }
        self.front.admin(operation, &input).await
    }

    /// Makes a user with a password for good, without mail.
    pub(crate) async fn add_user(&self, name: &str, password: &str) -> Result<()> {
        let attributes = json!([
            { "Name": "email", "Value": format!("{name}@made.test") }, { "Name": "email_verified", "Value": "true" },
        ]);
        let new = json!({ "MessageAction": "SUPPRESS", "UserAttributes": attributes });
        let made = self.admin("AdminCreateUser", name, &new).await;
        if !made.is_done() {
            return Err(format!("AdminCreateUser: {}", made.why()).into());
        }
        let answer = self.set_password(name, password).await;
        if answer.is_done() { Ok(()) } else { Err(format!("AdminSetUserPassword: {}", answer.why()).into()) }
    }

    /// An admin sets a password for good.
    pub(crate) async fn set_password(&self, name: &str, password: &str) -> Answer {
        self.admin("AdminSetUserPassword", name, &json!({ "Password": password, "Permanent": true })).await
    }

    /// An admin changes the note that the model follows: the attribute `name`.
    pub(crate) async fn set_note(&self, name: &str, note: &str) -> Answer {
        let attributes = json!([{ "Name": "name", "Value": note }]);
        self.admin("AdminUpdateUserAttributes", name, &json!({ "UserAttributes": attributes })).await
    }

    /// Whether an access token still works.
    pub(crate) async fn get_user(&self, access: &str) -> Answer {
        self.front.call("GetUser", &json!({ "AccessToken": access })).await
    }

    /// Ends every session and grant of the token's user.
    pub(crate) async fn global_sign_out(&self, access: &str) -> Answer {
        self.front.call("GlobalSignOut", &json!({ "AccessToken": access })).await
    }

    /// Gives one family of tokens back.
    pub(crate) async fn revoke(&self, refresh: &str) -> Answer {
        self.front.call("RevokeToken", &json!({ "ClientId": self.client, "Token": refresh })).await
    }

    /// Signs in at the pages; the code.
    pub(crate) async fn code(&self, name: &str, password: &str) -> std::result::Result<String, Answer> {
        let mut visitor = Visitor::new(&self.front);
        let page = visitor.open(&self.login_path()).await?;
        let csrf = page.hidden("_csrf").ok_or_else(|| Answer::Broken("a page without its token".to_owned()))?;
        let fields = [("_csrf", csrf.as_str()), ("username", name), ("password", password)];
        let landing = visitor.submit(&page.path(), &fields).await?;
        let why = landing.parameter("error").unwrap_or_else(|| landing.url.path().to_owned());
        landing.parameter("code").ok_or(Answer::Refused { error: "no code".to_owned(), message: why })
    }

    /// Redeems a code.
    pub(crate) async fn redeem(&self, code: &str) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", self.client.as_str()),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.front.form(&format!("/{}/oauth2/token", self.pool), &fields).await
    }

    /// The sign-in page.
    pub(crate) fn login_path(&self) -> String {
        let callback = CALLBACK.replace(':', "%3A").replace('/', "%2F");
        format!(
            "/{}/login?client_id={}&response_type=code&scope=openid+email&state=s&nonce=n\
             &redirect_uri={callback}&code_challenge={CHALLENGE}&code_challenge_method=S256",
            self.pool, self.client
        )
    }
}

/// The text at `pointer` of an answer that must be a success.
pub(crate) fn must(answer: &Answer, pointer: &str) -> Result<String> {
    answer.text(pointer).ok_or_else(|| format!("no {pointer}: {}", answer.why()).into())
}
