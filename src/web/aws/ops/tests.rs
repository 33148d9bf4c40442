//! Holds the table to Cognito's model: `model.json` has its members, constraints and required flags for the operations
//! that are offered, as botocore 1.43 has them.

use serde_json::{Map, Value, json};

use super::{DECODERS, ROWS};
use crate::protocol::aws::json::{Duty, Shape, Structure};
use crate::protocol::aws::operations;
use crate::web::aws::operation::{Access, Reach, Service};

fn model() -> Value {
    serde_json::from_str(include_str!("model.json")).unwrap()
}

/// Where our constraint is another one, on purpose: `shapes/text.rs` says why.
const OTHER_BOUNDS: [&str; 10] = [
    "Password",
    "TemporaryPassword",
    "AccessToken",
    "UserAttributes",
    "ValidationData",
    "ReadAttributes",
    "WriteAttributes",
    "AttributesToGet",
    "SupportedIdentityProviders",
    "ExplicitAuthFlows",
];

#[test]
fn every_row_takes_what_cognito_takes() {
    for row in ROWS.iter().filter(|row| row.service == Service::UserPools) {
        assert!(operations::is_known(row.name), "{}", row.name);
        let model = &model()[row.name];
        assert_eq!(model["unauthenticated"], !matches!(row.access, Access::Signed(..)), "{}", row.name);
        compare(row.name, row.request, &model["request"]);
    }
}

fn compare(path: &str, ours: &'static Structure, model: &Value) {
    let members = model["members"].as_object().unwrap();
    let mut names: Vec<_> = ours.all_members().map(|member| member.name).collect();
    names.sort_unstable();
    let mut theirs: Vec<_> = members.keys().map(String::as_str).collect();
    theirs.sort_unstable();
    assert_eq!(names, theirs, "{path}");
    for member in ours.all_members() {
        let path = format!("{path}.{}", member.name);
        let required = model["required"].as_array().unwrap().iter().any(|name| name == member.name);
        assert_eq!(member.is_required, required, "{path}");
        match member.duty {
            Duty::Honoured(shape) | Duty::Inert(shape) => {
                compare_shape(&path, member.name, shape, &members[member.name]);
            }
            Duty::Refused(neutral) => {
                // A neutral word must be one that the member can have.
                let model = members[member.name].to_string();
                assert!(neutral.iter().all(|word| model.contains(&format!("\"{word}\""))), "{path}");
            }
        }
    }
}

fn compare_shape(path: &str, name: &str, ours: Shape, model: &Value) {
    let (kind, min, max) = match ours {
        Shape::Boolean => ("boolean", None, None),
        Shape::Integer(min, max) => ("integer", Some(min), Some(max)),
        Shape::Text(text) => {
            let theirs: Vec<&str> = model["enum"]
                .as_array()
                .map(|words| words.iter().map(|word| word.as_str().unwrap()).collect())
                .unwrap_or_default();
            // Types of provider: theirs, and two of our own.
            let ours = if name == "ProviderType" { &text.one_of[..theirs.len()] } else { text.one_of };
            assert_eq!(ours, theirs, "{path}");
            if theirs.is_empty() { ("text", Some(size(text.min)), Some(size(text.max))) } else { ("text", None, None) }
        }
        Shape::List(list) => {
            compare_shape(&format!("{path}[]"), name, list.of, &model["of"]);
            ("list", Some(size(list.min)), Some(size(list.max)))
        }
        Shape::Map { .. } => ("map", None, None),
        Shape::Document => ("document", None, None),
        Shape::Structure(structure) => {
            compare(path, structure, model);
            ("structure", None, None)
        }
    };
    assert_eq!(model["kind"], kind, "{path}");
    if OTHER_BOUNDS.contains(&name) {
        return;
    }
    // Where the model has no bound, ours only has to be there.
    for (bound, ours) in [("min", min), ("max", max)] {
        if let Some(theirs) = model[bound].as_i64() {
            assert_eq!(ours, Some(theirs), "{path}: {bound}");
        }
    }
}

fn size(length: usize) -> i64 {
    i64::try_from(length).unwrap()
}

#[test]
fn a_row_about_a_pool_requires_its_id() {
    for row in ROWS {
        if let Access::Signed(_, reach) = row.access {
            let requires = row.request.member("UserPoolId").is_some_and(|member| member.is_required);
            assert_eq!(requires, reach == Reach::Pool, "{}", row.name);
        }
    }
}

#[test]
fn no_operation_stands_in_the_table_twice() {
    let mut actions: Vec<_> = ROWS.iter().map(super::Row::action).collect();
    actions.sort();
    actions.dedup();
    assert_eq!(actions.len(), ROWS.len());
}

#[test]
fn every_request_type_takes_what_its_shape_lets_through() {
    for (row, decode) in ROWS.iter().zip(DECODERS) {
        let sample = sample_of(row.request, &|_| true);
        let accepted = row.request.accept(sample).unwrap_or_else(|error| panic!("{}: {error}", row.name));
        assert!(decode(accepted).is_ok(), "{}: all members", row.name);
        let sample = sample_of(row.request, &|required| required);
        assert!(decode(row.request.accept(sample).unwrap()).is_ok(), "{}: required members", row.name);
    }
}

/// A request with a valid value for each honoured member that is wanted.
fn sample_of(structure: &Structure, wanted: &dyn Fn(bool) -> bool) -> Map<String, Value> {
    structure
        .all_members()
        .filter(|member| wanted(member.is_required))
        .filter_map(|member| match member.duty {
            Duty::Honoured(shape) | Duty::Inert(shape) => Some((member.name.to_owned(), value_of(shape, wanted))),
            Duty::Refused(_) => None,
        })
        .collect()
}

fn value_of(shape: Shape, wanted: &dyn Fn(bool) -> bool) -> Value {
    match shape {
        Shape::Boolean => true.into(),
        Shape::Integer(_, max) => max.into(),
        Shape::Text(text) => {
            let long = "a".repeat(text.min);
            let candidates = text.one_of.iter().copied().chain([
                "ab",
                "aa-1_b",
                "{####} ",
                "arn:aws:iam::123456789012:role/a",
                &long,
            ]);
            let fits = |value: &&str| {
                value.len() >= text.min
                    && value.len() <= text.max
                    && text.pattern.is_none_or(|pattern| pattern.holds(value))
            };
            candidates.into_iter().find(fits).unwrap().into()
        }
        Shape::List(list) => json!([value_of(list.of, wanted)]),
        Shape::Map { .. } | Shape::Document => json!({ "k": "v" }),
        Shape::Structure(structure) => sample_of(structure, wanted).into(),
    }
}
