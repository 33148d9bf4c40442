//! Users and their attributes.

use crate::domain::user::User;
use crate::protocol::aws::shapes::user::{AttributeType, UserType};

/// The attributes of `user` whose names are `wanted`, `sub` first.
pub(in crate::web::aws) fn attributes(user: &User, wanted: impl Fn(&str) -> bool) -> Vec<AttributeType> {
    let sub = user.id.to_string();
    std::iter::once(("sub", sub.as_str()))
        .chain(user.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        .filter(|(name, value)| !value.is_empty() && wanted(name))
        .map(|(name, value)| AttributeType::new(name, value))
        .collect()
}

/// A user with those of their attributes whose names are `wanted`.
pub(in crate::web::aws) fn user(user: &User, wanted: impl Fn(&str) -> bool) -> UserType {
    UserType {
        username: user.username.clone(),
        attributes: attributes(user, wanted),
        user_create_date: user.created_at.into(),
        user_last_modified_date: user.updated_at.into(),
        enabled: user.enabled,
        user_status: user.status.as_str(),
    }
}
