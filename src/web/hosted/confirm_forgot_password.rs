//! `/confirmforgotPassword`: the code and the new password together.

use std::collections::BTreeMap;

use askama::Template;
use serde::Serialize;

use super::confirm::{missing, spaceless};
use super::context::PageContext;
use super::fields::password_rules;
use super::fields::{Identifier, username};
use super::forgery::{Posted, field};
use super::reset_done;
use super::respond::Answer;
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, plain_rules, right_to_left, strict_rules};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::code::Delivery;
use crate::domain::pool::PasswordStrength;
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::flows::recovery::{Finish, FinishOutcome, finish};
use crate::render::page::{Field, Form, Layout, Problem, Rule};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The page that takes a recovery code and a new password.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/confirm_forgot_password.html")]
pub struct ConfirmForgotPasswordView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// Where the code went if there is an account, masked and simulated alike; empty when that is not known.
    pub destination: String,
    /// The form.
    pub form: Form,
    /// Whether the page must ask who it is for.
    pub asks_username: bool,
    /// The identifier, where it is asked.
    pub username: Field,
    /// The code.
    pub code: Field,
    /// The new password with the pool's rules.
    pub new_password: Field,
    /// Where the form for another code is posted; empty for no such form.
    pub resend_action: String,
    /// The token of that form.
    pub resend_csrf: String,
    /// Where one signs in.
    pub login_href: String,
}

impl ConfirmForgotPasswordView {
    /// The page for a person who is known from the step before.
    #[must_use]
    pub fn new(layout: Layout, form: Form, destination: &str, rules: Vec<Rule>, login_href: &str) -> Self {
        Self {
            layout,
            notice: String::new(),
            destination: destination.to_owned(),
            form,
            asks_username: false,
            username: Field::default(),
            code: Field::code().focused(),
            new_password: Field::new_password("new_password", rules),
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

    /// The page for a person who is known: their name goes with the form, and to the password manager.
    #[must_use]
    pub fn known(mut self, username: &str) -> Self {
        username.clone_into(&mut self.username.value);
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
        self.form.show(problems, [&mut self.username, &mut self.code, &mut self.new_password]);
        self
    }
}

/// Shows the page. Opened in another browser, it asks who it is for.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit_of_own_users().await?;
    page.note_shown(&visit)?;
    if !visit.state.unproven.is_empty() {
        return reset_done::show(page, &visit).await;
    }
    show(page, &visit, &visit.state, StatusCode::OK).await
}

/// Sets the password.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::ConfirmForgotPassword).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    let (username, code, password) = (field(form, "username"), field(form, "code"), field(form, "new_password"));
    let state = State {
        username: username.clone(),
        wrong: Vec::new(),
        notice: String::new(),
        unproven: BTreeMap::new(),
        ..visit.state.clone()
    };
    if let Posted::Stale(_) = posted {
        let state = State { wrong: vec![Wrong::form("csrf-stale")], ..state };
        return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
    }
    let wrong = missing(&[("username", &username), ("code", &code), ("new_password", &password)]);
    if !wrong.is_empty() {
        return page.go(&visit, Route::ConfirmForgotPassword, &State { wrong, ..state });
    }
    let (pool, client) = (visit.request.pool.clone(), visit.request.client.clone());
    let policy = pool.settings.password.clone();
    let (code, typed) = (spaceless(&code), Secret::from(password));
    let finish_with = Finish { pool, client, username: username.clone(), code, password: typed.clone() };
    let wrong = match finish(&page.deps, finish_with).await? {
        FinishOutcome::Done { unproven } if !unproven.is_empty() => {
            let named = |delivery: Delivery| (delivery.contact.attribute().to_owned(), delivery.destination);
            let unproven = unproven.into_iter().map(named).collect();
            return page.go(&visit, Route::ConfirmForgotPassword, &State { unproven, ..State::of(&username) });
        }
        FinishOutcome::Done { .. } => {
            let notice = "notice-password-changed".to_owned();
            return page.go(&visit, Route::Login, &State { notice, ..State::of(&username) });
        }
        FinishOutcome::Password(problems) => {
            let strength = PasswordStrength::of(typed.expose_secret(), &[&username]);
            wording::password("new_password", &policy, &problems, strength)
        }
        FinishOutcome::Code(refused) => vec![wording::code(refused)],
        FinishOutcome::UserNotFound => vec![Wrong::form("user-not-found")],
        FinishOutcome::LimitExceeded => vec![wording::too_many()],
    };
    page.go(&visit, Route::ConfirmForgotPassword, &State { wrong, ..state })
}

async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let settings = &request.pool.settings;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::ConfirmForgotPassword, ""));
    let rules = password_rules(&settings.password, page.deps.breached.refuses_common);
    let login_href = visit.href(Route::Login);
    let mut view = ConfirmForgotPasswordView::new(layout, form, &state.destination, rules, &login_href);
    if state.is_known {
        let resend = page.form(visit, Route::ForgotPassword, "");
        view = view.known(&state.username).with_resend(resend.action, resend.csrf);
    } else {
        view = view.asking(Identifier::of_sign_in(settings));
        view.username.value.clone_from(&state.username);
    }
    let view = view.with_notice(&state.notice).with_problems(&state.problems());
    page.page(status, &view, &request.form_target())
}

impl View for ConfirmForgotPasswordView {
    const TEMPLATE: &'static str = "pages/confirm_forgot_password.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, destination: &str, rules| {
            Self::new(layout, form("/confirmforgotPassword"), destination, rules, "/login?client_id=7h1")
                .with_resend("/forgotPassword", "Nzg5")
        };
        let plain = page(layout(), "a***@e***", plain_rules());
        let strict = page(layout(), "a***@e***", strict_rules());
        let resent = plain.clone().with_notice("notice-code-on-its-way");
        vec![
            ("plain", plain.clone()),
            ("resent", resent),
            ("strict", strict.clone()),
            ("wrong-code", plain.clone().with_problems(&[Problem::at("code", "code-mismatch")])),
            (
                "weak",
                strict.with_problems(&[
                    Problem::at("new_password", "password-needs-uppercase"),
                    Problem::strength("new_password", 2),
                ]),
            ),
            ("locked", plain.clone().with_problems(&[Problem::new("limit-exceeded")])),
            ("asks-username", plain.asking(Identifier::UsernameOrEmail)),
            ("long-words", page(branded(LONG), LONG, strict_rules())),
            ("right-to-left", page(right_to_left(), "", strict_rules())),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, plain_rules())),
        ]
    }
}
