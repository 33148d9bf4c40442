//! Signs a request as a client does, so that tests can be one, and calls to services that ask for it can be made.

use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign as hmac};

use super::authorization::Scope;
use super::canonical::{canonical_request, hex_sha256};
use super::signing_date::basic;
use super::{ALGORITHM, RequestParts};
use crate::domain::clock::Micros;

/// Whose signature, and where and for what it holds.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The public half of the key.
    pub access_key_id: &'a str,
    /// The secret half.
    pub secret: &'a str,
    /// The region of the scope.
    pub region: &'a str,
    /// The signing name of the service.
    pub service: &'a str,
}

impl Signer<'_> {
    /// The value of the header `Authorization` for `METHOD /` at `now`; every header in `parts` is signed, and there
    /// must be one `host` and one `x-amz-date`, as [`amz_date`] writes it.
    pub fn authorization(&self, parts: &RequestParts<'_>, now: Micros) -> String {
        let mut headers: Vec<(&str, &str)> =
            parts.headers.iter().filter_map(|(name, value)| Some((*name, str::from_utf8(value).ok()?))).collect();
        headers.sort_unstable();
        let date = amz_date(now);
        let scope = Scope {
            date: date.get(..8).unwrap_or_default().to_owned(),
            region: self.region.to_owned(),
            service: self.service.to_owned(),
        };
        let canonical = canonical_request(parts.method, &headers, &hex_sha256(parts.body));
        let text = string_to_sign(&date, &scope, &canonical);
        let signature = hmac(&signing_key(self.secret, &scope), text.as_bytes());
        format!(
            "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature={}",
            self.access_key_id,
            scope.canonical(),
            headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";"),
            hex::encode(signature)
        )
    }
}

/// `now` as it stands in the header `X-Amz-Date`.
pub fn amz_date(now: Micros) -> String {
    basic(now)
}

/// What the signature is made over.
pub(super) fn string_to_sign(date: &str, scope: &Scope, canonical: &str) -> String {
    format!("{ALGORITHM}\n{date}\n{}\n{}", scope.canonical(), hex_sha256(canonical.as_bytes()))
}

/// The key that the secret yields in this scope.
pub(super) fn signing_key(secret: &str, scope: &Scope) -> Key {
    let first = Key::new(HMAC_SHA256, format!("AWS4{secret}").as_bytes());
    [scope.date.as_str(), &scope.region, &scope.service, "aws4_request"]
        .into_iter()
        .fold(first, |key, part| Key::new(HMAC_SHA256, hmac(&key, part.as_bytes()).as_ref()))
}
