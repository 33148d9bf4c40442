//! Holds a value against a shape: refuses, or hands back what will be used.

use serde_json::{Map, Value};

use super::{Duty, List, Shape, Structure, Text};
use crate::protocol::aws::error::CognitoError;

/// Most violations that one refusal lists.
const MAXIMUM_VIOLATIONS: usize = 10;
/// Values longer than this are not quoted.
const LONGEST_QUOTED: usize = 128;

impl Structure {
    /// The members of a request that will be used; members and entries of maps that are null count as absent.
    ///
    /// Fails with `SerializationException` on a wrong type; with `InvalidParameterException` on an unknown member, one
    /// that is not honoured, and, all in one message, on violated constraints.
    pub fn accept(&self, members: Map<String, Value>) -> Result<Value, CognitoError> {
        let mut violations = Violations::default();
        let accepted = self.walk(members, &Path::Root, &mut violations)?;
        violations.into_result()?;
        Ok(Value::Object(accepted))
    }

    fn walk(
        &self,
        members: Map<String, Value>,
        path: &Path<'_>,
        violations: &mut Violations,
    ) -> Result<Map<String, Value>, CognitoError> {
        for member in self.all_members().filter(|member| member.is_required) {
            if members.get(member.name).is_none_or(Value::is_null) {
                violations.add_null(&Path::Member(path, member.name));
            }
        }
        let mut accepted = Map::new();
        for (name, value) in members {
            let Some(member) = self.member(&name) else {
                return Err(CognitoError::unknown_member(&printable(&path.wire(&name))));
            };
            if value.is_null() {
                continue;
            }
            let path = Path::Member(path, member.name);
            match member.duty {
                Duty::Honoured(shape) => {
                    accepted.insert(name, shape.walk(value, &path, violations)?);
                }
                Duty::Inert(shape) => {
                    shape.walk(value, &path, violations)?;
                }
                Duty::Refused(neutral) if is_neutral(&value, neutral) => {}
                Duty::Refused(_) => return Err(CognitoError::member_not_honoured(&path.wire_here())),
            }
        }
        Ok(accepted)
    }
}

impl Shape {
    fn walk(self, value: Value, path: &Path<'_>, violations: &mut Violations) -> Result<Value, CognitoError> {
        match (self, value) {
            (Self::Boolean, Value::Bool(flag)) => Ok(flag.into()),
            (Self::Integer(min, max), Value::Number(number)) => {
                let number = number.as_i64().ok_or_else(|| wrong_number(&number))?;
                violations.check_integer(number, min, max, path);
                Ok(number.into())
            }
            (Self::Text(text), Value::String(value)) => {
                violations.check_text(&value, text, path);
                Ok(value.into())
            }
            (Self::List(list), Value::Array(values)) => list.walk(values, path, violations),
            (Self::Map { is_sensitive }, Value::Object(members)) => walk_map(members, is_sensitive, path, violations),
            (Self::Structure(structure), Value::Object(members)) => {
                structure.walk(members, path, violations).map(Value::Object)
            }
            (Self::Document, Value::Object(members)) => Ok(Value::Object(members)),
            (shape, value) => Err(wrong_type(shape, &value)),
        }
    }
}

impl List {
    fn walk(&self, values: Vec<Value>, path: &Path<'_>, violations: &mut Violations) -> Result<Value, CognitoError> {
        violations.check_length(values.len(), self.min, self.max, None, path);
        let values = values.into_iter().enumerate();
        let walked = values.map(|(i, value)| self.of.walk(value, &Path::Element(path, i + 1), violations));
        walked.collect::<Result<Vec<_>, _>>().map(Value::Array)
    }
}

fn walk_map(
    members: Map<String, Value>,
    is_sensitive: bool,
    path: &Path<'_>,
    violations: &mut Violations,
) -> Result<Value, CognitoError> {
    const PLAIN: &Text = &Text::up_to(131_072);
    const SENSITIVE: &Text = &Text::up_to(131_072).sensitive();
    let text = if is_sensitive { SENSITIVE } else { PLAIN };
    let mut accepted = Map::new();
    for (name, value) in members {
        violations.check_text(&name, text, path);
        // amazon-cognito-identity-js sends `"DEVICE_KEY": null` with each refresh where the browser has none.
        if value.is_null() {
            continue;
        }
        let value = Shape::Text(text).walk(value, path, violations)?;
        accepted.insert(name, value);
    }
    Ok(Value::Object(accepted))
}

/// Whether a member that is not honoured says what its absence says.
fn is_neutral(value: &Value, neutral: &[&str]) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty() || neutral.contains(&text.as_str()),
        Value::Array(values) => values.iter().all(|value| is_neutral(value, neutral)),
        Value::Object(members) => members.values().all(|value| is_neutral(value, neutral)),
    }
}

fn wrong_type(shape: Shape, value: &Value) -> CognitoError {
    let wanted = match shape {
        Shape::Boolean => "Boolean",
        Shape::Integer(..) => "Integer",
        Shape::Text(_) => "String",
        Shape::List(_) => return CognitoError::serialization("Expected list or null"),
        Shape::Map { .. } | Shape::Structure(_) | Shape::Document => {
            return CognitoError::serialization("Expected structure or null");
        }
    };
    let got = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => return CognitoError::serialization("Start of list found where not expected"),
        Value::Object(_) => return CognitoError::serialization("Start of structure or map found where not expected."),
    };
    CognitoError::serialization(format!("{got} cannot be converted to {wanted}"))
}

fn wrong_number(number: &serde_json::Number) -> CognitoError {
    let kind = if number.is_f64() { "DECIMAL_VALUE" } else { "NUMBER_VALUE" };
    CognitoError::serialization(format!("{kind} cannot be converted to Integer"))
}

/// Where in the request a value stands. Built on the stack, written only when something is wrong.
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'static str),
    Element(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// In the words of constraints: `userAttributes.1.member.name`.
    fn constraint(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Member(Self::Root, name) => lower_first(name),
            Self::Member(parent, name) => format!("{}.{}", parent.constraint(), lower_first(name)),
            Self::Element(parent, position) => format!("{}.{position}.member", parent.constraint()),
        }
    }

    /// As the caller wrote it: `UserAttributes[0].Name`.
    fn wire_here(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Member(parent, name) => parent.wire(name),
            Self::Element(parent, position) => format!("{}[{}]", parent.wire_here(), position - 1),
        }
    }

    fn wire(&self, name: &str) -> String {
        match self {
            Self::Root => name.to_owned(),
            Self::Member(..) | Self::Element(..) => format!("{}.{name}", self.wire_here()),
        }
    }
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + chars.as_str())
}

/// A name that the caller made up, fit for a message.
fn printable(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(LONGEST_QUOTED).collect()
}

/// What is wrong with the values, in Cognito's words.
#[derive(Default)]
struct Violations(Vec<String>);

impl Violations {
    fn into_result(self) -> Result<(), CognitoError> {
        let count = self.0.len();
        if count == 0 {
            return Ok(());
        }
        let noun = if count == 1 { "error" } else { "errors" };
        Err(CognitoError::invalid_parameter(format!("{count} validation {noun} detected: {}", self.0.join("; "))))
    }

    fn add(&mut self, quoted: Option<&str>, path: &Path<'_>, constraint: &str) {
        if self.0.len() >= MAXIMUM_VIOLATIONS {
            return;
        }
        let value =
            quoted.filter(|value| value.len() <= LONGEST_QUOTED).map_or_else(String::new, |v| format!("'{v}' "));
        self.0.push(format!(
            "Value {value}at '{}' failed to satisfy constraint: Member must {constraint}",
            path.constraint()
        ));
    }

    fn add_null(&mut self, path: &Path<'_>) {
        self.add(None, path, "not be null");
    }

    fn check_integer(&mut self, value: i64, min: i64, max: i64, path: &Path<'_>) {
        let quoted = value.to_string();
        if value < min {
            self.add(Some(&quoted), path, &format!("have value greater than or equal to {min}"));
        } else if value > max {
            self.add(Some(&quoted), path, &format!("have value less than or equal to {max}"));
        }
    }

    fn check_length(&mut self, length: usize, min: usize, max: usize, quoted: Option<&str>, path: &Path<'_>) {
        if length < min {
            self.add(quoted, path, &format!("have length greater than or equal to {min}"));
        } else if length > max {
            self.add(quoted, path, &format!("have length less than or equal to {max}"));
        }
    }

    fn check_text(&mut self, value: &str, text: &Text, path: &Path<'_>) {
        let quoted = (!text.is_sensitive).then_some(value);
        // No text column of PostgreSQL can hold it, and no honest value has it.
        if value.contains('\0') {
            self.add(None, path, "not contain null characters");
            return;
        }
        if !text.one_of.is_empty() && !text.one_of.contains(&value) {
            self.add(quoted, path, &format!("satisfy enum value set: [{}]", text.one_of.join(", ")));
            return;
        }
        self.check_length(value.chars().count(), text.min, text.max, quoted, path);
        if let Some(pattern) = text.pattern.filter(|pattern| !value.is_empty() && !pattern.holds(value)) {
            self.add(quoted, path, &format!("satisfy regular expression pattern: {}", pattern.shown));
        }
    }
}
