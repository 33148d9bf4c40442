//! The sessions that people have at SAML providers, sealed, found by keyed hashes of whose they are and of the provider's index.

use sea_orm::entity::prelude::*;

/// A row of `saml_sessions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saml_sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub pool_id: String,
    /// A keyed hash of provider and name.
    pub person: Option<String>,
    /// A keyed hash of provider, name and index.
    pub session_index: Option<String>,
    pub session: Vec<u8>,
    pub expires_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
