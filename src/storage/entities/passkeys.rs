//! Passkeys of users.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `passkeys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub pool_id: String,
    pub user_id: String,
    pub credential_id: String,
    pub credential: Vec<u8>,
    pub sign_count: i64,
    pub can_be_backed_up: bool,
    pub is_backed_up: bool,
    pub name: String,
    pub relying_party: String,
    pub attachment: String,
    pub transports: String,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
