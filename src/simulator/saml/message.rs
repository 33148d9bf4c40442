//! Messages of apps, out of a query or a form (SAML Bindings §3.4, §3.5).

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::DeflateDecoder;
use roxmltree::{Document, Node};
use url::form_urlencoded;

use super::signature::RSA_SHA256;
use super::xml::{ASSERTION, PROTOCOL};
use crate::crypto::saml::{DigestAlgorithm, PeerKey, SignatureAlgorithm};

/// The longest message that is inflated, in bytes.
const LONGEST: u64 = 64 * 1024;

/// What a message says, as far as anybody here wants to know. What it does not say is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// The name of its element.
    pub(super) name: String,
    pub(super) id: String,
    pub(super) issuer: String,
    /// Where the answer is to go.
    pub(super) answers: String,
    /// Whether nobody may be asked anything.
    pub(super) is_passive: bool,
    /// Who signs out.
    pub(super) name_id: String,
    /// Of which sessions.
    pub(super) session_indexes: Vec<String>,
    /// What goes back with the answer.
    pub(super) relay_state: String,
}

/// A message in a query, and what was signed of it.
pub(super) struct Queried {
    pub(super) message: Message,
    signed: String,
    algorithm: String,
    signature: Vec<u8>,
}

impl Queried {
    /// Reads a query.
    pub(super) fn read(query: &str) -> Option<Self> {
        let segment = |name: &str| query.split('&').find(|part| part.split('=').next() == Some(name));
        let value = |name: &str| {
            let part = segment(name)?;
            form_urlencoded::parse(part.as_bytes()).next().map(|(_, value)| value.into_owned())
        };
        let name = if segment("SAMLRequest").is_some() { "SAMLRequest" } else { "SAMLResponse" };
        let packed = STANDARD.decode(value(name)?).ok()?;
        let mut text = String::new();
        DeflateDecoder::new(packed.as_slice()).take(LONGEST).read_to_string(&mut text).ok()?;
        let message = Message { relay_state: value("RelayState").unwrap_or_default(), ..Message::parse(&text)? };
        let signed: Vec<&str> = [name, "RelayState", "SigAlg"].into_iter().filter_map(segment).collect();
        Some(Self {
            message,
            signed: signed.join("&"),
            algorithm: value("SigAlg").unwrap_or_default(),
            signature: STANDARD.decode(value("Signature").unwrap_or_default()).ok()?,
        })
    }

    /// Whether the key of a certificate signed it (SAML Bindings §3.4.4.1).
    pub(super) fn is_signed_by(&self, certificate: &[u8]) -> bool {
        let Ok(key) = PeerKey::from_certificate(certificate) else { return false };
        let algorithm = SignatureAlgorithm::Rsa(DigestAlgorithm::Sha256);
        self.algorithm == RSA_SHA256 && key.verifies(algorithm, self.signed.as_bytes(), &self.signature)
    }
}

impl Message {
    /// Reads a form.
    pub(super) fn posted(body: &str) -> Option<Self> {
        let value = |name: &str| {
            let mut pairs = form_urlencoded::parse(body.as_bytes());
            pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
        };
        let text = String::from_utf8(STANDARD.decode(value("SAMLRequest")?).ok()?).ok()?;
        Some(Self { relay_state: value("RelayState").unwrap_or_default(), ..Self::parse(&text)? })
    }

    fn parse(text: &str) -> Option<Self> {
        // roxmltree knows no entities but XML's own, and no DTD unless it is told to
        let tree = Document::parse(text).ok()?;
        let root = tree.root_element();
        if root.tag_name().namespace() != Some(PROTOCOL) {
            return None;
        }
        let attribute = |name: &str| root.attribute(name).unwrap_or_default().to_owned();
        let texts = |namespace: &str, name: &str| {
            let is = |node: &Node<'_, '_>| node.has_tag_name((namespace, name));
            let text = |node: Node<'_, '_>| node.text().unwrap_or_default().trim().to_owned();
            root.children().filter(is).map(text).collect::<Vec<_>>()
        };
        let first = |all: Vec<String>| all.into_iter().next().unwrap_or_default();
        Some(Self {
            name: root.tag_name().name().to_owned(),
            id: attribute("ID"),
            issuer: first(texts(ASSERTION, "Issuer")),
            answers: attribute("AssertionConsumerServiceURL"),
            is_passive: matches!(attribute("IsPassive").as_str(), "true" | "1"),
            name_id: first(texts(ASSERTION, "NameID")),
            session_indexes: texts(PROTOCOL, "SessionIndex"),
            relay_state: String::new(),
        })
    }
}
