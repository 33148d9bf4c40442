//! The end of a session, where no app asked to have the browser back.

use askama::Template;
use serde::Serialize;

use super::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::render::page::Layout;
use crate::render::{View, filters};

/// The page after sign-out.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/signed_out.html")]
pub struct SignedOutView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name, for the link back.
    pub app_name: String,
    /// A validated address of the app; empty for none.
    pub back_href: String,
    /// Where one signs in again; empty for none.
    pub login_href: String,
}

impl View for SignedOutView {
    const TEMPLATE: &'static str = "pages/signed_out.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, back: &str, login: &str| Self {
            layout,
            app_name: app.to_owned(),
            back_href: back.to_owned(),
            login_href: login.to_owned(),
        };
        vec![
            ("plain", page(layout(), "", "", "")),
            ("with-app", page(layout(), "Orders", "https://orders.example/", "/login?client_id=7h1")),
            ("long-words", page(branded(LONG), LONG, "https://orders.example/", "/login")),
            ("right-to-left", page(right_to_left(), "", "", "/login")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, "https://orders.example/?a=%22&b=1", "/login")),
        ]
    }
}
