//! What the app's handlers share: its cookie, its redirects, and the check that a form is its own.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{LOCATION, ORIGIN};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::Demo;
use super::failure::Failure;
use super::session::Session;

/// The cookie's name.
const COOKIE: &str = "vestibule-demo";
/// The app's only page.
pub(super) const HOME: &str = "/demo";

/// The fields of both forms.
#[derive(Deserialize)]
pub(super) struct Form {
    #[serde(rename = "_csrf")]
    csrf: String,
}

impl Form {
    /// Whether the form was drawn for this session.
    pub(super) fn is_of(&self, session: &Session) -> bool {
        self.csrf.as_bytes().ct_eq(session.csrf.as_bytes()).into()
    }
}

/// The key under which the browser is remembered, as its cookie has it.
pub(super) fn key(request: &HttpRequest) -> Option<String> {
    request.cookie(COOKIE).map(|cookie| cookie.value().to_owned())
}

impl Demo {
    /// On to another address, the browser remembered under `key`.
    pub(super) fn go(&self, location: &str, key: &str) -> HttpResponse {
        let cookie = Cookie::build(COOKIE, key)
            .path(HOME)
            .http_only(true)
            // Lax: the answer comes by a navigation from the sign-in page, which may be on another site.
            .same_site(SameSite::Lax)
            .secure(self.origin.starts_with("https:"))
            .finish();
        HttpResponse::SeeOther().insert_header((LOCATION, location)).cookie(cookie).finish()
    }

    /// On to another address, the browser forgotten.
    pub(super) fn leave(location: &str) -> HttpResponse {
        let mut cookie = Cookie::build(COOKIE, "").path(HOME).finish();
        cookie.make_removal();
        HttpResponse::SeeOther().insert_header((LOCATION, location)).cookie(cookie).finish()
    }

    /// On to the page, which says once what failed.
    pub(super) fn fail(&self, request: &HttpRequest, failure: Failure) -> HttpResponse {
        tracing::info!(step = ?failure.step(), detail = failure.detail(), "the demo app refused");
        let key = self.memory.fail(key(request).as_deref(), failure);
        self.go(HOME, &key)
    }

    /// Whether a form was sent by a page of this origin. A browser says so in `Origin`, newer ones in `Sec-Fetch-Site`
    /// too; each that is there must agree, and one must be there.
    pub(super) fn is_own_form(&self, request: &HttpRequest) -> bool {
        let all = |name: &str, expected: &str| {
            let mut values = request.headers().get_all(name).peekable();
            values.peek().is_some().then(|| values.all(|value| value.as_bytes() == expected.as_bytes()))
        };
        match (all(ORIGIN.as_str(), &self.origin), all("sec-fetch-site", "same-origin")) {
            (None, None) => false,
            (origin, site) => origin.unwrap_or(true) && site.unwrap_or(true),
        }
    }
}
