//! Tokens and answers as a person reads them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::session::Session;
use super::view::{Claim, Token};
use crate::domain::clock::Micros;

/// Claims that are moments (RFC 7519 §2, `NumericDate`).
const MOMENTS: [&str; 5] = ["exp", "iat", "nbf", "auth_time", "updated_at"];

/// The claims in a JWT, unverified. Empty for what is not a JWT: an access token may be opaque.
pub(super) fn payload(jwt: &str) -> Map<String, Value> {
    let part = jwt.split('.').nth(1).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// What is shown of a session.
pub(super) fn tokens(session: &Session) -> Vec<Token> {
    let access_token = session.access_token.secret();
    let mut tokens = vec![
        token("id", list(&session.id_claims), &session.id_token),
        token("access", list(&payload(access_token)), access_token),
        token("user-info", list(&session.user_info), ""),
    ];
    if session.refresh_token.is_some() {
        tokens.push(token("refresh", Vec::new(), ""));
    }
    tokens
}

/// A moment as a date.
pub(super) fn date(moment: Micros) -> String {
    chrono::DateTime::from_timestamp_micros(moment.0)
        .map(|date| date.format("%Y-%m-%d %H:%M:%S UTC").to_string())
        .unwrap_or_default()
}

fn token(kind: &str, claims: Vec<Claim>, raw: &str) -> Token {
    Token { title: format!("token-{kind}"), words: format!("token-{kind}-words"), claims, raw: raw.to_owned() }
}

fn list(claims: &Map<String, Value>) -> Vec<Claim> {
    claims
        .iter()
        .map(|(name, value)| Claim { name: name.clone(), value: text(value), note: note(name, value) })
        .collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn note(name: &str, value: &Value) -> String {
    match value.as_i64() {
        Some(secs) if MOMENTS.contains(&name) => date(Micros::from_secs(secs)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_a_jwt_has_no_claims() {
        for text in ["", "opaque", "a.b.c", "e30.bnVsbA.x", "é.é.é"] {
            assert!(payload(text).is_empty(), "{text}");
        }
        assert_eq!(payload("e30.eyJzdWIiOiJhIn0.sig"), *json!({ "sub": "a" }).as_object().unwrap());
    }

    #[test]
    fn moments_are_dates_and_lists_are_json() {
        let claims = json!({ "exp": 1_795_449_600, "size": 1_795_449_600, "amr": ["pwd"], "name": "Ada" });
        let list = list(claims.as_object().unwrap());
        let find = |name: &str| list.iter().find(|claim| claim.name == name).unwrap();
        assert_eq!(find("exp").note, "2026-11-23 16:00:00 UTC");
        assert_eq!(find("size").note, "");
        assert_eq!(find("amr").value, "[\"pwd\"]");
        assert_eq!(find("name").value, "Ada");
    }
}
