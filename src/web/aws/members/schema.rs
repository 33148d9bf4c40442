//! `Schema` of a new pool.

use crate::domain::pool::{AttributeRule, AttributeType, Bounds, STANDARD_ATTRIBUTES, Schema};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::pool_settings::SchemaAttributeType;

/// The schema that these attributes make.
pub(in crate::web::aws) fn schema(given: Vec<SchemaAttributeType>) -> Result<Schema, CognitoError> {
    let mut schema = Schema::default();
    for attribute in given {
        let Some(name) = attribute.name.clone() else {
            return Err(CognitoError::invalid_parameter("An attribute of 'Schema' has no 'Name'."));
        };
        let standard = STANDARD_ATTRIBUTES.iter().find(|(known, ..)| *known == name);
        match standard {
            Some((_, data_type, _)) => add_standard(&mut schema, name, *data_type, &attribute)?,
            None => schema.custom.push(custom(&name, &attribute)?),
        }
    }
    Ok(schema)
}

/// `CustomAttributes`, which are added to a pool that is there.
pub(in crate::web::aws) fn custom_attributes(
    given: Vec<SchemaAttributeType>,
) -> Result<Vec<AttributeRule>, CognitoError> {
    let rule = |attribute: SchemaAttributeType| match attribute.name.clone() {
        Some(name) => custom(&name, &attribute),
        None => Err(CognitoError::invalid_parameter("An attribute of 'CustomAttributes' has no 'Name'.")),
    };
    given.into_iter().map(rule).collect()
}

fn add_standard(
    schema: &mut Schema,
    name: String,
    data_type: AttributeType,
    attribute: &SchemaAttributeType,
) -> Result<(), CognitoError> {
    if given_type(attribute).is_some_and(|given| given != data_type) {
        return Err(CognitoError::invalid_parameter(format!(
            "The type of standard attribute {name} cannot be changed."
        )));
    }
    let bounds = bounds(&name, data_type, attribute)?;
    if bounds != Bounds::default() {
        schema.bounds.insert(name.clone(), bounds);
    }
    if attribute.mutable == Some(false) {
        schema.immutable.insert(name.clone());
    }
    if attribute.required == Some(true) {
        schema.required.insert(name);
    }
    Ok(())
}

fn custom(name: &str, attribute: &SchemaAttributeType) -> Result<AttributeRule, CognitoError> {
    if attribute.required == Some(true) {
        return Err(CognitoError::required_custom_attribute());
    }
    let data_type = given_type(attribute).unwrap_or(AttributeType::String);
    let Bounds { min, max } = bounds(name, data_type, attribute)?;
    let mutable = attribute.mutable.unwrap_or(true);
    Ok(AttributeRule { name: format!("custom:{name}"), data_type, mutable, min, max })
}

fn given_type(attribute: &SchemaAttributeType) -> Option<AttributeType> {
    attribute.attribute_data_type.as_deref().map(|word| match word {
        "Number" => AttributeType::Number,
        "DateTime" => AttributeType::DateTime,
        "Boolean" => AttributeType::Boolean,
        // The shape lets four words through.
        _ => AttributeType::String,
    })
}

/// The bounds that belong to the type. Those of another type would be kept and never held to: refused.
fn bounds(name: &str, data_type: AttributeType, attribute: &SchemaAttributeType) -> Result<Bounds, CognitoError> {
    let string = attribute.string_attribute_constraints.clone().unwrap_or_default();
    let number = attribute.number_attribute_constraints.clone().unwrap_or_default();
    let (own, other) = ((string.min_length, string.max_length), (number.min_value, number.max_value));
    let (own, other) = match data_type {
        AttributeType::String => (own, other),
        AttributeType::Number => (other, own),
        AttributeType::DateTime | AttributeType::Boolean => {
            let none = own == (None, None) && other == (None, None);
            return if none { Ok(Bounds::default()) } else { Err(wrong_bounds(name)) };
        }
    };
    if other != (None, None) {
        return Err(wrong_bounds(name));
    }
    let read = |bound: Option<String>| bound.map(|bound| bound.parse().map_err(|_| wrong_bounds(name))).transpose();
    Ok(Bounds { min: read(own.0)?, max: read(own.1)? })
}

fn wrong_bounds(name: &str) -> CognitoError {
    CognitoError::invalid_parameter(format!("The constraints of attribute {name} do not fit its type."))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{AttributeType, Bounds, CognitoError, Schema};

    fn schema(given: Value) -> Result<Schema, CognitoError> {
        super::schema(serde_json::from_value(given).unwrap())
    }

    #[test]
    fn standard_and_custom_attributes_are_told_apart() {
        let read = schema(json!([
            {"Name": "email", "Required": true, "Mutable": true, "AttributeDataType": "String",
             "StringAttributeConstraints": {"MinLength": "7", "MaxLength": "256"}},
            {"Name": "birthdate", "Mutable": false},
            {"Name": "age", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "1"}},
        ]))
        .unwrap();
        assert!(read.required.contains("email") && read.immutable.contains("birthdate"));
        assert_eq!(read.bounds["email"], Bounds { min: Some(7), max: Some(256) });
        let age = read.custom_rule("custom:age").unwrap();
        assert_eq!((age.data_type, age.min, age.max, age.mutable), (AttributeType::Number, Some(1), None, true));
    }

    #[test]
    fn what_could_not_be_held_to_is_refused() {
        for given in [
            json!([{"Required": true}]),
            json!([{"Name": "team", "Required": true}]),
            json!([{"Name": "email", "AttributeDataType": "Number"}]),
            json!([{"Name": "team", "NumberAttributeConstraints": {"MinValue": "1"}}]),
            json!([{"Name": "team", "StringAttributeConstraints": {"MinLength": "one"}}]),
            json!([{"Name": "vip", "AttributeDataType": "Boolean", "StringAttributeConstraints": {"MinLength": "1"}}]),
        ] {
            assert!(schema(given.clone()).is_err(), "{given}");
        }
    }
}
