//! Already signed in: go on as this person, or as another (`prompt=select_account`).

use askama::Template;
use serde::Serialize;

use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::render::page::{Form, Layout};
use crate::render::{View, filters};

/// The page that offers the running session. Its two buttons post `choice` = `continue` or `another`.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/continue_as.html")]
pub struct ContinueAsView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// The person's name, or the account where there is none.
    pub display_name: String,
    /// What the account signs in with.
    pub account: String,
    /// The first letter of the name.
    pub initial: String,
    /// The form.
    pub form: Form,
}

impl ContinueAsView {
    /// The page for an account. `name` may be empty.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, form: Form, name: &str, account: &str) -> Self {
        let display_name = if name.is_empty() { account } else { name };
        let initial = display_name.chars().find(|letter| letter.is_alphanumeric());
        Self {
            layout,
            app_name: app_name.to_owned(),
            display_name: display_name.to_owned(),
            account: account.to_owned(),
            initial: initial.map_or_else(String::new, |letter| letter.to_uppercase().collect()),
            form,
        }
    }
}

impl View for ContinueAsView {
    const TEMPLATE: &'static str = "pages/continue_as.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, name: &str, account: &str| Self::new(layout, app, form("/login"), name, account);
        vec![
            ("named", page(layout(), "Orders", "Ada Lovelace", "ada@example.com")),
            ("nameless", page(layout(), "Orders", "", "ada@example.com")),
            ("long-words", page(branded(LONG), LONG, LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), ARABIC, "عائشة", "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD, PAYLOAD)),
        ]
    }
}
