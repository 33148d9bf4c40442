//! What is shown where a browser comes back from a provider with a state that is not taken: missing, too old, used before (the
//! page was opened again), or another browser's (case 173). Whoever set out in this browser is offered to begin anew.

use actix_web::http::StatusCode;

use super::context::PageContext;
use super::error::{ErrorView, Trouble};
use super::look;
use super::respond::{Answer, Stop};
use super::route::Route;
use crate::flows::Error;
use crate::flows::federation::{Carried, TripRefused, begun_here};
use crate::render::page::Layout;

/// Shows the page.
pub(super) async fn show(page: &PageContext, state: &str, refused: TripRefused) -> Answer {
    let trouble = match refused {
        TripRefused::Unknown => Trouble::TripUnknown,
        TripRefused::Expired => Trouble::TripExpired,
        TripRefused::Used => Trouble::TripUsed,
        TripRefused::OtherBrowser if !page.has_browser_cookie() => {
            return Err(Stop::failure(StatusCode::BAD_REQUEST, "cookies"));
        }
        TripRefused::OtherBrowser => Trouble::TripElsewhere,
    };
    // A request that somebody else began is not offered: it may be a trap (RFC 9700 §4.7).
    let begun = begun_here(&page.deps, state, page.browser());
    let pool = match &begun {
        Some(carried) => page.deps.directory.pool(&carried.pool).await.map_err(Error::from)?,
        None => None,
    };
    let layout = match &pool {
        Some(pool) => page.layout(pool).await?,
        None => Layout::new(&page.translator(), look::PRODUCT),
    };
    let mut view = ErrorView::new(layout, trouble, &page.request_id());
    if let Some(carried) = begun.filter(|_| pool.is_some()) {
        view = view.with_start(&start_of(&carried));
    }
    page.page(StatusCode::BAD_REQUEST, &view, "")
}

/// Where the same is begun anew.
fn start_of(carried: &Carried) -> String {
    format!("{}{}?{}", carried.mount, Route::Login.path(), carried.query)
}
