//! By what users are listed. Prefixes are ranges over an index, never patterns made of what somebody typed.

use sea_orm::sea_query::{Condition, Query};
use sea_orm::{ColumnTrait, Value};

use super::super::entities::{user_search, users};
use crate::domain::identifier::fold;
use crate::domain::pool::PoolId;
use crate::domain::user::UserStatus;

/// What a filter looks at (`cognito.md` §6.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterAttribute {
    /// The username, as it was first given; cases are told apart.
    Username,
    /// The e-mail address.
    Email,
    /// The phone number.
    PhoneNumber,
    /// The full name.
    Name,
    /// The first name.
    GivenName,
    /// The last name.
    FamilyName,
    /// The preferred name.
    PreferredUsername,
    /// `Enabled` or `Disabled`; cases are told apart.
    Status,
    /// How far the account has come (`cognito:user_status`).
    UserStatus,
    /// The user's id.
    Sub,
}

/// One clause: an attribute and its value, or the beginning of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFilter {
    /// What it looks at.
    pub attribute: FilterAttribute,
    /// `true`: values that begin with `value`; `false`: values that are `value`.
    pub prefix: bool,
    /// The value as it was typed; folded here where cases are not told apart.
    pub value: String,
}

impl UserFilter {
    /// The condition on `users`.
    pub(super) fn condition(&self, pool: &PoolId) -> Condition {
        match self.attribute {
            FilterAttribute::Username => self.matches(users::Column::Username, &self.value),
            FilterAttribute::Sub => self.matches(users::Column::Id, &self.value.to_lowercase()),
            FilterAttribute::Email => self.searches(pool, "email"),
            FilterAttribute::PhoneNumber => self.searches(pool, "phone_number"),
            FilterAttribute::Name => self.searches(pool, "name"),
            FilterAttribute::GivenName => self.searches(pool, "given_name"),
            FilterAttribute::FamilyName => self.searches(pool, "family_name"),
            FilterAttribute::PreferredUsername => self.searches(pool, "preferred_username"),
            FilterAttribute::Status => {
                let states = [("Enabled", true), ("Disabled", false)];
                let meant = states.into_iter().filter(|(word, _)| self.means(word, &self.value));
                Condition::all().add(users::Column::Enabled.is_in(meant.map(|(_, enabled)| enabled)))
            }
            FilterAttribute::UserStatus => {
                let value = self.value.to_uppercase();
                let meant = UserStatus::ALL.into_iter().map(UserStatus::as_str).filter(|word| self.means(word, &value));
                Condition::all().add(users::Column::Status.is_in(meant))
            }
        }
    }

    fn means(&self, word: &str, value: &str) -> bool {
        if self.prefix { word.starts_with(value) } else { word == value }
    }

    fn searches(&self, pool: &PoolId, name: &'static str) -> Condition {
        let found = Query::select()
            .column(user_search::Column::UserId)
            .from(user_search::Entity)
            .and_where(user_search::Column::PoolId.eq(pool.as_str()))
            .and_where(user_search::Column::Name.eq(name))
            .cond_where(self.matches(user_search::Column::Value, &fold(&self.value, false)))
            .take();
        Condition::all().add(users::Column::Id.in_subquery(found))
    }

    fn matches<C: ColumnTrait>(&self, column: C, value: &str) -> Condition {
        let text = |text: &str| Value::from(text);
        if !self.prefix {
            return Condition::all().add(column.eq(text(value)));
        }
        let begins = Condition::all().add(column.gte(text(value)));
        match after_all_with_prefix(value) {
            Some(end) => begins.add(column.lt(text(&end))),
            None => begins,
        }
    }
}

/// The smallest text behind all that begin with `prefix`, in the order of code points, which is the order of UTF-8's
/// bytes; `None`: nothing is behind them.
fn after_all_with_prefix(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        // `char`'s own range leaves the surrogates out.
        if let Some(next) = (last..=char::MAX).nth(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::after_all_with_prefix;

    #[test]
    fn the_end_of_a_prefix_is_behind_everything_that_begins_with_it() {
        assert_eq!(after_all_with_prefix("ab").as_deref(), Some("ac"));
        assert_eq!(after_all_with_prefix("a\u{D7FF}").as_deref(), Some("a\u{E000}"), "surrogates are no characters");
        assert_eq!(after_all_with_prefix("a\u{10FFFF}").as_deref(), Some("b"));
        assert_eq!(after_all_with_prefix("\u{10FFFF}"), None);
        assert_eq!(after_all_with_prefix(""), None);
    }
}
