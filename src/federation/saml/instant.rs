//! `xs:dateTime`, as SAML uses it: in UTC (SAML Core §1.3.3).

use chrono::{DateTime, NaiveDateTime, SecondsFormat};

use super::Refusal;
use crate::domain::clock::Micros;

/// Reads a moment. A time without a zone counts as UTC, as the specification says; an offset is taken too.
pub(super) fn read(text: &str, what: &'static str) -> Result<Micros, Refusal> {
    const NAIVE: &str = "%Y-%m-%dT%H:%M:%S%.f";
    if text.len() > 40 {
        return Err(Refusal::Malformed(what));
    }
    let with_zone = DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_micros());
    let moment =
        with_zone.or_else(|_| NaiveDateTime::parse_from_str(text, NAIVE).map(|at| at.and_utc().timestamp_micros()));
    moment.map(Micros).map_err(|_| Refusal::Malformed(what))
}

/// Writes a moment, to the second.
pub(super) fn write(at: Micros) -> String {
    DateTime::from_timestamp_micros(at.0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}
