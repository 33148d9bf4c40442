//! The ID token: what it says of a person (OpenID Connect Core §2), in each provider's way.

use serde_json::{Map, Value, json};

use super::Simulator;
use super::fault::{Facts, Place};
use super::kind::Kind;
use super::knobs::Bent;
use super::memory::Granted;
use super::people::Person;
use crate::crypto::digest::half_hash;
use crate::crypto::signing::SigningError;

/// Seconds for which an ID token is good.
const LIVES_SECS: i64 = 3600;

impl Simulator {
    /// The ID token that goes with an access token, bent as the knobs say.
    pub(super) async fn id_token(&self, granted: &Granted, access_token: &str) -> Result<String, SigningError> {
        let Granted { asked, person } = granted;
        let now = self.clock.now().secs();
        let bent = self.bent_for(asked);
        let algorithm = bent.algorithm();
        let (issuer, subject) = (asked.kind.issuer_for(&self.origin, person), asked.kind.subject(person));
        let mut claims = Map::new();
        let mut claim = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        claim("iss", json!(issuer));
        claim("aud", json!(asked.client_id));
        claim("sub", json!(subject));
        claim("iat", json!(now));
        claim("exp", json!(now + LIVES_SECS));
        claim("auth_time", json!(now));
        claim("at_hash", json!(half_hash(algorithm, access_token)));
        if !asked.nonce.is_empty() {
            claim("nonce", json!(asked.nonce));
        }
        claims.extend(own_claims(granted));
        let facts = Facts { issuer: &issuer, client_id: &asked.client_id, subject: &subject, nonce: &asked.nonce, now };
        bent.members(Place::IdToken, &mut claims, &facts);
        let claims = bent.claims(Value::Object(claims).to_string());
        let token = self.sign(&bent, &claims, &facts).await?;
        Ok(bent.id_token(token))
    }

    async fn sign(&self, bent: &Bent, claims: &str, facts: &Facts<'_>) -> Result<String, SigningError> {
        let algorithm = bent.algorithm();
        let key = self.keys.current(algorithm).await?;
        let mut header = Map::new();
        header.insert("alg".to_owned(), json!(algorithm.name()));
        header.insert("kid".to_owned(), json!(key.kid()));
        header.insert("typ".to_owned(), json!("JWT"));
        if let Some(signature) = bent.signature() {
            return self.forge((signature, bent), &key, header, claims, facts).await;
        }
        bent.members(Place::Header, &mut header, facts);
        key.sign_parts(&Value::Object(header).to_string(), claims)
    }
}

/// What the ID token says beyond the protocol.
fn own_claims(granted: &Granted) -> Map<String, Value> {
    let Granted { asked, person } = granted;
    let claims = match asked.kind {
        Kind::Oidc => {
            let mut claims = json!({});
            if asked.wants("email") && !person.email.is_empty() {
                claims["email"] = json!(person.email);
                claims["email_verified"] = json!(person.email_verified);
            }
            if asked.wants("profile") {
                claims["name"] = json!(person.name());
                claims["given_name"] = json!(person.given_name);
                claims["family_name"] = json!(person.family_name);
            }
            claims
        }
        Kind::Apple => {
            let mut claims = json!({ "nonce_supported": true });
            if asked.wants("email") && !person.email.is_empty() {
                claims["email"] = json!(apple_email(person));
                // Apple writes these as strings.
                claims["email_verified"] = json!(if person.email_verified { "true" } else { "false" });
                if person.hides_email {
                    claims["is_private_email"] = json!("true");
                }
            }
            claims
        }
        Kind::Microsoft => {
            let mut claims = json!({
                "ver": "2.0",
                "tid": person.tenant,
                "oid": format!("00000000-0000-4000-8000-{:012x}", person.number),
                "preferred_username": person.email,
                "name": person.name(),
            });
            // What an admin of the tenant has typed, verified by nobody.
            if asked.wants("email") && !person.email.is_empty() {
                claims["email"] = json!(person.email);
            }
            claims
        }
        Kind::Facebook | Kind::GitHub | Kind::Amazon => json!({}),
    };
    if let Value::Object(claims) = claims { claims } else { Map::new() }
}

/// The address that Apple tells an app.
pub(super) fn apple_email(person: &Person) -> String {
    if person.hides_email {
        format!("relay{}@privaterelay.appleid.com", person.number)
    } else {
        person.email.to_string()
    }
}
