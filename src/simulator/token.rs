//! The token endpoint of each provider: a code, presented by the app it was given to, becomes an access token and, where
//! the provider speaks OpenID Connect, an ID token.

use actix_web::http::header::{ACCEPT, AUTHORIZATION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};

use super::Simulator;
use super::error::Refused;
use super::fault::{Endpoint, Facts, Place};
use super::kind::Kind;
use super::memory::{ACCESS_SECS, Granted, Seen};
use super::transport::{Body, deliver};
use crate::crypto::digest::answers_pkce_challenge;
use crate::protocol::oauth::Params;

/// Facebook takes the parameters in the query.
pub(super) async fn get(kind: Kind, simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    simulator.redeem(kind, &request, request.query_string(), "").await
}

/// All take them in the body.
pub(super) async fn post(kind: Kind, simulator: Data<Simulator>, request: HttpRequest, body: String) -> HttpResponse {
    simulator.redeem(kind, &request, &body, &body).await
}

impl Simulator {
    async fn redeem(&self, kind: Kind, request: &HttpRequest, text: &str, body: &str) -> HttpResponse {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        self.memory.note(Seen {
            endpoint: Endpoint::Token,
            query: request.query_string().to_owned(),
            authorization: header(AUTHORIZATION).to_owned(),
            body: body.to_owned(),
        });
        let (granted, status, answer) = match self.tokens(kind, text, header(AUTHORIZATION)).await {
            Ok((granted, tokens)) => (Some(granted), 200, Value::Object(tokens)),
            Err(refused) => {
                let (status, answer) = refused.answer(kind);
                (None, status, answer)
            }
        };
        // GitHub answers with a form unless asked for JSON.
        let is_form = kind == Kind::GitHub && !header(ACCEPT).contains("json");
        let body = if is_form { Body::Form(answer) } else { Body::Json(answer) };
        let bent = granted.map_or_else(|| self.knobs.bent(Vec::new()), |granted| self.bent_for(&granted.asked));
        deliver(bent.transport(Endpoint::Token), status, body).await
    }

    async fn tokens(
        &self,
        kind: Kind,
        text: &str,
        authorization: &str,
    ) -> Result<(Granted, Map<String, Value>), Refused> {
        let params = Params::parse(text).map_err(|_| Refused::REQUEST)?;
        let all: Vec<&str> = params.iter().map(|(name, _)| name).collect();
        if params.repeated(&all).is_some() {
            return Err(Refused::REQUEST);
        }
        let client_id = self.authenticate(kind, &params, authorization)?;
        // Facebook and GitHub take the word for granted here too.
        let is_granted = match params.get("grant_type") {
            Some(word) => word == "authorization_code",
            None => matches!(kind, Kind::Facebook | Kind::GitHub),
        };
        if !is_granted {
            return Err(Refused::GRANT);
        }
        let code = params.get("code").ok_or(Refused::REQUEST)?;
        let is_theirs = |granted: &Granted| granted.asked.kind == kind && granted.asked.client_id == client_id;
        let granted = self.memory.take_code(code, is_theirs).ok_or(Refused::CODE)?;
        let redirect_uri = params.get("redirect_uri");
        if redirect_uri != Some(granted.asked.redirect_uri.as_str())
            && !(kind == Kind::GitHub && redirect_uri.is_none())
        {
            return Err(Refused::REDIRECT);
        }
        let verifier = params.get("code_verifier").unwrap_or_default();
        let challenge = &granted.asked.challenge;
        // A verifier without a challenge is a code that was put in another's place (RFC 9700 §4.8.2).
        let fits = if challenge.is_empty() { verifier.is_empty() } else { answers_pkce_challenge(verifier, challenge) };
        if !fits {
            return Err(Refused::VERIFIER);
        }
        let tokens = self.issue(kind, granted.clone()).await?;
        Ok((granted, tokens))
    }

    async fn issue(&self, kind: Kind, granted: Granted) -> Result<Map<String, Value>, Refused> {
        let beginning = match kind {
            Kind::Facebook => "EAA",
            Kind::GitHub => "gho_",
            Kind::Amazon => "Atza|",
            Kind::Oidc | Kind::Apple | Kind::Microsoft => "",
        };
        let access_token = self.memory.keep_token(beginning, granted.clone());
        let scope = granted.asked.scopes.join(if kind == Kind::GitHub { "," } else { " " });
        let mut members = Map::new();
        members.insert("access_token".to_owned(), json!(access_token));
        members.insert("token_type".to_owned(), json!(if kind == Kind::Oidc { "Bearer" } else { "bearer" }));
        if kind != Kind::GitHub {
            members.insert("expires_in".to_owned(), json!(ACCESS_SECS));
        }
        if !matches!(kind, Kind::Apple | Kind::Facebook) {
            members.insert("scope".to_owned(), json!(scope));
        }
        if kind.is_oidc() {
            let id_token = self.id_token(&granted, &access_token).await.map_err(|_| Refused::SERVER)?;
            members.insert("id_token".to_owned(), json!(id_token));
        }
        let (issuer, subject) = (self.endpoints(kind).issuer, kind.subject(&granted.person));
        let facts = Facts {
            issuer: &issuer,
            client_id: &granted.asked.client_id,
            subject: &subject,
            nonce: &granted.asked.nonce,
            now: self.clock.now().secs(),
        };
        self.bent_for(&granted.asked).members(Place::Token, &mut members, &facts);
        Ok(members)
    }
}
