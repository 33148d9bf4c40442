//! Asks before it ends a session, where a request to sign out carries no proof of who sent it.

use askama::Template;
use serde::Serialize;

use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::render::page::{Form, Layout};
use crate::render::{View, filters};

/// The page that asks whether to sign out.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/sign_out_confirm.html")]
pub struct SignOutConfirmView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What the account signs in with; empty when it is not to be shown.
    pub account: String,
    /// The form.
    pub form: Form,
    /// Where one stays; empty for nowhere.
    pub cancel_href: String,
}

impl View for SignOutConfirmView {
    const TEMPLATE: &'static str = "pages/sign_out_confirm.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, account: &str, cancel: &str| Self {
            layout,
            account: account.to_owned(),
            form: form("/logout"),
            cancel_href: cancel.to_owned(),
        };
        vec![
            ("plain", page(layout(), "", "")),
            ("known", page(layout(), "ada@example.com", "https://orders.example/")),
            ("long-words", page(branded(LONG), LONG, "/")),
            ("right-to-left", page(right_to_left(), "+966501234567", "/")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, "/")),
        ]
    }
}
