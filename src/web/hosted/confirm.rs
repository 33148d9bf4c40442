//! `/confirm`: the 6-digit code that confirms a new account, and `/resendcode` beside it.

use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::fields::{Identifier, username};
use super::forgery::{Posted, field};
use super::respond::Answer;
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::flows::sign_up::{Confirm, ConfirmOutcome, Pledge, confirm};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The page that takes the code of a sign-up.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/confirm.html")]
pub struct ConfirmView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// Where the code went, masked (`a***@e***`); empty when that is not known to this browser.
    pub destination: String,
    /// The form.
    pub form: Form,
    /// Whether the page must ask who is confirmed, because nothing tells it.
    pub asks_username: bool,
    /// The identifier, where it is asked.
    pub username: Field,
    /// What this browser kept from its sign-up; empty for none.
    pub sign_up: String,
    /// The code.
    pub code: Field,
    /// Where the form for another code is posted; empty for no such form.
    pub resend_action: String,
    /// The token of that form.
    pub resend_csrf: String,
    /// Where one signs in.
    pub login_href: String,
}

impl ConfirmView {
    /// The page for a person who is known from the step before.
    #[must_use]
    pub fn new(layout: Layout, form: Form, destination: &str, login_href: &str) -> Self {
        Self {
            layout,
            notice: String::new(),
            destination: destination.to_owned(),
            form,
            asks_username: false,
            username: Field::default(),
            sign_up: String::new(),
            code: Field::code().focused(),
            resend_action: String::new(),
            resend_csrf: String::new(),
            login_href: login_href.to_owned(),
        }
    }

    /// The page with the button that asks for another code.
    #[must_use]
    pub fn with_resend(self, action: impl Into<String>, csrf: impl Into<String>) -> Self {
        Self { resend_action: action.into(), resend_csrf: csrf.into(), ..self }
    }

    /// The page for a person who is known: their name goes with the form, and so does what the sign-up left.
    #[must_use]
    pub fn known(mut self, username: &str, sign_up: &str) -> Self {
        username.clone_into(&mut self.username.value);
        sign_up.clone_into(&mut self.sign_up);
        self
    }

    /// The page for a person who comes from somewhere else, and is asked who they are.
    #[must_use]
    pub fn asking(mut self, identifier: Identifier) -> Self {
        self.username = username(identifier).focused();
        self.code.autofocus = false;
        Self { asks_username: true, ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.username, &mut self.code]);
        self
    }
}

/// Shows the page. Opened in another browser, it asks who is confirmed.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit_of_own_users().await?;
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, StatusCode::OK).await
}

/// Takes the code.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::Confirm).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    // The form itself says for whom it is: mail may take longer than the state beside it lives.
    let (username, code) = (field(form, "username"), field(form, "code"));
    let pledge = field(form, "sign_up");
    let state = State {
        username: username.clone(),
        pledge: pledge.clone(),
        wrong: Vec::new(),
        notice: String::new(),
        ..visit.state.clone()
    };
    if let Posted::Stale(_) = posted {
        let state = State { wrong: vec![Wrong::form("csrf-stale")], ..state };
        return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
    }
    let wrong = missing(&[("username", &username), ("code", &code)]);
    if !wrong.is_empty() {
        return page.go(&visit, Route::Confirm, &State { wrong, ..state });
    }
    let client = visit.request.client.clone();
    let input = Confirm {
        pool: visit.request.pool.clone(),
        client,
        username: username.clone(),
        code: spaceless(&code),
        takes_over: false,
        pledge: Some(Pledge { browser: page.browser().to_owned(), sealed: pledge }),
    };
    let wrong = match confirm(&page.deps, input).await? {
        ConfirmOutcome::Confirmed => {
            let notice = "notice-confirmed".to_owned();
            return page.go(&visit, Route::Login, &State { notice, ..State::of(&username) });
        }
        ConfirmOutcome::ConfirmedWithoutPassword => {
            let notice = "notice-confirmed-without-password".to_owned();
            return page.go(&visit, Route::ForgotPassword, &State { notice, ..State::of(&username) });
        }
        ConfirmOutcome::UserNotFound => Wrong::form("user-not-found"),
        ConfirmOutcome::Code(refused) => wording::code(refused),
        ConfirmOutcome::LimitExceeded => wording::too_many(),
        ConfirmOutcome::NotUnconfirmed(_) => Wrong::form("already-confirmed"),
        ConfirmOutcome::AliasTaken(_) => Wrong::form("alias-taken"),
    };
    page.go(&visit, Route::Confirm, &State { wrong: vec![wrong], ..state })
}

/// What was left empty.
pub(super) fn missing(given: &[(&str, &str)]) -> Vec<Wrong> {
    let empty = given.iter().filter(|(_, value)| value.trim().is_empty());
    empty.map(|(name, _)| Wrong::field(name, "required")).collect()
}

/// A code as it was sent, however it was pasted.
pub(super) fn spaceless(code: &str) -> String {
    code.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect()
}

/// Shows the page in a state; also for the form beside it that asks for another code.
pub(super) async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::Confirm, ""));
    let mut view = ConfirmView::new(layout, form, &state.destination, &visit.href(Route::Login));
    if state.is_known {
        let resend = page.form(visit, Route::ResendCode, "");
        view = view.known(&state.username, &state.pledge).with_resend(resend.action, resend.csrf);
    } else {
        view = view.asking(Identifier::of_sign_in(&request.pool.settings));
        view.username.value.clone_from(&state.username);
    }
    let view = view.with_notice(&state.notice).with_problems(&state.problems());
    page.page(status, &view, &request.form_target())
}

impl View for ConfirmView {
    const TEMPLATE: &'static str = "pages/confirm.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, destination: &str| {
            Self::new(layout, form("/confirm"), destination, "/login?client_id=7h1").with_resend("/resendcode", "Nzg5")
        };
        let plain = page(layout(), "a***@e***");
        let resent = plain.clone().with_notice("notice-code-resent");
        vec![
            ("plain", plain.clone()),
            ("resent", resent),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "code-mismatch")])),
            ("expired", plain.clone().with_problems(&[Problem::at("code", "code-expired")])),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("asks-username", Self::new(layout(), form("/confirm"), "", "/login").asking(Identifier::Email)),
            ("long-words", page(branded(LONG), &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), "+*******0199")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
