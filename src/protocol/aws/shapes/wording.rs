//! What pools say in their own words, at our own operations.

use serde::Serialize;

use crate::protocol::aws::json::{EpochSeconds, Shape, Text};

/// A language tag.
pub const LANGUAGE: Shape = Shape::Text(&Text::up_to(35).at_least(2));

/// A Fluent source. How many bytes it may have is the catalog's rule; this only lets it say so.
pub const SOURCE: Shape = Shape::Text(&Text::up_to(100_000).at_least(1).sensitive());

/// The words of a pool in one language.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct WordingType {
    /// The language's tag.
    pub language: String,
    /// The Fluent source, as its author wrote it.
    pub source: String,
    /// When it was last changed.
    pub last_modified_date: EpochSeconds,
}

/// What a pool says in its own words.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct WordingsType {
    /// Its pool.
    pub user_pool_id: String,
    /// The languages that pages and mails are written in.
    pub languages: Vec<String>,
    /// The words, by language.
    pub wordings: Vec<WordingType>,
}
