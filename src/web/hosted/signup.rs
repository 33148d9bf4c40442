//! `/signup`: a new account, with the attributes that the pool requires.

use askama::Template;
use serde::Serialize;

use super::fields::{Identifier, attribute, username};
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, plain_rules, right_to_left, strict_rules};
use crate::render::page::{Field, Form, Layout, Problem, Rule};
use crate::render::{View, filters};

/// The sign-up page.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/signup.html")]
pub struct SignupView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// The form.
    pub form: Form,
    /// The identifier.
    pub username: Field,
    /// The attributes, in the pool's order.
    pub attributes: Vec<Field>,
    /// The password with the pool's rules.
    pub password: Field,
    /// Where one signs in.
    pub login_href: String,
}

impl SignupView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, form: Form, identifier: Identifier, attributes: Vec<Field>) -> Self {
        let username = username(identifier).focused();
        Self {
            layout,
            app_name: app_name.to_owned(),
            form,
            username,
            attributes,
            password: Field::new_password("password", Vec::new()),
            login_href: String::new(),
        }
    }

    /// The page with the pool's password rules and the way back to sign-in.
    #[must_use]
    pub fn with_rules(mut self, rules: Vec<Rule>, login_href: impl Into<String>) -> Self {
        self.password.rules = rules;
        self.login_href = login_href.into();
        self
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        let fields = std::iter::once(&mut self.username).chain(&mut self.attributes).chain([&mut self.password]);
        self.form.show(problems, fields);
        self
    }
}

impl View for SignupView {
    const TEMPLATE: &'static str = "pages/signup.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, identifier, attributes, rules| {
            Self::new(layout, app, form("/signup"), identifier, attributes).with_rules(rules, "/login?client_id=7h1")
        };
        let attributes = || {
            vec![
                attribute("given_name", true),
                attribute("birthdate", true),
                attribute("custom:favourite_colour", false),
            ]
        };
        let plain = page(layout(), "Orders", Identifier::Email, Vec::new(), plain_rules());
        let full = page(layout(), "Orders", Identifier::Email, attributes(), strict_rules());
        let mut typed = full.clone();
        typed.username = typed.username.with_value("ada@example");
        typed.attributes = vec![
            attribute("given_name", true).with_value("Ada"),
            attribute("phone_number", true).with_value("0151 1"),
            attribute("custom:favourite_colour", false).with_value("green"),
        ];
        let wrong = typed.with_problems(&[
            Problem::at("username", "invalid-email"),
            Problem::at("phone_number", "invalid-phone"),
            Problem::at("password", "password-too-short").with_count(12),
            Problem::at("password", "password-needs-symbol"),
        ]);
        let taken = plain.clone().with_problems(&[Problem::at("username", "username-taken")]);
        let hostile = vec![attribute(&format!("custom:{PAYLOAD}"), true).with_value(PAYLOAD)];
        vec![
            ("plain", plain),
            ("attributes", full),
            ("wrong", wrong),
            ("taken", taken),
            ("long-words", page(branded(LONG), LONG, Identifier::Any, vec![attribute(LONG, false)], strict_rules())),
            ("right-to-left", page(right_to_left(), ARABIC, Identifier::Phone, attributes(), strict_rules())),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, Identifier::Username, hostile, plain_rules())),
        ]
    }
}
