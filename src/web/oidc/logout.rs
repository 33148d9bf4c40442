//! `/logout`: Cognito's (`cognito.md` §1.6) and the `end_session_endpoint` of OpenID Connect RP-Initiated Logout 1.0.
//!
//! It is a GET that acts, as on Cognito, so it acts only for the browser's own navigation: the session cookie is
//! `SameSite=Lax` and does not come with images and frames of other sites, and where the browser says what the request
//! is for (`Sec-Fetch-Dest`), anything but a document is refused (case 88). A form POST, which may come from another site
//! and then without cookies, is continued by a same-site GET.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::flows::Deps;
use crate::flows::federation::{Onward, leave};
use crate::flows::logout::{LogoutOutcome, logout};
use crate::web::error::PageFailure;
use crate::web::extract::{Body, ExpectedPool, Query, SessionKey};
use crate::web::signed_out::{failure, location};

/// Longest query to which a form POST is continued, in bytes.
const LONGEST_QUERY: usize = 10 * 1024;

/// Signs out and goes where the request says, if that is registered; or goes to the page that asks.
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
    match logout(&deps, &params, session.get().as_deref(), pool.0.as_ref()).await {
        Ok(LogoutOutcome::Done(request)) => {
            let location = location(&request, &pool);
            let Some(ended) = &request.ended else { return go(&location) };
            match leave(&deps, ended, location).await {
                Ok(Onward::Straight(location) | Onward::Through(_, location)) => go(&location),
                Err(error) => PageFailure::from(error).into_response(),
            }
        }
        Ok(LogoutOutcome::Ask) => go(&format!("{}/signOut?{}", pool.mount(), params.to_query(|_| true))),
        Ok(LogoutOutcome::Refused(refused)) => {
            failure(refused).of_client(params.get("client_id").unwrap_or_default()).into_response()
        }
        Err(error) => PageFailure::from(error).into_response(),
    }
}

/// Continues a form POST by GET (RP-Initiated Logout §2 asks for both).
pub(super) async fn post(body: Body, pool: ExpectedPool) -> HttpResponse {
    let query = match body.0 {
        Ok(params) => params.to_query(|_| true),
        Err(_) => return PageFailure::new(StatusCode::BAD_REQUEST, "invalid-request").into_response(),
    };
    if query.len() > LONGEST_QUERY {
        return PageFailure::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid-request").into_response();
    }
    go(&format!("{}/logout?{query}", pool.mount()))
}

fn is_navigation(request: &HttpRequest) -> bool {
    request.headers().get("Sec-Fetch-Dest").is_none_or(|dest| dest == "document")
}

fn go(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, location)).insert_header((CACHE_CONTROL, "no-store")).finish()
}
