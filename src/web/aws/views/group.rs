//! Groups.

use crate::domain::group::Group;
use crate::flows::manage::Page;
use crate::protocol::aws::shapes::group::{GroupResponse, GroupType, GroupsResponse};

/// A group.
pub(in crate::web::aws) fn group(group: &Group) -> GroupType {
    GroupType {
        group_name: group.name.clone(),
        user_pool_id: group.pool.to_string(),
        description: group.description.clone(),
        role_arn: group.role_arn.clone(),
        precedence: group.precedence,
        last_modified_date: group.updated_at.into(),
        creation_date: group.created_at.into(),
    }
}

/// The answer of operations that show one group.
pub(in crate::web::aws) fn one(shown: &Group) -> GroupResponse {
    GroupResponse { group: group(shown) }
}

/// The answer of operations that list groups.
pub(in crate::web::aws) fn page(page: Page<Group>) -> GroupsResponse {
    GroupsResponse { groups: page.items.iter().map(group).collect(), next_token: page.next }
}
