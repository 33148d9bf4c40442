//! A provider that keeps to the contract, except where a test bends it.

use std::sync::{Arc, Mutex};

use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use vestibule::crypto::signing::{SigningAlgorithm, SigningKey};
use vestibule::domain::clock::Micros;

/// The client that the provider knows.
pub(super) const CLIENT: &str = "demo-client";
/// When every test takes place.
pub(super) const NOW: Micros = Micros::from_secs(1_800_000_000);

/// What a test changes in the answers.
#[derive(Clone, Default)]
pub(super) struct Bend {
    /// Claims of ID tokens that differ; null removes one.
    pub(super) id_token: Map<String, Value>,
    /// Claims of userInfo that differ.
    pub(super) user_info: Map<String, Value>,
    /// ID tokens are signed by a key that is not published, under the published key's name.
    pub(super) has_forged_signature: bool,
    /// The token endpoint refuses with this error.
    pub(super) token_error: Option<&'static str>,
}

/// What was asked of the provider, and how it is to answer.
#[derive(Default)]
pub(super) struct Script {
    pub(super) bend: Bend,
    /// The nonce of the last authorization request; its ID token repeats it.
    pub(super) nonce: String,
    /// Bodies that the token endpoint got.
    pub(super) token_requests: Vec<String>,
    /// How often the description was fetched.
    pub(super) discoveries: usize,
    /// How often userInfo was asked.
    pub(super) user_infos: usize,
}

/// The running provider. It stops with the test.
pub(super) struct Provider {
    pub(super) issuer: String,
    pub(super) script: Arc<Mutex<Script>>,
    server: actix_web::dev::ServerHandle,
}

impl Provider {
    /// Starts it on a port of the system's choosing.
    #[expect(clippy::disallowed_methods, reason = "the provider runs beside the test, and ends with it")]
    pub(super) fn start() -> Self {
        let script = Arc::new(Mutex::new(Script::default()));
        let shared = Data::from(script.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .route("/pool/.well-known/openid-configuration", web::get().to(discovery))
                .route("/pool/.well-known/jwks.json", web::get().to(keys))
                .route("/pool/oauth2/token", web::post().to(token))
                .route("/pool/oauth2/userInfo", web::get().to(user_info))
        })
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
        let issuer = format!("http://{}/pool", server.addrs()[0]);
        let running = server.run();
        let server = running.handle();
        tokio::task::spawn_local(running);
        Self { issuer, script, server }
    }

    /// Bends the answers from now on.
    pub(super) fn bend(&self, change: impl FnOnce(&mut Bend)) {
        change(&mut self.script.lock().unwrap().bend);
    }

    /// Stops answering.
    pub(super) async fn stop(&self) {
        self.server.stop(false).await;
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // Only asks it to stop; nothing in it outlives the test's runtime.
        drop(self.server.stop(false));
    }
}

fn key(file: &str) -> SigningKey {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/fixtures/");
    let der = std::fs::read(format!("{folder}{file}")).unwrap();
    SigningKey::from_pkcs8("the-key", SigningAlgorithm::Rs256, &der).unwrap()
}

fn published() -> SigningKey {
    key("rsa-test-key-1.pkcs8.der")
}

fn issuer(request: &HttpRequest) -> String {
    format!("http://{}/pool", request.headers().get("host").unwrap().to_str().unwrap())
}

async fn discovery(request: HttpRequest, script: Data<Mutex<Script>>) -> HttpResponse {
    script.lock().unwrap().discoveries += 1;
    let issuer = issuer(&request);
    HttpResponse::Ok().json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/oauth2/authorize"),
        "token_endpoint": format!("{issuer}/oauth2/token"),
        "userinfo_endpoint": format!("{issuer}/oauth2/userInfo"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "keys": [published().public_jwk()] }))
}

async fn token(request: HttpRequest, script: Data<Mutex<Script>>, body: String) -> HttpResponse {
    let mut script = script.lock().unwrap();
    script.token_requests.push(body);
    if let Some(error) = script.bend.token_error {
        return HttpResponse::BadRequest().json(json!({ "error": error }));
    }
    let access_token = format!("access-{}", script.token_requests.len());
    let hash = digest(&SHA256, access_token.as_bytes());
    let mut claims = json!({
        "iss": issuer(&request),
        "aud": CLIENT,
        "sub": "ada",
        "name": "Ada Lovelace",
        "iat": NOW.secs(),
        "exp": NOW.secs() + 3600,
        "nonce": script.nonce,
        "at_hash": URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]),
    });
    change(claims.as_object_mut().unwrap(), &script.bend.id_token);
    let signer = if script.bend.has_forged_signature { key("rsa-test-key-2.pkcs8.der") } else { published() };
    HttpResponse::Ok().json(json!({
        "access_token": access_token,
        "refresh_token": format!("refresh-{}", script.token_requests.len()),
        "id_token": signer.sign(&claims).unwrap(),
        "token_type": "Bearer",
        "expires_in": 3600,
    }))
}

async fn user_info(script: Data<Mutex<Script>>) -> HttpResponse {
    let mut script = script.lock().unwrap();
    script.user_infos += 1;
    let mut claims =
        json!({ "sub": "ada", "email": "ada@example.com", "email_verified": "true", "custom:team": "blue" });
    change(claims.as_object_mut().unwrap(), &script.bend.user_info);
    HttpResponse::Ok().json(claims)
}

fn change(claims: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (name, value) in changes {
        if value.is_null() {
            claims.remove(name);
        } else {
            claims.insert(name.clone(), value.clone());
        }
    }
}
