//! XML signatures, in the one shape that SAML allows (SAML Core §5.4): enveloped, of the element that they stand in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;

use super::canonical::Canonicaliser;
use super::document::{self, MESSAGE, attribute, children, exactly_one, place, required};
use super::names::{DSIG, ENVELOPED, EXC_C14N};
use super::{Refusal, algorithms};
use crate::crypto::saml::{DigestAlgorithm, PeerKey, SignatureAlgorithm};

/// More prefixes than any document declares.
const MAX_PREFIXES: usize = 16;

/// What `SignedInfo` says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SignedInfo {
    /// Inclusive prefixes of its own canonicalisation.
    prefixes: Vec<String>,
    algorithm: SignatureAlgorithm,
    uri: String,
    /// Inclusive prefixes of the canonicalisation of the signed element.
    element_prefixes: Vec<String>,
    digest_algorithm: DigestAlgorithm,
    digest: Vec<u8>,
}

/// The canonical bytes of `element`, as one of the keys signed them by `signature`, which is its child. `text` is the
/// document of both.
pub(super) fn verified(
    canonicaliser: &dyn Canonicaliser,
    text: &str,
    element: Node<'_, '_>,
    signature: Node<'_, '_>,
    keys: &[PeerKey],
) -> Result<String, Refusal> {
    let signed_info = shape(signature)?;
    let shown = SignedInfo::read(signed_info)?;
    let value = base64_of(exactly_one(signature, DSIG, "SignatureValue")?)?;
    let canonical =
        canonicaliser.element(text, &place(signed_info), None, &shown.prefixes).ok_or(Refusal::Differential)?;
    if !keys.iter().any(|key| key.verifies(shown.algorithm, canonical.as_bytes(), &value)) {
        return Err(Refusal::BadSignature);
    }
    // From here on what counts is what was signed, not what the message shows (CVE-2025-29774: a comment in DigestValue).
    let signed = SignedInfo::read_signed(&canonical)?;
    if signed != shown {
        return Err(Refusal::Differential);
    }
    if signed.uri.strip_prefix('#') != attribute(element, "ID") {
        return Err(Refusal::Reference);
    }
    let without = place(signature);
    let bytes = canonicaliser
        .element(text, &place(element), Some(&without), &signed.element_prefixes)
        .ok_or(Refusal::Differential)?;
    if signed.digest_algorithm.of(bytes.as_bytes()) != signed.digest {
        return Err(Refusal::Changed);
    }
    Ok(bytes)
}

/// `SignedInfo` of a signature that has it, a value and at most a `KeyInfo`, in this order. `KeyInfo` is never read: a key
/// in the message is the word of whoever wrote the message.
fn shape<'a, 'x>(signature: Node<'a, 'x>) -> Result<Node<'a, 'x>, Refusal> {
    let names: Vec<&str> = signature.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
    if !matches!(names.as_slice(), ["SignedInfo", "SignatureValue"] | ["SignedInfo", "SignatureValue", "KeyInfo"]) {
        return Err(Refusal::Malformed("Signature"));
    }
    exactly_one(signature, DSIG, "SignedInfo")
}

impl SignedInfo {
    fn read(node: Node<'_, '_>) -> Result<Self, Refusal> {
        let names: Vec<&str> = node.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
        if names != ["CanonicalizationMethod", "SignatureMethod", "Reference"] {
            return Err(Refusal::Malformed("SignedInfo"));
        }
        let canonicalisation = exactly_one(node, DSIG, "CanonicalizationMethod")?;
        algorithms::canonicalisation(required(canonicalisation, "Algorithm")?)?;
        let method = exactly_one(node, DSIG, "SignatureMethod")?;
        // no parameters: HMACOutputLength and the parameters of PSS have no place in what is taken
        if method.children().any(|child| child.is_element()) {
            return Err(Refusal::SignatureAlgorithm);
        }
        let reference = exactly_one(node, DSIG, "Reference")?;
        let digest_method = exactly_one(reference, DSIG, "DigestMethod")?;
        Ok(Self {
            prefixes: prefixes(canonicalisation)?,
            algorithm: algorithms::signature(required(method, "Algorithm")?)?,
            uri: attribute(reference, "URI").ok_or(Refusal::Reference)?.to_owned(),
            element_prefixes: transforms(exactly_one(reference, DSIG, "Transforms")?)?,
            digest_algorithm: algorithms::digest(required(digest_method, "Algorithm")?)?,
            digest: base64_of(exactly_one(reference, DSIG, "DigestValue")?)?,
        })
    }

    fn read_signed(canonical: &str) -> Result<Self, Refusal> {
        let tree = document::parse(canonical, MESSAGE).map_err(|_| Refusal::Differential)?;
        if !document::is(tree.root_element(), DSIG, "SignedInfo") {
            return Err(Refusal::Differential);
        }
        Self::read(tree.root_element())
    }
}

/// The two transforms, in their order; answers the inclusive prefixes of the second. XSLT, `XPath` and base64 are programs or
/// change what is read, and are refused by not being these.
fn transforms(node: Node<'_, '_>) -> Result<Vec<String>, Refusal> {
    let all: Vec<Node<'_, '_>> = children(node, DSIG, "Transform").collect();
    let others = node.children().filter(Node::is_element).count() != all.len();
    let [enveloped, canonicalisation] = all.as_slice() else { return Err(Refusal::Transforms) };
    let is_enveloped = attribute(*enveloped, "Algorithm") == Some(ENVELOPED) && !enveloped.has_children();
    if others || !is_enveloped || attribute(*canonicalisation, "Algorithm") != Some(EXC_C14N) {
        return Err(Refusal::Transforms);
    }
    prefixes(*canonicalisation)
}

/// The list of inclusive prefixes of a canonicalisation. An odd list can only add declarations of namespaces, which change
/// nothing of what is read; a long one costs time.
fn prefixes(node: Node<'_, '_>) -> Result<Vec<String>, Refusal> {
    let mut list = Vec::new();
    for child in node.children().filter(Node::is_element) {
        if !document::is(child, EXC_C14N, "InclusiveNamespaces") || !list.is_empty() {
            return Err(Refusal::Canonicalisation);
        }
        let named = required(child, "PrefixList").map_err(|_| Refusal::Canonicalisation)?;
        list = named.split_ascii_whitespace().map(str::to_owned).collect();
    }
    if list.len() > MAX_PREFIXES { Err(Refusal::Canonicalisation) } else { Ok(list) }
}

/// The bytes of an element that holds base64, which may be laid out in lines.
pub(super) fn base64_of(node: Node<'_, '_>) -> Result<Vec<u8>, Refusal> {
    let text = document::text(node).ok_or(Refusal::NotBase64)?;
    let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(packed).map_err(|_| Refusal::NotBase64)
}
