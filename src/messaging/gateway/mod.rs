//! The HTTP gateway that text messages leave by, in the words of one of three: Twilio's, Amazon SNS's, or a webhook of
//! ours that anybody can write.
//!
//! What a gateway says of the *message* (its number does not exist, its receiver has opted out) is for good; what it says
//! of *us* (our credentials, our pace, its own health) may be set right, so the message waits. An answer's body is read
//! for its code alone: the rest may name the number.

mod sns;
mod twilio;
mod webhook;

use http::{Request, Response, StatusCode};
use url::Url;

use super::SendError;
use super::sms::Text;
use crate::crypto::webhook::WebhookKey;
use crate::domain::clock::Micros;
use crate::domain::secret::Secret;
use crate::outbound::HttpClient;

/// The longest code of a gateway's refusal that is kept.
const LONGEST_CODE: usize = 40;

/// Whose words a gateway speaks, with what proves who we are.
#[derive(Clone, Debug)]
pub enum GatewayShape {
    /// Twilio's `Messages.json`.
    Twilio {
        /// The account, or the API key.
        user: String,
        /// Its token, or the key's secret.
        password: Secret,
    },
    /// Amazon SNS's `Publish`.
    Sns {
        /// The access key.
        access_key_id: String,
        /// Its secret.
        secret: Secret,
        /// The region in whose name is signed.
        region: String,
    },
    /// A signed webhook (Standard Webhooks).
    Webhook {
        /// What it is signed with.
        key: WebhookKey,
    },
}

/// A gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    http: HttpClient,
    url: Url,
    shape: GatewayShape,
    from: String,
}

/// One text message on its way.
#[derive(Clone, Copy)]
struct Outgoing<'a> {
    /// The number, in E.164.
    to: &'a str,
    text: &'a Text,
    /// The same over retries.
    id: &'a str,
    /// The moment of this try.
    at: Micros,
}

impl Gateway {
    /// The gateway at exactly this URL. `from` is the sender that it is asked to show; empty: the gateway's own.
    pub fn new(http: HttpClient, url: Url, shape: GatewayShape, from: String) -> Self {
        Self { http, url, shape, from }
    }

    /// Hands one text message over. `id` stays the same over retries; a gateway that looks at it sends no message twice.
    pub(super) async fn send(&self, to: &str, text: &Text, id: &str, at: Micros) -> Result<(), SendError> {
        let outgoing = Outgoing { to, text, id, at };
        let request = match &self.shape {
            GatewayShape::Twilio { user, password } => twilio::request(self, user, password, outgoing),
            GatewayShape::Sns { access_key_id, secret, region } => {
                sns::request(self, sns::Signing { access_key_id, secret, region }, outgoing)
            }
            GatewayShape::Webhook { key } => webhook::request(self, key, outgoing),
        };
        let request = request.map_err(|_| SendError::Permanent("it cannot be written as a request".to_owned()))?;
        let answer = self.http.send(request).await.map_err(|error| SendError::Temporary(error.to_string()))?;
        self.judge(&answer)
    }

    fn judge(&self, answer: &Response<Vec<u8>>) -> Result<(), SendError> {
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let code = match &self.shape {
            GatewayShape::Twilio { .. } => twilio::code(answer.body()),
            GatewayShape::Sns { .. } => sns::code(answer.body()),
            GatewayShape::Webhook { .. } => None,
        };
        let code =
            code.filter(|code| code.len() <= LONGEST_CODE && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let why = match &code {
            Some(code) => format!("{} {code}", status.as_u16()),
            None => status.as_u16().to_string(),
        };
        let is_pace = code.is_some_and(|code| code.starts_with("Throttl"));
        if is_of_message(status) && !is_pace { Err(SendError::Permanent(why)) } else { Err(SendError::Temporary(why)) }
    }

    /// A POST of a form to the gateway.
    fn form(&self, fields: &[(&str, &str)]) -> (http::request::Builder, Vec<u8>) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes();
        let builder = Request::post(self.url.as_str()).header("content-type", "application/x-www-form-urlencoded");
        (builder, body)
    }
}

/// Whether the refusal is of this message, so that the next try would be refused too.
fn is_of_message(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BAD_REQUEST | StatusCode::GONE | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNPROCESSABLE_ENTITY
    )
}

#[cfg(test)]
mod tests {
    use http::{Response, StatusCode};
    use url::Url;

    use super::{Gateway, GatewayShape};
    use crate::domain::secret::Secret;
    use crate::messaging::SendError;
    use crate::outbound::{HttpClient, Reach};

    fn gateway(shape: GatewayShape) -> Gateway {
        let http = HttpClient::new(&Reach::default()).unwrap();
        Gateway::new(http, Url::parse("https://sms.example.test/").unwrap(), shape, String::new())
    }

    fn twilio() -> GatewayShape {
        GatewayShape::Twilio { user: "AC1".to_owned(), password: Secret::from("token") }
    }

    fn sns() -> GatewayShape {
        let text = str::to_owned;
        GatewayShape::Sns { access_key_id: text("AKID"), secret: Secret::from("s"), region: text("eu-central-1") }
    }

    fn judged(shape: GatewayShape, status: u16, body: &str) -> Result<(), SendError> {
        let mut answer = Response::new(body.as_bytes().to_vec());
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        gateway(shape).judge(&answer)
    }

    #[test]
    fn what_is_said_of_the_message_is_for_good_and_what_is_said_of_us_is_not() {
        let xml = |code: &str| {
            format!(
                "<ErrorResponse><Error><Code>{code}</Code><Message>+4915112345678</Message></Error></ErrorResponse>"
            )
        };
        for (shape, status, body, expected) in [
            (twilio(), 201, String::new(), "ok"),
            (
                twilio(),
                400,
                r#"{"code": 21211, "message": "+4915112345678 is not valid"}"#.to_owned(),
                "never: 400 21211",
            ),
            (twilio(), 401, r#"{"code": 20003}"#.to_owned(), "not now: 401 20003"),
            (twilio(), 429, r#"{"code": 20429}"#.to_owned(), "not now: 429 20429"),
            (twilio(), 503, "<html>".to_owned(), "not now: 503"),
            (twilio(), 302, String::new(), "not now: 302"),
            (twilio(), 400, r#"{"code": "+4915112345678"}"#.to_owned(), "never: 400"),
            (sns(), 200, String::new(), "ok"),
            (sns(), 400, xml("InvalidParameter"), "never: 400 InvalidParameter"),
            (sns(), 400, xml("Throttling"), "not now: 400 Throttling"),
            (sns(), 403, xml("SignatureDoesNotMatch"), "not now: 403 SignatureDoesNotMatch"),
            (sns(), 500, xml("InternalError"), "not now: 500 InternalError"),
            (sns(), 400, xml("<b>+4915112345678"), "never: 400"),
        ] {
            let said = judged(shape, status, &body).map_or_else(|error| error.to_string(), |()| "ok".to_owned());
            assert_eq!(said, expected, "{status} {body}");
        }
    }
}
