//! Asks before it ends a session, where a request to sign out does not show that its app knows whom it signs out
//! (OpenID Connect RP-Initiated Logout §2).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::continue_as::account;
use super::forgery::Posted;
use super::respond::{Answer, Stop, see_other};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::flows::csrf::{self, FormOrigin};
use crate::flows::logout::{LogoutOutcome, LogoutRequest, confirmed, pending};
use crate::flows::session::Live;
use crate::protocol::oauth::Params;
use crate::render::page::{Form, Layout};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::signed_out::{failure, location};

/// The page that asks whether to sign out.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/sign_out_confirm.html")]
pub struct SignOutConfirmView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What the account signs in with; empty when it is not to be shown.
    pub account: String,
    /// The form.
    pub form: Form,
    /// Where one stays; empty for nowhere.
    pub cancel_href: String,
}

/// Asks. Where nobody is signed in there is nothing to ask.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    match asked(page).await? {
        (request, Some(last)) => show(page, &request, &last, StatusCode::OK).await,
        (request, None) => Ok(see_other(&location(&request, &page.expected))),
    }
}

/// The person said yes.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    page.check_sender()?;
    let (request, last) = asked(page).await?;
    let Some(last) = last else { return Ok(see_other(&location(&request, &page.expected))) };
    let session = last.login.session.0.to_string();
    match page.open(body, origin(page, &request, &session))? {
        Posted::Fresh(_) => {}
        Posted::Stale(_) => return show(page, &request, &last, StatusCode::FORBIDDEN).await,
    }
    let key = page.session.get();
    match confirmed(&page.deps, params(page)?, key.as_deref(), page.expected.0.as_ref()).await? {
        LogoutOutcome::Done(request) => {
            Ok(page.signed_out_of(request.ended.as_ref(), &location(&request, &page.expected)))
        }
        LogoutOutcome::Refused(refused) => Err(Stop::Failure(failure(refused))),
        LogoutOutcome::Ask => Err(crate::flows::Error::Internal("a yes that asks again").into()),
    }
}

/// The request in the query, and whom it would sign out.
async fn asked(page: &PageContext) -> Result<(LogoutRequest, Option<Live>), Stop> {
    let key = page.session.get();
    let found = pending(&page.deps, params(page)?, key.as_deref(), page.expected.0.as_ref()).await?;
    found.map_err(|refused| Stop::Failure(failure(refused)))
}

fn params(page: &PageContext) -> Result<&Params, Stop> {
    page.params.as_ref().ok_or_else(|| Stop::failure(StatusCode::BAD_REQUEST, "invalid-request"))
}

/// The form acts for the session that it was shown for, and for no other that came after it.
fn origin<'a>(page: &'a PageContext, request: &'a LogoutRequest, session: &'a str) -> FormOrigin<'a> {
    FormOrigin { browser: page.browser(), pool: request.pool.id.as_str(), route: Route::SignOut.path(), session }
}

async fn show(page: &PageContext, request: &LogoutRequest, last: &Live, status: StatusCode) -> Answer {
    page.mark_browser();
    let session = last.login.session.0.to_string();
    let query = params(page)?.to_query(|_| true);
    let action = format!("{}{}?{query}", page.expected.mount(), Route::SignOut.path());
    let view = SignOutConfirmView {
        layout: page.layout(&request.pool).await?,
        account: account(&last.user, request.pool.settings.uses_contact_as_username()).to_owned(),
        form: Form::new(action, csrf::issue(&page.deps, origin(page, request, &session))),
        cancel_href: String::new(),
    };
    page.page(status, &view, &request.form_target())
}

impl View for SignOutConfirmView {
    const TEMPLATE: &'static str = "pages/sign_out_confirm.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, account: &str, cancel: &str| Self {
            layout,
            account: account.to_owned(),
            form: form("/signOut"),
            cancel_href: cancel.to_owned(),
        };
        vec![
            ("plain", page(layout(), "", "")),
            ("known", page(layout(), "ada@example.com", "https://orders.example/")),
            ("long-words", page(branded(LONG), LONG, "/")),
            ("right-to-left", page(right_to_left(), "+966501234567", "/")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, "/")),
        ]
    }
}
