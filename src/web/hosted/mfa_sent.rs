//! The page of `/mfa` where the second factor is a code that was sent.

use askama::Template;
use serde::Serialize;

use super::mfa::Hrefs;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::domain::code::{Channel, Delivery};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};

/// The page that asks for a code that was sent.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa_sent.html")]
pub struct MfaSentView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The way on which the code came: `email` or `sms`.
    pub channel: String,
    /// Where it went, masked (`a***@e***`); empty where none could be sent for now.
    pub destination: String,
    /// The form.
    pub form: Form,
    /// The code.
    pub code: Field,
    /// The form that asks for another code.
    pub resend: Form,
    /// What that form says.
    pub resend_way: String,
    /// Where another way is chosen.
    pub other_href: String,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaSentView {
    /// The page before it is known what was sent.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, hrefs: Hrefs) -> Self {
        Self {
            layout,
            username: username.to_owned(),
            notice: String::new(),
            channel: String::new(),
            destination: String::new(),
            form,
            code: Field::code().focused(),
            resend: Form::default(),
            resend_way: String::new(),
            other_href: hrefs.other,
            login_href: hrefs.login,
        }
    }

    /// The page of a code that was sent on `channel`, or that could not be sent.
    #[must_use]
    pub fn sent(mut self, channel: Channel, delivery: Option<&Delivery>) -> Self {
        channel.as_str().clone_into(&mut self.channel);
        self.destination = delivery.map(|delivery| delivery.destination.clone()).unwrap_or_default();
        if self.destination.is_empty() {
            self.form.show(&[Problem::new("limit-exceeded")], []);
        }
        self
    }

    /// The page with a way to get another code.
    #[must_use]
    pub fn with_resend(self, resend: Form, way: &str) -> Self {
        Self { resend, resend_way: way.to_owned(), ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.code]);
        self
    }
}

impl View for MfaSentView {
    const TEMPLATE: &'static str = "pages/mfa_sent.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let by = |channel: Channel, layout, username: &str, destination: &str| {
            let delivery = Delivery { destination: destination.to_owned(), contact: channel.contact() };
            Self::new(layout, form("/mfa"), username, Hrefs::sample())
                .sent(channel, Some(&delivery))
                .with_resend(form("/mfa/choose"), channel.as_str())
        };
        let page = |layout, username: &str, destination: &str| by(Channel::Email, layout, username, destination);
        let plain = page(layout(), "ada@example.com", "a***@e***");
        let text = by(Channel::Sms, layout(), "ada@example.com", "+*********5678");
        let unsent = Self::new(layout(), form("/mfa"), "ada", Hrefs::sample()).sent(Channel::Email, None);
        vec![
            ("plain", plain.clone()),
            ("by-text", text.clone()),
            ("by-text-wrong", text.with_problems(&[Problem::at("code", "code-mismatch")])),
            ("resent", plain.clone().with_notice("notice-code-resent")),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "code-mismatch")])),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("not-sent", unsent.with_resend(form("/mfa/choose"), "email")),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", by(Channel::Sms, right_to_left(), "+966501234567", "+********4567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
