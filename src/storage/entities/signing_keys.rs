//! Token signing keys, the private half sealed.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `signing_keys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "signing_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    pub pool_id: String,
    pub key_use: String,
    pub alg: String,
    pub phase: String,
    pub private_key: Vec<u8>,
    pub public_jwk: String,
    pub created_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
