//! `Authorization: Basic` as OAuth uses it: both halves are form-encoded before they are joined (RFC 6749 §2.3.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use thiserror::Error;

use crate::domain::secret::Secret;

/// Longest header read, in bytes.
const LONGEST: usize = 4096;

/// The header is not Basic, or cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the Authorization header cannot be read")]
pub struct BasicError;

/// Reads a header value into client id and secret.
pub fn parse_basic(value: &str) -> Result<(String, Secret), BasicError> {
    let (scheme, encoded) = value.split_once(' ').ok_or(BasicError)?;
    if !scheme.eq_ignore_ascii_case("basic") || value.len() > LONGEST {
        return Err(BasicError);
    }
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| BasicError)?;
    let text = String::from_utf8(bytes).map_err(|_| BasicError)?;
    let (id, secret) = text.split_once(':').ok_or(BasicError)?;
    let decode = |half: &str| {
        percent_decode_str(&half.replace('+', " "))
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| BasicError)
    };
    Ok((decode(id)?, Secret::from(decode(secret)?)))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::{BasicError, parse_basic};
    use crate::domain::secret::ExposeSecret;

    #[test]
    fn both_halves_are_decoded() {
        let (id, secret) = parse_basic(&format!("Basic {}", STANDARD.encode("client:s%3Acret%2B"))).unwrap();
        assert_eq!((id.as_str(), secret.expose_secret()), ("client", "s:cret+"));
    }

    #[test]
    fn what_is_not_basic_is_refused() {
        let colonless = format!("Basic {}", STANDARD.encode("client"));
        let binary = format!("Basic {}", STANDARD.encode([0xff, 0xfe, b':']));
        let long = format!("Basic {}", STANDARD.encode("a:".repeat(4096)));
        for value in ["", "Basic", "Basic ", "Basic %%%", "Bearer abc", &colonless, &binary, &long] {
            assert_eq!(parse_basic(value).map(|_| ()), Err(BasicError), "{value}");
        }
    }
}
