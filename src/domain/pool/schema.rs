//! Which attributes the users of a pool have: the standard ones, the custom ones, what is required, what may be
//! written, and whether a value fits.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// Kinds of value (Cognito's `AttributeDataType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeType {
    /// Text.
    String,
    /// A whole or decimal number, kept as text.
    Number,
    /// Seconds since the epoch, kept as text.
    DateTime,
    /// `true` or `false`, kept as text.
    Boolean,
}

/// The standard attributes that an app or a user may set, with their type and their longest value.
/// `sub` and the `*_verified` flags are not among them: those the server sets.
pub const STANDARD_ATTRIBUTES: [(&str, AttributeType, u32); 17] = [
    ("address", AttributeType::String, 2048),
    ("birthdate", AttributeType::String, 10),
    ("email", AttributeType::String, 2048),
    ("family_name", AttributeType::String, 2048),
    ("gender", AttributeType::String, 2048),
    ("given_name", AttributeType::String, 2048),
    ("locale", AttributeType::String, 2048),
    ("middle_name", AttributeType::String, 2048),
    ("name", AttributeType::String, 2048),
    ("nickname", AttributeType::String, 2048),
    ("phone_number", AttributeType::String, 2048),
    ("picture", AttributeType::String, 2048),
    ("preferred_username", AttributeType::String, 2048),
    ("profile", AttributeType::String, 2048),
    ("updated_at", AttributeType::Number, 2048),
    ("website", AttributeType::String, 2048),
    ("zoneinfo", AttributeType::String, 2048),
];

/// Attributes that only proof or an admin can set.
const VERIFIED_FLAGS: [&str; 2] = ["email_verified", "phone_number_verified"];

/// A custom attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributeRule {
    /// Its whole name, `custom:` included.
    pub name: String,
    /// Kind of value.
    pub data_type: AttributeType,
    /// Whether it may change after the user was made.
    pub mutable: bool,
    /// Smallest number, or shortest text.
    pub min: Option<i64>,
    /// Largest number, or longest text.
    pub max: Option<i64>,
}

/// Bounds that the admin set on a standard attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Smallest number, or shortest text.
    pub min: Option<i64>,
    /// Largest number, or longest text.
    pub max: Option<i64>,
}

/// Which attributes the users of a pool have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// Standard attributes that every user must have.
    pub required: BTreeSet<String>,
    /// Standard attributes that stay as they were first set.
    pub immutable: BTreeSet<String>,
    /// Bounds of standard attributes that are narrower than the usual ones.
    #[serde(default)]
    pub bounds: BTreeMap<String, Bounds>,
    /// Custom attributes.
    pub custom: Vec<AttributeRule>,
}

/// Why an attribute was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeProblem {
    /// The pool has no such attribute.
    Unknown(String),
    /// Only the server or an admin sets it.
    NotWritable(String),
    /// It cannot change once set.
    Immutable(String),
    /// It is required and absent or empty.
    Missing(String),
    /// The value is not of its type or outside its bounds.
    Invalid(String),
}

impl AttributeProblem {
    /// The attribute that it is about.
    pub fn attribute(&self) -> &str {
        match self {
            Self::Unknown(name)
            | Self::NotWritable(name)
            | Self::Immutable(name)
            | Self::Missing(name)
            | Self::Invalid(name) => name,
        }
    }
}

impl Schema {
    /// Whether the pool has an attribute `name` that can be written by somebody.
    pub fn knows(&self, name: &str) -> bool {
        standard(name).is_some() || VERIFIED_FLAGS.contains(&name) || self.custom_rule(name).is_some()
    }

    /// Whether `name` may change after it was first set.
    pub fn is_mutable(&self, name: &str) -> bool {
        !self.immutable.contains(name) && self.custom_rule(name).is_none_or(|rule| rule.mutable)
    }

    /// The rule of a custom attribute.
    pub fn custom_rule(&self, name: &str) -> Option<&AttributeRule> {
        self.custom.iter().find(|rule| rule.name == name)
    }

    /// Checks one value against its type and bounds. An empty value is allowed: it removes the attribute.
    pub fn check(&self, name: &str, value: &str) -> Result<(), AttributeProblem> {
        let invalid = || Err(AttributeProblem::Invalid(name.to_owned()));
        if VERIFIED_FLAGS.contains(&name) {
            return if matches!(value.to_ascii_lowercase().as_str(), "true" | "false" | "") {
                Ok(())
            } else {
                invalid()
            };
        }
        let fits = if let Some((data_type, longest)) = standard(name) {
            let bounds = self.bounds.get(name).copied().unwrap_or_default();
            value.is_empty() || (standard_fits(name, data_type, longest, value) && bounds.hold(data_type, value))
        } else if let Some(rule) = self.custom_rule(name) {
            value.is_empty() || custom_fits(rule, value)
        } else {
            return Err(AttributeProblem::Unknown(name.to_owned()));
        };
        if fits { Ok(()) } else { invalid() }
    }

    /// The required attributes that `attributes` lacks, in name order.
    pub fn missing(&self, attributes: &BTreeMap<String, String>) -> Vec<String> {
        let absent = |name: &&String| attributes.get(*name).is_none_or(String::is_empty);
        self.required.iter().filter(absent).cloned().collect()
    }
}

impl Bounds {
    fn hold(self, data_type: AttributeType, value: &str) -> bool {
        let size = match data_type {
            AttributeType::Number => value.parse().ok(),
            AttributeType::String | AttributeType::DateTime | AttributeType::Boolean => {
                i64::try_from(value.chars().count()).ok()
            }
        };
        size.is_some_and(|size| self.min.is_none_or(|min| size >= min) && self.max.is_none_or(|max| size <= max))
    }
}

/// Whether `name` is a standard attribute that an app or a user may set.
pub(super) fn is_standard(name: &str) -> bool {
    standard(name).is_some()
}

/// Whether `name` is an attribute that the pool's admin made up.
pub fn is_custom(name: &str) -> bool {
    name.starts_with("custom:")
}

/// Whether only proof or an admin can set `name`.
pub fn is_verified_flag(name: &str) -> bool {
    VERIFIED_FLAGS.contains(&name)
}

fn standard(name: &str) -> Option<(AttributeType, u32)> {
    STANDARD_ATTRIBUTES.iter().find(|(known, ..)| *known == name).map(|(_, data_type, longest)| (*data_type, *longest))
}

fn standard_fits(name: &str, data_type: AttributeType, longest: u32, value: &str) -> bool {
    if value.chars().count() > longest as usize || value.contains('\0') {
        return false;
    }
    match name {
        "email" => crate::domain::identifier::is_email(value),
        "phone_number" => crate::domain::identifier::is_phone_number(value),
        "birthdate" => value.chars().count() == 10,
        _ => data_type != AttributeType::Number || value.parse::<u64>().is_ok(),
    }
}

fn custom_fits(rule: &AttributeRule, value: &str) -> bool {
    let within = |size: i64| rule.min.is_none_or(|min| size >= min) && rule.max.is_none_or(|max| size <= max);
    match rule.data_type {
        AttributeType::String => {
            let length = value.chars().count();
            length <= 2048 && !value.contains('\0') && i64::try_from(length).is_ok_and(within)
        }
        AttributeType::Number => value.len() <= 19 && value.parse::<i64>().is_ok_and(within),
        AttributeType::DateTime => value.len() <= 19 && value.parse::<i64>().is_ok(),
        AttributeType::Boolean => matches!(value, "true" | "false"),
    }
}

#[cfg(test)]
mod tests {
    use super::{AttributeProblem, AttributeRule, AttributeType, Bounds, Schema};

    fn schema() -> Schema {
        let rule = |name: &str, data_type, min, max| AttributeRule {
            name: name.to_owned(),
            data_type,
            mutable: true,
            min,
            max,
        };
        Schema {
            custom: vec![
                rule("custom:team", AttributeType::String, Some(2), Some(5)),
                rule("custom:age", AttributeType::Number, Some(0), Some(150)),
                rule("custom:vip", AttributeType::Boolean, None, None),
            ],
            ..Schema::default()
        }
    }

    #[test]
    fn values_that_fit_are_taken() {
        for (name, value) in [
            ("email", "ada@example.com"),
            ("phone_number", "+4915112345678"),
            ("birthdate", "1815-12-10"),
            ("custom:team", "blue"),
            ("custom:age", "36"),
            ("custom:vip", "true"),
            ("custom:team", ""),
        ] {
            assert_eq!(schema().check(name, value), Ok(()), "{name}={value}");
        }
    }

    #[test]
    fn bounds_of_standard_attributes_are_held() {
        let bounds = |min, max| Bounds { min: Some(min), max: Some(max) };
        let narrow = Schema {
            bounds: [("name".to_owned(), bounds(2, 4)), ("updated_at".to_owned(), bounds(10, 20))].into(),
            ..Schema::default()
        };
        for (name, value, fits) in [
            ("name", "Ada", true),
            ("name", "A", false),
            ("name", "Grace", false),
            ("updated_at", "15", true),
            ("updated_at", "9", false),
            ("nickname", "A", true),
        ] {
            assert_eq!(narrow.check(name, value).is_ok(), fits, "{name}={value}");
        }
    }

    #[test]
    fn values_that_do_not_fit_are_refused_by_name() {
        for (name, value) in [
            ("email", "ada"),
            ("phone_number", "0151"),
            ("birthdate", "1815"),
            ("updated_at", "-1"),
            ("custom:team", "a"),
            ("custom:team", "abcdef"),
            ("custom:age", "151"),
            ("custom:age", "1e309"),
            ("custom:vip", "yes"),
            ("email_verified", "1"),
        ] {
            assert_eq!(schema().check(name, value), Err(AttributeProblem::Invalid(name.to_owned())), "{name}={value}");
        }
        for name in ["custom:other", "sub", "cognito:groups", "Email"] {
            assert_eq!(schema().check(name, "x"), Err(AttributeProblem::Unknown(name.to_owned())));
        }
    }
}
