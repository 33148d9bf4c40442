//! What SAML's POST binding brings (SAML Bindings §3.5.4). Its message is longer than any parameter elsewhere may be.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::web::limits;

/// Longest body, in bytes: a message of 256 KiB in base64, percent-encoded at its worst, and a state.
const LONGEST: usize = 640 * 1024;
/// Longest `RelayState`, in bytes.
const LONGEST_STATE: usize = 16 * 1024;

/// The fields of the form; `Err`: it cannot be read, or a field is there twice.
#[derive(Clone, Debug)]
pub struct SamlForm(pub Result<SamlFields, ()>);

/// The fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SamlFields {
    /// `SAMLResponse`.
    pub response: Option<String>,
    /// `SAMLRequest`.
    pub request: Option<String>,
    /// `RelayState`; empty when absent.
    pub state: String,
}

impl SamlFields {
    /// Reads a body.
    pub fn read(body: &[u8]) -> Option<Self> {
        if body.len() > LONGEST || limits::check_form(body).is_err() || std::str::from_utf8(body).is_err() {
            return None;
        }
        let mut fields = Self::default();
        let mut state = None;
        for (name, value) in url::form_urlencoded::parse(body) {
            let field = match name.as_ref() {
                "SAMLResponse" => &mut fields.response,
                "SAMLRequest" => &mut fields.request,
                "RelayState" => &mut state,
                _ => continue,
            };
            if field.replace(value.into_owned()).is_some() {
                return None;
            }
        }
        fields.state = state.unwrap_or_default();
        (fields.state.len() <= LONGEST_STATE).then_some(fields)
    }
}

impl FromRequest for SamlForm {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = actix_web::web::Bytes::from_request(request, payload);
        Box::pin(async move { Ok(Self(bytes.await.ok().and_then(|bytes| SamlFields::read(&bytes)).ok_or(()))) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_there_once() {
        let fields = SamlFields::read(b"SAMLResponse=a%2Bb&RelayState=c+d&x=y").unwrap();
        assert_eq!((fields.response.as_deref(), fields.request, fields.state.as_str()), (Some("a+b"), None, "c d"));
        for body in ["SAMLResponse=a&SAMLResponse=b", "RelayState=a&SAMLResponse=b&RelayState=a"] {
            assert_eq!(SamlFields::read(body.as_bytes()), None, "{body}");
        }
        assert_eq!(SamlFields::read(&vec![b'a'; LONGEST + 1]), None);
        assert_eq!(SamlFields::read(b"SAMLResponse=\xff"), None);
    }
}
