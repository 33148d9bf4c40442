//! When a request says it was signed: `X-Amz-Date`, else `Date`; where both stand they must agree.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::SigV4Error;
use crate::domain::clock::Micros;

const FORMAT: &str = "%Y%m%dT%H%M%SZ";

/// The moment of signing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SigningDate {
    /// As it stands in the string to sign, `YYYYMMDDTHHMMSSZ`.
    pub text: String,
    /// The same as a time.
    pub at: Micros,
}

impl SigningDate {
    /// Takes the values of the two headers.
    pub(super) fn from_headers(amz_date: Option<&str>, date: Option<&str>) -> Result<Self, SigV4Error> {
        let amz = amz_date.map(parse_basic).transpose()?;
        let http = date.map(|text| parse_http(text).or_else(|_| parse_basic(text))).transpose()?;
        match (amz, http) {
            (Some(amz), Some(http)) if amz.at != http.at => {
                Err(SigV4Error::invalid("The headers X-Amz-Date and Date differ."))
            }
            (Some(date), _) | (None, Some(date)) => Ok(date),
            (None, None) => Err(SigV4Error::incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
            )),
        }
    }

    /// The day, `YYYYMMDD`, to which the credential must be scoped.
    pub(super) fn day(&self) -> &str {
        &self.text[..8]
    }
}

fn parse_basic(text: &str) -> Result<SigningDate, SigV4Error> {
    let wrong = || SigV4Error::incomplete("Date must be in ISO-8601 'basic format', e.g. 20150830T123600Z.");
    // chrono takes signs and spaces in numbers; sixteen fixed places leave it no room.
    let shape_holds = text.len() == 16
        && text.bytes().enumerate().all(|(i, c)| match i {
            8 => c == b'T',
            15 => c == b'Z',
            _ => c.is_ascii_digit(),
        });
    if !shape_holds {
        return Err(wrong());
    }
    let at = NaiveDateTime::parse_from_str(text, FORMAT).map_err(|_| wrong())?.and_utc();
    Ok(SigningDate { text: text.to_owned(), at: Micros(at.timestamp_micros()) })
}

fn parse_http(text: &str) -> Result<SigningDate, SigV4Error> {
    let at = DateTime::parse_from_rfc2822(text)
        .map_err(|_| SigV4Error::incomplete("The header Date is not a date of RFC 9110."))?
        .to_utc();
    Ok(SigningDate { text: at.format(FORMAT).to_string(), at: Micros(at.timestamp_micros()) })
}

/// A moment as `YYYYMMDDTHHMMSSZ`; empty for moments that no calendar has.
pub(super) fn basic(at: Micros) -> String {
    DateTime::<Utc>::from_timestamp(at.secs(), 0).map_or_else(String::new, |at| at.format(FORMAT).to_string())
}
