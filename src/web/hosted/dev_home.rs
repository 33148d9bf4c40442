//! `/` of `vestibule dev`: what this is, and where to go.

use askama::Template;
use serde::Serialize;

use super::sampling::{PAYLOAD, branded};
use crate::render::page::Layout;
use crate::render::{View, filters};

/// One line of what an app needs to know.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Fact {
    /// The key of the name.
    pub name: String,
    /// The value.
    pub value: String,
    /// Where it can be seen; empty for nowhere.
    pub href: String,
}

impl Fact {
    /// A fact without a link.
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: value.into(), href: String::new() }
    }

    /// A fact whose value is an address to open.
    pub fn link(name: &str, href: impl Into<String>) -> Self {
        let href = href.into();
        Self { name: name.to_owned(), value: href.clone(), href }
    }
}

/// The first page of a development server.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/dev_home.html")]
pub struct DevHomeView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The demo app.
    pub demo_href: String,
    /// The sign-up page of the demo client.
    pub sign_up_href: String,
    /// The sign-in page of the demo client.
    pub login_href: String,
    /// The mailbox.
    pub mailbox_href: String,
    /// Pool, client, issuer, endpoints.
    pub facts: Vec<Fact>,
    /// A command that talks to the API.
    pub api_example: String,
}

impl View for DevHomeView {
    const TEMPLATE: &'static str = "pages/dev_home.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let issuer = "http://localhost:8080/xx-local-1_Demo12345";
        let facts = vec![
            Fact::new("fact-pool", "xx-local-1_Demo12345"),
            Fact::new("fact-client", "4f2k9s8d7h6g5j4k3l2m1n0p9q"),
            Fact::new("fact-region", "xx-local-1"),
            Fact::new("fact-endpoint", "http://localhost:8080"),
            Fact::link("fact-account", format!("{issuer}/account")),
            Fact::link("fact-discovery", format!("{issuer}/.well-known/openid-configuration")),
            Fact::link("fact-keys", format!("{issuer}/.well-known/jwks.json")),
        ];
        let page = |name: &str, facts, api_example: &str| Self {
            layout: branded(name),
            demo_href: "/demo".to_owned(),
            sign_up_href: "/signup?client_id=7h1&response_type=code".to_owned(),
            login_href: "/login?client_id=7h1&response_type=code".to_owned(),
            mailbox_href: "/dev/mailbox".to_owned(),
            facts,
            api_example: api_example.to_owned(),
        };
        let example = "aws cognito-idp list-users --user-pool-id xx-local-1_Demo12345 \\\n    --endpoint-url http://localhost:8080 --region xx-local-1";
        vec![
            ("plain", page("Vestibule", facts, example)),
            ("hostile", page(PAYLOAD, vec![Fact::new("fact-pool", PAYLOAD)], PAYLOAD)),
        ]
    }
}
