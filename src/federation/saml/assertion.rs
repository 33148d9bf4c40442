//! Reads an assertion whose bytes the provider signed.

use std::collections::BTreeMap;

use roxmltree::Node;
use serde::{Deserialize, Serialize};

use super::document::{at_most_one, attribute, children, exactly_one, is, required, text, trimmed};
use super::names::{ASSERTION, ENTITY};
use super::response::Expected;
use super::{Refusal, condition, instant};
use crate::domain::clock::Micros;

/// More than any honest name has (SAML Core §8.3.7 allows 256 to a persistent one; a mail address may have 320).
const MAX_NAME_CHARS: usize = 320;
const MAX_ID_BYTES: usize = 256;

/// The name of a subject, with all that a logout must repeat of it (SAML Core §2.2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameId {
    /// The name, exactly as signed.
    pub value: String,
    /// What kind of name.
    pub format: Option<String>,
    /// In whose space of names.
    pub name_qualifier: Option<String>,
    /// For which service provider.
    pub sp_name_qualifier: Option<String>,
}

/// What a provider said of a person, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The assertion's ID. Refuse to take it twice until [`Self::not_on_or_after`].
    pub assertion_id: String,
    /// The provider's entity id.
    pub issuer: String,
    /// Who.
    pub name_id: NameId,
    /// The provider's session, for logout.
    pub session_index: Option<String>,
    /// When the provider authenticated the person.
    pub authn_instant: Micros,
    /// How, as the provider names it.
    pub authn_context: Option<String>,
    /// The attributes: name and values, in their order. Those with the same name are one.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// From when on the assertion is worthless, our tolerance included.
    pub not_on_or_after: Micros,
}

/// Reads the assertion and holds it to what is expected (SAML Core §2, SAML Profiles §4.1.4.2, §4.1.4.3).
pub(super) fn read(assertion: Node<'_, '_>, expected: &Expected<'_>) -> Result<Verified, Refusal> {
    if !is(assertion, ASSERTION, "Assertion") {
        return Err(Refusal::Assertions);
    }
    if attribute(assertion, "Version") != Some("2.0") {
        return Err(Refusal::Version);
    }
    let assertion_id = required(assertion, "ID")?;
    if assertion_id.is_empty() || assertion_id.len() > MAX_ID_BYTES {
        return Err(Refusal::Malformed("ID"));
    }
    let issued = instant::read(required(assertion, "IssueInstant")?, "IssueInstant")?;
    if issued > expected.latest() {
        return Err(Refusal::FromTheFuture);
    }
    issuer(exactly_one(assertion, ASSERTION, "Issuer")?, expected.issuer)?;
    let subject = exactly_one(assertion, ASSERTION, "Subject")?;
    let confirmed_until = condition::confirmed(subject, expected)?;
    let conditions = exactly_one(assertion, ASSERTION, "Conditions")?;
    let valid_until =
        condition::hold(conditions, expected)?.map_or(confirmed_until, |until| until.max(confirmed_until));
    let statement = children(assertion, ASSERTION, "AuthnStatement").next().ok_or(Refusal::NoAuthentication)?;
    let session_end = attribute(statement, "SessionNotOnOrAfter");
    if let Some(end) = session_end
        && instant::read(end, "SessionNotOnOrAfter")? <= expected.earliest()
    {
        return Err(Refusal::SessionEnded);
    }
    let authn_instant = instant::read(required(statement, "AuthnInstant")?, "AuthnInstant")?;
    if authn_instant > expected.latest() {
        return Err(Refusal::FromTheFuture);
    }
    let context = at_most_one(statement, ASSERTION, "AuthnContext")?;
    let context = context.map(|context| at_most_one(context, ASSERTION, "AuthnContextClassRef")).transpose()?.flatten();
    Ok(Verified {
        assertion_id: assertion_id.to_owned(),
        issuer: expected.issuer.to_owned(),
        name_id: name_id(subject)?,
        session_index: attribute(statement, "SessionIndex").map(str::to_owned),
        authn_instant,
        authn_context: context.and_then(trimmed),
        attributes: attributes(assertion)?,
        not_on_or_after: expected.with_skew(valid_until),
    })
}

/// Holds an `Issuer` to the entity id that it must name (SAML Core §2.2.5).
pub(super) fn issuer(node: Node<'_, '_>, expected: &str) -> Result<(), Refusal> {
    let is_entity = attribute(node, "Format").is_none_or(|format| format == ENTITY);
    if is_entity && trimmed(node).as_deref() == Some(expected) { Ok(()) } else { Err(Refusal::Issuer) }
}

/// The `NameID` below `parent`. White space around it is layout; within, and anything that is not text, is refused: nobody
/// shall be taken for another because two programs read a name differently (CVE-2017-11427).
pub(super) fn name_id(parent: Node<'_, '_>) -> Result<NameId, Refusal> {
    if parent.children().any(|child| is(child, ASSERTION, "EncryptedID")) {
        return Err(Refusal::EncryptedPart);
    }
    let node = at_most_one(parent, ASSERTION, "NameID")?.ok_or(Refusal::NameId)?;
    let value = trimmed(node).ok_or(Refusal::NameId)?;
    let chars = value.chars().count();
    if chars == 0 || chars > MAX_NAME_CHARS || value.chars().any(char::is_control) {
        return Err(Refusal::NameId);
    }
    let own = |name| attribute(node, name).map(str::to_owned);
    Ok(NameId {
        format: own("Format"),
        name_qualifier: own("NameQualifier"),
        sp_name_qualifier: own("SPNameQualifier"),
        value,
    })
}

fn attributes(assertion: Node<'_, '_>) -> Result<BTreeMap<String, Vec<String>>, Refusal> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for statement in children(assertion, ASSERTION, "AttributeStatement") {
        if statement.children().any(|child| is(child, ASSERTION, "EncryptedAttribute")) {
            return Err(Refusal::EncryptedPart);
        }
        for node in children(statement, ASSERTION, "Attribute") {
            let values = all.entry(required(node, "Name")?.to_owned()).or_default();
            values.extend(children(node, ASSERTION, "AttributeValue").filter_map(value));
        }
    }
    Ok(all)
}

/// A value that is text, or one `NameID` (as `eduPersonTargetedID` is). Other structures are no value for us.
fn value(node: Node<'_, '_>) -> Option<String> {
    let is_nil = node.attributes().any(|a| a.name() == "nil" && matches!(a.value(), "true" | "1"));
    if is_nil {
        return None;
    }
    text(node).or_else(|| {
        let mut elements = node.children().filter(Node::is_element);
        let only = elements.next().filter(|child| is(*child, ASSERTION, "NameID"))?;
        if elements.next().is_some() { None } else { trimmed(only) }
    })
}
