//! The port to the library that computes canonical bytes (Exclusive XML Canonicalization 1.0).
//!
//! What it answers is not trusted: the caller verifies a signature or a digest over the bytes and then reads nothing but
//! them. A wrong answer can only be a refusal.

use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::NodeSet;
use bergshamra_xml::uppsala::{self, Document, NodeId};

/// An element of a document: which child element to go into, from the root element down. Empty is the root element.
pub type Place = Vec<usize>;

/// Computes canonical bytes.
pub trait Canonicaliser: Send + Sync {
    /// The exclusive canonical form, without comments, of the element at `place` in the XML `text`, leaving out the element
    /// at `without` and all in it. `prefixes` is the list of inclusive namespaces, `#default` being the default one. None
    /// where it cannot be computed.
    fn element(&self, text: &str, place: &Place, without: Option<&Place>, prefixes: &[String]) -> Option<String>;
}

/// The canonicaliser in use.
#[derive(Debug, Clone, Copy, Default)]
pub struct Exclusive;

impl Canonicaliser for Exclusive {
    fn element(&self, text: &str, place: &Place, without: Option<&Place>, prefixes: &[String]) -> Option<String> {
        let document = uppsala::parse(text).ok()?;
        let mut nodes = NodeSet::tree_without_comments(find(&document, place)?, &document);
        if let Some(without) = without {
            nodes = nodes.subtract(&NodeSet::tree_with_comments(find(&document, without)?, &document));
        }
        let bytes = canonicalize_doc(&document, C14nMode::Exclusive, Some(&nodes), prefixes).ok()?;
        String::from_utf8(bytes).ok()
    }
}

fn find(document: &Document<'_>, place: &Place) -> Option<NodeId> {
    let root = document.document_element()?;
    place.iter().try_fold(root, |node, at| {
        document.children_iter(node).filter(|child| document.element(*child).is_some()).nth(*at)
    })
}
