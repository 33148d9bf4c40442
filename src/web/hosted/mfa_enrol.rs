//! `/mfa/enrol`: the pool asks everyone for a second factor and this person has none. The person chooses which it is to be,
//! and for a code that is sent, where it is to go.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::confirm::missing;
use super::context::PageContext;
use super::fields::attribute;
use super::forgery::{Posted, field};
use super::mfa::over;
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::code::Channel;
use crate::domain::sign_in::{Challenge, Factor};
use crate::flows::Error;
use crate::flows::sign_in::{Asked, SentEnrolment, SentEnrolmentRefused, begin_sent_enrolment, pending_challenge};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page on which a person chooses what their second factor is to be.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa_enrol.html")]
pub struct MfaEnrolView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// What its forms are sent with; each says its `way`.
    pub form: Form,
    /// Whether an authenticator app can be set up.
    pub offers_app: bool,
    /// Whether codes by mail can.
    pub offers_email: bool,
    /// The address for them.
    pub email: Field,
    /// Whether codes by text message can.
    pub offers_sms: bool,
    /// The number for them.
    pub phone: Field,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaEnrolView {
    /// The page without any way.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, login_href: &str) -> Self {
        Self {
            layout,
            username: username.to_owned(),
            form,
            offers_app: false,
            offers_email: false,
            email: attribute("email", true),
            offers_sms: false,
            phone: attribute("phone_number", true),
            login_href: login_href.to_owned(),
        }
    }

    /// The page with one more way; `address` is what is known of where its codes would go.
    #[must_use]
    pub fn with_way(mut self, factor: Factor, address: &str) -> Self {
        match factor {
            Factor::Totp => self.offers_app = true,
            Factor::EmailCode => {
                self.offers_email = true;
                self.email = self.email.with_value(address);
            }
            Factor::SmsCode => {
                self.offers_sms = true;
                self.phone = self.phone.with_value(address);
            }
            Factor::Password | Factor::Passkey | Factor::RecoveryCode => {}
        }
        self
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.email, &mut self.phone]);
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
    let Some(asked) = asked(page, &visit).await? else { return over(page, &visit) };
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, &asked, StatusCode::OK).await
}

/// Takes the choice: sends a code to the contact that is said, or goes on to set an app up.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::MfaEnrol).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    let asked = match (asked(page, &visit).await?, &posted) {
        (Some(asked), _) => asked,
        (None, Posted::Fresh(_)) => return over(page, &visit),
        (None, Posted::Stale(_)) => return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
    };
    if let Posted::Stale(_) = posted {
        let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
        return show(page, &visit, &state, &asked, StatusCode::FORBIDDEN).await;
    }
    match Channel::parse(&field(form, "way")) {
        Some(channel) => send(page, &visit, channel, field(form, channel.contact().attribute()), &asked).await,
        None if choices(&asked).contains(&Factor::Totp) => page.set_up_app(&visit, visit.state.shown()).await,
        None => page.go(&visit, Route::MfaEnrol, &visit.state.shown()),
    }
}

/// Sends a code to what was typed; to where the last one went, where another is asked for.
async fn send(page: &PageContext, visit: &Visit, channel: Channel, typed: String, asked: &Asked) -> Answer {
    let name = channel.contact().attribute();
    let address = if let Challenge::EnrolSent { enrolling, .. } = &asked.challenge
        && typed.is_empty()
        && enrolling.factor == channel.factor()
    {
        enrolling.address.clone()
    } else {
        typed
    };
    let state = State { typed: [(name.to_owned(), address.clone())].into(), ..visit.state.shown() };
    let wrong = missing(&[(name, &address)]);
    if !wrong.is_empty() {
        return page.go(visit, Route::MfaEnrol, &State { wrong, ..state });
    }
    let enrolment = SentEnrolment {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        handle: visit.state.handle.clone(),
        holder: page.holder(),
        channel,
        address,
    };
    let wrong = match begin_sent_enrolment(&page.deps, enrolment).await? {
        Ok(_) => {
            let is_another = matches!(asked.challenge, Challenge::EnrolSent { .. });
            let notice = if is_another { "notice-code-resent".to_owned() } else { String::new() };
            return page.go(visit, Route::Mfa, &State { notice, ..visit.state.shown() });
        }
        Err(SentEnrolmentRefused::SessionInvalid) => return over(page, visit),
        Err(SentEnrolmentRefused::Attribute(problem)) => {
            wording::attribute(&visit.request.pool.settings.schema, &problem, |shown| shown == name)
        }
        Err(SentEnrolmentRefused::Taken(_)) => Wrong::form("alias-taken"),
        Err(SentEnrolmentRefused::Undeliverable(_)) => Wrong::field(name, "number-not-served"),
        Err(SentEnrolmentRefused::LimitExceeded) => Wrong::form("limit-exceeded"),
    };
    page.go(visit, Route::MfaEnrol, &State { wrong: vec![wrong], ..state })
}

/// What is asked of the sign-in that waits in this browser; `None`: none waits, or not for something to be set up.
async fn asked(page: &PageContext, visit: &Visit) -> Result<Option<Asked>, Error> {
    let (request, handle) = (&visit.request, visit.state.handle.as_str());
    if handle.is_empty() {
        return Ok(None);
    }
    let pending = pending_challenge(&page.deps, &request.pool, &request.client, handle, &page.holder()).await?;
    Ok(pending.filter(|asked| !choices(asked).is_empty()))
}

fn choices(asked: &Asked) -> BTreeSet<Factor> {
    if let Challenge::EnrolFactor(choices) | Challenge::EnrolSent { choices, .. } = &asked.challenge {
        return choices.clone();
    }
    BTreeSet::new()
}

async fn show(page: &PageContext, visit: &Visit, state: &State, asked: &Asked, status: StatusCode) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::MfaEnrol, ""));
    let view = MfaEnrolView::new(layout, form, &state.username, &visit.href(Route::Login));
    let known = |factor: Factor| {
        let name = Channel::of(factor).map_or("", |channel| channel.contact().attribute());
        let typed = state.typed.get(name).map(String::as_str);
        typed.or_else(|| asked.user.attribute(name)).unwrap_or_default().to_owned()
    };
    let view = choices(asked).into_iter().fold(view, |view, factor| view.with_way(factor, &known(factor)));
    page.page(status, &view.with_problems(&state.problems()), &request.form_target())
}

impl View for MfaEnrolView {
    const TEMPLATE: &'static str = "pages/mfa_enrol.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, username: &str, address: &str, number: &str| {
            Self::new(layout, form("/mfa/enrol"), username, "/login?client_id=7h1")
                .with_way(Factor::Totp, "")
                .with_way(Factor::EmailCode, address)
                .with_way(Factor::SmsCode, number)
        };
        let plain = page(layout(), "ada", "", "");
        let by_mail = Self::new(layout(), form("/mfa/enrol"), "ada", "/login?client_id=7h1");
        vec![
            ("plain", plain.clone()),
            ("mail-only", by_mail.with_way(Factor::EmailCode, "ada@example.com")),
            ("wrong", plain.clone().with_problems(&[Problem::at("phone_number", "invalid-phone")])),
            ("limited", plain.with_problems(&[Problem::new("limit-exceeded")])),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"), "+4915112345678")),
            ("right-to-left", page(right_to_left(), "+966501234567", "a@example.com", "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD, PAYLOAD)),
        ]
    }
}
