//! The discovery document of those who have one (OpenID Connect Discovery §3).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::fault::{Endpoint, Facts, Place};
use super::keys::ALGORITHMS;
use super::kind::Kind;
use super::memory::Seen;
use super::transport::{Body, deliver};
use super::{Simulator, tenant_of};
use crate::domain::signing_algorithm::SigningAlgorithm;

/// Answers the document.
pub(super) async fn get(kind: Kind, simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let query = request.query_string().to_owned();
    let (authorization, body) = (String::new(), String::new());
    simulator.memory.note(Seen { endpoint: Endpoint::Discovery, query, authorization, body });
    let body = simulator.document(kind, &tenant_of(&request));
    deliver(simulator.knobs.bent(Vec::new()).transport(Endpoint::Discovery), 200, Body::Json(body)).await
}

impl Simulator {
    fn document(&self, kind: Kind, tenant: &str) -> Value {
        let endpoints = kind.endpoints(&self.origin, tenant);
        let methods = ["client_secret_post", "client_secret_basic"];
        let methods = if kind == Kind::Apple { &methods[..1] } else { &methods[..] };
        let mut document = json!({
            "issuer": endpoints.issuer,
            "authorization_endpoint": endpoints.authorize,
            "token_endpoint": endpoints.token,
            "jwks_uri": endpoints.keys,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "form_post"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ALGORITHMS.map(SigningAlgorithm::name),
            "scopes_supported": ["openid", "email", "profile"],
            "token_endpoint_auth_methods_supported": methods,
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "email", "email_verified", "name"],
        });
        if !endpoints.user_info.is_empty() {
            document["userinfo_endpoint"] = json!(endpoints.user_info);
        }
        if kind == Kind::Oidc {
            document["authorization_response_iss_parameter_supported"] = json!(true);
        }
        if let Value::Object(members) = &mut document {
            let facts = Facts { issuer: &endpoints.issuer, now: self.clock.now().secs(), ..Facts::default() };
            self.knobs.bent(Vec::new()).members(Place::Discovery, members, &facts);
        }
        document
    }
}
