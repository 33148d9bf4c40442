//! The end of a session, where no app asked to have the browser back.

use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::domain::client::{Client, ClientId, is_same};
use crate::domain::pool::{Pool, PoolId};
use crate::render::page::Layout;
use crate::render::{View, filters};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// The page after sign-out.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/signed_out.html")]
pub struct SignedOutView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name, for the link back.
    pub app_name: String,
    /// A validated address of the app; empty for none.
    pub back_href: String,
    /// Where one signs in again; empty for none.
    pub login_href: String,
}

/// Shows the page of a client's pool, or of the pool in the path. It does nothing: who was signed out was so before.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let named = page.params.as_ref().and_then(|params| params.get("client_id"));
    // A sign-out that named no client leads to the page of the pool in the path.
    if let (None, Some(id)) = (named, &page.expected.0)
        && let Some(pool) = page.deps.directory.pool(id).await.map_err(crate::flows::Error::from)?
    {
        return show(page, &pool, "", "", String::new()).await;
    }
    let id = named.and_then(ClientId::parse);
    let found = match &id {
        Some(id) => page.deps.directory.client_and_pool(id).await.map_err(crate::flows::Error::from)?,
        None => None,
    };
    let is_here = |pool: &PoolId| page.expected.0.as_ref().is_none_or(|expected| expected == pool);
    let Some((client, pool)) = found.filter(|(client, _)| is_here(&client.pool)) else {
        return Err(Stop::failure(StatusCode::BAD_REQUEST, "unknown-client"));
    };
    // Only where a bare link leads to a page that works: an app that must send a PKCE challenge has to begin itself.
    let login_href = page.visit().await.map(|visit| visit.href(Route::Login)).unwrap_or_default();
    show(page, &pool, &client.name, back_to(&client), login_href).await
}

async fn show(page: &PageContext, pool: &Pool, app: &str, back_href: &str, login_href: String) -> Answer {
    let view = SignedOutView {
        layout: page.layout(pool).await?,
        app_name: app.to_owned(),
        back_href: back_href.to_owned(),
        login_href,
    };
    page.page(StatusCode::OK, &view, "")
}

/// The one address to which the app wants people back; empty where there is none, or more than one.
fn back_to(client: &Client) -> &str {
    match client.settings.logout_urls.as_slice() {
        [only] if is_same(only, only) && (only.starts_with("https://") || only.starts_with("http://")) => only,
        _ => "",
    }
}

impl View for SignedOutView {
    const TEMPLATE: &'static str = "pages/signed_out.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, back: &str, login: &str| Self {
            layout,
            app_name: app.to_owned(),
            back_href: back.to_owned(),
            login_href: login.to_owned(),
        };
        vec![
            ("plain", page(layout(), "", "", "")),
            ("with-app", page(layout(), "Orders", "https://orders.example/", "/login?client_id=7h1")),
            ("long-words", page(branded(LONG), LONG, "https://orders.example/", "/login")),
            ("right-to-left", page(right_to_left(), "", "", "/login")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, "https://orders.example/?a=%22&b=1", "/login")),
        ]
    }
}
