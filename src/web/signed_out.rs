//! What a sign-out comes to in the browser, for the endpoint and for the page that asks: the same places, the same words.

use actix_web::http::StatusCode;

use crate::flows::logout::{Destination, LogoutRefused, LogoutRequest};
use crate::web::error::PageFailure;
use crate::web::extract::ExpectedPool;

/// Where the browser goes when it is done. `mount` is where the request came in.
pub(crate) fn location(request: &LogoutRequest, mount: &ExpectedPool) -> String {
    match (&request.leads_to, &request.client) {
        (Destination::Url(url), _) => url.clone(),
        (Destination::SignIn(query), _) => format!("{}/login?{query}", mount.mount()),
        (Destination::Page, Some(client)) => format!("{}/signedOut?client_id={}", mount.mount(), client.id),
        (Destination::Page, None) => format!("/{}/signedOut", request.pool.id),
    }
}

/// How a refusal is shown. It leads nowhere.
pub(crate) fn failure(refused: LogoutRefused) -> PageFailure {
    let code = match refused {
        LogoutRefused::Malformed | LogoutRefused::HintInvalid => "invalid-request",
        LogoutRefused::UnknownClient => "unknown-client",
        LogoutRefused::RedirectMismatch => "redirect-mismatch",
    };
    PageFailure::new(StatusCode::BAD_REQUEST, code)
}
