//! Groups of users, and what membership puts into tokens (`cognito.md` §6.5).

use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// Most groups of a pool.
pub const MOST_GROUPS: u64 = 10_000;
/// Most groups that a user can be in.
pub const MOST_GROUPS_OF_USER: u64 = 100;

/// A group as stored. Its name tells cases apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The pool.
    pub pool: PoolId,
    /// Its name, unique in the pool.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The role that its members may take on in AWS.
    pub role_arn: Option<String>,
    /// Its rank among the groups of a user: the lowest number goes first, none goes last.
    pub precedence: Option<i64>,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub updated_at: Micros,
}

/// The groups that a user is in, by precedence, those of the same precedence by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserGroups(Vec<Group>);

impl UserGroups {
    /// Brings groups into their order.
    #[must_use]
    pub fn new(mut groups: Vec<Group>) -> Self {
        groups.sort_by(|one, other| (rank(one), &one.name).cmp(&(rank(other), &other.name)));
        Self(groups)
    }

    /// Their names (`cognito:groups`).
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|group| group.name.as_str()).collect()
    }

    /// Their roles, each once (`cognito:roles`).
    pub fn roles(&self) -> Vec<&str> {
        let mut roles: Vec<&str> = Vec::new();
        for role in self.0.iter().filter_map(|group| group.role_arn.as_deref()) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        roles
    }

    /// The role of the first group; `None` where others share its precedence and have another role
    /// (`cognito:preferred_role`).
    pub fn preferred_role(&self) -> Option<&str> {
        let first = self.0.first()?;
        let mut ties = self.0.iter().take_while(|group| rank(group) == rank(first));
        ties.all(|group| group.role_arn == first.role_arn).then_some(first.role_arn.as_deref()).flatten()
    }
}

fn rank(group: &Group) -> i64 {
    group.precedence.unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Group, Micros, PoolId, UserGroups};

    fn group(name: &str, precedence: Option<i64>, role: Option<&str>) -> Group {
        Group {
            pool: PoolId::parse("xx-local-1_AbCdEfGhI").unwrap(),
            name: name.to_owned(),
            description: None,
            role_arn: role.map(str::to_owned),
            precedence,
            created_at: Micros(0),
            updated_at: Micros(0),
        }
    }

    #[test]
    fn the_lowest_number_goes_first_and_none_last() {
        let groups = UserGroups::new(vec![
            group("readers", None, Some("r")),
            group("b", Some(5), Some("w")),
            group("a", Some(5), Some("w")),
            group("admins", Some(0), Some("a")),
        ]);
        assert_eq!(groups.names(), ["admins", "a", "b", "readers"]);
        assert_eq!(groups.roles(), ["a", "w", "r"], "each once");
        assert_eq!(groups.preferred_role(), Some("a"));
    }

    #[test]
    fn a_tie_prefers_a_role_only_where_it_is_the_same() {
        let preferred = |groups: Vec<Group>| UserGroups::new(groups).preferred_role().map(str::to_owned);
        assert_eq!(preferred(vec![]), None);
        assert_eq!(
            preferred(vec![group("a", Some(1), Some("r")), group("b", Some(1), Some("r"))]).as_deref(),
            Some("r")
        );
        assert_eq!(preferred(vec![group("a", Some(1), Some("r")), group("b", Some(1), Some("s"))]), None);
        assert_eq!(preferred(vec![group("a", None, Some("r")), group("b", None, None)]), None);
        assert_eq!(preferred(vec![group("a", Some(1), None), group("b", Some(2), Some("r"))]), None);
    }
}
