//! `/mfa/recovery`: a recovery code in the place of the second factor that is lost.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::confirm::missing;
use super::context::PageContext;
use super::forgery::{Posted, field};
use super::mfa::{Hrefs, asked, code_answer, over};
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::sign_in::Factor;
use crate::flows::sign_in::{CodeRefused, answer_second};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page that takes a recovery code.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa_recovery.html")]
pub struct MfaRecoveryView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// The form.
    pub form: Form,
    /// The code.
    pub code: Field,
    /// Where another way is chosen.
    pub other_href: String,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaRecoveryView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, hrefs: Hrefs) -> Self {
        let code = Field { maxlength: "32".to_owned(), ..Field::text("code", "label-recovery-code") };
        let Hrefs { other: other_href, login: login_href, .. } = hrefs;
        Self { layout, username: username.to_owned(), form, code: code.focused(), other_href, login_href }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.code]);
        self
    }
}

/// Shows the page where a sign-in waits for a second factor.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    if asked(page, &visit).await?.is_none() {
        return over(page, &visit);
    }
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, StatusCode::OK).await
}

/// Takes the code and goes on.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::MfaRecovery).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(_) if asked(page, &visit).await?.is_none() => {
            return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden"));
        }
        Posted::Stale(_) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
        }
    };
    let code = field(&form, "code");
    let wrong = missing(&[("code", &code)]);
    if !wrong.is_empty() {
        return page.go(&visit, Route::MfaRecovery, &State { wrong, ..visit.state.clone() });
    }
    match answer_second(&page.deps, code_answer(page, &visit, &code), Factor::RecoveryCode).await? {
        Ok(outcome) => page.proceed(&visit, outcome, &visit.state.username).await,
        Err(CodeRefused::SessionInvalid) => over(page, &visit),
        Err(CodeRefused::Code(refused)) => {
            let wrong = vec![wording::proof(Factor::RecoveryCode, refused)];
            page.go(&visit, Route::MfaRecovery, &State { wrong, ..visit.state.clone() })
        }
    }
}

async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::MfaRecovery, ""));
    let view = MfaRecoveryView::new(layout, form, &state.username, Hrefs::of(visit));
    page.page(status, &view.with_problems(&state.problems()), &request.form_target())
}

impl View for MfaRecoveryView {
    const TEMPLATE: &'static str = "pages/mfa_recovery.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, username: &str| Self::new(layout, form("/mfa/recovery"), username, Hrefs::sample());
        let plain = page(layout(), "ada@example.com");
        vec![
            ("plain", plain.clone()),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "recovery-code-mismatch")])),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", page(right_to_left(), "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
