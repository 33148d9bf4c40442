//! The inputs that belong to a pool's identifiers and attributes.

use crate::render::page::Field;

/// What people of a pool sign in with: decides the label, the keyboard and the autofill of the `username` field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// A chosen name only.
    Username,
    /// An e-mail address only.
    Email,
    /// A phone number only.
    Phone,
    /// An e-mail address or a phone number.
    EmailOrPhone,
    /// A chosen name or an e-mail address.
    UsernameOrEmail,
    /// A chosen name or a phone number.
    UsernameOrPhone,
    /// Any of the three.
    Any,
}

/// The `username` field.
#[must_use]
pub fn username(identifier: Identifier) -> Field {
    let (label, kind, inputmode) = match identifier {
        Identifier::Username => ("label-username", "text", ""),
        Identifier::Email => ("label-email", "email", "email"),
        Identifier::Phone => ("label-phone", "tel", "tel"),
        Identifier::EmailOrPhone => ("label-email-or-phone", "text", "email"),
        Identifier::UsernameOrEmail => ("label-username-or-email", "text", "email"),
        Identifier::UsernameOrPhone => ("label-username-or-phone", "text", ""),
        Identifier::Any => ("label-any-identifier", "text", "email"),
    };
    let hint = if identifier == Identifier::Phone { "hint-phone" } else { "" };
    Field {
        kind: kind.to_owned(),
        inputmode: inputmode.to_owned(),
        autocomplete: "username".to_owned(),
        hint: hint.to_owned(),
        maxlength: "256".to_owned(),
        ..Field::text("username", label)
    }
}

/// The input of a standard attribute (OpenID Connect Core §5.1) or of a custom one (`custom:team`), under its own name.
#[must_use]
pub fn attribute(name: &str, required: bool) -> Field {
    let (kind, autocomplete, hint) = match name {
        "email" => ("email", "email", ""),
        "phone_number" => ("tel", "tel", "hint-phone"),
        "given_name" => ("text", "given-name", ""),
        "family_name" => ("text", "family-name", ""),
        "middle_name" => ("text", "additional-name", ""),
        "name" => ("text", "name", ""),
        "nickname" | "preferred_username" => ("text", "nickname", ""),
        "birthdate" => ("date", "bday", ""),
        "gender" => ("text", "sex", ""),
        "address" => ("text", "street-address", ""),
        "locale" => ("text", "language", ""),
        "picture" => ("url", "photo", ""),
        "profile" | "website" => ("url", "url", ""),
        _ => ("text", "off", ""),
    };
    Field {
        kind: kind.to_owned(),
        autocomplete: autocomplete.to_owned(),
        hint: hint.to_owned(),
        label_text: readable(name),
        maxlength: "2048".to_owned(),
        required,
        ..Field::text(name, format!("attribute-{}", name.replace([':', '_'], "-").to_ascii_lowercase()))
    }
}

/// `custom:favourite_colour` as `Favourite colour`: what a pool's own attribute is called until its wording says more.
fn readable(name: &str) -> String {
    let bare = name.strip_prefix("custom:").or_else(|| name.strip_prefix("dev:")).unwrap_or(name);
    let words = bare.replace(['_', '-', ':'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_attributes_get_a_readable_label_and_keep_their_name() {
        let field = attribute("custom:favourite_colour", false);
        assert_eq!(field.name, "custom:favourite_colour");
        assert_eq!(field.label_text, "Favourite colour");
        assert_eq!(field.label, "attribute-custom-favourite-colour");
        assert!(!field.required);
    }

    #[test]
    fn standard_attributes_can_be_filled_in_by_the_browser() {
        assert_eq!(attribute("given_name", true).autocomplete, "given-name");
        assert_eq!(attribute("phone_number", true).kind, "tel");
    }
}
