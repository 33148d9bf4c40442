//! Whether an app is itself: by its secret, in the header or the body, or by a JWT that it signed, as Apple has it.

use super::Simulator;
use super::client::{AppleKey, ClientSecret};
use super::error::Refused;
use super::kind::Kind;
use crate::crypto::digest::is_same_secret;
use crate::crypto::signing::{VerifyingKey, verify};
use crate::domain::secret::ExposeSecret;
use crate::protocol::oauth::{Params, parse_basic};

/// Whom Apple's JWTs are for.
const APPLE: &str = "https://appleid.apple.com";
/// Apple takes none that lives longer than six months.
const LONGEST_SECS: i64 = 15_777_000;

impl Simulator {
    /// The client that asks for tokens.
    pub(super) fn authenticate(&self, kind: Kind, params: &Params, authorization: &str) -> Result<String, Refused> {
        let (id, secret) = match authorization {
            "" => (params.get("client_id"), params.get("client_secret")),
            // one way at a time (RFC 6749 §2.3)
            _ if params.has("client_secret") => return Err(Refused::REQUEST),
            _ => (None, None),
        };
        let of_header = parse_basic(authorization).ok();
        let id = id.or(of_header.as_ref().map(|(id, _)| id.as_str())).ok_or(Refused::CLIENT)?;
        let secret = secret.or(of_header.as_ref().map(|(_, secret)| secret.expose_secret())).ok_or(Refused::CLIENT)?;
        let client = self.clients.iter().find(|client| client.id == id).ok_or(Refused::CLIENT)?;
        let is_itself = match &client.secret {
            ClientSecret::Shared(known) => is_same_secret(known.expose_secret().as_bytes(), secret.as_bytes()),
            ClientSecret::Apple(key) => kind == Kind::Apple && self.is_signed_by(key, id, secret),
        };
        if is_itself { Ok(client.id.clone()) } else { Err(Refused::CLIENT) }
    }

    fn is_signed_by(&self, key: &AppleKey, client_id: &str, jwt: &str) -> bool {
        let now = self.clock.now();
        let Ok(public) = VerifyingKey::from_jwk(&key.public_jwk) else { return false };
        let Ok(claims) = verify(jwt, [&public], now) else { return false };
        let is = |name: &str, expected: &str| claims.get(name).and_then(|claim| claim.as_str()) == Some(expected);
        let seconds = |name: &str| claims.get(name).and_then(serde_json::Value::as_i64);
        let is_short = match (seconds("iat"), seconds("exp")) {
            (Some(iat), Some(exp)) => iat <= now.secs() && exp - iat <= LONGEST_SECS,
            _ => false,
        };
        public.kid() == key.key_id && is("iss", &key.team_id) && is("sub", client_id) && is("aud", APPLE) && is_short
    }
}
