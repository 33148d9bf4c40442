//! The shape of Amazon SNS: `Publish` to a phone number as a form POST, signed with Signature Version 4.

use http::Request;

use super::{Gateway, Outgoing};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::protocol::aws::sigv4::{RequestParts, Signer, amz_date};

/// Whose signature it is.
#[derive(Clone, Copy)]
pub(super) struct Signing<'a> {
    pub(super) access_key_id: &'a str,
    pub(super) secret: &'a Secret,
    pub(super) region: &'a str,
}

const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

pub(super) fn request(
    gateway: &Gateway,
    signing: Signing<'_>,
    outgoing: Outgoing<'_>,
) -> Result<Request<Vec<u8>>, http::Error> {
    // Names and values of the attributes: codes are transactional, and are not held back for cheaper routes.
    let mut attributes = vec![("AWS.SNS.SMS.SMSType", "Transactional")];
    match gateway.from.as_str() {
        "" => {}
        number if number.starts_with('+') => attributes.push(("AWS.MM.SMS.OriginationNumber", number)),
        name => attributes.push(("AWS.SNS.SMS.SenderID", name)),
    }
    let entries: Vec<(String, &str)> = (1..)
        .zip(&attributes)
        .flat_map(|(n, (name, value))| {
            let entry = format!("MessageAttributes.entry.{n}");
            [
                (format!("{entry}.Name"), *name),
                (format!("{entry}.Value.DataType"), "String"),
                (format!("{entry}.Value.StringValue"), *value),
            ]
        })
        .collect();
    let mut fields = vec![
        ("Action", "Publish"),
        ("Version", "2010-03-31"),
        ("PhoneNumber", outgoing.to),
        ("Message", outgoing.text.as_str()),
    ];
    fields.extend(entries.iter().map(|(name, value)| (name.as_str(), *value)));
    let (builder, body) = gateway.form(&fields);
    let (host, date) = (host(gateway), amz_date(outgoing.at));
    let headers: [(&str, &[u8]); 3] =
        [("content-type", CONTENT_TYPE.as_bytes()), ("host", host.as_bytes()), ("x-amz-date", date.as_bytes())];
    let parts = RequestParts { method: "POST", query: "", headers: &headers, body: &body };
    let signer = Signer {
        access_key_id: signing.access_key_id,
        secret: signing.secret.expose_secret(),
        region: signing.region,
        service: "sns",
    };
    let authorization = signer.authorization(&parts, outgoing.at);
    builder.header("host", host).header("x-amz-date", date).header("authorization", authorization).body(body)
}

/// The `Host` as it is sent: with its port where that is not the scheme's own.
fn host(gateway: &Gateway) -> String {
    let name = gateway.url.host_str().unwrap_or_default();
    gateway.url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// The word of a refusal, between the first `<Code>` and its end.
pub(super) fn code(body: &[u8]) -> Option<String> {
    let (_, rest) = str::from_utf8(body).ok()?.split_once("<Code>")?;
    rest.split_once("</Code>").map(|(code, _)| code.to_owned())
}
