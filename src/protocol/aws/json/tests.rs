//! Strict decoding: what is taken and what is refused, by name.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::parse::MAXIMUM_NODES;
use super::{EpochSeconds, List, MAXIMUM_DEPTH, MAXIMUM_SIZE, Member, Pattern, Shape, Text, decode, parse, structure};
use crate::domain::clock::Micros;
use crate::protocol::aws::error::{CognitoError, Exception};

const POOL: Shape = Shape::Text(&Text::up_to(55).at_least(1).of(Pattern::POOL_ID));

structure! {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner = "InnerType" {
        name: String = required("Name", Shape::Text(&Text::up_to(4).at_least(1))),
    }
}

structure! {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Sample = "SampleRequest" {
        pool: String = required("UserPoolId", POOL),
        password: Option<String> = optional("Password", Shape::Text(&Text::up_to(256).at_least(6).sensitive())),
        limit: Option<i64> = optional("Limit", Shape::Integer(1, 60)),
        on: Option<bool> = optional("CallbackURLs", Shape::Boolean),
        mode: Option<String> = optional("Mode", Shape::Text(&Text::one_of(&["A", "B"]))),
        items: Option<Vec<Inner>> =
            optional("Items", Shape::List(&List { of: Shape::Structure(Inner::SHAPE), min: 0, max: 2 })),
    }
    also [
        Member::refused("MfaConfiguration", &["OFF"]),
        Member::inert("ClientMetadata", Shape::Map { is_sensitive: true }),
    ]
}

structure! {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Answers = "AnswersType" {
        answers: BTreeMap<String, String> = required("Answers", Shape::Map { is_sensitive: true }),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the calls read better without a reference")]
fn accept(value: Value) -> Result<Sample, CognitoError> {
    decode(Sample::SHAPE.accept(parse(value.to_string().as_bytes())?)?)
}

fn refusal(value: Value) -> (Exception, String) {
    let error = accept(value).unwrap_err();
    (error.exception(), error.message().to_owned())
}

#[test]
fn what_is_right_reaches_the_operation_and_null_is_absence() {
    let sample = accept(json!({
        "UserPoolId": "xx-local-1_AbCdEfGhI", "Limit": null, "Items": [{"Name": "a"}], "Mode": "B",
        "MfaConfiguration": "OFF", "ClientMetadata": {"k": "v"}
    }));
    assert_eq!(
        sample.unwrap(),
        Sample {
            pool: "xx-local-1_AbCdEfGhI".to_owned(),
            password: None,
            limit: None,
            on: None,
            mode: Some("B".to_owned()),
            items: Some(vec![Inner { name: "a".to_owned() }]),
        }
    );
}

#[test]
fn an_entry_of_a_map_that_is_null_is_absent_and_no_other_kind_is_text() {
    let accept = |answers: Value| Answers::SHAPE.accept(json!({ "Answers": answers }).as_object().unwrap().clone());
    let taken: Answers = decode(accept(json!({"DEVICE_KEY": null, "REFRESH_TOKEN": "t"})).unwrap()).unwrap();
    assert_eq!(taken.answers, BTreeMap::from([("REFRESH_TOKEN".to_owned(), "t".to_owned())]));
    for other in [json!(1), json!(true), json!([]), json!({})] {
        let refused = accept(json!({ "DEVICE_KEY": other })).unwrap_err();
        assert_eq!(refused.exception().name(), "SerializationException", "{other}");
    }
    assert!(accept(Value::Null).is_err(), "the map itself is required");
}

#[test]
fn violated_constraints_are_told_in_cognitos_words() {
    for (value, message) in [
        (
            json!({"UserPoolId": "a_b", "Password": "short"}),
            "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length \
             greater than or equal to 6",
        ),
        (
            json!({"UserPoolId": "nope"}),
            "1 validation error detected: Value 'nope' at 'userPoolId' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
        ),
        (
            json!({}),
            "1 validation error detected: Value at 'userPoolId' failed to satisfy constraint: Member must not be null",
        ),
        (
            json!({"UserPoolId": "a_b", "Limit": 61, "Mode": "C"}),
            "2 validation errors detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value \
             less than or equal to 60; Value 'C' at 'mode' failed to satisfy constraint: Member must satisfy enum \
             value set: [A, B]",
        ),
        (
            json!({"UserPoolId": "a_b", "Items": [{"Name": "a"}, {"Name": "abcde"}, {"Name": "c"}]}),
            "2 validation errors detected: Value at 'items' failed to satisfy constraint: Member must have length less \
             than or equal to 2; Value 'abcde' at 'items.2.member.name' failed to satisfy constraint: Member must have \
             length less than or equal to 4",
        ),
    ] {
        assert_eq!(refusal(value), (Exception::InvalidParameter, message.to_owned()));
    }
}

#[test]
fn a_secret_is_never_quoted() {
    let (_, message) = refusal(json!({"UserPoolId": "a_b", "Password": "p4ss"}));
    assert!(!message.contains("p4ss"));
    let broken = parse(br#"{"Password": "p4ss" x}"#).unwrap_err();
    assert_eq!(broken.message(), "The request is not valid JSON.");
}

#[test]
fn wrong_types_are_a_serialization_exception() {
    for (member, value, message) in [
        ("UserPoolId", json!(1), "NUMBER_VALUE cannot be converted to String"),
        ("UserPoolId", json!({}), "Start of structure or map found where not expected."),
        ("UserPoolId", json!([]), "Start of list found where not expected"),
        ("Limit", json!("1"), "STRING_VALUE cannot be converted to Integer"),
        ("Limit", json!(1.5), "DECIMAL_VALUE cannot be converted to Integer"),
        ("Limit", json!(u64::MAX), "NUMBER_VALUE cannot be converted to Integer"),
        ("CallbackURLs", json!("true"), "STRING_VALUE cannot be converted to Boolean"),
        ("Items", json!({}), "Expected list or null"),
        ("Items", json!(["x"]), "Expected structure or null"),
        ("ClientMetadata", json!({"k": 1}), "NUMBER_VALUE cannot be converted to String"),
    ] {
        assert_eq!(refusal(json!({ member: value })), (Exception::Serialization, message.to_owned()), "{member}");
    }
}

#[test]
fn unknown_and_unhonoured_members_are_refused_by_name() {
    for (value, path) in [
        (json!({"UserPoolId": "a_b", "userPoolId": "x"}), "userPoolId"),
        (json!({"UserPoolId": "a_b", "Items": [{"Name": "a", "Extra": 1}]}), "Items[0].Extra"),
    ] {
        assert_eq!(
            refusal(value),
            (Exception::InvalidParameter, format!("The request has a member that is not known: '{path}'."))
        );
    }
    let (exception, message) = refusal(json!({"UserPoolId": "a_b", "MfaConfiguration": "ON"}));
    assert_eq!(exception, Exception::InvalidParameter);
    assert!(message.starts_with("'MfaConfiguration' is not supported"), "{message}");
}

#[test]
fn a_null_character_is_refused_wherever_it_stands() {
    for value in [
        json!({"UserPoolId": "a_b\u{0}"}),
        json!({"UserPoolId": "a_b", "Password": "abc\u{0}defg"}),
        json!({"UserPoolId": "a_b", "ClientMetadata": {"\u{0}": "v"}}),
    ] {
        let (exception, message) = refusal(value);
        assert_eq!(exception, Exception::InvalidParameter);
        assert!(message.ends_with("not contain null characters"), "{message}");
    }
}

#[test]
fn a_body_is_one_object_without_doubles_of_bounded_depth_and_size() {
    let nested = |depth: usize| format!("{}{}", "{\"a\":".repeat(depth - 1) + "{", "}".repeat(depth));
    assert!(parse(nested(MAXIMUM_DEPTH).as_bytes()).is_ok());
    assert!(parse(b"").unwrap().is_empty());
    let listed = |nodes: usize| format!("{{\"a\":[{}]}}", vec!["0"; nodes - 1].join(","));
    assert!(parse(listed(MAXIMUM_NODES).as_bytes()).is_ok());
    let many = listed(MAXIMUM_NODES + 1);
    let text = format!("{{\"a\":\"{}\"}}", "[{\\\"".repeat(20_000));
    assert!(parse(text.as_bytes()).is_ok(), "brackets within a string do not nest");
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(MAXIMUM_SIZE));
    for body in [
        nested(MAXIMUM_DEPTH + 1).as_str(),
        "[]",
        "1",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":1,\"\\u0061\":2}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":1",
        many.as_str(),
        long.as_str(),
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ] {
        let error = parse(body.as_bytes()).unwrap_err();
        assert_eq!(error.exception(), Exception::Serialization, "{body:.60}");
    }
    assert!(parse(b"{\"a\":\"\xff\"}").is_err());
}

#[test]
fn look_alike_and_invisible_characters_are_told_apart() {
    for text in ["ada", "Zoë", "🦀", "名前", "a+b@c.d", "n̈"] {
        assert!(Pattern::VISIBLE.holds(text), "{text}");
    }
    for text in
        ["a b", "a\tb", "a\u{200b}b", "a\u{202e}b", "a\u{a0}b", "\u{feff}a", "a\u{2028}b", "\u{e000}", "a\u{7f}"]
    {
        assert!(!Pattern::VISIBLE.holds(text), "{text:?}");
    }
    assert!(Pattern::WITH_CODE.holds("Your code: {####}\n"));
    assert!(!Pattern::WITH_CODE.holds("Your code"));
}

#[test]
fn dates_are_numbers_of_seconds_with_milliseconds() {
    let written = |micros| serde_json::to_string(&EpochSeconds(Micros(micros))).unwrap();
    assert_eq!(written(1_795_435_200_123_999), "1795435200.123");
    assert_eq!(written(1_795_435_200_000_000), "1795435200.0");
}
