//! Themes, at our own operations.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::protocol::aws::json::{EpochSeconds, Shape, Text};

/// Values by token name.
pub const TOKENS: Shape = Shape::Map { is_sensitive: false };

/// An image in base64: 200 KiB at most, and a little more to say so by name.
pub const LOGO: Shape = Shape::Text(&Text::up_to(400_000).at_least(1).sensitive());

/// The look of a pool.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ThemeType {
    /// Its pool.
    pub user_pool_id: String,
    /// Values of the light scheme, and what is the same in both.
    pub tokens: BTreeMap<String, String>,
    /// Colours of the dark scheme.
    pub dark_tokens: BTreeMap<String, String>,
    /// The media type of its logo, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_media_type: Option<String>,
    /// When it was last changed; absent where the pool has the built-in look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<EpochSeconds>,
}
