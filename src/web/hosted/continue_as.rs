//! Already signed in: go on as this person, or as another (`prompt=select_account`).

use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::forgery::{Posted, field};
use super::respond::{Answer, Stop, see_other};
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::State;
use super::visit::Visit;
use crate::domain::sign_in::Resumption;
use crate::domain::user::User;
use crate::flows::authorize::{Decision, decide};
use crate::flows::session::Live;
use crate::flows::sign_in::{Outcome, step_up};
use crate::render::page::{Form, Layout};
use crate::render::{View, filters};
use crate::web::extract::Body;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The page that offers the running session. Its two buttons post `choice` = `continue` or `another`.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/continue_as.html")]
pub struct ContinueAsView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// The person's name, or the account where there is none.
    pub display_name: String,
    /// What the account signs in with.
    pub account: String,
    /// The first letter of the name.
    pub initial: String,
    /// The form.
    pub form: Form,
}

impl ContinueAsView {
    /// The page for an account. `name` may be empty.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, form: Form, name: &str, account: &str) -> Self {
        let display_name = if name.is_empty() { account } else { name };
        let initial = display_name.chars().find(|letter| letter.is_alphanumeric());
        Self {
            layout,
            app_name: app_name.to_owned(),
            display_name: display_name.to_owned(),
            account: account.to_owned(),
            initial: initial.map_or_else(String::new, |letter| letter.to_uppercase().collect()),
            form,
        }
    }
}

/// Shows the page for the browser's live sign-in.
pub(super) async fn show(page: &PageContext, visit: &Visit, live: &Live, status: StatusCode) -> Answer {
    let request = &visit.request;
    let form = page.form(visit, Route::Continue, &live.login.session.0.to_string());
    let account = account(&live.user, request.pool.settings.uses_contact_as_username());
    let name = live.user.attribute("name").unwrap_or_default();
    let view = ContinueAsView::new(page.layout(&request.pool).await?, &request.client.name, form, name, account);
    page.page(status, &view, &request.form_target())
}

/// What the person signs in with, where the username is not their own choice: neither where the pool makes it, nor where they
/// come from a provider.
pub(super) fn account(user: &User, has_generated_username: bool) -> &str {
    let has_generated_username = has_generated_username || user.is_from_elsewhere();
    let contact = user.attribute("email").or_else(|| user.attribute("phone_number"));
    contact.filter(|_| has_generated_username).unwrap_or(&user.username)
}

/// Goes on as this person, or lets another one sign in.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::Continue).await?;
    let live = page.live(&visit.request.pool).await?;
    let (form, live) = match (posted, live) {
        (Posted::Fresh(form), Some(live)) => (form, live),
        (Posted::Stale(_), Some(live)) => return show(page, &visit, &live, StatusCode::FORBIDDEN).await,
        (Posted::Fresh(_), None) => return page.go(&visit, Route::Login, &visit.state),
        (Posted::Stale(_), None) => return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
    };
    if field(&form, "choice") == "another" {
        return page.go(&visit, Route::Login, &State { is_another: true, ..State::default() });
    }
    let request = &visit.request;
    let resumed = live.resume(&page.deps, &request.pool, &request.client, request.requirements());
    match (decide(&page.deps, &visit.request, Some(&live)), resumed) {
        (Decision::Issue(authentication), _) => {
            page.answer_with_code(&visit, &authentication, live.login.session).await
        }
        (Decision::SelectAccount, Resumption::Resumed(authentication)) => {
            page.answer_with_code(&visit, &authentication, live.login.session).await
        }
        (Decision::StepUp, _) => step_up_of(page, &visit, &live).await,
        (Decision::Refuse(location), _) => Ok(see_other(&location)),
        (Decision::SelectAccount | Decision::SignIn | Decision::SignUp, _) => {
            page.go(&visit, Route::Login, &visit.state)
        }
    }
}

/// Goes on with what is missing; where that cannot be asked for, with the whole sign-in.
async fn step_up_of(page: &PageContext, visit: &Visit, live: &Live) -> Answer {
    let request = &visit.request;
    let whose = (&request.pool, &request.client);
    let outcome = step_up(&page.deps, whose, live, request.requirements(), &page.holder()).await?;
    let name = account(&live.user, request.pool.settings.uses_contact_as_username());
    if let Outcome::Refused(_) = outcome {
        return page.go(visit, Route::Login, &State { is_another: true, ..State::of(name) });
    }
    page.proceed(visit, outcome, name).await
}

impl View for ContinueAsView {
    const TEMPLATE: &'static str = "pages/continue_as.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, name: &str, account: &str| Self::new(layout, app, form("/login"), name, account);
        vec![
            ("named", page(layout(), "Orders", "Ada Lovelace", "ada@example.com")),
            ("nameless", page(layout(), "Orders", "", "ada@example.com")),
            ("long-words", page(branded(LONG), LONG, LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), ARABIC, "عائشة", "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD, PAYLOAD)),
        ]
    }
}
