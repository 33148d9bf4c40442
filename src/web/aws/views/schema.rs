//! The attributes of a pool: all standard ones with their bounds as texts, since tools compare them
//! (`cognito.md` §13 trap 14), then the custom ones.

use crate::domain::pool::{AttributeRule, AttributeType, Bounds, STANDARD_ATTRIBUTES, Schema};
use crate::protocol::aws::shapes::pool_settings::{
    NumberAttributeConstraintsType, SchemaAttributeType, StringAttributeConstraintsType,
};

/// All attributes of users of a pool with this schema.
pub(in crate::web::aws) fn schema(schema: &Schema) -> Vec<SchemaAttributeType> {
    let sub = attribute("sub", AttributeType::String, false, true, Bounds { min: Some(1), max: Some(2048) });
    let standard = STANDARD_ATTRIBUTES.iter().map(|(name, data_type, longest)| {
        let set = schema.bounds.get(*name).copied().unwrap_or_default();
        let usual = usual_bounds(name, *data_type, *longest);
        let bounds = Bounds { min: set.min.or(usual.min), max: set.max.or(usual.max) };
        attribute(name, *data_type, schema.is_mutable(name), schema.required.contains(*name), bounds)
    });
    let flags = ["email_verified", "phone_number_verified"]
        .map(|name| attribute(name, AttributeType::Boolean, true, false, Bounds::default()));
    let custom = schema.custom.iter().map(|rule: &AttributeRule| {
        attribute(&rule.name, rule.data_type, rule.mutable, false, Bounds { min: rule.min, max: rule.max })
    });
    std::iter::once(sub).chain(standard).chain(flags).chain(custom).collect()
}

fn usual_bounds(name: &str, data_type: AttributeType, longest: u32) -> Bounds {
    match data_type {
        AttributeType::String => {
            let min = if name == "birthdate" { 10 } else { 0 };
            Bounds { min: Some(min), max: Some(i64::from(longest)) }
        }
        AttributeType::Number => Bounds { min: Some(0), max: None },
        AttributeType::DateTime | AttributeType::Boolean => Bounds::default(),
    }
}

fn attribute(
    name: &str,
    data_type: AttributeType,
    is_mutable: bool,
    is_required: bool,
    Bounds { min, max }: Bounds,
) -> SchemaAttributeType {
    let text = |bound: Option<i64>| bound.map(|bound| bound.to_string());
    let (word, string, number) = match data_type {
        AttributeType::String => {
            ("String", Some(StringAttributeConstraintsType { min_length: text(min), max_length: text(max) }), None)
        }
        AttributeType::Number => {
            ("Number", None, Some(NumberAttributeConstraintsType { min_value: text(min), max_value: text(max) }))
        }
        AttributeType::DateTime => ("DateTime", None, None),
        AttributeType::Boolean => ("Boolean", None, None),
    };
    SchemaAttributeType {
        name: Some(name.to_owned()),
        attribute_data_type: Some(word.to_owned()),
        developer_only_attribute: Some(false),
        mutable: Some(is_mutable),
        required: Some(is_required),
        number_attribute_constraints: number,
        string_attribute_constraints: string,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{AttributeRule, AttributeType, Schema};

    fn shown(schema: &Schema, name: &str) -> Value {
        let all = serde_json::to_value(super::schema(schema)).unwrap();
        let found: Vec<&Value> = all.as_array().unwrap().iter().filter(|one| one["Name"] == name).collect();
        assert_eq!(found.len(), 1, "{name}");
        found[0].clone()
    }

    #[test]
    fn standard_attributes_stand_there_with_bounds_as_texts() {
        let schema = Schema { required: ["email".to_owned()].into(), ..Schema::default() };
        assert_eq!(super::schema(&schema).len(), 20);
        let email = json!({"Name": "email", "AttributeDataType": "String", "DeveloperOnlyAttribute": false,
            "Mutable": true, "Required": true, "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "2048"}});
        assert_eq!(shown(&schema, "email"), email);
        assert_eq!(shown(&schema, "sub")["StringAttributeConstraints"]["MinLength"], "1");
        assert_eq!(shown(&schema, "birthdate")["StringAttributeConstraints"]["MinLength"], "10");
        assert_eq!(shown(&schema, "updated_at")["NumberAttributeConstraints"], json!({"MinValue": "0"}));
        assert_eq!(shown(&schema, "email_verified").get("StringAttributeConstraints"), None);
    }

    #[test]
    fn a_custom_attribute_has_its_whole_name() {
        let rule = AttributeRule {
            name: "custom:age".to_owned(),
            data_type: AttributeType::Number,
            mutable: false,
            min: Some(1),
            max: Some(150),
        };
        let age = shown(&Schema { custom: vec![rule], ..Schema::default() }, "custom:age");
        assert_eq!(age["NumberAttributeConstraints"], json!({"MinValue": "1", "MaxValue": "150"}));
        assert_eq!((&age["Mutable"], &age["Required"]), (&json!(false), &json!(false)));
    }
}
