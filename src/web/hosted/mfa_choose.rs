//! `/mfa/choose`: another way. The person says which second factor is to be asked for, or asks for another code.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::forgery::{Posted, field};
use super::mfa::{Hrefs, Second, asked, over};
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::domain::code::Channel;
use crate::domain::sign_in::Factor;
use crate::flows::sign_in::{Choice, choose_second};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// One way to prove who one is.
#[derive(Debug, Clone, Serialize)]
pub struct Way {
    /// What the form says: `app`, `email`, `sms`.
    pub value: String,
    /// Where a code would be sent, masked; empty where none is.
    pub destination: String,
}

/// The page that asks which second factor it is to be.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa_choose.html")]
pub struct MfaChooseView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// The form, with a button for each way.
    pub form: Form,
    /// The ways.
    pub ways: Vec<Way>,
    /// Where a recovery code is taken.
    pub recovery_href: String,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaChooseView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, ways: Vec<Way>, hrefs: Hrefs) -> Self {
        Self {
            layout,
            username: username.to_owned(),
            form,
            ways,
            recovery_href: hrefs.recovery,
            login_href: hrefs.login,
        }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, []);
        self
    }
}

/// What the form says of a factor; empty: it cannot be chosen.
pub(super) fn way(factor: Factor) -> &'static str {
    match factor {
        Factor::Totp => "app",
        Factor::EmailCode => Channel::Email.as_str(),
        Factor::SmsCode => Channel::Sms.as_str(),
        Factor::Password | Factor::Passkey | Factor::RecoveryCode => "",
    }
}

/// Shows the page.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    let Some(second) = asked(page, &visit).await? else { return over(page, &visit) };
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, &second, StatusCode::OK).await
}

/// Takes the choice, and asks for what was chosen.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::MfaChoose).await?;
    let second = asked(page, &visit).await?;
    let form = match (posted, &second) {
        (Posted::Fresh(form), _) => form,
        (Posted::Stale(_), None) => return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
        (Posted::Stale(_), Some(second)) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            return show(page, &visit, &state, second, StatusCode::FORBIDDEN).await;
        }
    };
    let Some(second) = second else { return over(page, &visit) };
    let chosen = field(&form, "way");
    let Some(factor) = second.choices.iter().copied().find(|factor| !chosen.is_empty() && way(*factor) == chosen)
    else {
        return page.go(&visit, Route::MfaChoose, &visit.state.shown());
    };
    let choice = Choice {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        handle: visit.state.handle.clone(),
        holder: page.holder(),
        factor,
    };
    let Ok(asked) = choose_second(&page.deps, choice).await? else { return over(page, &visit) };
    let is_another_code = second.asked == Some(factor) && asked.delivery.is_some();
    let wrong = match (Channel::of(factor), &asked.delivery) {
        (Some(_), None) => vec![Wrong::form("limit-exceeded")],
        _ => Vec::new(),
    };
    let notice = if is_another_code { "notice-code-resent".to_owned() } else { String::new() };
    page.go(&visit, Route::Mfa, &State { wrong, notice, ..visit.state.clone() })
}

/// Shows the page in a state; also in the place of `/mfa` where nothing says which way it is to be.
pub(super) async fn show(
    page: &PageContext,
    visit: &Visit,
    state: &State,
    second: &Second,
    status: StatusCode,
) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::MfaChoose, ""));
    let ways = second.choices.iter().map(|factor| {
        let channel = Channel::of(*factor);
        let address = channel.and_then(|channel| second.user.attribute(channel.contact().attribute()));
        let delivery = channel.zip(address).map(|(channel, address)| channel.delivery(address));
        let destination = delivery.map(|delivery| delivery.destination).unwrap_or_default();
        Way { value: way(*factor).to_owned(), destination }
    });
    let view = MfaChooseView::new(layout, form, &state.username, ways.collect(), Hrefs::of(visit));
    page.page(status, &view.with_problems(&state.problems()), &request.form_target())
}

impl View for MfaChooseView {
    const TEMPLATE: &'static str = "pages/mfa_choose.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let way = |value: &str, destination: &str| Way { value: value.to_owned(), destination: destination.to_owned() };
        let page = |layout, username: &str, destination: &str| {
            let ways = vec![way("app", ""), way("sms", "+*********5678"), way("email", destination)];
            Self::new(layout, form("/mfa/choose"), username, ways, Hrefs::sample())
        };
        let plain = page(layout(), "ada@example.com", "a***@e***");
        vec![
            ("plain", plain.clone()),
            ("stale", plain.with_problems(&[Problem::new("csrf-stale")])),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), "+966501234567", "a***@e***")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
