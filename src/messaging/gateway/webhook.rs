//! A gateway of one's own: JSON, signed as Standard Webhooks has it. The id is the same over retries, so that a receiver
//! that has seen it sends nothing twice.

use http::Request;
use serde::Serialize;

use super::{Gateway, Outgoing};
use crate::crypto::webhook::WebhookKey;

/// What is posted (`docs/guides/sms.md` tells receivers of it; members are added, never changed).
#[derive(Serialize)]
struct Body<'a> {
    /// What happened, for receivers of several kinds of webhooks.
    r#type: &'static str,
    /// The number, in E.164.
    to: &'a str,
    /// The sender to show; empty: the receiver's own.
    from: &'a str,
    /// The text.
    text: &'a str,
}

pub(super) fn request(
    gateway: &Gateway,
    key: &WebhookKey,
    outgoing: Outgoing<'_>,
) -> Result<Request<Vec<u8>>, http::Error> {
    let body = Body { r#type: "sms.send", to: outgoing.to, from: &gateway.from, text: outgoing.text.as_str() };
    let body = serde_json::to_vec(&body).unwrap_or_default();
    Request::post(gateway.url.as_str())
        .header("content-type", "application/json")
        .header("webhook-id", outgoing.id)
        .header("webhook-timestamp", outgoing.at.secs().to_string())
        .header("webhook-signature", key.sign(outgoing.id, outgoing.at, &body))
        .body(body)
}
