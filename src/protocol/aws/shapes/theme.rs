//! Themes, at our own operations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::{EpochSeconds, List, Shape, Text, structure};

/// Values by token name.
pub const TOKENS: Shape = Shape::Map { is_sensitive: false };

/// An image in base64: 200 KiB at most, and a little more to say so by name.
pub const LOGO: Shape = Shape::Text(&Text::up_to(400_000).at_least(1).sensitive());

/// Links below the pages. How many there may be is the theme's own rule.
pub const FOOTER: Shape = Shape::List(&List { of: Shape::Structure(FooterLinkType::SHAPE), min: 0, max: 20 });

structure! {
    /// A link below the pages.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct FooterLinkType = "FooterLinkType" {
        /// `privacy`, `terms` or `help`, which the product has words for.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String> = optional("Name", Shape::Text(&Text::up_to(128))),
        /// Labels of another link by language; `en` among them.
        #[serde(skip_serializing_if = "Option::is_none")]
        labels: Option<BTreeMap<String, String>> = optional("Labels", TOKENS),
        /// Where it leads: https.
        href: String = required("Href", Shape::Text(&Text::up_to(2048))),
    }
}

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
    /// Links below the pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footer_links: Vec<FooterLinkType>,
    /// The media type of its logo, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_media_type: Option<String>,
    /// When it was last changed; absent where the pool has the built-in look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<EpochSeconds>,
}
