//! A peer on the same work in the same run: npm's `oidc-provider`, which keeps everything in memory. Left out, with a
//! word on standard error, where Node or its packages are not there.

use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::Client;
use serde_json::Value;

use crate::Result;
use crate::http::{self, CALLBACK, Visitor};
use crate::load::{CONCURRENCY, Measured, measure};
use crate::server::free_address;
use crate::subject::Subject;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peer");
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// What the request says of [`VERIFIER`].
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// What the peer does as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PeerScenario {
    /// One ES256 access token for a program.
    ClientCredentials,
    /// A code with a live session, and two ES256 tokens.
    CodeFlow,
    /// Two ES256 tokens; its refresh token stays.
    Refresh,
}

impl PeerScenario {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::ClientCredentials, Self::CodeFlow, Self::Refresh];

    /// As our scenario of the same work is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials, ES256",
            Self::CodeFlow => "code flow with a live session, ES256",
            Self::Refresh => "refresh, ES256",
        }
    }
}

/// The running peer, ended when this value is dropped.
pub(crate) struct Peer {
    child: Child,
    url: String,
    http: Client,
}

impl Peer {
    /// Starts it; `None` where that is not possible here.
    pub(crate) async fn start() -> Result<Option<Self>> {
        let port = free_address()?.port();
        let node = Command::new("node")
            .arg("server.mjs")
            .current_dir(FOLDER)
            .env("PORT", port.to_string())
            .env("NODE_ENV", "production")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = node else {
            eprintln!("no Node here: the peer is left out");
            return Ok(None);
        };
        let mut peer = Self { child, url: format!("http://127.0.0.1:{port}"), http: http::client()? };
        for _ in 0..600 {
            if peer.child.try_wait()?.is_some() {
                eprintln!("oidc-provider did not start (npm ci in benches/peer?): the peer is left out");
                return Ok(None);
            }
            if peer.http.get(format!("{}/jwks", peer.url)).send().await.is_ok() {
                return Ok(Some(peer));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err("oidc-provider was not ready after 30 s".into())
    }

    /// Measures one kind of work.
    pub(crate) async fn measure(&self, scenario: PeerScenario, time: Duration) -> Result<Measured> {
        match scenario {
            PeerScenario::ClientCredentials => {
                let fields = [("grant_type", "client_credentials"), ("scope", "api:read")];
                measure(&Subject::silent(self.child.id()), time, async |_| self.token("m2m", &fields).await.map(|_| ()))
                    .await
            }
            PeerScenario::CodeFlow => self.code_flow(time).await,
            PeerScenario::Refresh => self.refresh(time).await,
        }
    }

    async fn code_flow(&self, time: Duration) -> Result<Measured> {
        let mut visitors = Vec::new();
        for task in 0..CONCURRENCY {
            let visitor = Visitor::default();
            self.sign_in(&visitor, task).await?;
            visitors.push(visitor);
        }
        let step = async |task: usize| {
            let visitor = visitors.get(task).ok_or("no such visitor")?;
            let code = visitor.open(&self.http, &self.authorize_url()).await?.code()?;
            self.redeem(&code).await.map(|_| ())
        };
        measure(&Subject::silent(self.child.id()), time, step).await
    }

    async fn refresh(&self, time: Duration) -> Result<Measured> {
        let mut chains = Vec::new();
        for task in 0..CONCURRENCY {
            let code = self.sign_in(&Visitor::default(), task).await?;
            chains.push(Mutex::new(self.redeem(&code).await?));
        }
        let step = async |task: usize| {
            let chain = chains.get(task).ok_or("no such chain")?;
            let token = chain.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let fields = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
            *chain.lock().unwrap_or_else(PoisonError::into_inner) = self.token("app", &fields).await?;
            Ok(())
        };
        measure(&Subject::silent(self.child.id()), time, step).await
    }

    fn authorize_url(&self) -> String {
        let callback = CALLBACK.replace(':', "%3A").replace('/', "%2F");
        format!(
            "{}/auth?client_id=app&response_type=code&scope=openid+offline_access&redirect_uri={callback}\
             &code_challenge={CHALLENGE}&code_challenge_method=S256&state=s&nonce=n",
            self.url
        )
    }

    async fn sign_in(&self, visitor: &Visitor, task: usize) -> Result<String> {
        let page = visitor.open(&self.http, &self.authorize_url()).await?;
        let name = format!("bench-{task}");
        let login = [("prompt", "login"), ("login", name.as_str()), ("password", "p")];
        let page = visitor.submit(&self.http, &page.url, &login).await?;
        visitor.submit(&self.http, &page.url, &[("prompt", "consent")]).await?.code()
    }

    async fn redeem(&self, code: &str) -> Result<String> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.token("app", &fields).await
    }

    /// Asks its token endpoint; returns the refresh token.
    async fn token(&self, client: &str, fields: &[(&str, &str)]) -> Result<String> {
        let secret = format!("{client}-secret");
        let request = self.http.post(format!("{}/token", self.url)).basic_auth(client, Some(secret)).form(fields);
        let answer = request.send().await?;
        let (status, body) = (answer.status(), answer.text().await?);
        if !status.is_success() {
            return Err(format!("oidc-provider: {status}: {body}").into());
        }
        let value: Value = serde_json::from_str(&body)?;
        Ok(value.get("refresh_token").and_then(Value::as_str).unwrap_or_default().to_owned())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
