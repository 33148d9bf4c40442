//! `/forgotPassword`: asks for a code to set a new password. The answer is the same for every identifier.

use askama::Template;
use serde::Serialize;

use super::confirm::missing;
use super::context::PageContext;
use super::fields::{Identifier, username};
use super::forgery::{Posted, field};
use super::resend_code::shown;
use super::respond::Answer;
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::flows::recovery::{Request, RequestOutcome, request};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The page that asks who forgot a password.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/forgot_password.html")]
pub struct ForgotPasswordView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The form.
    pub form: Form,
    /// The identifier.
    pub username: Field,
    /// Where one signs in.
    pub login_href: String,
}

impl ForgotPasswordView {
    /// The page, with what was typed on the page before.
    #[must_use]
    pub fn new(layout: Layout, form: Form, identifier: Identifier, typed: &str, login_href: &str) -> Self {
        let username = username(identifier).focused().with_value(typed);
        Self { layout, notice: String::new(), form, username, login_href: login_href.to_owned() }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.username]);
        self
    }
}

/// Shows the page.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit_of_own_users().await?;
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, StatusCode::OK).await
}

/// Sends the code. Comes from this page, and from the next one for another code.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::ForgotPassword).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    let username = field(form, "username");
    let named = State::of(&username);
    if let Posted::Stale(_) = posted {
        let state = State { wrong: vec![Wrong::form("csrf-stale")], ..named };
        return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
    }
    let wrong = missing(&[("username", &username)]);
    if !wrong.is_empty() {
        return page.go(&visit, Route::ForgotPassword, &State { wrong, ..named });
    }
    let (pool, client) = (visit.request.pool.clone(), visit.request.client.clone());
    let wrong =
        match request(&page.deps, Request { pool, client, username: username.clone(), language: page.language() })
            .await?
        {
            RequestOutcome::Sent(delivery) => {
                let is_again = visit.state.is_known && visit.state.username == username;
                let notice = if is_again { "notice-code-on-its-way".to_owned() } else { String::new() };
                let state = State { is_known: true, destination: shown(delivery), notice, ..named };
                return page.go(&visit, Route::ConfirmForgotPassword, &state);
            }
            RequestOutcome::UserNotFound => Wrong::field("username", "user-not-found"),
            RequestOutcome::NoVerifiedContact => Wrong::form("no-verified-contact"),
            RequestOutcome::NotInThisState => Wrong::form("recovery-needs-admin"),
            RequestOutcome::Disabled => Wrong::form("user-disabled"),
            RequestOutcome::Undeliverable(_) => Wrong::form("number-not-served"),
            RequestOutcome::LimitExceeded => Wrong::form("limit-exceeded"),
        };
    page.go(&visit, Route::ForgotPassword, &State { wrong: vec![wrong], ..named })
}

async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let typed = if state.username.is_empty() { &request.login_hint } else { &state.username };
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::ForgotPassword, ""));
    let identifier = Identifier::of_sign_in(&request.pool.settings);
    let view = ForgotPasswordView::new(layout, form, identifier, typed, &visit.href(Route::Login));
    let view = view.with_notice(&state.notice);
    page.page(status, &view.with_problems(&state.problems()), &request.form_target())
}

impl View for ForgotPasswordView {
    const TEMPLATE: &'static str = "pages/forgot_password.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, identifier, typed: &str| {
            Self::new(layout, form("/forgotPassword"), identifier, typed, "/login?client_id=7h1")
        };
        let plain = page(layout(), Identifier::Email, "");
        vec![
            ("plain", plain.clone()),
            ("prefilled", page(layout(), Identifier::Email, "ada@example.com")),
            (
                "confirmed",
                page(layout(), Identifier::Email, "ada@example.com").with_notice("notice-confirmed-without-password"),
            ),
            ("empty", plain.clone().with_problems(&[Problem::at("username", "required")])),
            ("limited", plain.with_problems(&[Problem::new("limit-exceeded")])),
            ("long-words", page(branded(LONG), Identifier::Any, LONG)),
            ("right-to-left", page(right_to_left(), Identifier::Phone, "")),
            ("hostile", page(branded(PAYLOAD), Identifier::Username, PAYLOAD)),
        ]
    }
}
