//! A temporary password was right, and must be replaced by one's own before anything else.

use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::fields::attribute;
use super::fields::password_rules;
use super::forgery::{Posted, field};
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, plain_rules, right_to_left, strict_rules};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::pool::{AttributeProblem, PasswordStrength};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::sign_in::Challenge;
use crate::domain::user::Attributes;
use crate::flows::Error;
use crate::flows::sign_in::{Asked, NewPassword, NewPasswordRefused, answer_new_password, pending_challenge};
use crate::protocol::oauth::Params;
use crate::render::page::{Field, Form, Layout, Problem, Rule};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The page that replaces a temporary password.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/new_password.html")]
pub struct NewPasswordView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it: shown, and left in the page for password managers.
    pub username: String,
    /// The form.
    pub form: Form,
    /// The new password with the pool's rules.
    pub new_password: Field,
    /// Required attributes that the account does not have yet.
    pub attributes: Vec<Field>,
    /// Where another account signs in.
    pub login_href: String,
}

impl NewPasswordView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, rules: Vec<Rule>, login_href: &str) -> Self {
        Self {
            layout,
            username: username.to_owned(),
            form,
            new_password: Field::new_password("new_password", rules).focused(),
            attributes: Vec::new(),
            login_href: login_href.to_owned(),
        }
    }

    /// The page that also asks for required attributes.
    #[must_use]
    pub fn with_attributes(self, attributes: Vec<Field>) -> Self {
        Self { attributes, ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, std::iter::once(&mut self.new_password).chain(&mut self.attributes));
        self
    }
}

/// Shows the page to the browser in which the temporary password was given, and to no other.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit_of_own_users().await?;
    match asked(page, &visit).await? {
        Some(asked) => {
            page.note_shown(&visit)?;
            show(page, &visit, &visit.state, &asked, StatusCode::OK).await
        }
        None => over(page, &visit),
    }
}

/// Sets the password and goes on.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::ChangePassword).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    let asked = match (asked(page, &visit).await?, &posted) {
        (Some(asked), _) => asked,
        (None, Posted::Fresh(_)) => return over(page, &visit),
        (None, Posted::Stale(_)) => return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
    };
    let state = typed(&visit, form, &asked);
    if let Posted::Stale(_) = posted {
        let state = State { wrong: vec![Wrong::form("csrf-stale")], ..state };
        return show(page, &visit, &state, &asked, StatusCode::FORBIDDEN).await;
    }
    let password = field(form, "new_password");
    if password.is_empty() {
        let wrong = vec![Wrong::field("new_password", "required")];
        return page.go(&visit, Route::ChangePassword, &State { wrong, ..state });
    }
    let attributes: Attributes = state.typed.clone().into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let password = Secret::from(password);
    let answer = NewPassword {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        handle: visit.state.handle.clone(),
        holder: page.holder(),
        password: password.clone(),
        attributes,
    };
    let settings = &visit.request.pool.settings;
    let wrong = match answer_new_password(&page.deps, answer).await? {
        Ok(outcome) => return page.proceed(&visit, outcome, &visit.state.username).await,
        Err(NewPasswordRefused::SessionInvalid) => return over(page, &visit),
        Err(NewPasswordRefused::Password(problems)) => {
            let strength = PasswordStrength::of(password.expose_secret(), &[&visit.state.username]);
            wording::password("new_password", &settings.password, &problems, strength)
        }
        Err(NewPasswordRefused::AliasTaken(_)) => vec![Wrong::form("alias-taken")],
        Err(NewPasswordRefused::Attributes(problems)) => {
            let is_shown = |name: &str| asked.iter().any(|known| known == name);
            let one = |problem: &AttributeProblem| wording::attribute(&settings.schema, problem, is_shown);
            problems.iter().map(one).collect()
        }
    };
    page.go(&visit, Route::ChangePassword, &State { wrong, ..state })
}

/// The attributes to ask for, or `None` where no sign-in waits here.
async fn asked(page: &PageContext, visit: &Visit) -> Result<Option<Vec<String>>, Error> {
    let (request, handle) = (&visit.request, visit.state.handle.as_str());
    if handle.is_empty() {
        return Ok(None);
    }
    let pending = pending_challenge(&page.deps, &request.pool, &request.client, handle, &page.holder()).await?;
    Ok(match pending {
        Some(Asked { challenge: Challenge::NewPassword { missing_attributes }, .. }) => Some(missing_attributes),
        _ => None,
    })
}

/// Back to where one signs in, which says why.
fn over(page: &PageContext, visit: &Visit) -> Answer {
    let wrong = vec![Wrong::form("session-expired")];
    page.go(visit, Route::Login, &State { wrong, ..State::of(&visit.state.username) })
}

fn typed(visit: &Visit, form: &Params, asked: &[String]) -> State {
    let typed = asked.iter().map(|name| (name.clone(), field(form, name))).collect();
    State { typed, wrong: Vec::new(), ..visit.state.clone() }
}

async fn show(page: &PageContext, visit: &Visit, state: &State, asked: &[String], status: StatusCode) -> Answer {
    let request = &visit.request;
    let value = |name: &str| state.typed.get(name).cloned().unwrap_or_default();
    let attributes = asked.iter().map(|name| attribute(name, true).with_value(value(name))).collect();
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::ChangePassword, ""));
    let rules = password_rules(&request.pool.settings.password, page.deps.breached.refuses_common);
    let view = NewPasswordView::new(layout, form, &state.username, rules, &visit.href(Route::Login))
        .with_attributes(attributes)
        .with_problems(&state.problems());
    page.page(status, &view, &request.form_target())
}

impl View for NewPasswordView {
    const TEMPLATE: &'static str = "pages/new_password.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page =
            |layout, username: &str, rules| Self::new(layout, form("/login/password"), username, rules, "/login");
        let plain = page(layout(), "ada@example.com", plain_rules());
        let asking = page(layout(), "ada@example.com", strict_rules())
            .with_attributes(vec![attribute("name", true), attribute("phone_number", true)]);
        let weak = [
            Problem::at("new_password", "password-breached"),
            Problem::strength("new_password", 0),
            Problem::at("name", "required"),
        ];
        vec![
            ("plain", plain),
            ("attributes", asking.clone()),
            ("weak", asking.with_problems(&weak)),
            ("long-words", page(branded(LONG), LONG, strict_rules())),
            ("right-to-left", page(right_to_left(), "+966501234567", strict_rules())),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, plain_rules())),
        ]
    }
}
