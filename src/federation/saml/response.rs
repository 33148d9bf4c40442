//! A `Response` (SAML Core §3.3.3, SAML Profiles §4.1.4): the way from a browser's bytes to a verified assertion.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;

use super::assertion::{self, Verified};
use super::canonical::Canonicaliser;
use super::document::{self, MESSAGE, at_most_one, attribute, children, exactly_one, is, nothing_smuggled, required};
use super::names::{ASSERTION, DSIG, PROTOCOL, SUCCESS};
use super::{Refusal, decryption, instant, signature};
use crate::crypto::saml::{PeerKey, ServiceKey};
use crate::domain::clock::Micros;

/// What a response must agree with.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The entity id of the provider that was asked.
    pub issuer: &'a str,
    /// The keys that its metadata names for signing.
    pub keys: &'a [PeerKey],
    /// Our entity id.
    pub audience: &'a str,
    /// The URL that the response was posted to.
    pub recipient: &'a str,
    /// The id of our request; none for a response that nobody asked for, which the caller has to have allowed.
    pub request_id: Option<&'a str>,
    /// The present moment.
    pub now: Micros,
    /// By how many seconds the clocks may differ.
    pub skew_secs: i64,
    /// Our keys, to open an encrypted assertion with.
    pub decryption: &'a [&'a ServiceKey],
    /// Whether a plain assertion is refused.
    pub must_be_encrypted: bool,
}

impl Expected<'_> {
    /// The latest moment that is not the future to a clock behind ours.
    pub(super) const fn latest(&self) -> Micros {
        self.now.plus_secs(self.skew_secs)
    }

    /// What ended before this has ended, to a clock ahead of ours.
    pub(super) const fn earliest(&self) -> Micros {
        self.now.plus_secs(-self.skew_secs)
    }

    /// When a moment has passed for both clocks.
    pub(super) const fn with_skew(&self, at: Micros) -> Micros {
        at.plus_secs(self.skew_secs)
    }
}

/// Reads a response as it was posted, in base64, and answers the assertion in it, verified.
pub fn read_response(
    canonicaliser: &dyn Canonicaliser,
    posted: &str,
    expected: &Expected<'_>,
) -> Result<Verified, Refusal> {
    let text = decode(posted)?;
    let tree = document::parse(&text, MESSAGE)?;
    let response = tree.root_element();
    if !is(response, PROTOCOL, "Response") {
        return Err(Refusal::WrongMessage);
    }
    let (plain, encrypted) = the_assertion(response)?;
    let body = plain.or(encrypted).ok_or(Refusal::Assertions)?;
    nothing_smuggled(response, &[body])?;

    let message_signature = at_most_one(response, DSIG, "Signature")?;
    let signed = match message_signature {
        Some(signature) => Some(signature::verified(canonicaliser, &text, response, signature, expected.keys)?),
        None => None,
    };
    // Where the message is signed, its signed bytes are what is read from here on. Where it is not, nothing outside the
    // assertion is believed; it can only add to the reasons to refuse.
    let signed_tree = signed.as_deref().map(|bytes| document::parse(bytes, MESSAGE)).transpose()?;
    let source = signed_tree.as_ref().map_or(response, roxmltree::Document::root_element);
    envelope(source, expected, signed.is_some())?;

    match encrypted {
        Some(outside) => {
            let opened = decryption::open(exactly_one(source, ASSERTION, "EncryptedAssertion")?, expected.decryption)?;
            let inner = inner(canonicaliser, &opened, signed.is_some(), expected);
            let inner = inner.or_else(|| within(canonicaliser, &opened, outside, expected));
            read(&inner.ok_or(Refusal::Undecryptable)?, expected)
        }
        None if expected.must_be_encrypted => Err(Refusal::NotEncrypted),
        None => match at_most_one(body, DSIG, "Signature")? {
            Some(own) => read(&signature::verified(canonicaliser, &text, body, own, expected.keys)?, expected),
            None if signed.is_some() => assertion::read(exactly_one(source, ASSERTION, "Assertion")?, expected),
            None => Err(Refusal::Unsigned),
        },
    }
}

/// The text of a message that came as a form's field.
pub(super) fn decode(posted: &str) -> Result<String, Refusal> {
    // four characters for three bytes, and a line break for every 64
    if posted.len() > MESSAGE.bytes / 3 * 4 + MESSAGE.bytes / 16 {
        return Err(Refusal::TooLarge);
    }
    let packed: String = posted.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(packed).map_err(|_| Refusal::NotBase64)?;
    String::from_utf8(bytes).map_err(|_| Refusal::NotXml)
}

type Assertion<'a, 'x> = Option<Node<'a, 'x>>;

/// The one assertion of a response, plain or encrypted.
fn the_assertion<'a, 'x>(response: Node<'a, 'x>) -> Result<(Assertion<'a, 'x>, Assertion<'a, 'x>), Refusal> {
    let mut plain = children(response, ASSERTION, "Assertion");
    let mut encrypted = children(response, ASSERTION, "EncryptedAssertion");
    match (plain.next(), plain.next(), encrypted.next(), encrypted.next()) {
        (None, None, None, None) => {
            // an answer without one is the provider's refusal, if it says so
            status(response)?;
            Err(Refusal::Assertions)
        }
        (plain @ Some(_), None, None, None) => Ok((plain, None)),
        (None, None, encrypted @ Some(_), None) => Ok((None, encrypted)),
        _ => Err(Refusal::Assertions),
    }
}

fn status(response: Node<'_, '_>) -> Result<(), Refusal> {
    let code = exactly_one(exactly_one(response, PROTOCOL, "Status")?, PROTOCOL, "StatusCode")?;
    if attribute(code, "Value") == Some(SUCCESS) { Ok(()) } else { Err(Refusal::Status) }
}

/// Holds what is around the assertion to what is expected.
fn envelope(response: Node<'_, '_>, expected: &Expected<'_>, is_signed: bool) -> Result<(), Refusal> {
    if !is(response, PROTOCOL, "Response") {
        return Err(Refusal::WrongMessage);
    }
    if attribute(response, "Version") != Some("2.0") {
        return Err(Refusal::Version);
    }
    status(response)?;
    if let Some(issuer) = at_most_one(response, ASSERTION, "Issuer")? {
        assertion::issuer(issuer, expected.issuer)?;
    }
    // a signed message must say where it goes (SAML Bindings §3.5.5.2)
    match attribute(response, "Destination") {
        Some(destination) if destination == expected.recipient => {}
        None if !is_signed => {}
        _ => return Err(Refusal::Destination),
    }
    if attribute(response, "InResponseTo") != expected.request_id {
        return Err(Refusal::InResponseTo);
    }
    if instant::read(required(response, "IssueInstant")?, "IssueInstant")? > expected.latest() {
        return Err(Refusal::FromTheFuture);
    }
    Ok(())
}

/// The signed bytes of a decrypted assertion. None for everything that is wrong: see [`decryption`].
fn inner(
    canonicaliser: &dyn Canonicaliser,
    opened: &str,
    message_is_signed: bool,
    expected: &Expected<'_>,
) -> Option<String> {
    let tree = document::parse(opened, MESSAGE).ok()?;
    let root = tree.root_element();
    if !is(root, ASSERTION, "Assertion") {
        return None;
    }
    nothing_smuggled(root, &[root]).ok()?;
    match at_most_one(root, DSIG, "Signature").ok()? {
        Some(own) => signature::verified(canonicaliser, opened, root, own, expected.keys).ok(),
        // the signature of the message covers the ciphertext, and so what is in it
        None if message_is_signed => Some(opened.to_owned()),
        None => None,
    }
}

/// The same, where the assertion is not complete by itself: its prefixes are declared around the ciphertext, in whose place it
/// stands (XML Encryption 1.1 §4.4). Whoever writes what is around chooses what they mean; so that only an assertion with a
/// signature of its own is taken, whose canonical bytes hold every declaration that it uses, as it was signed.
fn within(
    canonicaliser: &dyn Canonicaliser,
    opened: &str,
    outside: Node<'_, '_>,
    expected: &Expected<'_>,
) -> Option<String> {
    let declared = outside.namespaces().filter(|namespace| namespace.name() != Some("xml"));
    let declared = declared.map(|namespace| {
        let uri = namespace.uri().replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let prefix = namespace.name().map(|prefix| format!(":{prefix}")).unwrap_or_default();
        format!(" xmlns{prefix}=\"{uri}\"")
    });
    let text = format!("<within{}>{opened}</within>", declared.collect::<String>());
    let tree = document::parse(&text, MESSAGE).ok()?;
    let mut inside = tree.root_element().children().filter(Node::is_element);
    let (Some(assertion), None) = (inside.next(), inside.next()) else { return None };
    if !is(assertion, ASSERTION, "Assertion") {
        return None;
    }
    nothing_smuggled(assertion, &[assertion]).ok()?;
    let own = at_most_one(assertion, DSIG, "Signature").ok()??;
    signature::verified(canonicaliser, &text, assertion, own, expected.keys).ok()
}

/// Reads an assertion from the bytes that were signed, and only from them.
fn read(signed: &str, expected: &Expected<'_>) -> Result<Verified, Refusal> {
    let tree = document::parse(signed, MESSAGE)?;
    assertion::read(tree.root_element(), expected)
}
