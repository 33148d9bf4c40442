//! Reads the `Authorization` header and the credential scope in it. Refuses whatever it does not know.

use super::{ALGORITHM, SigV4Error};

/// Where and for what a signing key holds: `date/region/service/aws4_request`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// `YYYYMMDD`.
    pub date: String,
    /// Any region: clients insist on one, this product has none.
    pub region: String,
    /// The signing name of the service.
    pub service: String,
}

impl Scope {
    /// The scope as it stands in the string to sign.
    pub fn canonical(&self) -> String {
        format!("{}/{}/{}/aws4_request", self.date, self.region, self.service)
    }
}

/// The three parts of the header, taken apart but not yet held against the request.
#[derive(Debug)]
pub(super) struct Header<'a> {
    pub access_key_id: &'a str,
    pub scope: Scope,
    pub signed_headers: Vec<&'a str>,
    pub signature: [u8; 32],
}

impl<'a> Header<'a> {
    /// Takes apart `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; each part once, in any order.
    pub(super) fn parse(text: &'a str, services: &[&str]) -> Result<Self, SigV4Error> {
        let rest = text.strip_prefix(ALGORITHM).and_then(|rest| rest.strip_prefix(' ')).ok_or_else(|| {
            SigV4Error::incomplete(format!("Authorization header requires the algorithm '{ALGORITHM}'."))
        })?;
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for part in rest.split(',') {
            let part = part.trim_matches(' ');
            let (name, value) = part.split_once('=').ok_or_else(|| {
                SigV4Error::incomplete("Authorization header must consist of 'key=value' pairs separated by commas.")
            })?;
            let slot = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => return Err(SigV4Error::incomplete("Authorization header has a parameter that is not known.")),
            };
            if slot.replace(value).is_some() {
                return Err(SigV4Error::incomplete(format!("Authorization header has '{name}' more than once.")));
            }
        }
        let (access_key_id, scope) = parse_credential(require(credential, "Credential")?, services)?;
        Ok(Self {
            access_key_id,
            scope,
            signed_headers: parse_signed_headers(require(signed_headers, "SignedHeaders")?)?,
            signature: parse_signature(require(signature, "Signature")?)?,
        })
    }
}

fn require<'a>(value: Option<&'a str>, name: &str) -> Result<&'a str, SigV4Error> {
    value
        .filter(|value| !value.is_empty())
        .ok_or_else(|| SigV4Error::incomplete(format!("Authorization header requires '{name}' parameter.")))
}

fn parse_credential<'a>(text: &'a str, services: &[&str]) -> Result<(&'a str, Scope), SigV4Error> {
    let parts: Vec<&str> = text.split('/').collect();
    let [key, date, region, service, terminator] = parts[..] else {
        return Err(SigV4Error::incomplete(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
        ));
    };
    let is_word = |c: u8| c.is_ascii_alphanumeric() || c == b'_';
    if !(1..=128).contains(&key.len()) || !key.bytes().all(is_word) {
        return Err(SigV4Error::incomplete("Credential has no valid access key id."));
    }
    if date.len() != 8 || !date.bytes().all(|c| c.is_ascii_digit()) {
        return Err(SigV4Error::incomplete("Credential has no valid date; it must have the form YYYYMMDD."));
    }
    let is_region = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    if !(1..=64).contains(&region.len()) || !region.bytes().all(is_region) {
        return Err(SigV4Error::invalid("Credential should be scoped to a valid region."));
    }
    if !services.contains(&service) {
        return Err(SigV4Error::wrong_service(services));
    }
    if terminator != "aws4_request" {
        return Err(SigV4Error::invalid("Credential should be scoped with a valid terminator: 'aws4_request'."));
    }
    Ok((key, Scope { date: date.to_owned(), region: region.to_owned(), service: service.to_owned() }))
}

/// Lower-case names, each once, in order, so that one request has one canonical form.
fn parse_signed_headers(text: &str) -> Result<Vec<&str>, SigV4Error> {
    let names: Vec<&str> = text.split(';').collect();
    let is_name = |name: &&str| {
        !name.is_empty() && name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'_')
    };
    if !names.iter().all(is_name) {
        return Err(SigV4Error::incomplete("SignedHeaders must be lower-case header names separated by semicolons."));
    }
    if !names.is_sorted_by(|a, b| a < b) {
        return Err(SigV4Error::incomplete("SignedHeaders must be sorted, and name each header once."));
    }
    Ok(names)
}

fn parse_signature(text: &str) -> Result<[u8; 32], SigV4Error> {
    let mut bytes = [0; 32];
    let is_lower = text.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
    if !is_lower || hex::decode_to_slice(text, &mut bytes).is_err() {
        return Err(SigV4Error::incomplete("Signature must be 64 lower-case hexadecimal digits."));
    }
    Ok(bytes)
}
