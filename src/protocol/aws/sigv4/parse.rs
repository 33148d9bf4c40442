//! Holds the `Authorization` header against the request: what must be signed, is it signed, and does it stand there
//! once. No secret is needed for any of it.

use super::SigV4Error;
use super::authorization::{Header, Scope};
use super::canonical::{canonical_request, hex_sha256};
use super::sign::string_to_sign;
use super::signing_date::SigningDate;

/// What of a request is looked at.
#[derive(Clone, Copy, Debug)]
pub struct RequestParts<'a> {
    /// The method, upper case.
    pub method: &'a str,
    /// The query, without its question mark; empty when there is none.
    pub query: &'a str,
    /// Every header as received, duplicates included; names in lower case.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The whole body.
    pub body: &'a [u8],
}

/// A well-formed authorization, not yet verified: nothing in it may be believed before [`Self::verify`] said yes.
#[derive(Clone, Debug)]
pub struct ParsedAuthorization {
    /// Whose secret must have made the signature.
    pub access_key_id: String,
    /// Where and for what the signing key holds.
    pub scope: Scope,
    pub(super) date: SigningDate,
    pub(super) string_to_sign: String,
    pub(super) signature: [u8; 32],
}

/// Whether the query is that of a presigned URL.
pub(super) fn is_presigned(parts: &RequestParts<'_>) -> bool {
    parts.query.to_ascii_lowercase().contains("x-amz-")
}

/// Reads the authorization of a request.
///
/// `services` are the signing names that are accepted, the first of which is named in the refusal. Fails when there
/// is no authorization or it is not exactly as it must be.
pub fn parse(parts: &RequestParts<'_>, services: &[&str]) -> Result<ParsedAuthorization, SigV4Error> {
    check_query(parts)?;
    let authorization = single(parts, "authorization")?.ok_or(SigV4Error::Missing)?;
    let header = Header::parse(authorization, services)?;
    check_all_signed(parts, &header.signed_headers)?;
    let date = SigningDate::from_headers(single(parts, "x-amz-date")?, single(parts, "date")?)?;
    check_scope_date(&header.scope, &date)?;
    let body_sha256 = hex_sha256(parts.body);
    check_body_hash(single(parts, "x-amz-content-sha256")?, &body_sha256)?;
    let headers = signed_values(parts, &header.signed_headers)?;
    if single(parts, "x-amz-security-token")?.is_some() {
        return Err(SigV4Error::SessionToken);
    }
    let canonical = canonical_request(parts.method, &headers, &body_sha256);
    let string_to_sign = string_to_sign(&date.text, &header.scope, &canonical);
    Ok(ParsedAuthorization {
        access_key_id: header.access_key_id.to_owned(),
        scope: header.scope,
        date,
        string_to_sign,
        signature: header.signature,
    })
}

fn check_query(parts: &RequestParts<'_>) -> Result<(), SigV4Error> {
    match parts.query {
        "" => Ok(()),
        _ if is_presigned(parts) => Err(SigV4Error::Presigned),
        _ => Err(SigV4Error::Query),
    }
}

/// The value of a header that may stand in the request at most once.
fn single<'a>(parts: &RequestParts<'a>, name: &str) -> Result<Option<&'a str>, SigV4Error> {
    let mut values = parts.headers.iter().filter(|(known, _)| *known == name).map(|(_, value)| *value);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(SigV4Error::incomplete(format!("The header '{name}' must be sent once.")));
    }
    str::from_utf8(value)
        .map(Some)
        .map_err(|_| SigV4Error::incomplete(format!("The header '{name}' is not valid UTF-8.")))
}

/// `host` and every `x-amz-*` header must be signed: a header outside the signature could be changed on the way, and
/// `x-amz-target` names the operation (case 207).
fn check_all_signed(parts: &RequestParts<'_>, signed: &[&str]) -> Result<(), SigV4Error> {
    let must = parts.headers.iter().map(|(name, _)| *name).filter(|name| name.starts_with("x-amz-"));
    for name in must.chain(["host"]) {
        if !signed.contains(&name) {
            return Err(SigV4Error::invalid(format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")));
        }
    }
    Ok(())
}

fn check_scope_date(scope: &Scope, date: &SigningDate) -> Result<(), SigV4Error> {
    if scope.date == date.day() {
        return Ok(());
    }
    Err(SigV4Error::invalid(format!(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', from \
         '{}'.",
        scope.date,
        date.day(),
        date.text
    )))
}

/// Where the client states the body's hash, it must be the body's hash. `UNSIGNED-PAYLOAD` and the streaming forms
/// are other texts, and so are refused too.
fn check_body_hash(stated: Option<&str>, actual: &str) -> Result<(), SigV4Error> {
    match stated {
        Some(stated) if stated != actual => {
            Err(SigV4Error::invalid("The header 'x-amz-content-sha256' does not match the hash of the body."))
        }
        Some(_) | None => Ok(()),
    }
}

/// The signed headers with their values. One that is absent, or there more than once, has no single canonical form.
fn signed_values<'a>(parts: &RequestParts<'a>, signed: &[&'a str]) -> Result<Vec<(&'a str, &'a str)>, SigV4Error> {
    signed
        .iter()
        .map(|name| {
            let value = single(parts, name)?
                .ok_or_else(|| SigV4Error::invalid(format!("The signed header '{name}' is not in the request.")))?;
            Ok((*name, value))
        })
        .collect()
}
