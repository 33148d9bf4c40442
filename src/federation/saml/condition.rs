//! To whom, when, and in answer to what: the conditions of an assertion and the confirmation of its subject.

use roxmltree::Node;

use super::document::{at_most_one, attribute, children, is, trimmed};
use super::names::{ASSERTION, BEARER};
use super::response::Expected;
use super::{Refusal, instant};
use crate::domain::clock::Micros;

/// Holds `Conditions` to what is expected and answers its end (SAML Core §2.5). The audience is mandatory. A condition that we
/// do not know makes the assertion's validity unknown (§2.5.1.1), which here is a refusal.
pub(super) fn hold(conditions: Node<'_, '_>, expected: &Expected<'_>) -> Result<Option<Micros>, Refusal> {
    let until = window(conditions, expected)?;
    let mut is_for_us = false;
    for condition in conditions.children().filter(Node::is_element) {
        if is(condition, ASSERTION, "AudienceRestriction") {
            // several restrictions must all hold, of the audiences of one any (§2.5.1.4)
            let mut audiences = children(condition, ASSERTION, "Audience").filter_map(trimmed);
            if !audiences.any(|audience| audience == expected.audience) {
                return Err(Refusal::Audience);
            }
            is_for_us = true;
        } else if !is(condition, ASSERTION, "OneTimeUse") && !is(condition, ASSERTION, "ProxyRestriction") {
            // every assertion is used once here, and none is passed on
            return Err(Refusal::UnknownCondition);
        }
    }
    if is_for_us { Ok(until) } else { Err(Refusal::Audience) }
}

/// Until when the best bearer confirmation of the subject holds (SAML Profiles §4.1.4.2).
pub(super) fn confirmed(subject: Node<'_, '_>, expected: &Expected<'_>) -> Result<Micros, Refusal> {
    let confirmations = children(subject, ASSERTION, "SubjectConfirmation");
    let bearers = confirmations.filter(|node| attribute(*node, "Method") == Some(BEARER));
    let mut refusal = Refusal::Confirmation;
    for bearer in bearers {
        match confirmation(bearer, expected) {
            Ok(until) => return Ok(until),
            Err(why) => refusal = why,
        }
    }
    Err(refusal)
}

fn confirmation(bearer: Node<'_, '_>, expected: &Expected<'_>) -> Result<Micros, Refusal> {
    let data = at_most_one(bearer, ASSERTION, "SubjectConfirmationData")?.ok_or(Refusal::Confirmation)?;
    if attribute(data, "NotBefore").is_some() {
        return Err(Refusal::Confirmation);
    }
    if attribute(data, "Recipient") != Some(expected.recipient) {
        return Err(Refusal::Destination);
    }
    if attribute(data, "InResponseTo") != expected.request_id {
        return Err(Refusal::InResponseTo);
    }
    window(data, expected)?.ok_or(Refusal::Confirmation)
}

/// `NotBefore` and `NotOnOrAfter` of an element; answers the latter.
fn window(node: Node<'_, '_>, expected: &Expected<'_>) -> Result<Option<Micros>, Refusal> {
    if let Some(from) = attribute(node, "NotBefore")
        && instant::read(from, "NotBefore")? > expected.latest()
    {
        return Err(Refusal::NotYet);
    }
    let Some(until) = attribute(node, "NotOnOrAfter") else { return Ok(None) };
    let until = instant::read(until, "NotOnOrAfter")?;
    if until <= expected.earliest() { Err(Refusal::Expired) } else { Ok(Some(until)) }
}
