//! One line of an import: what is in it, and what is wrong with it. Nothing that a problem says is a value of the line: a
//! report must not hold what the line keeps secret.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::{Map, Value};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::crypto::hashing::imported::{ImportedHashProblem, KeycloakCredential, from_keycloak};
use crate::crypto::totp;
use crate::domain::clock::Micros;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::AttributeProblem;
use crate::domain::user::{Attributes, UserId, UserStatus};
use crate::flows::sign_up::UsernameProblem;

/// Longest line that is read, in bytes.
pub const LONGEST_ROW: usize = 64 * 1024;

/// The members that a line may have.
const MEMBERS: [&str; 9] =
    ["username", "sub", "attributes", "groups", "status", "enabled", "created", "password_hash", "totp_secret"];

/// Why a line makes no user.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RowProblem {
    /// Not JSON.
    #[error("is not JSON (column {0})")]
    NotJson(usize),
    /// JSON, and not an object.
    #[error("is not a JSON object")]
    NotAnObject,
    /// Longer than [`LONGEST_ROW`].
    #[error("is longer than 65536 bytes")]
    TooLong,
    /// A member that is not known.
    #[error(
        "{0} is not a known member; known are username, sub, attributes, groups, status, enabled, created, password_hash and totp_secret"
    )]
    UnknownMember(String),
    /// A member that is not of its form.
    #[error("{0} must be {1}")]
    Member(&'static str, &'static str),
    /// The name does not do, by the rules of `AdminCreateUser`.
    #[error("username {}", username(*.0))]
    Username(UsernameProblem),
    /// Attributes do not do, by the same rules.
    #[error("{}", attributes(.0))]
    Attributes(Vec<AttributeProblem>),
    /// The hash cannot be imported.
    #[error("password_hash {0}")]
    Hash(#[from] ImportedHashProblem),
    /// The pool has no such group.
    #[error("the pool has no group {0}")]
    NoSuchGroup(String),
    /// More groups than a user can be in.
    #[error("groups are more than 100")]
    TooManyGroups,
    /// The pool does not offer authenticator apps.
    #[error("totp_secret cannot be used: the pool does not offer authenticator apps (SetUserPoolMfaConfig)")]
    NoAppsHere,
    /// Another user of the pool signs in so.
    #[error("another user signs in with this {}", kind(*.0))]
    Taken(IdentifierKind),
    /// Another user has this `sub`.
    #[error("another user has this sub")]
    SubTaken,
}

fn username(problem: UsernameProblem) -> &'static str {
    match problem {
        UsernameProblem::Malformed => "has characters that a name cannot have, or is too long",
        UsernameProblem::NotEmail => "must be an e-mail address in this pool",
        UsernameProblem::NotPhoneNumber => "must be a phone number in this pool",
        UsernameProblem::NotContact => "must be an e-mail address or a phone number in this pool",
        UsernameProblem::LooksLikeEmail => "must not look like an e-mail address in this pool",
        UsernameProblem::LooksLikePhoneNumber => "must not look like a phone number in this pool",
    }
}

fn attributes(problems: &[AttributeProblem]) -> String {
    let one = |problem: &AttributeProblem| {
        let why = match problem {
            AttributeProblem::Unknown(_) => "is no attribute of the pool",
            AttributeProblem::NotWritable(_) => "cannot be set",
            AttributeProblem::Immutable(_) => "cannot change",
            AttributeProblem::Missing(_) => "is missing",
            AttributeProblem::Invalid(_) => "has a value that it cannot have",
        };
        format!("attribute {} {why}", problem.attribute())
    };
    problems.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn kind(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Username => "username",
        IdentifierKind::Email => "e-mail address",
        IdentifierKind::PhoneNumber => "phone number",
        IdentifierKind::PreferredUsername => "preferred name",
    }
}

/// A line, read.
pub struct Row {
    /// The name.
    pub username: String,
    pub(super) sub: Option<UserId>,
    pub(super) attributes: Attributes,
    pub(super) groups: Vec<String>,
    pub(super) status: Option<UserStatus>,
    pub(super) enabled: bool,
    pub(super) created: Option<Micros>,
    pub(super) password_hash: Option<Zeroizing<String>>,
    pub(super) totp_secret: Option<Zeroizing<Vec<u8>>>,
}

/// Reads a line; with what is wrong comes the name that it is about, where there is one.
pub fn read(line: &str) -> Result<Row, (Option<String>, RowProblem)> {
    if line.len() > LONGEST_ROW {
        return Err((None, RowProblem::TooLong));
    }
    let object = match serde_json::from_str(line) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return Err((None, RowProblem::NotAnObject)),
        Err(error) => return Err((None, RowProblem::NotJson(error.column()))),
    };
    let name = object.get("username").and_then(Value::as_str).map(str::to_owned);
    members(object).map_err(|problem| (name, problem))
}

fn members(mut object: Map<String, Value>) -> Result<Row, RowProblem> {
    if let Some(unknown) = object.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(RowProblem::UnknownMember(unknown.chars().take(64).collect()));
    }
    // `null` is as good as nothing: programs that write such lines often have no other way.
    object.retain(|_, value| !value.is_null());
    let mut take = |name: &str| object.remove(name);
    let text = |name, value: Option<Value>| match value {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(RowProblem::Member(name, "text")),
    };
    Ok(Row {
        username: text("username", take("username"))?.ok_or(RowProblem::Member("username", "there"))?,
        sub: match text("sub", take("sub"))? {
            None => None,
            Some(sub) => Some(UserId::parse(&sub).ok_or(RowProblem::Member("sub", "a UUID"))?),
        },
        attributes: read_attributes(take("attributes"))?,
        groups: read_groups(take("groups"))?,
        status: match text("status", take("status"))? {
            None => None,
            Some(word) => Some(UserStatus::parse(&word).ok_or(RowProblem::Member(
                "status",
                "CONFIRMED, UNCONFIRMED, FORCE_CHANGE_PASSWORD or RESET_REQUIRED",
            ))?),
        },
        enabled: match take("enabled") {
            None => true,
            Some(Value::Bool(enabled)) => enabled,
            Some(_) => return Err(RowProblem::Member("enabled", "true or false")),
        },
        created: take("created").map(|value| read_moment(&value)).transpose()?,
        password_hash: take("password_hash").map(read_hash).transpose()?,
        totp_secret: match text("totp_secret", take("totp_secret"))? {
            None => None,
            Some(typed) => {
                Some(totp::from_typed(&typed).ok_or(RowProblem::Member("totp_secret", "base32 of 10 to 64 bytes"))?)
            }
        },
    })
}

fn read_attributes(value: Option<Value>) -> Result<Attributes, RowProblem> {
    const BAD: RowProblem = RowProblem::Member("attributes", "an object of texts, numbers and booleans");
    let object = match value {
        None => return Ok(BTreeMap::new()),
        Some(Value::Object(object)) => object,
        Some(_) => return Err(BAD),
    };
    let mut attributes = BTreeMap::new();
    for (name, value) in object {
        let text = match value {
            Value::String(text) => text,
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => return Err(BAD),
        };
        attributes.insert(name, text);
    }
    Ok(attributes)
}

fn read_groups(value: Option<Value>) -> Result<Vec<String>, RowProblem> {
    const BAD: RowProblem = RowProblem::Member("groups", "a list of names");
    let list = match value {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(BAD),
    };
    list.into_iter().map(|name| name.as_str().map(str::to_owned).ok_or(BAD)).collect()
}

/// Seconds since 1970, or RFC 3339.
fn read_moment(value: &Value) -> Result<Micros, RowProblem> {
    /// The year 9999: later ones cannot be written in four digits.
    const LATEST: i64 = 253_402_300_799;
    let bad = RowProblem::Member("created", "seconds since 1970, or a moment such as 2024-02-29T12:00:00Z");
    let secs = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.timestamp()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    secs.filter(|secs| (0..=LATEST).contains(secs)).map(Micros::from_secs).ok_or(bad)
}

fn read_hash(value: Value) -> Result<Zeroizing<String>, RowProblem> {
    match value {
        Value::String(text) => Ok(Zeroizing::new(text)),
        Value::Object(_) => {
            let credential: KeycloakCredential =
                serde_json::from_value(value).map_err(|_| ImportedHashProblem::Malformed("Keycloak"))?;
            Ok(Zeroizing::new(from_keycloak(&credential)?))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
            Err(RowProblem::Member("password_hash", "text, or a credential as Keycloak exports it"))
        }
    }
}
