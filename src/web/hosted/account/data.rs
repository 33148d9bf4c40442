//! `/account/data`: everything that is kept of the person, to take along; and the way to have it deleted.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use crate::flows::Error;
use crate::flows::account::export;
use crate::render::page::Layout;
use crate::render::{View, filters};
use crate::web::hosted::context::PageContext;
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};

/// The path of the document.
pub(super) const DOWNLOAD: &str = "/account/data/download";

/// The page of one's data.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_data.html")]
pub struct AccountDataView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// Where the document is.
    pub download_href: String,
    /// Where the account is deleted.
    pub delete_href: String,
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Data).await?;
    let (layout, frame) = page.frame(&visitor).await?;
    let view = AccountDataView {
        layout,
        frame,
        download_href: visitor.href_of(DOWNLOAD),
        delete_href: visitor.href(Place::Delete),
    };
    page.page(StatusCode::OK, &view, "")
}

/// The document, for who proved a moment ago who they are.
pub(in crate::web::hosted) async fn download(page: PageContext) -> HttpResponse {
    let answer = file(&page).await;
    page.finish(answer)
}

async fn file(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Data).await?;
    let Ok(document) = export(&page.deps, &visitor.caller).await? else {
        return page.prove_again(&visitor, Place::Data).await;
    };
    let written = serde_json::to_vec_pretty(&document);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"account.json\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(written.map_err(|_| Error::Internal("a document that cannot be written"))?))
}

impl View for AccountDataView {
    const TEMPLATE: &'static str = "pages/account_data.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, name: &str| Self {
            layout,
            frame: Frame::sample(Place::Data, name, "ada@example.com"),
            download_href: format!("/xx-local-1_a{DOWNLOAD}"),
            delete_href: "/xx-local-1_a/account/delete".to_owned(),
        };
        vec![
            ("plain", page(layout(), "Ada Lovelace")),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", page(right_to_left(), "عائشة")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
