//! `/demo`: a relying party beside the server, which shows what an app gets.

use askama::Template;
use serde::Serialize;

use super::sampling::{LONG, PAYLOAD, branded};
use crate::render::page::Layout;
use crate::render::{View, filters};

/// One claim of a token.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// Its value, as JSON or as a plain text.
    pub value: String,
    /// What the value means where it is not plain (a time as a date); empty for nothing.
    pub note: String,
}

/// A token, or the answer of an endpoint, taken apart.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Token {
    /// The key of the title: `token-id`, `token-access`, `token-refresh`, `token-user-info`.
    pub title: String,
    /// The key of a line about it.
    pub words: String,
    /// What it says.
    pub claims: Vec<Claim>,
    /// The token itself; empty when it is not to be shown.
    pub raw: String,
}

/// The demo app. `signed_out`, `signed_in` and `failed` make its three states.
#[derive(Debug, Clone, Default, Template, Serialize)]
#[template(path = "pages/demo.html")]
pub struct DemoView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Whether the app has verified tokens.
    pub is_signed_in: bool,
    /// The person's name or address.
    pub user: String,
    /// The key of something that went well; empty for nothing.
    pub notice: String,
    /// What failed, for the developer who looks at it; empty for nothing.
    pub problem: String,
    /// The tokens, taken apart.
    pub tokens: Vec<Token>,
    /// Where signing in begins.
    pub sign_in_href: String,
    /// Where the refresh button posts.
    pub refresh_action: String,
    /// Where the sign-out button posts.
    pub sign_out_action: String,
    /// The token of both forms.
    pub csrf: String,
    /// The server's first page.
    pub home_href: String,
}

impl DemoView {
    /// The app before sign-in.
    #[must_use]
    pub fn signed_out(layout: Layout, sign_in_href: &str, home_href: &str) -> Self {
        Self { layout, sign_in_href: sign_in_href.to_owned(), home_href: home_href.to_owned(), ..Self::default() }
    }

    /// The app after a sign-in that failed.
    #[must_use]
    pub fn failed(self, problem: &str) -> Self {
        Self { problem: problem.to_owned(), ..self }
    }

    /// The app with verified tokens.
    #[must_use]
    pub fn signed_in(self, user: &str, tokens: Vec<Token>) -> Self {
        Self { is_signed_in: true, user: user.to_owned(), tokens, ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The addresses and the token of the two buttons.
    #[must_use]
    pub fn with_buttons(self, refresh_action: &str, sign_out_action: &str, csrf: &str) -> Self {
        let (refresh_action, sign_out_action) = (refresh_action.to_owned(), sign_out_action.to_owned());
        Self { refresh_action, sign_out_action, csrf: csrf.to_owned(), ..self }
    }
}

impl View for DemoView {
    const TEMPLATE: &'static str = "pages/demo.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |name: &str| {
            Self::signed_out(branded(name), "/demo/sign-in", "/").with_buttons(
                "/demo/refresh",
                "/demo/sign-out",
                "MTIz",
            )
        };
        let claim = |name: &str, value: &str, note: &str| Claim {
            name: name.to_owned(),
            value: value.to_owned(),
            note: note.to_owned(),
        };
        let token = |kind: &str, claims, raw: &str| Token {
            title: format!("token-{kind}"),
            words: format!("token-{kind}-words"),
            claims,
            raw: raw.to_owned(),
        };
        let id = vec![
            claim("sub", "6b1f0a52-93c4-4a57-8a52-7a0f4f7d2f10", ""),
            claim("email", "ada@example.com", ""),
            claim("email_verified", "true", ""),
            claim("iss", "http://localhost:8080/xx-local-1_Demo12345", ""),
            claim("exp", "1795449600", "2026-11-23 16:00:00 UTC"),
        ];
        let access = vec![claim("scope", "openid email profile", ""), claim("client_id", "4f2k9s8d7h6g5j4k3l2m", "")];
        let tokens = vec![
            token("id", id, &"eyJraWQiOiJ4IiwiYWxnIjoiUlMyNTYifQ.".repeat(12)),
            token("access", access.clone(), "eyJraWQiOiJ5In0.e30.c2ln"),
            token("user-info", access, ""),
            token("refresh", Vec::new(), ""),
        ];
        let refreshed = page("Orders").signed_in("ada@example.com", tokens.clone()).with_notice("notice-refreshed");
        let hostile = vec![token("id", vec![claim(PAYLOAD, PAYLOAD, PAYLOAD)], PAYLOAD)];
        vec![
            ("signed-out", page("Orders")),
            ("failed", page("Orders").failed("access_denied: the user went back")),
            ("signed-in", page("Orders").signed_in("ada@example.com", tokens)),
            ("refreshed", refreshed),
            ("long-words", page(LONG).signed_in(LONG, vec![token("id", vec![claim("name", LONG, LONG)], LONG)])),
            ("hostile", page(PAYLOAD).signed_in(PAYLOAD, hostile)),
            ("hostile-failure", page(PAYLOAD).failed(PAYLOAD)),
        ]
    }
}
