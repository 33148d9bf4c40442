//! How a page answers: HTML under a policy of its own, a redirect by 303, or a stop on the way there.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;
use tracing::error;

use crate::flows;
use crate::i18n::Translator;
use crate::render::render;
use crate::web::error::PageFailure;

/// What a page's handler comes to.
pub(super) type Answer = Result<HttpResponse, Stop>;

/// Why a handler stops before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something failed; the person reads about it.
    Failure(PageFailure),
    /// The browser goes elsewhere.
    Go(String),
}

impl Stop {
    /// A failure by its status and the code of its words.
    pub(super) fn failure(status: StatusCode, code: &'static str) -> Self {
        Self::Failure(PageFailure::new(status, code))
    }
}

impl From<flows::Error> for Stop {
    fn from(error: flows::Error) -> Self {
        Self::Failure(error.into())
    }
}

/// A redirect that turns a POST into a GET (RFC 9110 §15.4.4): the form's body goes nowhere else (case 18).
pub(super) fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, location)).insert_header((CACHE_CONTROL, "no-store")).finish()
}

/// Writes a page. `form_target` is where its forms may end besides here: browsers hold `form-action` against the
/// redirects that answer a form, too.
pub(super) fn html<V: Template>(
    status: StatusCode,
    view: &V,
    translator: &Translator,
    form_target: &str,
    scripts: Scripts,
) -> Result<HttpResponse, PageFailure> {
    let body = render(view, translator).map_err(|source| {
        error!(error = %source, "a page could not be written");
        PageFailure::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    })?;
    Ok(HttpResponseBuilder::new(status)
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_LANGUAGE, translator.language()))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_SECURITY_POLICY, policy(form_target, scripts)))
        // An app may open the sign-in in a pop-up, and its callback there answers to the opener.
        .insert_header(("cross-origin-opener-policy", "unsafe-none"))
        .body(body))
}

/// What a page may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scripts {
    /// Nothing.
    None,
    /// Our own files: what asks the browser for a passkey, or sends a form that leads on.
    Own,
}

/// No script at all or our own files, styles and pictures of our own only (case 114).
fn policy(form_target: &str, scripts: Scripts) -> String {
    let scripts = match scripts {
        Scripts::None => "",
        Scripts::Own => "script-src 'self'; ",
    };
    format!(
        "default-src 'none'; {scripts}style-src 'self'; img-src 'self'; form-action 'self' {form_target}; frame-ancestors 'none'; base-uri 'none'"
    )
}
