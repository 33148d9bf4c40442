//! Locale negotiation and Fluent catalogs in layers.
//!
//! A [`Catalog`] holds the product's messages, one Fluent file per language. A [`Translator`] is what one answer is
//! written with: the pool's own wording first, then the product's words in the chosen language, then English. It
//! refuses to know what a page or a mail is; it knows keys and arguments. Messages carry no markup: the templates
//! escape every text, so that a translator (or a pool's administrator) cannot write HTML into a sign-in page.

mod catalog;
mod layer;
mod negotiation;
mod translator;
mod wording;

pub use catalog::{Catalog, CatalogError};
pub use layer::Layer;
pub use negotiation::{Wishes, negotiate};
pub use translator::{Direction, Translator};
pub use wording::{WORDING_LIMIT, WordingProblem};

#[cfg(test)]
mod tests;
