//! Bytes to value: one JSON object, no member twice, bounded depth and size.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::protocol::aws::error::CognitoError;

/// Longest body, in bytes (case 238).
pub const MAXIMUM_SIZE: usize = 1 << 20;

/// Most objects and lists inside each other, the body itself included (case 238).
pub const MAXIMUM_DEPTH: usize = 64;

/// Most members and elements in one body: honest requests have hundreds (case 238).
pub(super) const MAXIMUM_NODES: usize = 10_000;

/// Reads a request body. An empty one is an empty object: some clients send nothing for "no members".
pub fn parse(body: &[u8]) -> Result<Map<String, Value>, CognitoError> {
    if body.len() > MAXIMUM_SIZE {
        return Err(CognitoError::serialization(format!("The request is longer than {MAXIMUM_SIZE} bytes.")));
    }
    if body.is_empty() {
        return Ok(Map::new());
    }
    let mut nodes = MAXIMUM_NODES;
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = Strict { depth: 0, nodes: &mut nodes }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    match value {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(CognitoError::serialization("The request must be a JSON object.")),
        // The parser's own text may quote the body, which may hold a password; only our refusals are passed on.
        Err(error) => Err(CognitoError::serialization(own_words(&error.to_string()))),
    }
}

const TOO_DEEP: &str = "The request is nested too deeply.";
const TOO_MANY: &str = "The request has too many members.";
const TWICE: &str = "The request has a member more than once.";

fn own_words(text: &str) -> &'static str {
    [TOO_DEEP, TOO_MANY, TWICE]
        .into_iter()
        .find(|own| text.starts_with(own))
        .unwrap_or("The request is not valid JSON.")
}

/// Builds a value while it counts.
struct Strict<'a> {
    depth: usize,
    nodes: &'a mut usize,
}

impl Strict<'_> {
    fn inner(&mut self) -> Strict<'_> {
        Strict { depth: self.depth + 1, nodes: self.nodes }
    }

    fn check_depth<E: Error>(&self) -> Result<(), E> {
        if self.depth < MAXIMUM_DEPTH { Ok(()) } else { Err(E::custom(TOO_DEEP)) }
    }

    fn count<E: Error>(&mut self) -> Result<(), E> {
        *self.nodes = self.nodes.checked_sub(1).ok_or_else(|| E::custom(TOO_MANY))?;
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self.inner())? {
            self.count()?;
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            self.count()?;
            let value = map.next_value_seed(self.inner())?;
            // Two parsers may pick different ones of two: a signature or a check then covers the other (case 207).
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(Value::Object(members))
    }
}
