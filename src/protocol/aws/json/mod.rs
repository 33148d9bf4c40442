//! Decoding of a JSON 1.1 request body, strictly, in three steps.
//!
//! [`parse()`] turns bytes into a value: one object, bounded depth and size, no member twice. [`Structure::accept`] holds
//! it against the operation's shape: wrong types, unknown members, members that are known but not honoured, and
//! constraints are each refused in Cognito's words, and what is left is exactly what will be used. [`decode`] fills
//! the operation's request type with it. Nothing that reaches an operation was ignored on the way.
//!
//! Knows nothing of any operation; their shapes are tables (`shapes/`, and beside each operation).

mod accept;
mod parse;
mod pattern;
mod shape;
#[cfg(test)]
mod tests;
mod timestamp;

use serde::de::DeserializeOwned;

pub use self::parse::{MAXIMUM_DEPTH, MAXIMUM_SIZE, parse};
pub use self::pattern::Pattern;
pub use self::shape::{Duty, List, Member, Shape, Structure, Text};
pub(crate) use self::shape::{base, structure};
pub use self::timestamp::EpochSeconds;
use crate::protocol::aws::error::CognitoError;

/// Makes an operation's request of members that [`Structure::accept`] let through.
///
/// Fails with `InternalErrorException` where the type and its table disagree, which a test of each operation excludes.
pub fn decode<T: DeserializeOwned>(members: serde_json::Value) -> Result<T, CognitoError> {
    serde_json::from_value(members).map_err(|_| CognitoError::internal())
}
