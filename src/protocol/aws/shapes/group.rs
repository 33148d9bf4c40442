//! Groups.

use serde::Serialize;

use crate::protocol::aws::json::{EpochSeconds, Shape};

/// `PrecedenceType`; the upper bound is that of its type.
pub const PRECEDENCE: Shape = Shape::Integer(0, 2_147_483_647);

/// A group. What the admin did not set is absent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupType {
    /// Its name.
    pub group_name: String,
    /// Its pool.
    pub user_pool_id: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The role of its members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// Its rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precedence: Option<i64>,
    /// When it was last changed.
    pub last_modified_date: EpochSeconds,
    /// When it was made.
    pub creation_date: EpochSeconds,
}

/// The answer of operations that show one group.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupResponse {
    /// The group as it now is.
    pub group: GroupType,
}

/// The answer of operations that list groups.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupsResponse {
    /// A page of groups.
    pub groups: Vec<GroupType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
