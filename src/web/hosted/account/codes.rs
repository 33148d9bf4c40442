//! `/account/codes`: recovery codes are made, and shown once. Until the person says that they have them they lie in the
//! browser's sealed state, and nowhere else.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::secret::ExposeSecret;
use crate::flows::Error;
use crate::flows::account::summary;
use crate::flows::mfa::{OwnCodesOutcome, make_own};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::{Answer, Stop};
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};

/// The path of the codes as a file.
pub(super) const DOWNLOAD: &str = "/account/codes/download";

/// The page of recovery codes.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_codes.html")]
pub struct AccountCodesView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The codes that were just made; empty where none were.
    pub codes: Vec<String>,
    /// How many are left of those made before.
    pub left: String,
    /// The form. Its button posts `do` = `make` or `done`.
    pub form: Form,
    /// Where the codes are had as a file.
    pub download_href: String,
    /// Where one goes back to.
    pub back_href: String,
}

/// Shows the codes that were just made, or how many are left.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Codes).await?;
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// The codes that were just made, as a file.
pub(in crate::web::hosted) async fn download(page: PageContext) -> HttpResponse {
    let answer = file(&page).await;
    page.finish(answer)
}

async fn file(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Codes).await?;
    if visitor.state.codes.is_empty() {
        return Err(Stop::Go(visitor.href(Place::Codes)));
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"recovery-codes.txt\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(format!("{}\n", visitor.state.codes.join("\n"))))
}

/// Makes new codes, or forgets those that were shown.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::Codes).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => {
            let state = State { codes: visitor.state.codes.clone(), ..stale() };
            return show(page, &visitor, &state, StatusCode::FORBIDDEN).await;
        }
    };
    if field(&form, "do") == "done" {
        page.keep_at(&visitor, Place::Codes, &State::default())?;
        return page.go_to(&visitor, Place::Factors, &notice("account-notice-codes"));
    }
    match make_own(&page.deps, &visitor.caller).await? {
        OwnCodesOutcome::Made(codes) => {
            let codes = codes.iter().map(|code| code.expose_secret().to_owned()).collect();
            page.go_to(&visitor, Place::Codes, &State { codes, ..State::default() })
        }
        OwnCodesOutcome::NotRecent => page.prove_again(&visitor, Place::Codes).await,
        OwnCodesOutcome::NoSecondFactor => {
            page.go_to(&visitor, Place::Codes, &wrong(vec![Wrong::form("no-second-factor")]))
        }
    }
}

/// New codes for whoever may have some; `None` for others.
pub(super) async fn made(page: &PageContext, visitor: &Visitor) -> Result<Option<Vec<String>>, Error> {
    Ok(match make_own(&page.deps, &visitor.caller).await? {
        OwnCodesOutcome::Made(codes) => Some(codes.iter().map(|code| code.expose_secret().to_owned()).collect()),
        OwnCodesOutcome::NotRecent | OwnCodesOutcome::NoSecondFactor => None,
    })
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let mut form = page.form_at(visitor, Place::Codes);
    form.show(&state.problems(), []);
    let view = AccountCodesView {
        layout,
        frame,
        notice: state.notice.clone(),
        codes: state.codes.clone(),
        left: summary(&page.deps, &visitor.caller).await?.recovery_codes.to_string(),
        form,
        download_href: visitor.href_of(DOWNLOAD),
        back_href: visitor.href(Place::Factors),
    };
    page.page(status, &view, "")
}

impl View for AccountCodesView {
    const TEMPLATE: &'static str = "pages/account_codes.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, name: &str, codes: &[&str]| Self {
            layout,
            frame: Frame::sample(Place::Codes, name, "ada@example.com"),
            notice: String::new(),
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            left: "7".to_owned(),
            form: Form::new("/xx-local-1_a/account/codes", "MTIz.csrf"),
            download_href: format!("/xx-local-1_a{DOWNLOAD}"),
            back_href: "/xx-local-1_a/account/factors".to_owned(),
        };
        let made = ["7KQ2-M9XW-41TB", "0C5H-ZR8J-6VNE", "PD3A-T70Y-K2GM", "W9F1-4XBS-QH6C", "N8ZE-52RV-J0DK"];
        let plain = page(layout(), "Ada Lovelace", &[]);
        let mut wrong = plain.clone();
        wrong.form.show(&[Problem::new("no-second-factor")], []);
        vec![
            ("plain", plain.clone()),
            ("none-left", Self { left: "0".to_owned(), ..plain }),
            ("made", page(layout(), "Ada Lovelace", &made)),
            ("wrong", wrong),
            ("long-words", page(branded(LONG), LONG, &made)),
            ("right-to-left", page(right_to_left(), "عائشة", &made)),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, &[PAYLOAD])),
        ]
    }
}
