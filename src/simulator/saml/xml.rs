//! Text into XML, in the one form that is canonical already (Exclusive XML Canonicalization 1.0, Canonical XML §2.3).

use chrono::{DateTime, SecondsFormat};

use crate::domain::clock::Micros;

pub(super) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
pub(super) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
pub(super) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
pub(super) const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
pub(super) const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
pub(super) const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

/// Content of an element.
pub(super) fn text(text: &str) -> String {
    let text: String = text.chars().filter(|c| is_xml(*c)).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#xD;")
}

/// The value of an attribute.
pub(super) fn value(value: &str) -> String {
    let value: String = value.chars().filter(|c| is_xml(*c)).collect();
    let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    value.replace('\t', "&#x9;").replace('\n', "&#xA;").replace('\r', "&#xD;")
}

/// A moment, to the second.
pub(super) fn moment(at: Micros) -> String {
    DateTime::from_timestamp_micros(at.0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// XML 1.0 §2.2.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
