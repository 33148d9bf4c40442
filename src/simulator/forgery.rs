//! ID tokens that are not signed by the published key, as forgers make them.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::Simulator;
use super::fault::{Facts, Place, Signature};
use super::knobs::Bent;
use crate::crypto::digest::hmac_sha256;
use crate::crypto::signing::{SigningAlgorithm, SigningError, SigningKey};

impl Simulator {
    /// Signs claims so that nobody may believe them.
    pub(super) async fn forge(
        &self,
        (signature, bent): (Signature, &Bent),
        key: &Arc<SigningKey>,
        mut header: Map<String, Value>,
        claims: &str,
        facts: &Facts<'_>,
    ) -> Result<String, SigningError> {
        let mut say = |name: &str, value: Value| header.insert(name.to_owned(), value);
        let stranger = self.keys.stranger(key.algorithm()).await?;
        match signature {
            Signature::OtherKey => {}
            Signature::None => _ = say("alg", json!("none")),
            Signature::PublicKeyAsHmac | Signature::ClientIdAsHmac => _ = say("alg", json!("HS256")),
            Signature::Pss => _ = say("alg", json!("PS256")),
            Signature::EmbeddedKey => {
                say("kid", json!(stranger.kid()));
                say("jwk", stranger.public_jwk());
            }
        }
        bent.members(Place::Header, &mut header, facts);
        let header = Value::Object(header).to_string();
        match signature {
            Signature::OtherKey | Signature::EmbeddedKey => stranger.sign_parts(&header, claims),
            Signature::None => Ok(format!("{}.", unsigned(&header, claims))),
            Signature::PublicKeyAsHmac => Ok(with_hmac(key.public_jwk().to_string().as_bytes(), &header, claims)),
            Signature::ClientIdAsHmac => Ok(with_hmac(facts.client_id.as_bytes(), &header, claims)),
            Signature::Pss => {
                let pss = SigningKey::from_pkcs8(key.kid(), SigningAlgorithm::Ps256, &key.to_pkcs8()?)?;
                pss.sign_parts(&header, claims)
            }
        }
    }
}

fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn with_hmac(secret: &[u8], header: &str, claims: &str) -> String {
    let message = unsigned(header, claims);
    let mac = URL_SAFE_NO_PAD.encode(hmac_sha256(secret, message.as_bytes()));
    format!("{message}.{mac}")
}
