//! The error page: words a person can act on, and a reference for those who help.

use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::respond::Stop;
use super::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::render::page::{Layout, Link};
use crate::render::{View, filters};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The error page.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/error.html")]
pub struct ErrorView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name, for a link back to it.
    pub app_name: String,
    /// The key of the heading.
    pub heading: String,
    /// The key of the words below it.
    pub words: String,
    /// What the client's developers need to hear: public, in English, never a secret; empty for nothing.
    pub detail: String,
    /// The request's id, as in the log.
    pub request_id: String,
    /// The way on; empty for none. The label may take `app`.
    pub back: Link,
}

/// What went wrong, as far as a person needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Anything that has no better words.
    General,
    /// The authorization request cannot be answered (unknown client, redirect URI …).
    Request,
    /// No such page.
    NotFound,
    /// A handle or a state that is over.
    Expired,
    /// Origin, Sec-Fetch-Site or CSRF token do not fit.
    Origin,
    /// The browser returned no cookie.
    Cookies,
    /// What came back from a provider has no state of ours.
    TripUnknown,
    /// It took too long there.
    TripExpired,
    /// It came back before.
    TripUsed,
    /// Another browser had set out.
    TripElsewhere,
    /// A limit per address was reached.
    TooMany,
    /// Our fault.
    Internal,
}

impl Trouble {
    /// The kind of trouble behind a failure's code.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "unknown-client" | "redirect-mismatch" | "redirect-missing" | "invalid-request" => Self::Request,
            "not-found" => Self::NotFound,
            "expired" => Self::Expired,
            "forbidden" => Self::Origin,
            "cookies" => Self::Cookies,
            "too-many" => Self::TooMany,
            "internal" => Self::Internal,
            _ => Self::General,
        }
    }

    /// Whether opening the page again may help.
    #[must_use]
    pub fn is_over_by_trying_again(self) -> bool {
        matches!(self, Self::Origin | Self::Cookies | Self::Expired | Self::Internal)
    }

    fn stem(self) -> &'static str {
        match self {
            Self::General => "error",
            Self::Request => "error-request",
            Self::NotFound => "error-not-found",
            Self::Expired => "error-expired",
            Self::Origin => "error-origin",
            Self::Cookies => "error-cookies",
            Self::TripUnknown => "error-trip-unknown",
            Self::TripExpired => "error-trip-expired",
            Self::TripUsed => "error-trip-used",
            Self::TripElsewhere => "error-trip-elsewhere",
            Self::TooMany => "error-too-many",
            Self::Internal => "error-internal",
        }
    }
}

impl ErrorView {
    /// The page for a kind of trouble.
    #[must_use]
    pub fn new(layout: Layout, trouble: Trouble, request_id: &str) -> Self {
        Self {
            layout,
            app_name: String::new(),
            heading: format!("{}-heading", trouble.stem()),
            words: format!("{}-words", trouble.stem()),
            detail: String::new(),
            request_id: request_id.to_owned(),
            back: Link::default(),
        }
    }

    /// The page with a line for the client's developers.
    #[must_use]
    pub fn with_detail(self, detail: &str) -> Self {
        Self { detail: detail.to_owned(), ..self }
    }

    /// The page with a way back to the app.
    #[must_use]
    pub fn with_app(self, app_name: &str, href: &str) -> Self {
        Self { app_name: app_name.to_owned(), back: Link::new("back-to-app", href), ..self }
    }

    /// The page with a way to start again.
    #[must_use]
    pub fn with_start(self, href: &str) -> Self {
        Self { back: Link::new("error-start-again", href), ..self }
    }
}

/// The words that a link to `/error` may carry, and the codes of their texts. Another word is never shown.
const LINKED: [(&str, &str); 5] = [
    ("unauthorized_client", "unknown-client"),
    ("redirect_mismatch", "redirect-mismatch"),
    ("redirect_missing", "redirect-missing"),
    ("invalid_request", "invalid-request"),
    ("expired", "expired"),
];

/// `/error`: tells of what went wrong elsewhere.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let named = page.params.as_ref().and_then(|params| params.get("error"));
    let code = LINKED.iter().find(|(word, _)| Some(*word) == named).map_or("general", |(_, code)| code);
    page.finish(Err(Stop::failure(StatusCode::BAD_REQUEST, code)))
}

impl View for ErrorView {
    const TEMPLATE: &'static str = "pages/error.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |trouble| Self::new(layout(), trouble, "0199a1c2-7d3e");
        let detail = "The redirect_uri https://orders.example/cb is not registered for this client.";
        let hostile = Self::new(branded(PAYLOAD), Trouble::General, PAYLOAD);
        vec![
            ("general", page(Trouble::General)),
            ("request", page(Trouble::Request).with_detail(detail)),
            ("not-found", page(Trouble::NotFound)),
            ("expired", page(Trouble::Expired).with_app("Orders", "https://orders.example/")),
            ("origin", page(Trouble::Origin).with_start("/login?client_id=7h1")),
            ("cookies", page(Trouble::Cookies).with_start("/login?client_id=7h1")),
            ("trip-unknown", page(Trouble::TripUnknown)),
            ("trip-expired", page(Trouble::TripExpired).with_start("/login?client_id=7h1")),
            ("trip-used", page(Trouble::TripUsed).with_start("/login?client_id=7h1")),
            ("trip-elsewhere", page(Trouble::TripElsewhere)),
            ("too-many", page(Trouble::TooMany)),
            ("internal", page(Trouble::Internal)),
            ("long-words", Self::new(branded(LONG), Trouble::Request, LONG).with_detail(LONG)),
            ("right-to-left", Self::new(right_to_left(), Trouble::Expired, "0199a1c2").with_start("/login")),
            ("hostile", hostile.with_detail(PAYLOAD).with_app(PAYLOAD, "/?a=1&b=%22")),
        ]
    }
}
