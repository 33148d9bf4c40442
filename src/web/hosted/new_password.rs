//! A temporary password was right, and must be replaced by one's own before anything else.

use askama::Template;
use serde::Serialize;

use super::fields::attribute;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, plain_rules, right_to_left, strict_rules};
use crate::render::page::{Field, Form, Layout, Problem, Rule};
use crate::render::{View, filters};

/// The page that replaces a temporary password.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/new_password.html")]
pub struct NewPasswordView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it: shown, and left in the page for password managers.
    pub username: String,
    /// The form.
    pub form: Form,
    /// The new password with the pool's rules.
    pub new_password: Field,
    /// Required attributes that the account does not have yet.
    pub attributes: Vec<Field>,
    /// Where another account signs in.
    pub login_href: String,
}

impl NewPasswordView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, rules: Vec<Rule>, login_href: &str) -> Self {
        Self {
            layout,
            username: username.to_owned(),
            form,
            new_password: Field::new_password("new_password", rules).focused(),
            attributes: Vec::new(),
            login_href: login_href.to_owned(),
        }
    }

    /// The page that also asks for required attributes.
    #[must_use]
    pub fn with_attributes(self, attributes: Vec<Field>) -> Self {
        Self { attributes, ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, std::iter::once(&mut self.new_password).chain(&mut self.attributes));
        self
    }
}

impl View for NewPasswordView {
    const TEMPLATE: &'static str = "pages/new_password.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page =
            |layout, username: &str, rules| Self::new(layout, form("/login/password"), username, rules, "/login");
        let plain = page(layout(), "ada@example.com", plain_rules());
        let asking = page(layout(), "ada@example.com", strict_rules())
            .with_attributes(vec![attribute("name", true), attribute("phone_number", true)]);
        let weak = [Problem::at("new_password", "password-breached"), Problem::at("name", "required")];
        vec![
            ("plain", plain),
            ("attributes", asking.clone()),
            ("weak", asking.with_problems(&weak)),
            ("long-words", page(branded(LONG), LONG, strict_rules())),
            ("right-to-left", page(right_to_left(), "+966501234567", strict_rules())),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, plain_rules())),
        ]
    }
}
