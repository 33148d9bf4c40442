//! Text into a tree, or a refusal before anything looks at the tree.

use std::collections::HashSet;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::Refusal;
use super::canonical::Place;
use super::names::{ASSERTION, DSIG};

/// What a text may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) bytes: usize,
    pub(super) nodes: u32,
    /// Also bounds the attributes, of which each has one.
    pub(super) equals_signs: usize,
    pub(super) depth: usize,
    pub(super) comments: bool,
}

/// Of a message from a browser.
pub(super) const MESSAGE: Bounds =
    Bounds { bytes: 256 * 1024, nodes: 16_384, equals_signs: 4_096, depth: 32, comments: false };
/// Of metadata, which administrators bring.
pub(super) const METADATA: Bounds =
    Bounds { bytes: 1024 * 1024, nodes: 65_536, equals_signs: 32_768, depth: 32, comments: true };

/// Parses within the bounds. Characters and entities that XML predefines are all that is expanded: without a DTD there are
/// no others.
pub(super) fn parse(text: &str, bounds: Bounds) -> Result<Document<'_>, Refusal> {
    if text.len() > bounds.bytes {
        return Err(Refusal::TooLarge);
    }
    // Attributes are compared with each other while they are parsed, so that their number is bounded before. Each has an
    // equals sign; each element and the end of each has a `<`.
    if count(text, b'=') > bounds.equals_signs || count(text, b'<') > 2 * bounds.nodes as usize {
        return Err(Refusal::TooComplex);
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: bounds.nodes, ..ParsingOptions::default() };
    let tree = Document::parse_with_options(text, options).map_err(|error| refusal(&error))?;
    let root = tree.root_element();
    let mut ids = HashSet::new();
    for node in root.descendants() {
        if !bounds.comments && (node.is_comment() || node.is_pi()) {
            return Err(Refusal::Comment);
        }
        if node.ancestors().take(bounds.depth + 2).count() > bounds.depth {
            return Err(Refusal::TooComplex);
        }
        let mut own = node.attributes().filter(|attribute| is_id(attribute.name()));
        if own.any(|attribute| !ids.insert(attribute.value())) {
            return Err(Refusal::DuplicateId);
        }
    }
    Ok(tree)
}

fn count(text: &str, byte: u8) -> usize {
    text.bytes().filter(|other| *other == byte).count()
}

/// Every name by which some library finds an element.
fn is_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("id") || name == "AssertionID"
}

#[expect(clippy::wildcard_enum_match_arm, reason = "every other error of a parser is that the text is not XML")]
fn refusal(error: &Error) -> Refusal {
    match error {
        Error::DtdDetected => Refusal::Doctype,
        Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => Refusal::TooComplex,
        _ => Refusal::NotXml,
    }
}

/// Whether the node is the element of that namespace and name.
pub(super) fn is(node: Node<'_, '_>, namespace: &str, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name && node.tag_name().namespace() == Some(namespace)
}

/// The child elements of that name.
pub(super) fn children<'a, 'x>(
    node: Node<'a, 'x>,
    namespace: &'static str,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'x>> {
    node.children().filter(move |child| is(*child, namespace, name))
}

/// The child element of that name, of which there may be one.
pub(super) fn at_most_one<'a, 'x>(
    node: Node<'a, 'x>,
    namespace: &'static str,
    name: &'static str,
) -> Result<Option<Node<'a, 'x>>, Refusal> {
    let mut found = children(node, namespace, name);
    match (found.next(), found.next()) {
        (first, None) => Ok(first),
        (_, Some(_)) => Err(Refusal::Malformed(name)),
    }
}

/// The child element of that name, of which there must be one.
pub(super) fn exactly_one<'a, 'x>(
    node: Node<'a, 'x>,
    namespace: &'static str,
    name: &'static str,
) -> Result<Node<'a, 'x>, Refusal> {
    at_most_one(node, namespace, name)?.ok_or(Refusal::Malformed(name))
}

/// The attribute without a namespace. One in a namespace is another attribute, whatever it is called.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &'static str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.namespace().is_none() && attribute.name() == name).map(|a| a.value())
}

/// The attribute, which must be there.
pub(super) fn required<'a>(node: Node<'a, '_>, name: &'static str) -> Result<&'a str, Refusal> {
    attribute(node, name).ok_or(Refusal::Malformed(name))
}

/// All text of an element that has only text. None where there are elements within.
pub(super) fn text(node: Node<'_, '_>) -> Option<String> {
    let mut text = String::new();
    for child in node.children() {
        match child.is_text() {
            true => text.push_str(child.text().unwrap_or_default()),
            false if child.is_element() => return None,
            false => {}
        }
    }
    Some(text)
}

/// The text without the white space with which XML is laid out.
pub(super) fn trimmed(node: Node<'_, '_>) -> Option<String> {
    text(node).map(|text| text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned())
}

/// Where the element is, as the canonicaliser is told.
pub(super) fn place(node: Node<'_, '_>) -> Place {
    let mut place: Place = node
        .ancestors()
        .filter(|ancestor| ancestor.is_element() && ancestor.parent_element().is_some())
        .map(|ancestor| {
            let mut before = 0;
            let mut sibling = ancestor.prev_sibling_element();
            while let Some(other) = sibling {
                before += 1;
                sibling = other.prev_sibling_element();
            }
            before
        })
        .collect();
    place.reverse();
    place
}

/// Refuses every assertion, plain or encrypted, that is not in `allowed`, and every signature that is not the child of the
/// root or of one of these: nothing may be smuggled into extensions, advice, attribute values or key information.
pub(super) fn nothing_smuggled(root: Node<'_, '_>, allowed: &[Node<'_, '_>]) -> Result<(), Refusal> {
    for node in root.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        // by the name alone: one in a wrong namespace is no assertion to us, but may be one to somebody
        let is_assertion =
            matches!(name, "Assertion" | "EncryptedAssertion") && node.tag_name().namespace() != Some(DSIG);
        if is_assertion && (!allowed.contains(&node) || node.tag_name().namespace() != Some(ASSERTION)) {
            return Err(Refusal::Assertions);
        }
        if name == "Signature" {
            let parent = node.parent_element();
            let in_place = parent.is_some_and(|parent| parent == root || allowed.contains(&parent));
            let is_second = node.prev_siblings().skip(1).any(|other| other.tag_name().name() == "Signature");
            if !in_place || is_second || node.tag_name().namespace() != Some(DSIG) {
                return Err(Refusal::SignaturePlace);
            }
        }
    }
    Ok(())
}
