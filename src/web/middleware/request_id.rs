//! One id per request, made here and taken from no one, so that a user's report finds its log lines and no stranger can
//! choose what the log says.

use std::future::{Ready, ready};

use actix_web::{
    Error, FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::header::{HeaderMap, HeaderName, HeaderValue},
};
use uuid::{Uuid, fmt::Hyphenated};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const X_AMZN_REQUESTID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// The id of the running request, for error pages and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId([u8; Hyphenated::LENGTH]);

impl RequestId {
    pub(super) fn of(uuid: Uuid) -> Self {
        let mut text = [0; Hyphenated::LENGTH];
        uuid.hyphenated().encode_lower(&mut text);
        Self(text)
    }

    /// The id as it stands in the log and in the response's headers.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Writes it into a response, under our name and under Cognito's.
    pub(super) fn set(self, headers: &mut HeaderMap) {
        let value = HeaderValue::from_str(self.as_str()).expect("a UUID is ASCII");
        headers.insert(X_REQUEST_ID, value.clone());
        headers.insert(X_AMZN_REQUESTID, value);
    }
}

impl FromRequest for RequestId {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // the middleware is outermost; without it there is still a request to answer
        ready(Ok(request.extensions().get::<Self>().copied().unwrap_or_else(|| Self::of(Uuid::nil()))))
    }
}
