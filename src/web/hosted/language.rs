//! The language of a page: what the request asks for, else what was chosen before, else what the browser prefers.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;

use super::cookies::Jar;
use crate::i18n::{Catalog, Wishes, negotiate};
use crate::protocol::oauth::Params;

/// The language of pages for which nothing else is asked.
const DEFAULT: &str = "en";

/// The languages of a request.
pub(super) struct Language {
    /// The tag in which the page is written.
    pub(super) tag: String,
    /// The tag to keep, where the request itself names one that is spoken; empty otherwise.
    pub(super) chosen: String,
}

/// Negotiates.
pub(super) fn of(request: &HttpRequest, params: Option<&Params>, jar: &Jar, catalog: &Catalog) -> Language {
    let param = |name| params.and_then(|params| params.get(name)).unwrap_or_default();
    let accept_language = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let spoken = catalog.languages();
    let ui_locales = format!("{} {}", param("ui_locales"), jar.language());
    let wishes =
        Wishes { lang: param("lang"), ui_locales: &ui_locales, accept_language: accept_language.unwrap_or_default() };
    Language {
        tag: negotiate(wishes, &spoken, DEFAULT),
        chosen: negotiate(Wishes { lang: param("lang"), ..Wishes::default() }, &spoken, ""),
    }
}
