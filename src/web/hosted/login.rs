//! `/login`: the first thing that people see.

use askama::Template;
use serde::Serialize;

use super::fields::{Identifier, username};
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::render::page::{Field, Form, Layout, Link, Problem};
use crate::render::{View, filters};

/// The sign-in page.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/login.html")]
pub struct LoginView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// The key of something that went well before (`notice-password-changed`); empty for none.
    pub notice: String,
    /// The form.
    pub form: Form,
    /// The identifier.
    pub username: Field,
    /// The password; its link leads to `/forgotPassword`.
    pub password: Field,
    /// Where one signs up; empty where only administrators make accounts.
    pub sign_up_href: String,
}

impl LoginView {
    /// The page as it is first shown, or with what was typed: the cursor then waits in the password.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, form: Form, identifier: Identifier, typed: &str) -> Self {
        let (username, password) = (username(identifier), Field::current_password());
        let (username, password) =
            if typed.is_empty() { (username.focused(), password) } else { (username, password.focused()) };
        Self {
            layout,
            app_name: app_name.to_owned(),
            notice: String::new(),
            form,
            username: username.with_value(typed),
            password,
            sign_up_href: String::new(),
        }
    }

    /// The page with a link to set a new password. Without it a pool has no recovery.
    #[must_use]
    pub fn with_recovery(mut self, href: impl Into<String>) -> Self {
        self.password.link = Link::new("login-forgot", href);
        self
    }

    /// The page with a way to sign up.
    #[must_use]
    pub fn with_sign_up(self, href: impl Into<String>) -> Self {
        Self { sign_up_href: href.into(), ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.username, &mut self.password]);
        self
    }
}

impl View for LoginView {
    const TEMPLATE: &'static str = "pages/login.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, identifier, typed: &str| {
            Self::new(layout, app, form("/login"), identifier, typed)
                .with_recovery("/forgotPassword?client_id=7h1")
                .with_sign_up("/signup?client_id=7h1")
        };
        let plain = page(layout(), "Orders", Identifier::Email, "");
        let prefilled = page(layout(), "Orders", Identifier::Email, "ada@example.com");
        let confirmed = prefilled.clone().with_notice("notice-confirmed");
        let problem = |code| Problem::new(code);
        vec![
            ("plain", plain.clone()),
            ("prefilled", prefilled.clone()),
            ("after-confirming", confirmed),
            ("wrong", prefilled.clone().with_problems(&[problem("not-authorized")])),
            ("locked", prefilled.clone().with_problems(&[problem("too-many-attempts").with_count(15)])),
            ("expired", plain.clone().with_problems(&[problem("session-expired")])),
            ("empty", plain.with_problems(&[Problem::at("username", "required"), Problem::at("password", "required")])),
            ("admin-only", Self::new(layout(), "Orders", form("/login"), Identifier::Any, "")),
            ("long-words", page(branded(LONG), LONG, Identifier::EmailOrPhone, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), ARABIC, Identifier::Phone, "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, Identifier::Username, PAYLOAD)),
        ]
    }
}
