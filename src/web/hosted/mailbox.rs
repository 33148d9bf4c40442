//! `/dev/mailbox`: the mails and text messages of a development server.

use askama::Template;
use serde::Serialize;

use super::sampling::{LONG, PAYLOAD, branded};
use crate::render::page::Layout;
use crate::render::{View, filters};

/// One mail or text message in the list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MailRow {
    /// The subject, or the text of a text message.
    pub subject: String,
    /// The recipient.
    pub to: String,
    /// When it was sent, in words a person reads.
    pub when: String,
    /// The code in it; empty for none.
    pub code: String,
    /// Where the mail itself is shown; empty for a text message, which is shown whole.
    pub href: String,
    /// The parts of a text message that a gateway would bill; empty for a mail.
    pub parts: String,
}

/// The mailbox, newest first.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mailbox.html")]
pub struct MailboxView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The messages.
    pub mails: Vec<MailRow>,
    /// This page.
    pub reload_href: String,
    /// The server's first page.
    pub home_href: String,
}

impl View for MailboxView {
    const TEMPLATE: &'static str = "pages/mailbox.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |subject: &str, to: &str, code: &str| MailRow {
            subject: subject.to_owned(),
            to: to.to_owned(),
            when: "14:03".to_owned(),
            code: code.to_owned(),
            href: "/dev/mailbox/0199a1c2".to_owned(),
            parts: String::new(),
        };
        let text = |text: &str, code: &str| MailRow {
            href: String::new(),
            parts: "1".to_owned(),
            ..row(text, "+4915112345678", code)
        };
        let page = |mails| Self {
            layout: branded("Vestibule"),
            mails,
            reload_href: "/dev/mailbox".to_owned(),
            home_href: "/".to_owned(),
        };
        let mails = vec![
            row("391204 is your Northwind password code", "ada@example.com", "391204"),
            row("Your Northwind password was changed", "ada@example.com", ""),
            text("208551 is your Northwind code to confirm this number.", "208551"),
            row("107733 is your Northwind code", "ada@example.com", "107733"),
        ];
        vec![
            ("empty", page(Vec::new())),
            ("plain", page(mails)),
            ("long-words", page(vec![row(LONG, LONG, "1234567890")])),
            ("hostile", page(vec![row(PAYLOAD, PAYLOAD, PAYLOAD), text(PAYLOAD, PAYLOAD)])),
        ]
    }
}
