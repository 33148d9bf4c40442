//! The page of who is signed in at Demo SAML, with a way to sign out.

use askama::Template;
use serde::Serialize;

use super::saml::Open;
use super::view::{LONG, PAYLOAD, layout};
use crate::render::page::Layout;
use crate::render::{View, filters};

/// Where the page's forms lead.
const SIGN_OUT: &str = "/demo-id/saml";

/// A session.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SignedIn {
    /// Its index.
    pub index: String,
    /// The first letter of the name.
    pub initial: String,
    /// The name.
    pub name: String,
    /// The address; empty for none.
    pub email: String,
    /// The app.
    pub app: String,
}

/// The page.
#[derive(Debug, Clone, Default, Template, Serialize)]
#[template(path = "pages/demo_id_sessions.html")]
pub struct DemoIdSessionsView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The key of what has happened; empty for nothing.
    pub notice: String,
    /// Who is signed in, the last one first.
    pub sessions: Vec<SignedIn>,
    /// Where the forms go.
    pub action: String,
}

impl DemoIdSessionsView {
    /// The page.
    pub(super) fn new(layout: Layout, notice: &str, open: &[Open]) -> Self {
        let signed_in = |open: &Open| SignedIn {
            index: open.index.clone(),
            initial: open.person.chars().take(1).collect(),
            name: open.person.clone(),
            email: open.email.clone(),
            app: open.app.entity_id.clone(),
        };
        let sessions = open.iter().rev().map(signed_in).collect();
        Self { layout, notice: notice.to_owned(), sessions, action: SIGN_OUT.to_owned() }
    }
}

impl View for DemoIdSessionsView {
    const TEMPLATE: &'static str = "pages/demo_id_sessions.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let session = |name: &str, email: &str, app: &str| SignedIn {
            index: "_MTIz".to_owned(),
            initial: name.chars().take(1).collect(),
            name: name.to_owned(),
            email: email.to_owned(),
            app: app.to_owned(),
        };
        let page = |notice: &str, sessions: Vec<SignedIn>| Self {
            layout: layout(),
            notice: notice.to_owned(),
            sessions,
            action: SIGN_OUT.to_owned(),
        };
        let pool = "urn:amazon:cognito:sp:xx-local-1_AbCdEfGhI";
        vec![
            ("nobody", page("", Vec::new())),
            ("signed-out", page("demo-id-signed-out", Vec::new())),
            (
                "people",
                page(
                    "",
                    vec![session("Ada Lovelace", "ada@example.com", pool), session("Katherine Johnson", "", pool)],
                ),
            ),
            ("long-words", page("", vec![session(LONG, LONG, LONG)])),
            ("hostile", page("", vec![session(PAYLOAD, PAYLOAD, PAYLOAD)])),
        ]
    }
}
