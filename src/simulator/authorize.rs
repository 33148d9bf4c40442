//! `GET …/authorize`: the page on which one chooses who to be.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::asked::{Asked, Refusal};
use super::kind::Kind;
use super::memory::Visit;
use super::sessions_view::DemoIdSessionsView;
use super::trouble::Trouble;
use super::view::DemoIdView;
use super::{NAME, Simulator, saml, tenant_of};
use crate::i18n::{Translator, Wishes, negotiate};
use crate::render::page::Layout;
use crate::render::render;

/// Style and icon from here, nothing else. Forms go on to wherever apps are, and from there to wherever these send people:
/// browsers hold every redirect of the way to this (CSP3 §6.4.4).
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action http: https:; frame-ancestors 'none'; base-uri 'none'";

/// Draws the page, or says what is wrong with the request.
pub(super) async fn get(kind: Kind, simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    match Asked::read(kind, tenant_of(&request), request.query_string(), &simulator) {
        Ok(asked) => simulator.show_choice(&request, Visit::OAuth(asked)),
        Err(Refusal::Page(why)) => simulator.show_problem(&request, kind, "demo-id-refused", why),
        Err(Refusal::Back(asked, error, why)) => {
            simulator.return_to(&asked, vec![("error", error.to_owned()), ("error_description", why.to_owned())])
        }
    }
}

impl Simulator {
    /// The page with everybody.
    pub(super) fn show_choice(&self, request: &HttpRequest, visit: Visit) -> HttpResponse {
        let translator = self.translator(request);
        let view = match &visit {
            Visit::OAuth(asked) => {
                let view = DemoIdView::choice(Layout::new(&translator, NAME), &asked.client_id, asked.kind.name());
                view.with_hint(&asked.hint)
            }
            Visit::Saml(asked) => DemoIdView::saml(Layout::new(&translator, saml::NAME), &asked.app.entity_id),
        };
        let view = view.with_troubles(&Trouble::offered(visit.speech())).with_csrf(&self.memory.keep_request(visit));
        show(StatusCode::OK, &view, &translator)
    }

    /// The page without anything to choose, of the side that speaks SAML.
    pub(super) fn show_saml_problem(&self, request: &HttpRequest, problem: &str, detail: &str) -> HttpResponse {
        let translator = self.translator(request);
        let view = DemoIdView::problem(Layout::new(&translator, saml::NAME), "", problem, detail);
        show(StatusCode::BAD_REQUEST, &DemoIdView { is_saml: true, ..view }, &translator)
    }

    /// The page of who is signed in, of the side that speaks SAML.
    pub(super) fn show_sessions(&self, request: &HttpRequest, notice: &str) -> HttpResponse {
        let translator = self.translator(request);
        let layout = Layout::new(&translator, saml::NAME);
        let view = DemoIdSessionsView::new(layout, notice, &self.memory.signed_in());
        show(StatusCode::OK, &view, &translator)
    }

    /// The page without anything to choose.
    pub(super) fn show_problem(&self, request: &HttpRequest, kind: Kind, problem: &str, detail: &str) -> HttpResponse {
        let translator = self.translator(request);
        let view = DemoIdView::problem(Layout::new(&translator, NAME), kind.name(), problem, detail);
        show(StatusCode::BAD_REQUEST, &view, &translator)
    }

    fn translator(&self, request: &HttpRequest) -> Translator {
        let accept = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let wishes = Wishes { accept_language: accept, ..Wishes::default() };
        self.catalog.translator(&negotiate(wishes, &self.catalog.languages(), "en"), &[])
    }
}

fn show<V: Template>(status: StatusCode, view: &V, translator: &Translator) -> HttpResponse {
    match render(view, translator) {
        Ok(page) => HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .insert_header((CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((CONTENT_LANGUAGE, translator.language()))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(page),
        Err(error) => {
            tracing::error!(error = ?error, "the page of Demo ID could not be drawn");
            HttpResponse::InternalServerError().finish()
        }
    }
}
