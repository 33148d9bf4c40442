//! What an access token tells of a person: userInfo (OpenID Connect Core §5.3), and the profiles of those who have an API
//! of their own instead.

use actix_web::http::header::{AUTHORIZATION, USER_AGENT};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

use super::Simulator;
use super::client::ClientSecret;
use super::fault::{Endpoint, Facts, Place};
use super::kind::Kind;
use super::memory::{Granted, Seen};
use super::transport::{Body, deliver};
use crate::crypto::digest::{hmac_sha256, is_same_secret};
use crate::domain::secret::ExposeSecret;
use crate::protocol::oauth::Params;

/// userInfo of OpenID Connect and of Microsoft.
pub(super) async fn user_info(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let answer = simulator.who(&request, &[Kind::Oidc, Kind::Microsoft], None).map(|granted| {
        let Granted { asked, person } = &granted;
        let mut claims = json!({ "sub": asked.kind.subject(person) });
        if asked.wants("email") && !person.email.is_empty() {
            claims["email"] = json!(person.email);
            if asked.kind == Kind::Oidc {
                claims["email_verified"] = json!(person.email_verified);
            }
        }
        if asked.wants("profile") {
            claims["name"] = json!(person.name());
            claims["given_name"] = json!(person.given_name);
            claims["family_name"] = json!(person.family_name);
            claims["locale"] = json!("en");
        }
        (claims, granted)
    });
    simulator.tell(answer, 401, &json!({ "error": "invalid_token" })).await
}

/// `/me` of Facebook's Graph API: only the fields that are asked for, and only with the proof that the app knows its
/// secret.
pub(super) async fn graph(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let params = Params::parse(request.query_string()).unwrap_or_default();
    let proof = params.get("appsecret_proof").unwrap_or_default();
    let granted = simulator.who(&request, &[Kind::Facebook], params.get("access_token"));
    let answer = granted.filter(|granted| simulator.is_proven(granted, &params, &request, proof)).map(|granted| {
        let person = &granted.person;
        let mut profile = json!({ "id": Kind::Facebook.subject(person) });
        let picture = json!({ "data": { "height": 50, "is_silhouette": true, "url": "https://example.com/picture", "width": 50 } });
        for field in params.get("fields").unwrap_or_default().split(',').map(str::trim) {
            let value = match field {
                "name" => json!(person.name()),
                "first_name" => json!(person.given_name),
                "last_name" => json!(person.family_name),
                "email" if granted.asked.wants("email") && !person.email.is_empty() => json!(person.email),
                "picture" => picture.clone(),
                _ => continue,
            };
            profile[field] = value;
        }
        (profile, granted)
    });
    let refused = json!({ "error": { "message": "Invalid appsecret_proof or access token", "type": "OAuthException", "code": 190 } });
    simulator.tell(answer, 400, &refused).await
}

/// `/user` of GitHub: numbers as numbers, and an address only where one is public.
pub(super) async fn github_user(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    if !request.headers().contains_key(USER_AGENT) {
        return simulator.tell(None, 403, &json!({ "message": "a User-Agent is required" })).await;
    }
    let answer = simulator.who(&request, &[Kind::GitHub], None).map(|granted| {
        let person = &granted.person;
        let login = person.given_name.to_lowercase();
        let profile =
            json!({ "login": login, "id": person.number, "name": person.name(), "email": null, "type": "User" });
        (profile, granted)
    });
    simulator.tell(answer, 401, &json!({ "message": "Bad credentials" })).await
}

/// `/user/emails` of GitHub: all addresses, each with whether it was verified.
pub(super) async fn github_emails(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let granted = simulator.who(&request, &[Kind::GitHub], None);
    let answer = granted.filter(|granted| granted.asked.wants("user:email") || granted.asked.wants("user")).map(|granted| {
        let person = &granted.person;
        let entry = |email: &str, primary: bool, verified: bool| {
            json!({ "email": email, "primary": primary, "verified": verified, "visibility": null })
        };
        let other = format!("old.{}", person.email);
        let emails = if person.email.is_empty() {
            json!([])
        } else {
            json!([entry(&other, false, false), entry(&person.email, true, person.email_verified)])
        };
        (emails, granted)
    });
    simulator.tell(answer, 404, &json!({ "message": "Not Found" })).await
}

/// `/user/profile` of Login with Amazon.
pub(super) async fn amazon(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    let own = request.headers().get("x-amz-access-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let answer = simulator.who(&request, &[Kind::Amazon], own.as_deref()).map(|granted| {
        let person = &granted.person;
        let mut profile = json!({ "user_id": Kind::Amazon.subject(person) });
        if granted.asked.wants("profile") {
            profile["name"] = json!(person.name());
            if !person.email.is_empty() {
                profile["email"] = json!(person.email);
            }
        }
        if granted.asked.wants("postal_code") {
            profile["postal_code"] = json!("98101");
        }
        (profile, granted)
    });
    simulator.tell(answer, 400, &json!({ "error": "invalid_token" })).await
}

impl Simulator {
    /// Whose access token a request carries, if one of these providers gave it.
    fn who(&self, request: &HttpRequest, kinds: &[Kind], elsewhere: Option<&str>) -> Option<Granted> {
        let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        self.memory.note(Seen {
            endpoint: Endpoint::UserInfo,
            query: request.query_string().to_owned(),
            authorization: header.to_owned(),
            body: String::new(),
        });
        let of_header = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let token = of_header.map(|(_, token)| token).or(elsewhere)?;
        self.memory.token(token).filter(|granted| kinds.contains(&granted.asked.kind))
    }

    /// Whether `appsecret_proof` is the HMAC of the access token under the app's secret.
    fn is_proven(&self, granted: &Granted, params: &Params, request: &HttpRequest, proof: &str) -> bool {
        let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = params.get("access_token").unwrap_or_else(|| header.split(' ').nth(1).unwrap_or_default());
        let known = self.clients.iter().find(|client| client.id == granted.asked.client_id);
        let Some(ClientSecret::Shared(secret)) = known.map(|client| &client.secret) else { return false };
        let expected = hex::encode(hmac_sha256(secret.expose_secret().as_bytes(), token.as_bytes()));
        is_same_secret(expected.as_bytes(), proof.as_bytes())
    }

    async fn tell(&self, answer: Option<(Value, Granted)>, otherwise: u16, refused: &Value) -> HttpResponse {
        let (bent, status, body) = match answer {
            Some((body, granted)) => (self.bent_for(&granted.asked), 200, self.bent(body, &granted)),
            None => (self.knobs.bent(Vec::new()), otherwise, refused.clone()),
        };
        deliver(bent.transport(Endpoint::UserInfo), status, Body::Json(body)).await
    }

    fn bent(&self, mut body: Value, granted: &Granted) -> Value {
        let Granted { asked, person } = granted;
        let (issuer, subject) = (asked.kind.issuer_for(&self.origin, person), asked.kind.subject(person));
        let (client_id, nonce, now) = (asked.client_id.as_str(), asked.nonce.as_str(), self.clock.now().secs());
        let facts = Facts { issuer: &issuer, client_id, subject: &subject, nonce, now };
        if let Value::Object(members) = &mut body {
            self.bent_for(asked).members(Place::UserInfo, members, &facts);
        }
        body
    }
}
