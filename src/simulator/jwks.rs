//! The published keys (RFC 7517 §5), the same for every provider that it is.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::Simulator;
use super::fault::{Endpoint, KeyFault};
use super::memory::Seen;
use super::transport::{Body, deliver};
use crate::crypto::signing::SigningError;

/// Answers the keys.
pub(super) async fn get(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let query = request.query_string().to_owned();
    let (authorization, body) = (String::new(), String::new());
    simulator.memory.note(Seen { endpoint: Endpoint::Keys, query, authorization, body });
    let (status, body) = match simulator.key_set().await {
        Ok(keys) => (200, json!({ "keys": keys })),
        Err(error) => {
            tracing::error!(error = ?error, "Demo ID has no keys");
            (500, json!({}))
        }
    };
    deliver(simulator.knobs.bent(Vec::new()).transport(Endpoint::Keys), status, Body::Json(body)).await
}

impl Simulator {
    async fn key_set(&self) -> Result<Vec<Value>, SigningError> {
        let mut keys: Vec<Value> = self.keys.published().await?.iter().map(|key| key.public_jwk()).collect();
        let bent = self.knobs.bent(Vec::new());
        let Some(fault) = bent.keys() else { return Ok(keys) };
        let signing = self.keys.current(bent.algorithm()).await?;
        let is_signing = |jwk: &Value| jwk["kid"] == signing.kid();
        match fault {
            KeyFault::Many(count) => {
                let template = self.keys.stranger(signing.algorithm()).await?.public_jwk();
                let one = |number: usize| {
                    let mut jwk = template.clone();
                    jwk["kid"] = json!(format!("key-{number}"));
                    jwk
                };
                keys.splice(0..0, (0..count).map(one));
            }
            KeyFault::Missing => keys.retain(|jwk| !is_signing(jwk)),
            KeyFault::NameTwice => {
                let mut other = self.keys.stranger(signing.algorithm()).await?.public_jwk();
                other["kid"] = json!(signing.kid());
                keys.insert(0, other);
            }
            KeyFault::ForEncryption => change(&mut keys, is_signing, "use", "enc"),
            KeyFault::OtherAlgorithm => change(&mut keys, is_signing, "alg", "RS512"),
            KeyFault::Symmetric => {
                keys.retain(|jwk| !is_signing(jwk));
                keys.push(json!({ "kty": "oct", "k": "c2VjcmV0", "kid": signing.kid(), "alg": "HS256", "use": "sig" }));
            }
            KeyFault::Empty => keys.clear(),
        }
        Ok(keys)
    }
}

fn change(keys: &mut [Value], is_meant: impl Fn(&Value) -> bool, name: &str, value: &str) {
    for jwk in keys.iter_mut().filter(|jwk| is_meant(jwk)) {
        jwk[name] = json!(value);
    }
}
