//! What apps and their servers say of the person who signs in.

use serde::Deserialize;

use super::text;
use crate::protocol::aws::json::{Duty, List, Member, Shape, structure};

/// One that must be there, as SDKs send it, and of which nothing depends.
const fn required_inert(name: &'static str) -> Member {
    Member { name, is_required: true, duty: Duty::Inert(text::ANY) }
}

structure! {
    /// What an app says.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
    pub struct UserContextDataType = "UserContextDataType" {
        /// The address; believed only of clients that may say it.
        ip_address: Option<String> = optional("IpAddress", text::ANY),
    }
    // A fingerprint that only Cognito can read.
    also [Member::inert("EncodedData", text::ANY)]
}

structure! {
    /// A header of the person's request.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    pub struct HttpHeader = "HttpHeader" {
        /// Its name.
        name: Option<String> = optional("headerName", text::ANY),
        /// Its value.
        value: Option<String> = optional("headerValue", text::ANY),
    }
}

structure! {
    /// What an app's server says.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    pub struct ContextDataType = "ContextDataType" {
        /// The address of the person.
        ip_address: String = required("IpAddress", text::ANY),
        /// The headers of their request.
        http_headers: Vec<HttpHeader> =
            required("HttpHeaders", Shape::List(&List { of: Shape::Structure(HttpHeader::SHAPE), min: 0, max: 1000 })),
    }
    // Which of the app's servers asks, and a fingerprint that only Cognito can read.
    also [
        required_inert("ServerName"),
        required_inert("ServerPath"),
        Member::inert("EncodedData", text::ANY),
    ]
}
