//! `/forgotPassword`: asks for a code to set a new password. The answer is the same for every identifier.

use askama::Template;
use serde::Serialize;

use super::fields::{Identifier, username};
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};

/// The page that asks who forgot a password.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/forgot_password.html")]
pub struct ForgotPasswordView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The form.
    pub form: Form,
    /// The identifier.
    pub username: Field,
    /// Where one signs in.
    pub login_href: String,
}

impl ForgotPasswordView {
    /// The page, with what was typed on the page before.
    #[must_use]
    pub fn new(layout: Layout, form: Form, identifier: Identifier, typed: &str, login_href: &str) -> Self {
        let username = username(identifier).focused().with_value(typed);
        Self { layout, form, username, login_href: login_href.to_owned() }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.username]);
        self
    }
}

impl View for ForgotPasswordView {
    const TEMPLATE: &'static str = "pages/forgot_password.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, identifier, typed: &str| {
            Self::new(layout, form("/forgotPassword"), identifier, typed, "/login?client_id=7h1")
        };
        let plain = page(layout(), Identifier::Email, "");
        vec![
            ("plain", plain.clone()),
            ("prefilled", page(layout(), Identifier::Email, "ada@example.com")),
            ("empty", plain.clone().with_problems(&[Problem::at("username", "required")])),
            ("limited", plain.with_problems(&[Problem::new("limit-exceeded")])),
            ("long-words", page(branded(LONG), Identifier::Any, LONG)),
            ("right-to-left", page(right_to_left(), Identifier::Phone, "")),
            ("hostile", page(branded(PAYLOAD), Identifier::Username, PAYLOAD)),
        ]
    }
}
