//! Lists users, with Cognito's one-clause filter (`cognito.md` §6.8).

use crate::domain::clock::Micros;
use crate::domain::pool::Pool;
use crate::domain::user::{User, UserId};
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::{Deps, Error};
use crate::storage::{FilterAttribute, UserFilter};

/// Longest filter read, in bytes.
const LONGEST: usize = 256;

/// The filter cannot be read, or names an attribute by which users cannot be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterProblem {
    /// Not `name = "value"` or `name ^= "value"`.
    Malformed,
    /// Not a searchable attribute.
    NotSearchable,
}

/// Users in the order in which they were made, after `after`.
pub async fn list(
    deps: &Deps,
    pool: &Pool,
    filter: Option<&UserFilter>,
    after: Option<(Micros, UserId)>,
    limit: u64,
) -> Result<Vec<User>, Error> {
    Ok(deps.storage.read().users().list(&pool.id, filter, after, limit).await?)
}

/// Why a list cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRefused {
    /// The filter does not do.
    Filter(FilterProblem),
    /// The page token does not hold here.
    PageToken,
}

/// A page of the users that `filter` finds, or of all; `token` is where the last one ended.
pub async fn page(
    deps: &Deps,
    pool: &Pool,
    filter: Option<&str>,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<User>, ListRefused>, Error> {
    let of = ["users", pool.id.as_str(), filter.unwrap_or_default()];
    let parsed = match filter.filter(|text| !text.trim().is_empty()).map(parse_filter).transpose() {
        Ok(parsed) => parsed,
        Err(problem) => return Ok(Err(ListRefused::Filter(problem))),
    };
    let after: Option<(Micros, UserId)> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(PageTokenInvalid) => return Ok(Err(ListRefused::PageToken)),
    };
    let items = list(deps, pool, parsed.as_ref(), after, u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |user| (user.created_at, user.id)).map(Ok)
}

/// Reads a filter; white space around the operator does not matter and quotes are escaped by a backslash.
pub fn parse_filter(text: &str) -> Result<UserFilter, FilterProblem> {
    if text.len() > LONGEST {
        return Err(FilterProblem::Malformed);
    }
    let (left, quoted) = text.split_once('=').ok_or(FilterProblem::Malformed)?;
    let (name, prefix) = match left.strip_suffix('^') {
        Some(name) => (name.trim(), true),
        None => (left.trim(), false),
    };
    let attribute = attribute(name.trim_matches('"')).ok_or(FilterProblem::NotSearchable)?;
    let value = unquote(quoted.trim()).ok_or(FilterProblem::Malformed)?;
    Ok(UserFilter { attribute, prefix, value })
}

fn attribute(name: &str) -> Option<FilterAttribute> {
    Some(match name {
        "username" => FilterAttribute::Username,
        "email" => FilterAttribute::Email,
        "phone_number" => FilterAttribute::PhoneNumber,
        "name" => FilterAttribute::Name,
        "given_name" => FilterAttribute::GivenName,
        "family_name" => FilterAttribute::FamilyName,
        "preferred_username" => FilterAttribute::PreferredUsername,
        "status" => FilterAttribute::Status,
        "cognito:user_status" => FilterAttribute::UserStatus,
        "sub" => FilterAttribute::Sub,
        _ => return None,
    })
}

fn unquote(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => value.push(characters.next()?),
            '"' => return None,
            other => value.push(other),
        }
    }
    Some(value)
}
