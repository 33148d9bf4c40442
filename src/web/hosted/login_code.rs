//! `/login/code`: the code by mail or text message that comes in the place of the password.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::confirm::{missing, spaceless};
use super::context::PageContext;
use super::forgery::{Posted, field};
use super::mfa::over;
use super::resend_code::shown;
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::code::Channel;
use crate::domain::secret::Secret;
use crate::flows::sign_in::{
    AskFirstCode, AskedFirstCode, FirstCodeAnswer, FirstCodeRefused, answer_first_code, ask_first_code,
};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page that takes the code.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/login_code.html")]
pub struct LoginCodeView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The way on which the code came: `email` or `sms`.
    pub channel: String,
    /// Where the code went, masked; empty where the typed name is none.
    pub destination: String,
    /// The form.
    pub form: Form,
    /// The code.
    pub code: Field,
    /// Where one signs in with a password, or as somebody else.
    pub login_href: String,
}

impl LoginCodeView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(
        layout: Layout,
        form: Form,
        username: &str,
        (channel, destination): (Channel, &str),
        login_href: &str,
    ) -> Self {
        Self {
            layout,
            username: username.to_owned(),
            notice: String::new(),
            channel: channel.as_str().to_owned(),
            destination: destination.to_owned(),
            form,
            code: Field::long_code().focused(),
            login_href: login_href.to_owned(),
        }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.code]);
        self
    }
}

/// Sends a code to whoever has this name, or to nobody, and says the same: asked for at `/login`, and here for another.
pub(super) async fn ask(page: &PageContext, visit: &Visit, username: &str, channel: Channel) -> Answer {
    let wrong = missing(&[("username", username)]);
    if !wrong.is_empty() {
        return page.go(visit, Route::Login, &State { wrong, ..State::of(username) });
    }
    let State { handle, username: typed, way, .. } = &visit.state;
    let is_another = !handle.is_empty() && typed == username && way == channel.as_str();
    let ask = AskFirstCode {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        username: username.to_owned(),
        channel,
        holder: page.holder(),
        query: visit.query().to_owned(),
    };
    let wrong = match ask_first_code(&page.deps, ask).await? {
        AskedFirstCode::Sent(handle, delivery) => {
            let notice = if is_another { "notice-code-resent".to_owned() } else { String::new() };
            let way = channel.as_str().to_owned();
            let state = State { handle, destination: shown(delivery), way, notice, ..State::of(username) };
            return page.go(visit, Route::LoginCode, &state);
        }
        AskedFirstCode::NotOffered => Wrong::form("refused"),
        AskedFirstCode::UserNotFound => Wrong::field("username", "user-not-found"),
        AskedFirstCode::LimitExceeded => Wrong::form("limit-exceeded"),
    };
    page.go(visit, Route::Login, &State { wrong: vec![wrong], ..State::of(username) })
}

/// Shows the page.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit_of_own_users().await?;
    if visit.state.handle.is_empty() {
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
    let (visit, posted) = page.receive(body, Route::LoginCode).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(_) if visit.state.handle.is_empty() => {
            return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden"));
        }
        Posted::Stale(_) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
        }
    };
    let channel = visit.state.channel();
    if !field(&form, "way").is_empty() {
        return ask(page, &visit, &visit.state.username, channel).await;
    }
    let code = field(&form, "code");
    let wrong = missing(&[("code", &code)]);
    if !wrong.is_empty() {
        return page.go(&visit, Route::LoginCode, &State { wrong, ..visit.state.clone() });
    }
    let answer = FirstCodeAnswer {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        handle: visit.state.handle.clone(),
        holder: page.holder(),
        username: None,
        channel,
        acr: visit.request.acr,
        code: Secret::from(spaceless(&code)),
    };
    let wrong = match answer_first_code(&page.deps, answer).await? {
        Ok(outcome) => return page.proceed(&visit, outcome, &visit.state.username).await,
        Err(FirstCodeRefused::SessionInvalid) => return over(page, &visit),
        Err(FirstCodeRefused::Mismatch) => Wrong::field("code", "code-mismatch"),
        Err(FirstCodeRefused::TooManyAttempts) => wording::too_many(),
    };
    page.go(&visit, Route::LoginCode, &State { wrong: vec![wrong], ..visit.state.clone() })
}

async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let (request, channel) = (&visit.request, state.channel());
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::LoginCode, ""));
    let login = visit.href(Route::Login);
    let view = LoginCodeView::new(layout, form, &state.username, (channel, &state.destination), &login)
        .with_notice(&state.notice)
        .with_problems(&state.problems());
    page.page(status, &view, &request.form_target())
}

impl View for LoginCodeView {
    const TEMPLATE: &'static str = "pages/login_code.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let by = |channel, layout, username: &str, destination: &str| {
            Self::new(layout, form("/login/code"), username, (channel, destination), "/login?client_id=7h1")
        };
        let page = |layout, username: &str, destination: &str| by(Channel::Email, layout, username, destination);
        let plain = page(layout(), "ada@example.com", "a***@e***");
        vec![
            ("plain", plain.clone()),
            ("by-name", page(layout(), "ada", "")),
            ("by-text", by(Channel::Sms, layout(), "+4915112345678", "+*********5678")),
            ("by-text-and-name", by(Channel::Sms, layout(), "ada", "")),
            ("resent", plain.clone().with_notice("notice-code-resent")),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "code-mismatch")])),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", by(Channel::Sms, right_to_left(), "+966501234567", "+********4567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
