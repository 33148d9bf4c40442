//! `/login`: the first thing that people see.

use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::continue_as;
use super::fields::{Identifier, username};
use super::forgery::{Posted, field};
use super::login_code;
use super::passkey::sample;
use super::passkeys_add;
use super::respond::{Answer, see_other};
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::domain::code::Channel;
use crate::domain::pool::RecoveryMechanism;
use crate::domain::secret::Secret;
use crate::flows::authorize::{Decision, decide};
use crate::flows::sign_in::{PasswordAttempt, submit_password};
use crate::render::page::{Ceremony, Field, Form, Layout, Link, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The sign-in page.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/login.html")]
pub struct LoginView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// The key of something that went well before (`notice-password-changed`); empty for none.
    pub notice: String,
    /// The form.
    pub form: Form,
    /// The identifier.
    pub username: Field,
    /// The password; its link leads to `/forgotPassword`.
    pub password: Field,
    /// Whether a code by mail may come in the place of the password.
    pub offers_email_code: bool,
    /// What the browser is asked for a passkey with.
    pub passkey: Ceremony,
    /// Whether a code by text message may.
    pub offers_sms_code: bool,
    /// Where one signs up; empty where only administrators make accounts.
    pub sign_up_href: String,
}

impl LoginView {
    /// The page as it is first shown, or with what was typed: the cursor then waits in the password.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, form: Form, identifier: Identifier, typed: &str) -> Self {
        let (username, password) = (username(identifier), Field::current_password());
        let (username, password) =
            if typed.is_empty() { (username.focused(), password) } else { (username, password.focused()) };
        Self {
            layout,
            app_name: app_name.to_owned(),
            notice: String::new(),
            form,
            username: username.with_value(typed),
            password,
            offers_email_code: false,
            passkey: Ceremony::default(),
            offers_sms_code: false,
            sign_up_href: String::new(),
        }
    }

    /// The page with a link to set a new password. Without it a pool has no recovery.
    #[must_use]
    pub fn with_recovery(mut self, href: impl Into<String>) -> Self {
        self.password.link = Link::new("login-forgot", href);
        self
    }

    /// The page with a way in by a code that is sent on `channel`.
    #[must_use]
    pub fn with_code(self, channel: Channel) -> Self {
        match channel {
            Channel::Email => Self { offers_email_code: true, ..self },
            Channel::Sms => Self { offers_sms_code: true, ..self },
        }
    }

    /// The page with a way in by a passkey, which the browser may fill in at the identifier.
    #[must_use]
    pub fn with_passkey(mut self, passkey: Ceremony) -> Self {
        self.username.autocomplete.push_str(" webauthn");
        Self { layout: self.layout.with_passkeys(), passkey, ..self }
    }

    /// The page with a way to sign up.
    #[must_use]
    pub fn with_sign_up(self, href: impl Into<String>) -> Self {
        Self { sign_up_href: href.into(), ..self }
    }

    /// The page after something that went well; `notice` is the key of the words.
    #[must_use]
    pub fn with_notice(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.username, &mut self.password]);
        self
    }
}

/// Shows the page, or goes straight on where the browser is signed in already.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    let live = page.live(&visit.request.pool).await?;
    let decision = decide(&page.deps, &visit.request, live.as_ref());
    if let Some(provider) = visit.request.sent_to(&decision).filter(|_| visit.state.wrong.is_empty()) {
        return page.depart(&visit, provider, "").await;
    }
    match (decision, live) {
        // Whoever wants to add a passkey proves anew who they are.
        (Decision::Issue(_) | Decision::SelectAccount, Some(_))
            if visit.state.errand == passkeys_add::WANTED && passkeys_add::recent(page, &visit).await?.is_none() =>
        {
            page.note_shown(&visit)?;
            show(page, &visit, &visit.state, StatusCode::OK).await
        }
        (Decision::Issue(authentication), Some(live)) => {
            page.answer_with_code(&visit, &authentication, live.login.session).await
        }
        (Decision::Refuse(location), _) => Ok(see_other(&location)),
        (Decision::SelectAccount | Decision::StepUp, Some(live)) if !visit.state.is_another => {
            continue_as::show(page, &visit, &live, StatusCode::OK).await
        }
        // Who is at this page with `prompt=create` has an account after all.
        (Decision::Issue(_) | Decision::SelectAccount | Decision::StepUp | Decision::SignIn | Decision::SignUp, _) => {
            page.note_shown(&visit)?;
            show(page, &visit, &visit.state, StatusCode::OK).await
        }
    }
}

/// Tries the password.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::Login).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(form) => {
            let wrong = vec![Wrong::form("csrf-stale")];
            let state = State { wrong, ..State::of(&field(&form, "username")) };
            return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
        }
    };
    let (username, password) = (field(&form, "username"), field(&form, "password"));
    if let Some(channel) = Channel::parse(&field(&form, "way")) {
        return login_code::ask(page, &visit, &username, channel).await;
    }
    let given = [("username", username.trim().is_empty()), ("password", password.is_empty())];
    let wrong: Vec<Wrong> =
        given.iter().filter(|(_, is_empty)| *is_empty).map(|(name, _)| Wrong::field(name, "required")).collect();
    if !wrong.is_empty() {
        return page.go(&visit, Route::Login, &State { wrong, ..State::of(&username) });
    }
    let attempt = PasswordAttempt {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        username: username.clone(),
        password: Secret::from(password),
        holder: page.holder(),
        acr: visit.request.acr,
    };
    let outcome = submit_password(&page.deps, attempt).await?;
    page.proceed(&visit, outcome, &username).await
}

/// Shows the page in a state; also for the form beside it that takes passkeys.
pub(super) async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let settings = &request.pool.settings;
    let typed = if state.username.is_empty() { &request.login_hint } else { &state.username };
    let identifier = Identifier::of_sign_in(settings);
    let form = page.form(visit, Route::Login, "");
    let mut view = LoginView::new(page.layout(&request.pool).await?, &request.client.name, form, identifier, typed)
        .with_notice(&state.notice)
        .with_problems(&state.problems());
    if settings.recovery.contains(&RecoveryMechanism::VerifiedEmail) {
        view = view.with_recovery(visit.href(Route::ForgotPassword));
    }
    let offered = settings.offered_first();
    for channel in Channel::ALL.into_iter().filter(|channel| offered.contains(&channel.factor())) {
        view = view.with_code(channel);
    }
    if settings.self_sign_up {
        view = view.with_sign_up(visit.href(Route::SignUp));
    }
    let passkey = page.offered_passkey(visit)?;
    if passkey.kind.is_empty() {
        return page.page(status, &view, &request.form_target());
    }
    page.page_with_passkey(status, &view.with_passkey(passkey), &request.form_target())
}

impl View for LoginView {
    const TEMPLATE: &'static str = "pages/login.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, identifier, typed: &str| {
            Self::new(layout, app, form("/login"), identifier, typed)
                .with_recovery("/forgotPassword?client_id=7h1")
                .with_sign_up("/signup?client_id=7h1")
        };
        let plain = page(layout(), "Orders", Identifier::Email, "");
        let prefilled = page(layout(), "Orders", Identifier::Email, "ada@example.com");
        let confirmed = prefilled.clone().with_notice("notice-confirmed");
        let problem = |code| Problem::new(code);
        let offer = sample("login-passkey", "/login/passkey");
        let passkey_refused = plain.clone().with_passkey(offer.clone()).with_problems(&[problem("passkey-refused")]);
        vec![
            ("plain", plain.clone()),
            ("by-code", plain.clone().with_code(Channel::Email)),
            ("by-codes", plain.clone().with_code(Channel::Email).with_code(Channel::Sms)),
            ("with-passkeys", plain.clone().with_passkey(offer.clone())),
            ("all-ways", plain.clone().with_code(Channel::Email).with_code(Channel::Sms).with_passkey(offer)),
            ("passkey-refused", passkey_refused),
            ("prefilled", prefilled.clone()),
            ("after-confirming", confirmed),
            ("wrong", prefilled.clone().with_problems(&[problem("not-authorized")])),
            ("locked", prefilled.clone().with_problems(&[problem("too-many-attempts").with_count(15)])),
            ("expired", plain.clone().with_problems(&[problem("session-expired")])),
            ("empty", plain.with_problems(&[Problem::at("username", "required"), Problem::at("password", "required")])),
            ("admin-only", Self::new(layout(), "Orders", form("/login"), Identifier::Any, "")),
            ("long-words", page(branded(LONG), LONG, Identifier::EmailOrPhone, &format!("{LONG}@example.com"))),
            (
                "right-to-left",
                page(right_to_left(), ARABIC, Identifier::Phone, "+966501234567").with_code(Channel::Sms),
            ),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, Identifier::Username, PAYLOAD)),
        ]
    }
}
