//! `/mfa/codes`: the recovery codes of a person who has just set up their first second factor. They lie in the browser's
//! sealed state until the person goes on, and nowhere else.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::forgery::Posted;
use super::mfa::over;
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::flows::sign_in::finish_enrolment;
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page that shows recovery codes, once.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa_codes.html")]
pub struct MfaCodesView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The codes.
    pub codes: Vec<String>,
    /// The form that goes on.
    pub form: Form,
}

impl MfaCodesView {
    /// The page.
    #[must_use]
    pub fn new(layout: Layout, form: Form, codes: &[String]) -> Self {
        Self { layout, codes: codes.to_vec(), form }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, []);
        self
    }
}

/// Shows the codes that `state` holds; where it holds none, the sign-in goes on.
pub(super) async fn show_or_go_on(page: &PageContext, visit: &Visit, state: State) -> Answer {
    if state.codes.is_empty() { go_on(page, visit, &state).await } else { page.go(visit, Route::MfaCodes, &state) }
}

/// Shows the page.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    if visit.state.codes.is_empty() {
        return over(page, &visit);
    }
    show(page, &visit, &visit.state, StatusCode::OK).await
}

/// Goes on with the sign-in.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::MfaCodes).await?;
    match posted {
        Posted::Fresh(_) => go_on(page, &visit, &visit.state).await,
        Posted::Stale(_) if visit.state.codes.is_empty() => Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
        Posted::Stale(_) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            show(page, &visit, &state, StatusCode::FORBIDDEN).await
        }
    }
}

async fn go_on(page: &PageContext, visit: &Visit, state: &State) -> Answer {
    let request = &visit.request;
    let finished =
        finish_enrolment(&page.deps, (&request.pool, &request.client), &state.handle, &page.holder()).await?;
    match finished {
        Some(outcome) => page.proceed(visit, outcome.remembering(state.remembers), &state.username).await,
        None => over(page, visit),
    }
}

async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::MfaCodes, ""));
    let view = MfaCodesView::new(layout, form, &state.codes).with_problems(&state.problems());
    page.page(status, &view, &request.form_target())
}

impl View for MfaCodesView {
    const TEMPLATE: &'static str = "pages/mfa_codes.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, codes: &[&str]| {
            let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
            Self::new(layout, form("/mfa/codes"), &codes)
        };
        let ten = [
            "7KQ2-M9XW-41TB",
            "0C5H-ZR8J-6VNE",
            "PD3A-T70Y-K2GM",
            "W9F1-4XBS-QH6C",
            "N8ZE-52RV-J0DK",
            "3GTM-YA7P-9W1X",
            "HB6C-SQ4F-E8Z0",
            "V2JN-KD5R-7TGA",
            "1XPW-M3YH-C9BF",
            "6R0Q-ZES8-4NVJ",
        ];
        let plain = page(layout(), &ten);
        vec![
            ("plain", plain.clone()),
            ("stale", plain.with_problems(&[Problem::new("csrf-stale")])),
            ("long-words", page(branded(LONG), &ten)),
            ("right-to-left", page(right_to_left(), &ten)),
            ("hostile", page(branded(PAYLOAD), &[PAYLOAD])),
        ]
    }
}
