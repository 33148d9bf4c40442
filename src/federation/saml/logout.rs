//! Single logout (SAML Core §3.7, SAML Profiles §4.4): asking a provider, and being asked.
//!
//! Messages come to us by POST only, and signed; an unsigned one is refused, whether it asks or answers.

use bergshamra_xml::uppsala::XmlWriter;
use roxmltree::{Document, Node};

use super::assertion::{self, NameId};
use super::canonical::Canonicaliser;
use super::document::{
    self, MESSAGE, at_most_one, attribute, children, exactly_one, is, nothing_smuggled, required, trimmed,
};
use super::message::{Direction, Heading, Outgoing};
use super::names::{ASSERTION, DSIG, PROTOCOL, SUCCESS};
use super::response::decode;
use super::service::Service;
use super::{Refusal, instant, signature};
use crate::crypto::saml::PeerKey;
use crate::domain::clock::Micros;

/// For how many seconds a message of a logout is taken after it was made, where it does not say itself.
const FRESH_SECS: i64 = 300;

/// What a message of a logout must agree with.
#[derive(Clone, Copy)]
pub struct LogoutExpected<'a> {
    /// The entity id of the provider.
    pub issuer: &'a str,
    /// The keys that its metadata names for signing.
    pub keys: &'a [PeerKey],
    /// The URL that the message was posted to.
    pub recipient: &'a str,
    /// The present moment.
    pub now: Micros,
    /// By how many seconds the clocks may differ.
    pub skew_secs: i64,
}

/// What a provider answered to our request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoutAnswer {
    /// The session at the provider has ended, and so has every other that it reached.
    Done,
    /// It has not, or not everywhere.
    NotDone,
}

/// A provider's request to end sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingLogout {
    /// The id that our answer must name, and that is not taken twice.
    pub id: String,
    /// Whose sessions.
    pub name_id: NameId,
    /// Which sessions; all, where none is named.
    pub session_indexes: Vec<String>,
    /// From when on the request is worthless.
    pub not_on_or_after: Micros,
}

/// A `LogoutRequest` for one session of a person.
#[must_use]
pub fn ask_logout(
    service: &Service<'_>,
    id: &str,
    now: Micros,
    destination: &str,
    name_id: &NameId,
    session_index: Option<&str>,
) -> Outgoing {
    let mut body = XmlWriter::new();
    let qualifiers = [
        ("Format", name_id.format.as_deref()),
        ("NameQualifier", name_id.name_qualifier.as_deref()),
        ("SPNameQualifier", name_id.sp_name_qualifier.as_deref()),
    ];
    let attributes: Vec<(&str, &str)> =
        qualifiers.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    body.start_element("saml:NameID", &attributes);
    body.text(&name_id.value);
    body.end_element("saml:NameID");
    if let Some(index) = session_index {
        body.start_element("samlp:SessionIndex", &[]);
        body.text(index);
        body.end_element("samlp:SessionIndex");
    }
    let until = instant::write(now.plus_secs(FRESH_SECS));
    let extra = [("NotOnOrAfter", until.as_str())];
    let heading = Heading { direction: Direction::Request, name: "samlp:LogoutRequest", id, now, destination };
    Outgoing::new(service, &heading, &extra, &body.into_string())
}

/// The `LogoutResponse` to a request that was honoured.
#[must_use]
pub fn answer_logout(service: &Service<'_>, id: &str, now: Micros, destination: &str, request_id: &str) -> Outgoing {
    let mut body = XmlWriter::new();
    body.start_element("samlp:Status", &[]);
    body.empty_element("samlp:StatusCode", &[("Value", SUCCESS)]);
    body.end_element("samlp:Status");
    let extra = [("InResponseTo", request_id)];
    let heading = Heading { direction: Direction::Response, name: "samlp:LogoutResponse", id, now, destination };
    Outgoing::new(service, &heading, &extra, &body.into_string())
}

/// Reads the provider's answer to our request `request_id`.
pub fn read_logout_answer(
    canonicaliser: &dyn Canonicaliser,
    posted: &str,
    request_id: &str,
    expected: &LogoutExpected<'_>,
) -> Result<LogoutAnswer, Refusal> {
    let signed = signed_message(canonicaliser, posted, "LogoutResponse", expected)?;
    let tree = document::parse(&signed, MESSAGE)?;
    let answer = tree.root_element();
    held(answer, "LogoutResponse", expected)?;
    if attribute(answer, "InResponseTo") != Some(request_id) {
        return Err(Refusal::InResponseTo);
    }
    let code = exactly_one(exactly_one(answer, PROTOCOL, "Status")?, PROTOCOL, "StatusCode")?;
    let is_partial = children(code, PROTOCOL, "StatusCode").next().is_some();
    let is_done = attribute(code, "Value") == Some(SUCCESS) && !is_partial;
    Ok(if is_done { LogoutAnswer::Done } else { LogoutAnswer::NotDone })
}

/// Reads a provider's request.
pub fn read_logout_request(
    canonicaliser: &dyn Canonicaliser,
    posted: &str,
    expected: &LogoutExpected<'_>,
) -> Result<IncomingLogout, Refusal> {
    let signed = signed_message(canonicaliser, posted, "LogoutRequest", expected)?;
    let tree = document::parse(&signed, MESSAGE)?;
    let request = tree.root_element();
    let issued = held(request, "LogoutRequest", expected)?;
    let until = match attribute(request, "NotOnOrAfter") {
        Some(until) => instant::read(until, "NotOnOrAfter")?,
        None => issued.plus_secs(FRESH_SECS),
    };
    if until <= expected.now.plus_secs(-expected.skew_secs) {
        return Err(Refusal::Expired);
    }
    Ok(IncomingLogout {
        id: required(request, "ID")?.to_owned(),
        name_id: assertion::name_id(request)?,
        session_indexes: children(request, PROTOCOL, "SessionIndex").filter_map(trimmed).collect(),
        not_on_or_after: until.plus_secs(expected.skew_secs),
    })
}

/// Whom a message says that it is of. Only to choose whose keys verify it.
#[must_use]
pub fn unverified_issuer(posted: &str) -> Option<String> {
    let text = decode(posted).ok()?;
    let tree = document::parse(&text, MESSAGE).ok()?;
    at_most_one(tree.root_element(), ASSERTION, "Issuer").ok()?.and_then(trimmed)
}

/// The bytes of the message that the provider signed.
fn signed_message(
    canonicaliser: &dyn Canonicaliser,
    posted: &str,
    name: &'static str,
    expected: &LogoutExpected<'_>,
) -> Result<String, Refusal> {
    let text = decode(posted)?;
    let tree: Document<'_> = document::parse(&text, MESSAGE)?;
    let message = tree.root_element();
    if !is(message, PROTOCOL, name) {
        return Err(Refusal::WrongMessage);
    }
    nothing_smuggled(message, &[])?;
    let own = at_most_one(message, DSIG, "Signature")?.ok_or(Refusal::Unsigned)?;
    signature::verified(canonicaliser, &text, message, own, expected.keys)
}

/// Holds a message to what is expected of all; answers when it was made.
fn held(message: Node<'_, '_>, name: &'static str, expected: &LogoutExpected<'_>) -> Result<Micros, Refusal> {
    if !is(message, PROTOCOL, name) {
        return Err(Refusal::WrongMessage);
    }
    if attribute(message, "Version") != Some("2.0") {
        return Err(Refusal::Version);
    }
    assertion::issuer(exactly_one(message, ASSERTION, "Issuer")?, expected.issuer)?;
    if attribute(message, "Destination") != Some(expected.recipient) {
        return Err(Refusal::Destination);
    }
    let issued = instant::read(required(message, "IssueInstant")?, "IssueInstant")?;
    if issued > expected.now.plus_secs(expected.skew_secs) {
        return Err(Refusal::FromTheFuture);
    }
    if issued <= expected.now.plus_secs(-FRESH_SECS - expected.skew_secs) {
        return Err(Refusal::Expired);
    }
    Ok(issued)
}
