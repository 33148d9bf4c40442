//! The app's only page: what it is, or what it got.

use askama::Template;
use serde::Serialize;

use crate::render::page::Layout;
use crate::render::{View, assets, filters};

/// Where the page's links and forms lead.
const SIGN_IN: &str = "/demo/login";
const SIGN_UP: &str = "/demo/login?screen=signup";
const REFRESH: &str = "/demo/refresh";
const SIGN_OUT: &str = "/demo/logout";

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

/// The demo app. `signed_out`, `signed_in` and `failed` make its states.
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
    /// The key of what failed; empty for nothing.
    pub problem: String,
    /// What is known beyond that, for the developer who looks at it; empty for nothing.
    pub detail: String,
    /// Until when the access token is good; empty where its answer did not say.
    pub expires: String,
    /// Whether that moment has passed.
    pub is_expired: bool,
    /// The tokens, taken apart.
    pub tokens: Vec<Token>,
    /// Where signing in begins.
    pub sign_in_href: String,
    /// Where signing up begins.
    pub sign_up_href: String,
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
    pub fn signed_out(layout: Layout, home_href: &str) -> Self {
        Self {
            layout,
            sign_in_href: SIGN_IN.to_owned(),
            sign_up_href: SIGN_UP.to_owned(),
            refresh_action: REFRESH.to_owned(),
            sign_out_action: SIGN_OUT.to_owned(),
            home_href: home_href.to_owned(),
            ..Self::default()
        }
    }

    /// The app after a step that failed: the key of the words, and a detail for developers.
    #[must_use]
    pub fn failed(self, problem: &str, detail: &str) -> Self {
        Self { problem: problem.to_owned(), detail: detail.to_owned(), ..self }
    }

    /// The app with verified tokens.
    #[must_use]
    pub fn signed_in(self, user: &str, tokens: Vec<Token>) -> Self {
        Self { is_signed_in: true, user: user.to_owned(), tokens, ..self }
    }

    /// Until when the access token is good.
    #[must_use]
    pub fn with_expiry(self, expires: &str, is_expired: bool) -> Self {
        Self { expires: expires.to_owned(), is_expired, ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The token of the two forms.
    #[must_use]
    pub fn with_csrf(self, csrf: &str) -> Self {
        Self { csrf: csrf.to_owned(), ..self }
    }
}

impl View for DemoView {
    const TEMPLATE: &'static str = "pages/demo.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |name: &str| Self::signed_out(layout(name), "/").with_csrf("MTIz");
        let signed_in = || {
            let tokens = vec![
                token("id", id_claims(), &"eyJraWQiOiJ4IiwiYWxnIjoiUlMyNTYifQ.".repeat(12)),
                token("access", access_claims(), "eyJraWQiOiJ5In0.e30.c2ln"),
                token("user-info", access_claims(), ""),
                token("refresh", Vec::new(), ""),
            ];
            page("Orders").signed_in("ada@example.com", tokens).with_expiry("2026-11-23 16:00:00 UTC", false)
        };
        let hostile = vec![token("id", vec![claim(PAYLOAD, PAYLOAD, PAYLOAD)], PAYLOAD)];
        let refused = ("demo-failed-refused", "access_denied: the user went back");
        vec![
            ("signed-out", page("Orders")),
            ("failed", page("Orders").failed(refused.0, refused.1)),
            ("failed-without-detail", page("Orders").failed("demo-failed-state", "")),
            ("signed-in", signed_in()),
            ("signed-in-failed", signed_in().failed("demo-failed-refresh", "no answer within 5 seconds")),
            ("expired", signed_in().with_expiry("2026-11-23 16:00:00 UTC", true)),
            ("refreshed", signed_in().with_notice("notice-refreshed")),
            ("long-words", page(LONG).signed_in(LONG, vec![token("id", vec![claim("name", LONG, LONG)], LONG)])),
            ("hostile", page(PAYLOAD).signed_in(PAYLOAD, hostile).with_expiry(PAYLOAD, false)),
            ("hostile-failure", page(PAYLOAD).failed(PAYLOAD, PAYLOAD)),
        ]
    }
}

/// A payload that must never reach a page as markup.
const PAYLOAD: &str = "\"><script>alert('x')</script>{{7*7}}";
/// A word that does not break by itself.
const LONG: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

fn layout(name: &str) -> Layout {
    Layout {
        lang: "en".to_owned(),
        dir: "ltr".to_owned(),
        css_href: assets::href("vestibule.css"),
        icon_href: assets::href("icon.svg"),
        brand_name: name.to_owned(),
        ..Layout::default()
    }
}

fn claim(name: &str, value: &str, note: &str) -> Claim {
    Claim { name: name.to_owned(), value: value.to_owned(), note: note.to_owned() }
}

fn token(kind: &str, claims: Vec<Claim>, raw: &str) -> Token {
    Token { title: format!("token-{kind}"), words: format!("token-{kind}-words"), claims, raw: raw.to_owned() }
}

fn id_claims() -> Vec<Claim> {
    vec![
        claim("sub", "6b1f0a52-93c4-4a57-8a52-7a0f4f7d2f10", ""),
        claim("email", "ada@example.com", ""),
        claim("email_verified", "true", ""),
        claim("iss", "http://localhost:8080/xx-local-1_Demo12345", ""),
        claim("exp", "1795449600", "2026-11-23 16:00:00 UTC"),
    ]
}

fn access_claims() -> Vec<Claim> {
    vec![claim("scope", "openid email profile", ""), claim("client_id", "4f2k9s8d7h6g5j4k3l2m", "")]
}
