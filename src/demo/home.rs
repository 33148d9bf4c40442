//! `GET /demo`: the page. Says who is signed in and shows what the app got, or offers to sign in.

use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::Demo;
use super::claims;
use super::memory::Flash;
use super::request::key;
use super::view::DemoView;
use crate::i18n::{Wishes, negotiate};
use crate::render::page::Layout;
use crate::render::{Translator, render};

/// Style and icon from here, forms to here, nothing else. The sign-out form goes on to the server's `/logout`, which in
/// `dev` is the same origin (browsers apply `form-action` to redirects too).
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Draws the page.
pub(super) async fn get(demo: Data<Demo>, request: HttpRequest) -> HttpResponse {
    let translator = demo.translator(&request);
    let view = demo.view(key(&request).as_deref(), &translator);
    match render(&view, &translator) {
        Ok(page) => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((CONTENT_LANGUAGE, translator.language()))
            .body(page),
        Err(error) => {
            tracing::error!(error = ?error, "the demo page could not be drawn");
            HttpResponse::InternalServerError().finish()
        }
    }
}

impl Demo {
    fn translator(&self, request: &HttpRequest) -> Translator {
        let accept = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let wishes = Wishes { accept_language: accept, ..Wishes::default() };
        self.catalog.translator(&negotiate(wishes, &self.catalog.languages(), "en"), &[])
    }

    fn view(&self, key: Option<&str>, translator: &Translator) -> DemoView {
        let brand = translator.text("demo-heading", &[]);
        let view = DemoView::signed_out(Layout::new(translator, brand), "/");
        let view = match self.memory.session(key) {
            Some(session) => {
                let view = view.signed_in(session.display_name(), claims::tokens(&session)).with_csrf(&session.csrf);
                match session.expires {
                    Some(moment) => view.with_expiry(&claims::date(moment), moment <= self.clock.now()),
                    None => view,
                }
            }
            None => view,
        };
        match self.memory.take_flash(key) {
            Some(Flash::Failed(failure)) => view.failed(failure.key(), failure.detail()),
            Some(Flash::Refreshed) => view.with_notice("notice-refreshed"),
            None => view,
        }
    }
}
