//! `/mfa`: the second factor of a person whose first was right: the code of an app, a code that was sent, or the question
//! which of them it is to be.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;
use serde_json::Value;

use super::confirm::{missing, spaceless};
use super::context::PageContext;
use super::forgery::{Posted, field};
use super::mfa_choose;
use super::mfa_codes;
use super::mfa_passkey::MfaPasskeyView;
use super::mfa_sent::MfaSentView;
use super::passkey::{self, credential};
use super::remember;
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::code::{Channel, Delivery};
use crate::domain::sign_in::{Challenge, Factor};
use crate::domain::user::User;
use crate::flows::Error;
use crate::flows::sign_in::{Asked, CodeAnswer, CodeRefused, answer_second, pending_challenge, prove_sent_enrolment};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// Where one can go instead of answering.
#[derive(Debug, Clone)]
pub struct Hrefs {
    /// To choose another way.
    pub other: String,
    /// To use a recovery code.
    pub recovery: String,
    /// To sign in as somebody else.
    pub login: String,
}

impl Hrefs {
    /// From a step of `visit`.
    pub(super) fn of(visit: &Visit) -> Self {
        Self {
            other: visit.href(Route::MfaChoose),
            recovery: visit.href(Route::MfaRecovery),
            login: visit.href(Route::Login),
        }
    }

    /// What samples lead to.
    pub(super) fn sample() -> Self {
        let to = |path: &str| format!("{path}?client_id=7h1");
        Self { other: to("/mfa/choose"), recovery: to("/mfa/recovery"), login: to("/login") }
    }
}

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
    /// Where another way is chosen.
    pub other_href: String,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, hrefs: Hrefs) -> Self {
        let Hrefs { other: other_href, login: login_href, .. } = hrefs;
        Self { layout, username: username.to_owned(), form, code: Field::code().focused(), other_href, login_href }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.code]);
        self
    }
}

/// Shows the page of what is asked to the browser in which the first factor was given, and to no other.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    let Some(second) = waiting(page, &visit).await? else { return over(page, &visit) };
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, &second, StatusCode::OK).await
}

/// Takes the code and goes on.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::Mfa).await?;
    let second = waiting(page, &visit).await?;
    let form = match (posted, &second) {
        (Posted::Fresh(form), _) => form,
        (Posted::Stale(_), None) => return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
        (Posted::Stale(_), Some(second)) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            return show(page, &visit, &state, second, StatusCode::FORBIDDEN).await;
        }
    };
    let Some(Second { asked: Some(factor), is_set_up, .. }) = second else { return over(page, &visit) };
    let is_passkey = factor == Factor::Passkey;
    let code = if is_passkey { credential(&form) } else { field(&form, "code") };
    let remembers = remember::is_asked(&form);
    let wrong = missing(&[("code", &code)]);
    if !wrong.is_empty() && !is_passkey {
        return page.go(&visit, Route::Mfa, &State { remembers, wrong, ..visit.state.clone() });
    }
    let mut answer = code_answer(page, &visit, &code);
    if is_passkey {
        answer.code = code;
    }
    let refused = if is_set_up {
        match prove_sent_enrolment(&page.deps, answer).await? {
            Ok(enrolled) => {
                let state = State { remembers, ..State::enrolled(&visit.state, enrolled) };
                return mfa_codes::show_or_go_on(page, &visit, state).await;
            }
            Err(refused) => refused,
        }
    } else {
        match answer_second(&page.deps, answer, factor).await? {
            Ok(outcome) => {
                let outcome = outcome.remembering(remembers);
                return page.proceed(&visit, outcome, &visit.state.username).await;
            }
            Err(refused) => refused,
        }
    };
    match refused {
        CodeRefused::SessionInvalid => over(page, &visit),
        CodeRefused::Code(refused) => {
            let wrong = vec![wording::proof(factor, refused)];
            page.go(&visit, Route::Mfa, &State { remembers, wrong, ..visit.state.clone() })
        }
    }
}

/// The second factor that a sign-in waits for.
pub(super) struct Second {
    /// The one that is asked for.
    pub(super) asked: Option<Factor>,
    /// All that would do.
    pub(super) choices: BTreeSet<Factor>,
    /// Who is asked.
    pub(super) user: User,
    /// Where a code was sent.
    delivery: Option<Delivery>,
    /// Whether it is being set up.
    is_set_up: bool,
    /// What the browser is to be given, where a passkey is asked for.
    passkey: Option<Value>,
}

/// The second factor of which the sign-in that waits in this browser has one; `None`: none waits, or not for that.
pub(super) async fn asked(page: &PageContext, visit: &Visit) -> Result<Option<Second>, Error> {
    Ok(waiting(page, visit).await?.filter(|second| !second.is_set_up))
}

/// What is asked of the sign-in that waits in this browser; `None`: none waits, or not for a second factor.
async fn waiting(page: &PageContext, visit: &Visit) -> Result<Option<Second>, Error> {
    let (request, handle) = (&visit.request, visit.state.handle.as_str());
    if handle.is_empty() {
        return Ok(None);
    }
    let pending = pending_challenge(&page.deps, &request.pool, &request.client, handle, &page.holder()).await?;
    Ok(match pending {
        Some(Asked { user, challenge: Challenge::SecondFactor { asked, choices }, delivery, passkey }) => {
            Some(Second { asked, choices, user, delivery, is_set_up: false, passkey })
        }
        Some(Asked { user, challenge: Challenge::EnrolSent { enrolling, choices }, delivery, passkey }) => {
            Some(Second { asked: Some(enrolling.factor), choices, user, delivery, is_set_up: true, passkey })
        }
        _ => None,
    })
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

/// Back to where one signs in, which says why.
pub(super) fn over(page: &PageContext, visit: &Visit) -> Answer {
    let wrong = vec![Wrong::form("session-expired")];
    page.go(visit, Route::Login, &State { wrong, ..State::of(&visit.state.username) })
}

async fn show(page: &PageContext, visit: &Visit, state: &State, second: &Second, status: StatusCode) -> Answer {
    let request = &visit.request;
    let Some(factor) = second.asked else { return mfa_choose::show(page, visit, state, second, status).await };
    let layout = page.layout(&request.pool).await?;
    let form = remember::offered(visit, page.form(visit, Route::Mfa, ""));
    if factor == Factor::Passkey {
        // None that works here: another way is all that is left.
        let Some(options) = &second.passkey else { return mfa_choose::show(page, visit, state, second, status).await };
        let view = MfaPasskeyView::new(layout, passkey::second(form, options), &state.username, Hrefs::of(visit))
            .with_problems(&state.problems());
        return page.page_with_script(status, &view, &request.form_target());
    }
    if let Some(channel) = Channel::of(factor) {
        let another = if second.is_set_up { Route::MfaEnrol } else { Route::MfaChoose };
        let hrefs = Hrefs { other: visit.href(another), ..Hrefs::of(visit) };
        let resend = page.form(visit, another, "");
        let view = MfaSentView::new(layout, form, &state.username, hrefs)
            .sent(channel, second.delivery.as_ref())
            .with_resend(resend, mfa_choose::way(factor))
            .with_notice(&state.notice)
            .with_problems(&state.problems());
        return page.page(status, &view, &request.form_target());
    }
    let view = MfaView::new(layout, form, &state.username, Hrefs::of(visit)).with_problems(&state.problems());
    page.page(status, &view, &request.form_target())
}

impl View for MfaView {
    const TEMPLATE: &'static str = "pages/mfa.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, username: &str| Self::new(layout, form("/mfa"), username, Hrefs::sample());
        let plain = page(layout(), "ada@example.com");
        vec![
            ("plain", plain.clone()),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "app-code-mismatch")])),
            ("used", plain.clone().with_problems(&[Problem::at("code", "app-code-used")])),
            ("remembering", {
                let form = form("/mfa").remembering(30, true);
                Self::new(layout(), form, "ada@example.com", Hrefs::sample())
                    .with_problems(&[Problem::at("code", "app-code-mismatch")])
            }),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", {
                let form = form("/mfa").remembering(30, false);
                Self::new(right_to_left(), form, "+966501234567", Hrefs::sample())
            }),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
