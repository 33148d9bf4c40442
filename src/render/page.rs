//! What all pages share: the layout, forms, fields, problems. These structs are part of the views' contract.

use serde::Serialize;

use crate::i18n::Translator;

/// A link. An empty `href` means that there is none. `label` is a message key, or a text where the key is unknown.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Link {
    /// The key of the link's text.
    pub label: String,
    /// Where it leads; empty for no link.
    pub href: String,
}

impl Link {
    /// A link with a message key as its label.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// What surrounds every page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Layout {
    /// The BCP 47 tag of the page's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The product's style sheet.
    pub css_href: String,
    /// The pool's theme; empty for the product's own look.
    pub theme_href: String,
    /// The icon of the browser's tab.
    pub icon_href: String,
    /// The pool's name as people know it.
    pub brand_name: String,
    /// The pool's logo; empty for the product's mark.
    pub logo_href: String,
    /// Links below the card: privacy, terms, help.
    pub footer: Vec<Link>,
    /// The script of pages that ask the browser for a passkey, or that go on by themselves; empty on all others.
    pub script_href: String,
}

impl Layout {
    /// The layout in the translator's language with the product's own look.
    pub fn new(translator: &Translator, brand_name: impl Into<String>) -> Self {
        Self {
            lang: translator.language(),
            dir: translator.direction().as_str().to_owned(),
            css_href: super::assets::href("vestibule.css"),
            icon_href: super::assets::href("icon.svg"),
            brand_name: brand_name.into(),
            ..Self::default()
        }
    }
}

impl Layout {
    /// The layout of a page that asks the browser for a passkey.
    #[must_use]
    pub fn with_passkeys(self) -> Self {
        Self { script_href: super::assets::href("passkeys.js"), ..self }
    }

    /// The layout of a page whose form goes on by itself.
    #[must_use]
    pub fn going_on(self) -> Self {
        Self { script_href: super::assets::href("going_on.js"), ..self }
    }
}

/// What the script of a page asks the browser for, and the form in which it posts what comes back: `challenge` as it is here,
/// `credential` as the browser made it. The form stays hidden where no script runs, or the browser knows no passkeys.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Ceremony {
    /// `get` or `create`; empty: nothing is asked.
    pub kind: String,
    /// The key of the button's words.
    pub label: String,
    /// The form.
    pub form: Form,
    /// What `navigator.credentials` is given, as JSON with base64url for bytes.
    pub options: String,
    /// The sealed challenge; empty where the server knows it without.
    pub challenge: String,
}

impl Ceremony {
    /// A passkey is to answer.
    #[must_use]
    pub fn get(label: &str, form: Form, options: &str) -> Self {
        let (kind, label) = ("get".to_owned(), label.to_owned());
        Self { kind, label, form, options: options.to_owned(), challenge: String::new() }
    }

    /// A passkey is to be made.
    #[must_use]
    pub fn create(label: &str, form: Form, options: &str) -> Self {
        Self { kind: "create".to_owned(), ..Self::get(label, form, options) }
    }

    /// The same with a challenge that travels in the page.
    #[must_use]
    pub fn sealed(self, challenge: &str) -> Self {
        Self { challenge: challenge.to_owned(), ..self }
    }
}

/// Something that is wrong, in words a person can act on.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Problem {
    /// The message key: `problem-` and the code.
    pub key: String,
    /// The `name` of the field it is about; empty when it is about the whole form.
    pub field: String,
    /// The number in the message (a length, minutes); empty when it has none.
    pub count: String,
}

/// The code of [`Problem::strength`].
const STRENGTH: &str = "strength";

impl Problem {
    /// A problem of the whole form, by its code: `not-authorized`, `session-expired` …
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self { key: format!("problem-{code}"), ..Self::default() }
    }

    /// The problem of one field.
    #[must_use]
    pub fn at(field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), ..Self::new(code) }
    }

    /// Said beside the problems of a field: how hard what was typed there is to guess, from 0 to 4.
    #[must_use]
    pub fn strength(field: &str, estimate: u8) -> Self {
        Self::at(field, STRENGTH).with_count(estimate.into())
    }

    /// The estimate, if this is one.
    fn estimate(&self) -> Option<u8> {
        self.key.strip_prefix("problem-").filter(|code| *code == STRENGTH).and_then(|_| self.count.parse().ok())
    }

    /// The same problem with its number.
    #[must_use]
    pub fn with_count(self, count: u32) -> Self {
        Self { count: count.to_string(), ..self }
    }
}

/// A form: where it goes, its protection, and what was wrong with the last try.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Form {
    /// The path it is posted to, with the request's query.
    pub action: String,
    /// The token of the hidden `_csrf` field.
    pub csrf: String,
    /// Everything that is wrong, shown above the form. The ones with a field are shown there too.
    pub problems: Vec<Problem>,
    /// Days for which the person may have this device remembered with the form; empty: it is not offered.
    pub remember_days: String,
    /// Whether they ticked that.
    pub remembers: bool,
}

impl Form {
    /// A form without problems.
    pub fn new(action: impl Into<String>, csrf: impl Into<String>) -> Self {
        Self { action: action.into(), csrf: csrf.into(), ..Self::default() }
    }

    /// The form with an offer to remember the device for so many days.
    #[must_use]
    pub fn remembering(self, days: i64, is_ticked: bool) -> Self {
        Self { remember_days: days.to_string(), remembers: is_ticked, ..self }
    }

    /// Shows problems above the form and at the fields they name, and puts the cursor in the first of these. A problem whose field is not on the page is shown as
    /// one of the whole form, so that it is never lost.
    pub fn show<'a>(&mut self, problems: &[Problem], fields: impl IntoIterator<Item = &'a mut Field>) {
        let (estimates, mut problems): (Vec<_>, Vec<_>) =
            problems.iter().cloned().partition(|problem| problem.estimate().is_some());
        let mut on_the_page = Vec::new();
        let moves_cursor = problems.iter().any(|problem| !problem.field.is_empty());
        let mut has_cursor = false;
        for field in fields {
            on_the_page.push(field.name.clone());
            field.problems.extend(problems.iter().filter(|problem| problem.field == field.name).cloned());
            let of_field = estimates.iter().find(|estimate| estimate.field == field.name);
            if let Some(estimate) = of_field.and_then(Problem::estimate) {
                field.strength = Strength::of(estimate);
            }
            if moves_cursor {
                field.autofocus = !has_cursor && !field.problems.is_empty();
                has_cursor |= field.autofocus;
            }
        }
        for problem in &mut problems {
            if !on_the_page.contains(&problem.field) {
                problem.field = String::new();
            }
        }
        self.problems.extend(problems);
    }
}

/// How hard a password that was refused is to guess. Never the password.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Strength {
    /// The key of the sentence that says it: `strength-0` (guessed at once) to `strength-4`; empty: it is not shown.
    pub key: String,
    /// The same as a number for the eye, from 1 to 5.
    pub value: String,
}

impl Strength {
    /// Of an estimate from 0 to 4.
    #[must_use]
    pub fn of(estimate: u8) -> Self {
        Self { key: format!("strength-{}", estimate.min(4)), value: (estimate.min(4) + 1).to_string() }
    }
}

/// One rule for passwords, shown before anything is typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Rule {
    /// The message key: `rule-length`, `rule-uppercase` …
    pub key: String,
    /// The number in the message; empty when it has none.
    pub count: String,
}

/// One input with its label.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Field {
    /// The `name`, and the `id`.
    pub name: String,
    /// The key of the label.
    pub label: String,
    /// The label where no layer has the key (custom attributes).
    pub label_text: String,
    /// The `type`: `text`, `email`, `tel`, `password`, `date`, `url`.
    pub kind: String,
    /// What stands in it. Always empty for passwords and codes.
    pub value: String,
    /// The `autocomplete` tokens.
    pub autocomplete: String,
    /// The `inputmode`; empty for the type's own.
    pub inputmode: String,
    /// The key of a hint below the input; empty for none.
    pub hint: String,
    /// Rules that the value must meet, as a list below the input.
    pub rules: Vec<Rule>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// How hard what was typed is to guess.
    pub strength: Strength,
    /// A quiet link beside the label.
    pub link: Link,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether the cursor begins here. At most one field of a page.
    pub autofocus: bool,
    /// The greatest number of characters; empty for no bound.
    pub maxlength: String,
}

impl Field {
    /// A required text input.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind: "text".to_owned(),
            autocomplete: "off".to_owned(),
            required: true,
            ..Self::default()
        }
    }

    /// The password that one has.
    #[must_use]
    pub fn current_password() -> Self {
        Self {
            kind: "password".to_owned(),
            autocomplete: "current-password".to_owned(),
            maxlength: "256".to_owned(),
            ..Self::text("password", "label-password")
        }
    }

    /// A password to be set, with the pool's rules. `name` is `password` at sign-up and `new_password` elsewhere.
    #[must_use]
    pub fn new_password(name: &str, rules: Vec<Rule>) -> Self {
        let label = if name == "password" { "label-password" } else { "label-new-password" };
        Self {
            kind: "password".to_owned(),
            autocomplete: "new-password".to_owned(),
            maxlength: "256".to_owned(),
            rules,
            ..Self::text(name, label)
        }
    }

    /// A code from a message. Longer than its six digits, so that a pasted `123 456` is not cut.
    #[must_use]
    pub fn code() -> Self {
        Self {
            autocomplete: "one-time-code".to_owned(),
            inputmode: "numeric".to_owned(),
            maxlength: "16".to_owned(),
            ..Self::text("code", "label-code")
        }
    }

    /// A code that stands in for the password.
    #[must_use]
    pub fn long_code() -> Self {
        Self { label: "label-long-code".to_owned(), ..Self::code() }
    }

    /// The same field with what was typed before.
    #[must_use]
    pub fn with_value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// The same field with the cursor in it.
    #[must_use]
    pub fn focused(self) -> Self {
        self.focused_if(true)
    }

    /// The same field with the cursor in it, where that is so.
    #[must_use]
    pub fn focused_if(self, is_so: bool) -> Self {
        Self { autofocus: is_so, ..self }
    }
}
