//! Lists groups and those who are in them, page by page.

use crate::domain::group::Group;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::user::{User, UserId};
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::manage::users;
use crate::flows::{Deps, Error};

/// Why a list cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupListRefused {
    /// There is no such user.
    UserNotFound,
    /// There is no such group.
    GroupNotFound,
    /// The page token does not hold here.
    PageToken,
}

impl From<PageTokenInvalid> for GroupListRefused {
    fn from(PageTokenInvalid: PageTokenInvalid) -> Self {
        Self::PageToken
    }
}

/// A page of the groups of a pool, in the order of their names.
pub async fn page(
    deps: &Deps,
    pool: &PoolId,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Group>, PageTokenInvalid>, Error> {
    let of = ["groups", pool.as_str(), ""];
    let after: Option<String> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let items = deps.storage.read().groups().list(pool, after.as_deref(), u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |group| group.name.clone()).map(Ok)
}

/// A page of the groups that a user is in, in the order of their names.
pub async fn of_user(
    deps: &Deps,
    pool: &Pool,
    name: &str,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Group>, GroupListRefused>, Error> {
    let Some(user) = users::find(deps, pool, name).await? else { return Ok(Err(GroupListRefused::UserNotFound)) };
    let id = user.id.to_string();
    let of = ["groups of user", pool.id.as_str(), &id];
    let after: Option<String> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid.into())),
    };
    let groups = deps.storage.read();
    let items = groups.groups().list_of_user(&pool.id, user.id, after.as_deref(), u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |group| group.name.clone()).map(Ok)
}

/// A page of the users in a group, in the order of their ids.
pub async fn members(
    deps: &Deps,
    pool: &PoolId,
    group: &str,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<User>, GroupListRefused>, Error> {
    let repos = deps.storage.read();
    if repos.groups().find(pool, group).await?.is_none() {
        return Ok(Err(GroupListRefused::GroupNotFound));
    }
    let of = ["users in group", pool.as_str(), group];
    let after: Option<UserId> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid.into())),
    };
    let items = repos.groups().list_members(pool, group, after, u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |user| user.id).map(Ok)
}
