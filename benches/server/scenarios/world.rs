//! The pool, the clients and the users that are measured, on a server of their own.

use std::path::Path;

use reqwest::Client;
use serde_json::{Value, json};

use crate::Result;
use crate::http::{self, CALLBACK};
use crate::load::CONCURRENCY;
use crate::sdk::{call, call_target};
use crate::server::Server;
use crate::subject::Subject;

/// The password of every user.
pub(crate) const PASSWORD: &str = "Correct-Horse-9-Battery";
/// Pairs with [`CHALLENGE`] (RFC 7636, appendix B).
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// What the authorization request says of [`VERIFIER`].
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A client as the server knows it.
#[derive(Clone, Debug)]
pub(crate) struct App {
    /// Its id.
    pub(crate) id: String,
    /// Its secret.
    pub(crate) secret: String,
}

/// Everything that the scenarios need.
pub(crate) struct World {
    server: Server,
    /// Keeps connections open, as an app's server does.
    pub(crate) http: Client,
    /// The pool.
    pub(crate) pool: String,
    /// RS256 tokens, the refresh token stays.
    pub(crate) rs256: App,
    /// RS256 tokens, a new refresh token each time.
    pub(crate) rs256_rotating: App,
    /// ES256 tokens, the refresh token stays.
    pub(crate) es256: App,
    /// ES256 tokens, a new refresh token each time.
    pub(crate) es256_rotating: App,
    /// A program with RS256 tokens.
    pub(crate) rs256_program: App,
    /// A program with ES256 tokens.
    pub(crate) es256_program: App,
}

impl World {
    /// Starts a server on a new database in `folder` and fills it.
    pub(crate) async fn create(folder: &Path) -> Result<Self> {
        let server = Server::start(folder).await?;
        let (http, url) = (http::client()?, server.url());
        let made = call(&http, &url, "CreateUserPool", &json!({ "PoolName": "bench" })).await?;
        let pool = text(&made, "/UserPool/Id")?;
        let scope = json!({
            "UserPoolId": pool, "Identifier": "api", "Name": "api",
            "Scopes": [{ "ScopeName": "read", "ScopeDescription": "reads" }],
        });
        call(&http, &url, "CreateResourceServer", &scope).await?;
        for number in 0..CONCURRENCY {
            add_user(&http, &url, &pool, &user_name(number)).await?;
        }
        let app = async |algorithm, settings| add_client(&http, &url, &pool, algorithm, settings).await;
        let (staying, rotating) = (app_settings("DISABLED"), app_settings("ENABLED"));
        let apps = Self {
            rs256: app("RS256", &staying).await?,
            rs256_rotating: app("RS256", &rotating).await?,
            es256: app("ES256", &staying).await?,
            es256_rotating: app("ES256", &rotating).await?,
            rs256_program: app("RS256", &program_settings()).await?,
            es256_program: app("ES256", &program_settings()).await?,
            pool: pool.clone(),
            http: http.clone(),
            server,
        };
        // New keys are announced first, and RS256 signs meanwhile: without this, nothing here would be ES256.
        let now = json!({ "UserPoolId": pool, "Immediately": true });
        call_target(&http, &url, "VestibuleService.RotateSigningKeys", &now).await?;
        Ok(apps)
    }

    /// The server's process.
    pub(crate) fn pid(&self) -> u32 {
        self.server.pid()
    }

    /// The server, as it is measured.
    pub(crate) fn subject(&self) -> Subject {
        self.server.subject()
    }

    /// The server's public URL.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// The pool's key document.
    pub(crate) fn jwks_url(&self) -> String {
        format!("{}/{}/.well-known/jwks.json", self.url(), self.pool)
    }

    /// The pool's discovery document.
    pub(crate) fn discovery_url(&self) -> String {
        format!("{}/{}/.well-known/openid-configuration", self.url(), self.pool)
    }

    /// The sign-in page for a client.
    pub(crate) fn login_url(&self, app: &App) -> String {
        self.at("login", app)
    }

    /// The authorization endpoint for a client.
    pub(crate) fn authorize_url(&self, app: &App) -> String {
        self.at("oauth2/authorize", app)
    }

    fn at(&self, path: &str, app: &App) -> String {
        let callback = CALLBACK.replace(':', "%3A").replace('/', "%2F");
        format!(
            "{}/{}/{path}?client_id={}&response_type=code&scope=openid+email&state=s&nonce=n\
             &redirect_uri={callback}&code_challenge={CHALLENGE}&code_challenge_method=S256",
            self.url(),
            self.pool,
            app.id
        )
    }

    /// The token endpoint.
    pub(crate) fn token_url(&self) -> String {
        format!("{}/{}/oauth2/token", self.url(), self.pool)
    }
}

/// The user of a task.
pub(crate) fn user_name(task: usize) -> String {
    format!("bench-{task}")
}

async fn add_user(http: &Client, url: &str, pool: &str, name: &str) -> Result<()> {
    let attributes = json!([
        { "Name": "email", "Value": format!("{name}@example.com") },
        { "Name": "email_verified", "Value": "true" },
    ]);
    let new = json!({
        "UserPoolId": pool, "Username": name, "MessageAction": "SUPPRESS", "UserAttributes": attributes,
    });
    call(http, url, "AdminCreateUser", &new).await?;
    let password = json!({ "UserPoolId": pool, "Username": name, "Password": PASSWORD, "Permanent": true });
    call(http, url, "AdminSetUserPassword", &password).await?;
    Ok(())
}

fn app_settings(rotation: &str) -> Value {
    json!({
        "CallbackURLs": [CALLBACK],
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email"],
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "RefreshTokenRotation": { "Feature": rotation },
    })
}

fn program_settings() -> Value {
    json!({ "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["api/read"] })
}

async fn add_client(http: &Client, url: &str, pool: &str, algorithm: &str, settings: &Value) -> Result<App> {
    let mut new = settings.clone();
    for (name, value) in [
        ("UserPoolId", json!(pool)),
        ("ClientName", json!(format!("bench {algorithm}"))),
        ("GenerateSecret", json!(true)),
        ("AllowedOAuthFlowsUserPoolClient", json!(true)),
    ] {
        new[name] = value;
    }
    let made = call(http, url, "CreateUserPoolClient", &new).await?;
    let app =
        App { id: text(&made, "/UserPoolClient/ClientId")?, secret: text(&made, "/UserPoolClient/ClientSecret")? };
    let own = json!({
        "UserPoolId": pool, "ClientId": app.id,
        "IdTokenSigningAlgorithm": algorithm, "AccessTokenSigningAlgorithm": algorithm,
    });
    call_target(http, url, "VestibuleService.UpdateUserPoolClientSettings", &own).await?;
    Ok(app)
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    Ok(found.ok_or_else(|| format!("no {pointer} in {value}"))?.to_owned())
}
