//! `/confirmforgotPassword`: the code and the new password together.

use askama::Template;
use serde::Serialize;

use super::fields::{Identifier, username};
use super::sampling::{LONG, PAYLOAD, branded, form, layout, plain_rules, right_to_left, strict_rules};
use crate::render::page::{Field, Form, Layout, Problem, Rule};
use crate::render::{View, filters};

/// The page that takes a recovery code and a new password.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/confirm_forgot_password.html")]
pub struct ConfirmForgotPasswordView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// Where the code went if there is an account, masked and simulated alike; empty when that is not known.
    pub destination: String,
    /// The form.
    pub form: Form,
    /// Whether the page must ask who it is for.
    pub asks_username: bool,
    /// The identifier, where it is asked.
    pub username: Field,
    /// The code.
    pub code: Field,
    /// The new password with the pool's rules.
    pub new_password: Field,
    /// Where the form for another code is posted; empty for no such form.
    pub resend_action: String,
    /// The token of that form.
    pub resend_csrf: String,
    /// Where one signs in.
    pub login_href: String,
}

impl ConfirmForgotPasswordView {
    /// The page for a person who is known from the step before.
    #[must_use]
    pub fn new(layout: Layout, form: Form, destination: &str, rules: Vec<Rule>, login_href: &str) -> Self {
        Self {
            layout,
            notice: String::new(),
            destination: destination.to_owned(),
            form,
            asks_username: false,
            username: Field::default(),
            code: Field::code().focused(),
            new_password: Field::new_password("new_password", rules),
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
        self.form.show(problems, [&mut self.username, &mut self.code, &mut self.new_password]);
        self
    }
}

impl View for ConfirmForgotPasswordView {
    const TEMPLATE: &'static str = "pages/confirm_forgot_password.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, destination: &str, rules| {
            Self::new(layout, form("/confirmforgotPassword"), destination, rules, "/login?client_id=7h1")
                .with_resend("/forgotPassword", "Nzg5")
        };
        let plain = page(layout(), "a***@e***", plain_rules());
        let strict = page(layout(), "a***@e***", strict_rules());
        let resent = plain.clone().with_notice("notice-code-on-its-way");
        vec![
            ("plain", plain.clone()),
            ("resent", resent),
            ("strict", strict.clone()),
            ("wrong-code", plain.clone().with_problems(&[Problem::at("code", "code-mismatch")])),
            ("weak", strict.with_problems(&[Problem::at("new_password", "password-needs-uppercase")])),
            ("locked", plain.clone().with_problems(&[Problem::new("limit-exceeded")])),
            ("asks-username", plain.asking(Identifier::UsernameOrEmail)),
            ("long-words", page(branded(LONG), LONG, strict_rules())),
            ("right-to-left", page(right_to_left(), "", strict_rules())),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, plain_rules())),
        ]
    }
}
