//! The way back to the app: parameters in the query of its redirect URI, or a form that the browser posts to it
//! (OAuth 2.0 Form Post Response Mode).

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use url::Url;

use super::Simulator;
use super::asked::{Asked, Mode};
use super::fault::{Facts, Place};
use super::kind::Kind;
use crate::crypto::digest::sha256;

/// Posts the form without anybody's doing, where scripts run.
const SUBMIT: &str = "document.forms[0].submit()";

impl Simulator {
    /// Sends the browser back with an answer.
    pub(super) fn return_to(&self, asked: &Asked, answer: Vec<(&'static str, String)>) -> HttpResponse {
        let issuer = self.endpoints(asked.kind).issuer;
        let mut members: Map<String, Value> =
            answer.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        if !asked.state.is_empty() {
            members.insert("state".to_owned(), asked.state.clone().into());
        }
        // RFC 9207; of the real ones Google alone says it.
        if asked.kind == Kind::Oidc {
            members.insert("iss".to_owned(), issuer.clone().into());
        }
        let (client_id, nonce, now) = (asked.client_id.as_str(), asked.nonce.as_str(), self.clock.now().secs());
        let facts = Facts { issuer: &issuer, client_id, subject: "", nonce, now };
        self.bent_for(asked).members(Place::Redirect, &mut members, &facts);
        let fields: Vec<(String, String)> = members.into_iter().map(|(name, value)| (name, text(&value))).collect();
        let Ok(url) = Url::parse(&asked.redirect_uri) else { return HttpResponse::BadRequest().finish() };
        match asked.mode {
            Mode::Query => redirect(url, &fields),
            Mode::FormPost => form(&url, &fields),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn redirect(mut url: Url, fields: &[(String, String)]) -> HttpResponse {
    url.query_pairs_mut().extend_pairs(fields);
    HttpResponse::SeeOther().insert_header((LOCATION, url.as_str())).insert_header((CACHE_CONTROL, "no-store")).finish()
}

/// A message of the protocol that happens to be a page: it has no design and no language.
pub(super) fn form(url: &Url, fields: &[(String, String)]) -> HttpResponse {
    let input = |(name, value): &(String, String)| {
        format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value))
    };
    let inputs: String = fields.iter().map(input).collect();
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Demo ID</title></head><body>\
         <form method=\"post\" action=\"{}\">{inputs}<noscript><button type=\"submit\">Continue</button></noscript></form>\
         <script>{SUBMIT}</script></body></html>",
        escaped(url.as_str()),
    );
    let hash = STANDARD.encode(sha256(SUBMIT.as_bytes()));
    let policy = format!("default-src 'none'; script-src 'sha256-{hash}'; form-action http: https:; base-uri 'none'");
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
