//! `/login/link`: the link in the mail beside the code.
//!
//! Opening it does nothing: programs open the links of mails before people do. A person presses a button, in the browser in
//! which the link was asked for. In any other browser nobody is signed in by it, or somebody could have others signed in as
//! themselves, and read what those then leave there (login CSRF): the page says where the code of the same mail goes.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::forgery::{Posted, field};
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::visit::Visit;
use crate::domain::pool::Pool;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::Error;
use crate::flows::sign_in::{answer_first_link, find_link};
use crate::protocol::oauth::Params;
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page that a link opens.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/login_link.html")]
pub struct LoginLinkView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What became of the link: `here`, `elsewhere`, `over`.
    pub state: String,
    /// The form that signs in; without an action where there is none.
    pub form: Form,
    /// What the form brings back; empty where there is none.
    pub token: String,
}

impl LoginLinkView {
    /// The page of a link that was asked for in this browser.
    #[must_use]
    pub fn here(layout: Layout, form: Form, token: &Secret) -> Self {
        Self { layout, state: "here".to_owned(), form, token: token.expose_secret().to_owned() }
    }

    /// The page of a link that was asked for in another browser.
    #[must_use]
    pub fn elsewhere(layout: Layout) -> Self {
        Self { layout, state: "elsewhere".to_owned(), form: Form::default(), token: String::new() }
    }

    /// The page of a link that is over, or never was one.
    #[must_use]
    pub fn over(layout: Layout) -> Self {
        Self { state: "over".to_owned(), ..Self::elsewhere(layout) }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, []);
        self
    }
}

/// Shows what the link leads to.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let Some(pool) = pool(page).await? else { return Err(Stop::failure(StatusCode::NOT_FOUND, "not-found")) };
    let given = page.params.as_ref().and_then(|params| params.get("token")).unwrap_or_default();
    let token = Secret::from(given);
    let layout = page.layout(&pool).await?;
    match find_link(&page.deps, &pool, token.expose_secret(), &page.holder()).await? {
        Some(link) if link.is_here => {
            let params = Params::parse(&link.query).unwrap_or_default();
            let visit = page.visit_of(&params).await?;
            show(page, &visit, &token, &[], StatusCode::OK).await
        }
        Some(_) => page.page(StatusCode::OK, &LoginLinkView::elsewhere(layout), ""),
        None => page.page(StatusCode::GONE, &LoginLinkView::over(layout), ""),
    }
}

/// The pool below which the link was opened: mails lead there.
async fn pool(page: &PageContext) -> Result<Option<Arc<Pool>>, Stop> {
    let Some(id) = &page.expected.0 else { return Ok(None) };
    Ok(page.deps.directory.pool(id).await.map_err(Error::from)?)
}

/// Signs in.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::LoginLink).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    let token = Secret::from(field(form, "token"));
    if let Posted::Stale(_) = posted {
        return show(page, &visit, &token, &[Problem::new("csrf-stale")], StatusCode::FORBIDDEN).await;
    }
    let (pool, client) = (&visit.request.pool, &visit.request.client);
    let Some(outcome) =
        answer_first_link(&page.deps, (pool, client, visit.request.acr), &token, &page.holder()).await?
    else {
        let layout = page.layout(pool).await?;
        return page.page(StatusCode::GONE, &LoginLinkView::over(layout), "");
    };
    page.proceed(&visit, outcome, &visit.state.username).await
}

async fn show(page: &PageContext, visit: &Visit, token: &Secret, problems: &[Problem], status: StatusCode) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::LoginLink, ""));
    let view = LoginLinkView::here(layout, form, token).with_problems(problems);
    page.page(status, &view, &request.form_target())
}

impl View for LoginLinkView {
    const TEMPLATE: &'static str = "pages/login_link.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let here = |layout| Self::here(layout, form("/login/link"), &Secret::from("c2FtcGxl"));
        vec![
            ("here", here(layout())),
            ("stale", here(layout()).with_problems(&[Problem::new("csrf-stale")])),
            ("elsewhere", Self::elsewhere(layout())),
            ("over", Self::over(layout())),
            ("long-words", here(branded(LONG))),
            ("right-to-left", Self::elsewhere(right_to_left())),
            ("hostile", here(branded(PAYLOAD))),
        ]
    }
}
