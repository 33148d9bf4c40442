//! The server under load: a child process over a database of its own, with two pools and their people.

use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use vestibule::domain::clock::{Clock as _, SystemClock};
use vestibule::protocol::aws::sigv4::{RequestParts, Signer, amz_date};

use super::http::{self, Connection};

const KEY_ID: &str = "AKIASTORM00000000001";
const KEY_SECRET: &str = "storm-secret-0123456789-0123456789-01234";
const PASSWORD: &str = "correct horse 7 battery";

/// A running server; killed when dropped.
pub(crate) struct Server {
    /// Where it listens, on loopback.
    pub(crate) port: u16,
    child: Child,
    _folder: tempfile::TempDir,
}

/// A pool with one client and its people.
pub(crate) struct People {
    /// The pool's id.
    pub(crate) pool: String,
    /// The client's id.
    pub(crate) client: String,
    names: usize,
}

impl Server {
    /// Starts `binary serve` and waits until it answers.
    pub(crate) async fn start(binary: &Path, port: u16) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let database = format!("sqlite://{}/storm.db", folder.path().display());
        let child = Command::new(binary)
            .arg("serve")
            .current_dir(folder.path())
            .env("VESTIBULE_LISTEN", format!("127.0.0.1:{port}"))
            .env("VESTIBULE_PUBLIC_URL", format!("http://localhost:{port}"))
            .env("VESTIBULE_DATABASE_URL", database)
            .env("VESTIBULE_MASTER_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
            .env("VESTIBULE_BOOTSTRAP_ACCESS_KEY_ID", KEY_ID)
            .env("VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY", KEY_SECRET)
            .env("VESTIBULE_LIMITS__EXEMPT", "127.0.0.0/8")
            .env("VESTIBULE_LOG", "error")
            .spawn()
            .context("the server cannot be started")?;
        let server = Self { port, child, _folder: folder };
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if Connection::new(port).send(&http::get(port, "/")).await.is_ok() {
                return Ok(server);
            }
        }
        anyhow::bail!("the server does not answer")
    }

    /// Makes a pool whose `names` people can sign in by password.
    pub(crate) async fn people(&self, name: &str, names: usize) -> anyhow::Result<People> {
        let pool = self.call("CreateUserPool", &json!({ "PoolName": name })).await?;
        let pool = pool["UserPool"]["Id"].as_str().context("a pool's id")?.to_owned();
        let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
        let client = json!({
            "UserPoolId": pool, "ClientName": "App", "ExplicitAuthFlows": flows, "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://app.test/cb"],
            "SupportedIdentityProviders": ["COGNITO"],
        });
        let client = self.call("CreateUserPoolClient", &client).await?;
        let client = client["UserPoolClient"]["ClientId"].as_str().context("a client's id")?.to_owned();
        for n in 0..names {
            let user = json!({ "UserPoolId": pool, "Username": format!("user{n}"), "MessageAction": "SUPPRESS" });
            self.call("AdminCreateUser", &user).await?;
            let password =
                json!({ "UserPoolId": pool, "Username": format!("user{n}"), "Password": PASSWORD, "Permanent": true });
            self.call("AdminSetUserPassword", &password).await?;
        }
        Ok(People { pool, client, names })
    }

    /// The most memory that it ever had, in MiB, and what it has now.
    pub(crate) fn memory_mib(&self) -> anyhow::Result<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|word| word.parse::<u64>().ok()).unwrap_or(0)
        };
        Ok((kib("VmHWM:") / 1024, kib("VmRSS:") / 1024))
    }

    async fn call(&self, operation: &str, input: &Value) -> anyhow::Result<Value> {
        let request = request(self.port, operation, input, true);
        let answer = Connection::new(self.port).send(&request).await?;
        ensure!(answer.status == 200, "{operation}: {}", String::from_utf8_lossy(&answer.body));
        Ok(serde_json::from_slice(&answer.body).unwrap_or_default())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl People {
    /// The sign-in of one of them.
    pub(crate) fn sign_in(&self, port: u16, n: usize) -> Vec<u8> {
        let parameters = json!({ "USERNAME": format!("user{}", n % self.names), "PASSWORD": PASSWORD });
        let input = json!({ "ClientId": self.client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
        request(port, "InitiateAuth", &input, false)
    }

    /// A refresh with the token of the first of them.
    pub(crate) async fn refresh(&self, port: u16) -> anyhow::Result<Vec<u8>> {
        let answer = Connection::new(port).send(&self.sign_in(port, 0)).await?;
        let tokens: Value = serde_json::from_slice(&answer.body)?;
        let token = tokens["AuthenticationResult"]["RefreshToken"].as_str().context("a refresh token")?;
        let input = json!({
            "ClientId": self.client, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": { "REFRESH_TOKEN": token },
        });
        Ok(request(port, "InitiateAuth", &input, false))
    }
}

fn request(port: u16, operation: &str, input: &Value, is_signed: bool) -> Vec<u8> {
    let body = input.to_string();
    let now = SystemClock.now();
    let mut headers = vec![
        ("content-type", "application/x-amz-json-1.1".to_owned()),
        ("host", format!("localhost:{port}")),
        ("x-amz-date", amz_date(now)),
        ("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}")),
    ];
    if is_signed {
        let to_sign: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        let parts = RequestParts { method: "POST", query: "", headers: &to_sign, body: body.as_bytes() };
        let signer = Signer { access_key_id: KEY_ID, secret: KEY_SECRET, region: "xx-local-1", service: "cognito-idp" };
        let authorization = signer.authorization(&parts, now);
        headers.push(("authorization", authorization));
    }
    let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let lines = lines.concat();
    format!("POST / HTTP/1.1\r\n{lines}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
