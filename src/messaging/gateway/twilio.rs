//! Twilio's shape: a form POST to `…/Accounts/{AccountSid}/Messages.json` with Basic authentication. Others offer it too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use serde::Deserialize;
use serde_json::Value;

use super::{Gateway, Outgoing};
use crate::domain::secret::{ExposeSecret as _, Secret};

/// What the id of a messaging service begins with; it takes the place of a sender.
const SERVICE: &str = "MG";

pub(super) fn request(
    gateway: &Gateway,
    user: &str,
    password: &Secret,
    outgoing: Outgoing<'_>,
) -> Result<Request<Vec<u8>>, http::Error> {
    let sender = if gateway.from.starts_with(SERVICE) { "MessagingServiceSid" } else { "From" };
    let (builder, body) =
        gateway.form(&[("To", outgoing.to), (sender, &gateway.from), ("Body", outgoing.text.as_str())]);
    let credentials = STANDARD.encode(format!("{user}:{}", password.expose_secret()));
    builder.header("authorization", format!("Basic {credentials}")).body(body)
}

/// The number of a refusal.
pub(super) fn code(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Refusal {
        code: Value,
    }
    let refusal: Refusal = serde_json::from_slice(body).ok()?;
    Some(refusal.code.as_u64()?.to_string())
}
