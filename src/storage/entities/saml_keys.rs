//! The keys by which pools sign to SAML providers and are encrypted to, sealed.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `saml_keys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "saml_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pool_id: String,
    pub private_key: Vec<u8>,
    pub certificate: Vec<u8>,
    pub created_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
