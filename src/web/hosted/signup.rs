//! `/signup`: a new account, with the attributes that the pool requires.

use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::fields::{Identifier, attribute, username};
use super::fields::{password_rules, sign_up_attributes};
use super::forgery::{Posted, field};
use super::providers::Providers;
use super::respond::Answer;
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, plain_rules, right_to_left, strict_rules};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::code::Delivery;
use crate::domain::pool::{AttributeProblem, PasswordStrength};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::user::Attributes;
use crate::flows::sign_up::{Registered, SignUp, SignUpOutcome, SignUpRefused, register};
use crate::protocol::oauth::Params;
use crate::render::page::{Field, Form, Layout, Problem, Rule};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use std::collections::BTreeMap;

/// The sign-up page.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/signup.html")]
pub struct SignupView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// The form.
    pub form: Form,
    /// The identifier.
    pub username: Field,
    /// The attributes, in the pool's order.
    pub attributes: Vec<Field>,
    /// The password with the pool's rules.
    pub password: Field,
    /// The ways in through providers.
    pub providers: Providers,
    /// Where one signs in.
    pub login_href: String,
}

impl SignupView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, form: Form, identifier: Identifier, attributes: Vec<Field>) -> Self {
        let username = username(identifier).focused();
        Self {
            layout,
            app_name: app_name.to_owned(),
            form,
            username,
            attributes,
            password: Field::new_password("password", Vec::new()),
            providers: Providers::default(),
            login_href: String::new(),
        }
    }

    /// The page with the pool's password rules and the way back to sign-in.
    #[must_use]
    pub fn with_rules(mut self, rules: Vec<Rule>, login_href: impl Into<String>) -> Self {
        self.password.rules = rules;
        self.login_href = login_href.into();
        self
    }

    /// The page with ways in through providers.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Self {
        Self { providers, ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        let fields = std::iter::once(&mut self.username).chain(&mut self.attributes).chain([&mut self.password]);
        self.form.show(problems, fields);
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
    if !visit.request.pool.settings.self_sign_up {
        return page.go(&visit, Route::Login, &refused_here());
    }
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, StatusCode::OK).await
}

/// Makes the account.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::SignUp).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(form) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..typed(&visit, &form) };
            return show(page, &visit, &state, StatusCode::FORBIDDEN).await;
        }
    };
    let state = typed(&visit, &form);
    let password = field(&form, "password");
    let mut wrong = Vec::new();
    if state.username.trim().is_empty() {
        wrong.push(Wrong::field("username", "required"));
    }
    if password.is_empty() {
        wrong.push(Wrong::field("password", "required"));
    }
    if !wrong.is_empty() {
        return page.go(&visit, Route::SignUp, &State { wrong, ..state });
    }
    let attributes: Attributes = state.typed.clone().into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let password = Secret::from(password);
    let sign_up = SignUp {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        username: state.username.clone(),
        password: password.clone(),
        attributes,
        language: page.language(),
        browser: Some(page.browser().to_owned()),
    };
    match register(&page.deps, sign_up).await? {
        SignUpOutcome::Registered(Registered { delivery, pledge, .. })
        | SignUpOutcome::AsIfRegistered { delivery, pledge } => registered_as(page, &visit, &state, delivery, pledge),
        SignUpOutcome::Refused(SignUpRefused::NotPermitted) => page.go(&visit, Route::Login, &refused_here()),
        SignUpOutcome::Refused(refused) => {
            let email = state.typed.get("email").map_or("", String::as_str);
            let strength = || PasswordStrength::of(password.expose_secret(), &[&state.username, email]);
            let wrong = wrong_with(&visit, refused, strength);
            page.go(&visit, Route::SignUp, &State { wrong, ..state })
        }
    }
}

/// On to the code; where none is sent, an administrator opens the account.
fn registered_as(
    page: &PageContext,
    visit: &Visit,
    state: &State,
    delivery: Option<Delivery>,
    pledge: String,
) -> Answer {
    let named = State::of(state.username.trim());
    match delivery {
        Some(delivery) => {
            let destination = delivery.destination;
            page.go(visit, Route::Confirm, &State { is_known: true, destination, pledge, ..named })
        }
        None => page.go(visit, Route::Login, &State { notice: "notice-awaiting-admin".to_owned(), ..named }),
    }
}

fn wrong_with(visit: &Visit, refused: SignUpRefused, strength: impl Fn() -> PasswordStrength) -> Vec<Wrong> {
    let settings = &visit.request.pool.settings;
    match refused {
        SignUpRefused::UsernameInvalid(problem) => vec![wording::username(problem)],
        SignUpRefused::Password(problems) => wording::password("password", &settings.password, &problems, strength()),
        SignUpRefused::Attributes(problems) => {
            let asked = sign_up_attributes(settings, &visit.request.client);
            let is_shown = |name: &str| asked.iter().any(|(known, _)| known == name);
            let one = |problem: &AttributeProblem| wording::attribute(&settings.schema, problem, is_shown);
            problems.iter().map(one).collect()
        }
        SignUpRefused::Taken(_) => vec![Wrong::field("username", "username-taken")],
        SignUpRefused::Undeliverable(_) => vec![Wrong::form("number-not-served")],
        SignUpRefused::LimitExceeded => vec![Wrong::form("limit-exceeded")],
        SignUpRefused::NotPermitted => refused_here().wrong,
    }
}

fn refused_here() -> State {
    State { wrong: vec![Wrong::form("sign-up-disabled")], ..State::default() }
}

/// What was typed, the password apart.
fn typed(visit: &Visit, form: &Params) -> State {
    let asked = sign_up_attributes(&visit.request.pool.settings, &visit.request.client);
    let typed: BTreeMap<String, String> =
        asked.into_iter().map(|(name, _)| (name.clone(), field(form, &name))).collect();
    State { typed, ..State::of(&field(form, "username")) }
}

async fn show(page: &PageContext, visit: &Visit, state: &State, status: StatusCode) -> Answer {
    let request = &visit.request;
    let settings = &request.pool.settings;
    let value = |name: &str| state.typed.get(name).cloned().unwrap_or_default();
    let attributes = sign_up_attributes(settings, &request.client)
        .into_iter()
        .map(|(name, required)| attribute(&name, required).with_value(value(&name)))
        .collect();
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::SignUp, ""));
    let mut view = SignupView::new(layout, &request.client.name, form, Identifier::of_sign_up(settings), attributes)
        .with_rules(password_rules(&settings.password, page.deps.breached.refuses_common), visit.href(Route::Login))
        .with_providers(page.providers(visit));
    view.username.value.clone_from(&state.username);
    page.page(status, &view.with_problems(&state.problems()), &request.form_target())
}

impl View for SignupView {
    const TEMPLATE: &'static str = "pages/signup.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, identifier, attributes, rules| {
            Self::new(layout, app, form("/signup"), identifier, attributes).with_rules(rules, "/login?client_id=7h1")
        };
        let attributes = || {
            vec![
                attribute("given_name", true),
                attribute("birthdate", true),
                attribute("custom:favourite_colour", false),
            ]
        };
        let plain = page(layout(), "Orders", Identifier::Email, Vec::new(), plain_rules());
        let full = page(layout(), "Orders", Identifier::Email, attributes(), strict_rules());
        let mut typed = full.clone();
        typed.username = typed.username.with_value("ada@example");
        typed.attributes = vec![
            attribute("given_name", true).with_value("Ada"),
            attribute("phone_number", true).with_value("0151 1"),
            attribute("custom:favourite_colour", false).with_value("green"),
        ];
        let wrong = typed.with_problems(&[
            Problem::at("username", "invalid-email"),
            Problem::at("phone_number", "invalid-phone"),
            Problem::at("password", "password-too-short").with_count(12),
            Problem::at("password", "password-needs-symbol"),
            Problem::strength("password", 1),
        ]);
        let taken = plain.clone().with_problems(&[Problem::at("username", "username-taken")]);
        let hostile = vec![attribute(&format!("custom:{PAYLOAD}"), true).with_value(PAYLOAD)];
        vec![
            ("plain", plain.clone()),
            ("with-providers", plain.with_providers(Providers::sample("Acme"))),
            ("attributes", full),
            ("wrong", wrong),
            ("taken", taken),
            ("long-words", page(branded(LONG), LONG, Identifier::Any, vec![attribute(LONG, false)], strict_rules())),
            ("right-to-left", page(right_to_left(), ARABIC, Identifier::Phone, attributes(), strict_rules())),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, Identifier::Username, hostile, plain_rules())),
        ]
    }
}
