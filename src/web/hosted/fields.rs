//! The inputs that belong to a pool's identifiers and attributes.

use std::collections::BTreeSet;

use crate::domain::client::Client;
use crate::domain::pool::{Alias, Contact, PasswordPolicy, PoolSettings};
use crate::render::page::{Field, Rule};

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

impl Identifier {
    /// What one may sign in with.
    #[must_use]
    pub fn of_sign_in(settings: &PoolSettings) -> Self {
        let aliases = &settings.sign_in_names.alias_attributes;
        match (aliases.contains(&Alias::Email), aliases.contains(&Alias::PhoneNumber)) {
            _ if settings.uses_contact_as_username() => Self::of_sign_up(settings),
            (true, true) => Self::Any,
            (true, false) => Self::UsernameOrEmail,
            (false, true) => Self::UsernameOrPhone,
            (false, false) => Self::Username,
        }
    }

    /// What one signs up with: aliases come later, when they are proven.
    #[must_use]
    pub fn of_sign_up(settings: &PoolSettings) -> Self {
        let contacts = &settings.sign_in_names.username_attributes;
        match (contacts.contains(&Contact::Email), contacts.contains(&Contact::PhoneNumber)) {
            (true, true) => Self::EmailOrPhone,
            (true, false) => Self::Email,
            (false, true) => Self::Phone,
            (false, false) => Self::Username,
        }
    }
}

/// The names of the attributes that a sign-up asks for, and whether each must be filled in: those the pool requires and
/// the client may write, and the address to which the pool sends its code. The one that is the username is not asked
/// again.
#[must_use]
pub fn sign_up_attributes(settings: &PoolSettings, client: &Client) -> Vec<(String, bool)> {
    let usernames = &settings.sign_in_names.username_attributes;
    let names = |contact: Contact, name: &str| contact.attribute() == name;
    let mut asked: BTreeSet<&str> = settings.schema.required.iter().map(String::as_str).collect();
    if settings.auto_verified.contains(&Contact::Email) {
        asked.insert(Contact::Email.attribute());
    }
    let is_username = |name: &&str| usernames.len() == 1 && usernames.iter().any(|contact| names(*contact, name));
    asked
        .into_iter()
        .filter(|name| !is_username(name) && client.settings.writes(name))
        // Where either contact may be the username, the one typed there need not be typed again.
        .map(|name| (name.to_owned(), !usernames.iter().any(|contact| names(*contact, name))))
        .collect()
}

/// What is asked of passwords, as a list to read before typing: by the pool, and by the installation (`refuses_common`).
#[must_use]
pub fn password_rules(policy: &PasswordPolicy, refuses_common: bool) -> Vec<Rule> {
    let rule = |is_asked: bool, key: &str| is_asked.then(|| Rule { key: key.to_owned(), count: String::new() });
    let length = Rule { key: "rule-length".to_owned(), count: policy.minimum_length.to_string() };
    let history = (policy.history_size > 0)
        .then(|| Rule { key: "rule-history".to_owned(), count: policy.history_size.to_string() });
    let classes = [
        rule(policy.require_uppercase, "rule-uppercase"),
        rule(policy.require_lowercase, "rule-lowercase"),
        rule(policy.require_numbers, "rule-number"),
        rule(policy.require_symbols, "rule-symbol"),
        history,
        rule(refuses_common, "rule-not-common"),
    ];
    std::iter::once(length).chain(classes.into_iter().flatten()).collect()
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
pub(super) fn readable(name: &str) -> String {
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
