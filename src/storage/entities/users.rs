//! Users. The pool is part of the key, so that no row can point at a user of another pool.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A row of `users`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pool_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub username: String,
    pub status: String,
    pub enabled: bool,
    pub attributes: String,
    pub password: Option<String>,
    pub temporary_until: Option<i64>,
    pub signed_out_at: Option<i64>,
    pub second_factors: Option<String>,
    pub epoch: i64,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// What it belongs to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl Related<super::groups::Entity> for Entity {
    fn to() -> RelationDef {
        super::group_members::Relation::Group.def()
    }

    fn via() -> Option<RelationDef> {
        Some(super::group_members::Relation::User.def().rev())
    }
}

impl ActiveModelBehavior for ActiveModel {}
