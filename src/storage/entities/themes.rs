//! The look of a pool's pages.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `themes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "themes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pool_id: String,
    pub document: String,
    pub css_hash: String,
    pub css: String,
    pub logo: Option<Vec<u8>>,
    pub logo_media_type: String,
    pub logo_hash: String,
    pub updated_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
