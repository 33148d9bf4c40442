//! Where a list continues: sealed, bound to the list it came from, and good for an hour.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::crypto::ring::StatePurpose;
use crate::crypto::sealed_state;
use crate::flows::{Deps, Error};

/// Seconds for which a page token holds (`cognito.md` §3).
const LIFETIME_SECS: i64 = 3600;

/// A page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next one begins; `None` at the end.
    pub next: Option<String>,
}

/// A page token that is not ours, too old, or of another list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageTokenInvalid;

/// The list a token belongs to: its name, its pool, what it is filtered by.
pub(crate) type List<'a> = [&'a str; 3];

/// The position in a token that came back.
pub(crate) fn open<P: DeserializeOwned>(
    deps: &Deps,
    list: List<'_>,
    token: Option<&str>,
) -> Result<Option<P>, PageTokenInvalid> {
    let Some(token) = token else { return Ok(None) };
    let opened = sealed_state::open_json(&deps.ring, StatePurpose::NextToken, &context(list), token, deps.now());
    opened.map(Some).map_err(|_| PageTokenInvalid)
}

/// A page of `limit` at most, of items of which one more than that was asked for.
pub(crate) fn page<T, P: Serialize>(
    deps: &Deps,
    list: List<'_>,
    mut items: Vec<T>,
    limit: u16,
    position: impl FnOnce(&T) -> P,
) -> Result<Page<T>, Error> {
    let has_more = items.len() > usize::from(limit);
    items.truncate(usize::from(limit));
    let next = match items.last().filter(|_| has_more) {
        Some(end) => {
            let expires = deps.now().plus_secs(LIFETIME_SECS);
            let position = position(end);
            let sealed =
                sealed_state::seal_json(&deps.ring, StatePurpose::NextToken, &context(list), &position, expires);
            Some(sealed.map_err(|_| Error::Internal("a page token that cannot be sealed"))?)
        }
        None => None,
    };
    Ok(Page { items, next })
}

/// Unambiguous: no pool id and no list's name has a line break, and the filter stands last.
fn context(list: List<'_>) -> Vec<u8> {
    list.join("\n").into_bytes()
}
