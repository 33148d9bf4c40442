//! `/oauth2/authorize` (RFC 6749 §3.1). GET decides; a form POST, which may come from another site and then without
//! cookies, is continued by a same-site GET with the same parameters (DESIGN.md §8).

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, web};

use crate::flows::authorize::{AuthorizeError, Decision, IssueOutcome, decide, issue, validate};
use crate::flows::{Deps, Error, session};
use crate::protocol::oauth::Params;
use crate::web::error::PageFailure;
use crate::web::extract::{Body, DeviceCookies, ExpectedPool, Query, SessionKey};

/// Longest query to which a form POST is continued, in bytes.
const LONGEST_QUERY: usize = 10 * 1024;

/// Validates the request and goes on to a code, to a page, or back with an error.
pub(super) async fn get(
    deps: web::Data<Deps>,
    query: Query,
    pool: ExpectedPool,
    session: SessionKey,
    devices: DeviceCookies,
) -> HttpResponse {
    let Ok(params) = query.0 else {
        return PageFailure::new(StatusCode::BAD_REQUEST, "invalid-request").into_response();
    };
    match answer(&deps, &params, &pool, (&session, &devices)).await {
        Ok(response) => response,
        Err(error) => PageFailure::from(error).into_response(),
    }
}

/// Continues a form POST by GET.
pub(super) async fn post(body: Body, pool: ExpectedPool) -> HttpResponse {
    let query = match body.0 {
        Ok(params) => params.to_query(|_| true),
        Err(_) => return PageFailure::new(StatusCode::BAD_REQUEST, "invalid-request").into_response(),
    };
    if query.len() > LONGEST_QUERY {
        return PageFailure::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid-request").into_response();
    }
    go(&format!("{}/oauth2/authorize?{query}", pool.mount()))
}

async fn answer(
    deps: &Deps,
    params: &Params,
    pool: &ExpectedPool,
    (session, devices): (&SessionKey, &DeviceCookies),
) -> Result<HttpResponse, Error> {
    let request = match validate(deps, params, pool.0.as_ref()).await? {
        Ok(request) => request,
        Err(AuthorizeError::Page(error)) => {
            let client_id = params.get("client_id").unwrap_or_default();
            let failure = PageFailure::new(StatusCode::BAD_REQUEST, error.page_code());
            return Ok(failure.of_client(client_id).into_response());
        }
        Err(AuthorizeError::Redirect { location, .. }) => return Ok(go(&location)),
    };
    let live = match session.get() {
        Some(key) => session::live(deps, &request.pool, &key, &devices.0).await?,
        None => None,
    };
    Ok(match (decide(deps, &request, live.as_ref()), live) {
        (Decision::Issue(authentication), Some(live)) => {
            match issue(deps, &request, &authentication, live.login.session).await? {
                IssueOutcome::Issued(location) | IssueOutcome::Refused(location) => go(&location),
            }
        }
        (Decision::Refuse(location), _) => go(&location),
        (Decision::SignUp, _) => go(&format!("{}/signup?{}", pool.mount(), params.to_query(|_| true))),
        (Decision::Issue(_) | Decision::SelectAccount | Decision::SignIn, _) => {
            go(&format!("{}/login?{}", pool.mount(), params.to_query(|_| true)))
        }
    })
}

fn go(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, location)).finish()
}
