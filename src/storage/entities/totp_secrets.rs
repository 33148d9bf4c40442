//! Secrets of authenticator apps, sealed: one in use, and one that is being set up.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `totp_secrets`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "totp_secrets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pool_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: String,
    pub device_name: String,
    pub secret: Option<Vec<u8>>,
    pub last_step: i64,
    pub pending: Option<Vec<u8>>,
    pub pending_until: Option<i64>,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
