//! `/oauth2/idpresponse`: where browsers come back from upstream providers. A POST comes from the provider's site and brings
//! no cookies: what it says is kept, and the browser comes for it by a GET from ours (DESIGN.md §8).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::context::PageContext;
use super::departure;
use super::respond::{Answer, Stop, see_other};
use crate::domain::secret::Secret;
use crate::flows::federation::{self, Landed, Landing, TripRefused, come_back, keep_answer, land};
use crate::protocol::oauth::Params;
use crate::web::extract::Body;

/// Longest name that Apple posts, in bytes.
const LONGEST_USER: usize = 4096;

/// Takes what a provider's redirect brought, or what a POST brought before, and goes on.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = arrive(&page).await;
    page.finish(answer)
}

/// Keeps what a provider's form brought, and sends the browser for it.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = keep(&page, body).await;
    page.finish(answer)
}

async fn keep(page: &PageContext, body: Body) -> Answer {
    let form = body.0.map_err(|_| Stop::failure(StatusCode::BAD_REQUEST, "invalid-request"))?;
    let state = form.get("state").unwrap_or_default();
    let Some(answer) = answer_in(&form) else {
        return Err(Stop::failure(StatusCode::BAD_REQUEST, "invalid-request"));
    };
    match keep_answer(&page.deps, state, &answer).await? {
        Ok(mount) => {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
            Ok(see_other(&format!("{mount}/oauth2/idpresponse?{query}")))
        }
        Err(refused) => Err(stop(refused)),
    }
}

async fn arrive(page: &PageContext) -> Answer {
    let invalid = || Stop::failure(StatusCode::BAD_REQUEST, "invalid-request");
    let params = page.params.as_ref().ok_or_else(invalid)?;
    let state = params.get("state").unwrap_or_default();
    let (carried, answer) = match come_back(&page.deps, state, page.browser(), answer_in(params)).await? {
        Ok(came) => came,
        Err(refused) => return Err(stop(refused)),
    };
    let request = Params::parse(&carried.query).map_err(|_| invalid())?;
    let visit = page.visit_at(&request, &carried.mount).await?;
    let landing = Landing {
        carried,
        answer,
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        acr: visit.request.acr,
        holder: page.holder(),
    };
    match land(&page.deps, landing).await? {
        Landed::SignIn(outcome, username) => page.proceed(&visit, outcome, &username).await,
        Landed::NotAllowed => departure::failed(page, &visit, "provider-not-allowed"),
        Landed::Failed(_, failure) => departure::failed(page, &visit, departure::code_of(&failure)),
        Landed::Lacks(..) => departure::failed(page, &visit, "provider-lacks"),
    }
}

/// The answer in what came; `None`: there is only the state.
fn answer_in(params: &Params) -> Option<federation::Answer> {
    let issuer = params.get("iss").map(str::to_owned);
    match (params.get("error"), params.get("code")) {
        (Some(error), _) => Some(federation::Answer::Error { code: error.to_owned(), issuer }),
        (None, Some(code)) => {
            let user = params.get("user").filter(|user| user.len() <= LONGEST_USER).map(str::to_owned);
            Some(federation::Answer::Code { code: Secret::from(code), issuer, user })
        }
        (None, None) => None,
    }
}

pub(super) fn stop(refused: TripRefused) -> Stop {
    let code = match refused {
        TripRefused::Unknown => "invalid-request",
        TripRefused::Expired | TripRefused::Used => "expired",
        TripRefused::OtherBrowser => "cookies",
    };
    Stop::failure(StatusCode::BAD_REQUEST, code)
}
