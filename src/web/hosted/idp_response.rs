//! `/oauth2/idpresponse`: where browsers come back from upstream providers, and below it the address of each provider that has
//! one of its own. A POST comes from the provider's site and brings no cookies: what it says is kept, and the browser comes for
//! it by a GET from ours (DESIGN.md §8).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::account::linked;
use super::context::PageContext;
use super::departure;
use super::provider_problem::code_of;
use super::respond::{Answer, Stop, see_other};
use super::route::Route;
use super::state::{State, Wrong};
use super::visit::Visit;
use super::{trip_over, wording};
use crate::domain::provider::ProviderId;
use crate::domain::secret::Secret;
use crate::flows::federation::{self, Arrival, CameTo, Errand, Landed, Landing, come_back, keep_answer, land};
use crate::flows::sign_in::Outcome;
use crate::protocol::oauth::Params;
use crate::web::extract::{Body, ExpectedPool};

/// Longest name that Apple posts, in bytes.
const LONGEST_USER: usize = 4096;

/// Takes what a provider's redirect brought, or what a POST brought before, and goes on.
pub(super) async fn get(mut page: PageContext) -> HttpResponse {
    let answer = arrive(&mut page).await;
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
    let came_to = came_to(page)?;
    match keep_answer(&page.deps, (state, &came_to), &answer).await? {
        Ok(_) => {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
            Ok(see_other(&format!("{}{}?{query}", page.expected.mount(), came_to.path())))
        }
        Err(refused) => trip_over::show(page, state, refused).await,
    }
}

async fn arrive(page: &mut PageContext) -> Answer {
    let invalid = || Stop::failure(StatusCode::BAD_REQUEST, "invalid-request");
    let params = page.params.clone().ok_or_else(invalid)?;
    let state = params.get("state").unwrap_or_default();
    let came_to = came_to(page)?;
    let (carried, answer) = match come_back(&page.deps, (state, &came_to), page.browser(), answer_in(&params)).await? {
        Ok(came) => came,
        Err(refused) => return trip_over::show(page, state, refused).await,
    };
    // Providers know one address of ours each; from here on the page is where the trip set out from.
    page.expected = ExpectedPool(Some(carried.pool.clone()).filter(|_| !carried.mount.is_empty()));
    if carried.errand != Errand::SignIn {
        return linked::arrive(page, &carried, &answer).await;
    }
    let request = Params::parse(&carried.query).map_err(|_| invalid())?;
    let visit = page.visit_of(&request).await?;
    let landing = Landing { carried, answer, arrival: page.arrival(&visit) };
    let landed = land(&page.deps, landing).await?;
    page.landed(&visit, landed).await
}

impl PageContext {
    /// The request of `visit`, for which somebody arrives in this browser.
    pub(super) fn arrival(&self, visit: &Visit) -> Arrival {
        let request = &visit.request;
        let (pool, client) = (request.pool.clone(), request.client.clone());
        Arrival { pool, client, acr: request.acr, holder: self.holder() }
    }

    /// Goes on with what came of a trip.
    pub(super) async fn landed(&self, visit: &Visit, landed: Landed) -> Answer {
        let mishap = match landed {
            // Not to the page that the app's choice of a provider leads on from: it would go round in a circle.
            Landed::SignIn(Outcome::Refused(refused), _) => {
                let state = State { wrong: vec![wording::sign_in(refused)], has_failed: true, ..visit.state.shown() };
                self.keep(visit, &state)?;
                return Ok(see_other(&visit.href_unchosen(Route::Login)));
            }
            Landed::SignIn(outcome, username) => return self.proceed(visit, outcome, &username).await,
            Landed::Offered(offer) => return self.ask_about(visit, offer),
            Landed::NotAllowed => {
                let state = State { wrong: vec![Wrong::form("provider-not-allowed")], ..visit.state.shown() };
                self.keep(visit, &state)?;
                return Ok(see_other(&visit.href_unchosen(Route::Login)));
            }
            Landed::Failed(provider, failure) => self.mishap(&provider, code_of(&failure), Vec::new()),
            Landed::Lacks(provider, attributes) => self.mishap(&provider, "provider-lacks", attributes),
        };
        departure::failed(self, visit, mishap)
    }
}

/// The address that the browser came to.
fn came_to(page: &PageContext) -> Result<CameTo, Stop> {
    let pool = page.expected.0.clone();
    let Some(segment) = page.request.match_info().get("provider") else {
        return Ok(CameTo { pool, provider: None });
    };
    let invalid = || Stop::failure(StatusCode::BAD_REQUEST, "invalid-request");
    Ok(CameTo { pool, provider: Some(ProviderId::parse(segment).ok_or_else(invalid)?) })
}

/// The answer in what came; `None`: there is only the state.
fn answer_in(params: &Params) -> Option<federation::Answer> {
    let issuer = params.get("iss").map(str::to_owned);
    // Facebook has errors with a number and no word.
    match (params.get("error").or(params.get("error_code")), params.get("code")) {
        (Some(error), _) => Some(federation::Answer::Error { code: error.to_owned(), issuer }),
        (None, Some(code)) => {
            let user = params.get("user").filter(|user| user.len() <= LONGEST_USER).map(str::to_owned);
            Some(federation::Answer::Code { code: Secret::from(code), issuer, user })
        }
        (None, None) => None,
    }
}
