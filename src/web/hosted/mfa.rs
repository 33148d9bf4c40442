//! `/mfa`: the second factor of a person whose first was right.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::confirm::{missing, spaceless};
use super::context::PageContext;
use super::forgery::{Posted, field};
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::sign_in::Challenge;
use crate::flows::Error;
use crate::flows::sign_in::{CodeAnswer, CodeRefused, answer_totp, pending_challenge};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page that asks for the code of an authenticator app.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa.html")]
pub struct MfaView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// The form.
    pub form: Form,
    /// The code.
    pub code: Field,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, login_href: &str) -> Self {
        let (username, login_href) = (username.to_owned(), login_href.to_owned());
        Self { layout, username, form, code: Field::code().focused(), login_href }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.code]);
        self
    }
}

/// Shows the page to the browser in which the first factor was given, and to no other.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    if !is_asked(page, &visit).await? {
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
    let (visit, posted) = page.receive(body, Route::Mfa).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(_) if !is_asked(page, &visit).await? => {
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
        return page.go(&visit, Route::Mfa, &State { wrong, ..visit.state.clone() });
    }
    match answer_totp(&page.deps, code_answer(page, &visit, &code)).await? {
        Ok(outcome) => page.proceed(&visit, outcome, &visit.state.username).await,
        Err(CodeRefused::SessionInvalid) => over(page, &visit),
        Err(CodeRefused::Code(refused)) => {
            page.go(&visit, Route::Mfa, &State { wrong: vec![wording::totp(refused)], ..visit.state.clone() })
        }
    }
}

/// The answer to the sign-in that waits in this browser.
pub(super) fn code_answer(page: &PageContext, visit: &Visit, code: &str) -> CodeAnswer {
    CodeAnswer {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        handle: visit.state.handle.clone(),
        holder: page.holder(),
        code: spaceless(code),
    }
}

async fn is_asked(page: &PageContext, visit: &Visit) -> Result<bool, Error> {
    let (request, handle) = (&visit.request, visit.state.handle.as_str());
    if handle.is_empty() {
        return Ok(false);
    }
    let pending = pending_challenge(&page.deps, &request.pool, &request.client, handle, &page.holder()).await?;
    Ok(matches!(pending, Some((_, Challenge::SecondFactor(_)))))
}

/// Back to where one signs in, which says why.
pub(super) fn over(page: &PageContext, visit: &Visit) -> Answer {
    let wrong = vec![Wrong::form("session-expired")];
    page.go(visit, Route::Login, &State { wrong, ..State::of(&visit.state.username) })
}

async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::Mfa, ""));
    let view = MfaView::new(layout, form, &state.username, &visit.href(Route::Login)).with_problems(&state.problems());
    page.page(status, &view, &request.form_target())
}

impl View for MfaView {
    const TEMPLATE: &'static str = "pages/mfa.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, username: &str| Self::new(layout, form("/mfa"), username, "/login?client_id=7h1");
        let plain = page(layout(), "ada@example.com");
        vec![
            ("plain", plain.clone()),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "app-code-mismatch")])),
            ("used", plain.clone().with_problems(&[Problem::at("code", "app-code-used")])),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", page(right_to_left(), "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
