//! `/logout` (`cognito.md` §1.6).
//!
//! It is a GET that acts, as on Cognito, so it acts only for the browser's own navigation: the session cookie is
//! `SameSite=Lax` and does not come with images and frames of other sites, and where the browser says what the request
//! is for (`Sec-Fetch-Dest`), anything but a document is refused (case 88).

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::flows::Deps;
use crate::flows::logout::{LogoutOutcome, logout};
use crate::web::error::PageFailure;
use crate::web::extract::{ExpectedPool, Query, SessionKey};

/// Signs out and goes where the request says, if that is registered.
pub(super) async fn get(
    deps: web::Data<Deps>,
    request: HttpRequest,
    query: Query,
    pool: ExpectedPool,
    session: SessionKey,
) -> HttpResponse {
    let Ok(params) = query.0 else {
        return PageFailure::new(StatusCode::BAD_REQUEST, "invalid-request").into_response();
    };
    if !is_navigation(&request) {
        return PageFailure::new(StatusCode::FORBIDDEN, "invalid-request").into_response();
    }
    let client_id = params.get("client_id").unwrap_or_default().to_owned();
    let refuse = |code| PageFailure::new(StatusCode::BAD_REQUEST, code).of_client(&client_id).into_response();
    match logout(&deps, &params, session.get().as_deref(), pool.0.as_ref()).await {
        Ok(LogoutOutcome::To(location)) => go(&location),
        Ok(LogoutOutcome::SignInAgain { query, .. }) => go(&format!("{}/login?{query}", pool.mount())),
        Ok(LogoutOutcome::SignedOut(client, _)) => go(&format!("{}/signedOut?client_id={}", pool.mount(), client.id)),
        Ok(LogoutOutcome::UnknownClient) => refuse("unknown-client"),
        Ok(LogoutOutcome::RedirectMismatch) => refuse("redirect-mismatch"),
        Err(error) => PageFailure::from(error).into_response(),
    }
}

fn is_navigation(request: &HttpRequest) -> bool {
    request.headers().get("Sec-Fetch-Dest").is_none_or(|dest| dest == "document")
}

fn go(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, location)).finish()
}
