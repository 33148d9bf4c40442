//! Groups, and who is in them.

use crate::domain::group::Group;
use crate::flows::manage::groups::{GroupChange, GroupListRefused, MembershipChange};
use crate::protocol::aws::error::CognitoError;

/// The group after a change.
pub(in crate::web::aws) fn changed(change: GroupChange) -> Result<Group, CognitoError> {
    match change {
        GroupChange::Done(group) => Ok(*group),
        GroupChange::NotFound => Err(CognitoError::group_not_found()),
        GroupChange::Taken => Err(CognitoError::group_exists()),
        GroupChange::TooMany => Err(CognitoError::too_many_groups()),
    }
}

/// The answer of `AdminAddUserToGroup` and `AdminRemoveUserFromGroup`.
pub(in crate::web::aws) fn membership(change: MembershipChange) -> Result<(), CognitoError> {
    match change {
        MembershipChange::Done => Ok(()),
        MembershipChange::UserNotFound => Err(CognitoError::user_does_not_exist()),
        MembershipChange::GroupNotFound => Err(CognitoError::group_not_found()),
        MembershipChange::TooMany => Err(CognitoError::too_many_groups_of_user()),
    }
}

impl From<GroupListRefused> for CognitoError {
    fn from(refused: GroupListRefused) -> Self {
        match refused {
            GroupListRefused::UserNotFound => Self::user_does_not_exist(),
            GroupListRefused::GroupNotFound => Self::group_not_found(),
            GroupListRefused::PageToken => Self::invalid_pagination_token(),
        }
    }
}
