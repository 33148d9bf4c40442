//! Challenges that wait for a passkey: of a registration, or of a sign-in of somebody or nobody.

use sea_orm::entity::prelude::*;

/// A row of `passkey_challenges`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_challenges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub handle_hash: Option<String>,
    pub challenge: String,
    pub pool_id: String,
    pub user_id: Option<String>,
    pub client_id: String,
    pub bucket: String,
    pub binding_hash: String,
    pub state: String,
    pub epoch: i64,
    pub attempts: i32,
    pub created_at: i64,
    pub expires_at: i64,
    pub consumed_at: Option<i64>,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
