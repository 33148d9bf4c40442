//! `/account/delete`: the account is deleted, after its name was typed by who proved a moment ago who they are.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use super::visitor::{Visitor, stale, wrong};
use crate::flows::account::{DeleteOutcome, delete_own, require_recent_proof};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::continue_as::account;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::{Answer, see_other};
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};

/// The page on which an account is deleted.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_delete.html")]
pub struct AccountDeleteView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The form.
    pub form: Form,
    /// The name of the account, to be typed.
    pub confirm: Field,
    /// Where one goes back to.
    pub back_href: String,
}

impl AccountDeleteView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, frame: Frame, form: Form, back_href: String) -> Self {
        Self { layout, frame, form, confirm: Field::text("confirm", "label-confirm-account"), back_href }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.confirm]);
        self
    }
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Delete).await?;
    if require_recent_proof(&page.deps, visitor.caller.proven_at()).is_err() {
        return page.prove_again(&visitor, Place::Delete).await;
    }
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Deletes the account.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::Delete).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    let caller = &visitor.caller;
    let name = account(&caller.user, caller.pool.settings.uses_contact_as_username());
    if field(&form, "confirm").trim().to_lowercase() != name.to_lowercase() {
        return page.go_to(&visitor, Place::Delete, &wrong(vec![Wrong::field("confirm", "confirm-account")]));
    }
    match delete_own(&page.deps, caller.clone()).await? {
        DeleteOutcome::Done => Ok(see_other(&visitor.href_of("/signedOut"))),
        DeleteOutcome::NotRecent => page.prove_again(&visitor, Place::Delete).await,
    }
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let form = page.form_at(visitor, Place::Delete);
    let view = AccountDeleteView::new(layout, frame, form, visitor.href(Place::Data));
    page.page(status, &view.with_problems(&state.problems()), "")
}

impl View for AccountDeleteView {
    const TEMPLATE: &'static str = "pages/account_delete.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, name: &str, account: &str| {
            let frame = Frame::sample(Place::Delete, name, account);
            let form = Form::new("/xx-local-1_a/account/delete", "MTIz.csrf");
            Self::new(layout, frame, form, "/xx-local-1_a/account/data".to_owned())
        };
        let plain = page(layout(), "Ada Lovelace", "ada@example.com");
        vec![
            ("plain", plain.clone()),
            ("wrong", plain.with_problems(&[Problem::at("confirm", "confirm-account")])),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), "عائشة", "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
