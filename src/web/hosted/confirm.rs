//! `/confirm`: the 6-digit code that confirms a new account, and `/resendcode` beside it.

use askama::Template;
use serde::Serialize;

use super::fields::{Identifier, username};
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};

/// The page that takes the code of a sign-up.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/confirm.html")]
pub struct ConfirmView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// Where the code went, masked (`a***@e***`); empty when that is not known to this browser.
    pub destination: String,
    /// The form.
    pub form: Form,
    /// Whether the page must ask who is confirmed, because nothing tells it.
    pub asks_username: bool,
    /// The identifier, where it is asked.
    pub username: Field,
    /// The code.
    pub code: Field,
    /// Where the form for another code is posted; empty for no such form.
    pub resend_action: String,
    /// The token of that form.
    pub resend_csrf: String,
    /// Where one signs in.
    pub login_href: String,
}

impl ConfirmView {
    /// The page for a person who is known from the step before.
    #[must_use]
    pub fn new(layout: Layout, form: Form, destination: &str, login_href: &str) -> Self {
        Self {
            layout,
            notice: String::new(),
            destination: destination.to_owned(),
            form,
            asks_username: false,
            username: Field::default(),
            code: Field::code().focused(),
            resend_action: String::new(),
            resend_csrf: String::new(),
            login_href: login_href.to_owned(),
        }
    }

    /// The page with the button that asks for another code.
    #[must_use]
    pub fn with_resend(self, action: impl Into<String>, csrf: impl Into<String>) -> Self {
        Self { resend_action: action.into(), resend_csrf: csrf.into(), ..self }
    }

    /// The page for a person who comes from somewhere else, and is asked who they are.
    #[must_use]
    pub fn asking(mut self, identifier: Identifier) -> Self {
        self.username = username(identifier).focused();
        self.code.autofocus = false;
        Self { asks_username: true, ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.username, &mut self.code]);
        self
    }
}

impl View for ConfirmView {
    const TEMPLATE: &'static str = "pages/confirm.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, destination: &str| {
            Self::new(layout, form("/confirm"), destination, "/login?client_id=7h1").with_resend("/resendcode", "Nzg5")
        };
        let plain = page(layout(), "a***@e***");
        let resent = plain.clone().with_notice("notice-code-resent");
        vec![
            ("plain", plain.clone()),
            ("resent", resent),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "code-mismatch")])),
            ("expired", plain.clone().with_problems(&[Problem::at("code", "code-expired")])),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("asks-username", Self::new(layout(), form("/confirm"), "", "/login").asking(Identifier::Email)),
            ("long-words", page(branded(LONG), &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), "+*******0199")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
