//! The page of `/mfa` where the second factor is a passkey.

use askama::Template;
use serde::Serialize;

use super::mfa::Hrefs;
use super::passkey::sample;
use super::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::render::page::{Ceremony, Form, Layout, Problem};
use crate::render::{View, filters};

/// The page that asks for a passkey.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa_passkey.html")]
pub struct MfaPasskeyView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// What is asked of the browser.
    pub passkey: Ceremony,
    /// What was wrong, and whether the device may be remembered, as forms show it.
    pub form: Form,
    /// Where another way is chosen.
    pub other_href: String,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaPasskeyView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, passkey: Ceremony, username: &str, hrefs: Hrefs) -> Self {
        Self {
            layout: layout.with_passkeys(),
            username: username.to_owned(),
            form: passkey.form.clone(),
            passkey,
            other_href: hrefs.other,
            login_href: hrefs.login,
        }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, []);
        self
    }
}

impl View for MfaPasskeyView {
    const TEMPLATE: &'static str = "pages/mfa_passkey.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page =
            |layout, username: &str| Self::new(layout, sample("mfa-passkey-submit", "/mfa"), username, Hrefs::sample());
        let plain = page(layout(), "ada@example.com");
        vec![
            ("plain", plain.clone()),
            ("wrong", plain.clone().with_problems(&[Problem::new("passkey-refused")])),
            ("stale", plain.with_problems(&[Problem::new("csrf-stale")])),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", page(right_to_left(), "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
