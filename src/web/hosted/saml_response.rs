//! `/saml2/idpresponse`: the assertion consumer service. A response is posted from the provider's site, which brings no cookies:
//! it is kept, and the browser comes for it by a GET from ours, as at `/oauth2/idpresponse`.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::context::PageContext;
use super::respond::{Answer, Stop, see_other};
use super::trip_over;
use crate::flows::federation::{self, CameTo, Departing, Errand, TripRefused, keep_answer, unasked};
use crate::protocol::oauth::Params;
use crate::web::extract::{SamlFields, SamlForm};

/// Longest response, in characters of base64: one of 256 KiB, in lines.
const LONGEST: usize = 366 * 1024;

/// Keeps what a provider's form brought, and sends the browser for it.
pub(super) async fn post(page: PageContext, form: SamlForm) -> HttpResponse {
    let answer = keep(&page, form).await;
    page.finish(answer)
}

async fn keep(page: &PageContext, form: SamlForm) -> Answer {
    let invalid = || Stop::failure(StatusCode::BAD_REQUEST, "invalid-request");
    let SamlFields { response, state, .. } = form.0.map_err(|()| invalid())?;
    let response = response.filter(|response| response.len() <= LONGEST).ok_or_else(invalid)?;
    let answer = federation::Answer::Saml(response);
    let (state, kept) = match keep_answer(&page.deps, (&state, &CameTo::default()), &answer).await? {
        Err(TripRefused::Unknown) if state.contains("client_id=") => {
            let sealed = begin(page, &state).await?;
            let kept = keep_answer(&page.deps, (&sealed, &CameTo::default()), &answer).await?;
            (sealed, kept)
        }
        kept => (state, kept),
    };
    let mount = match kept {
        Ok(mount) => mount,
        Err(refused) => return trip_over::show(page, &state, refused).await,
    };
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", &state).finish();
    Ok(see_other(&format!("{mount}/saml2/idpresponse?{query}")))
}

/// The state of a sign-in that the provider began. Its `RelayState` is a request as an app would make it, and is held to the
/// same rules (case 191).
async fn begin(page: &PageContext, relay_state: &str) -> Result<String, Stop> {
    let invalid = || Stop::failure(StatusCode::BAD_REQUEST, "invalid-request");
    let mut query = relay_state.to_owned();
    let given = Params::parse(relay_state).map_err(|_| invalid())?;
    if !given.has("response_type") {
        query.push_str("&response_type=code");
    }
    let params = Params::parse(&query).map_err(|_| invalid())?;
    let visit = page.visit_of(&params).await?;
    let provider = visit.request.provider.as_deref().ok_or_else(invalid)?;
    let departing = Departing {
        request: &visit.request,
        provider,
        browser: "",
        query: visit.query(),
        mount: visit.mount(),
        login_hint: "",
        errand: Errand::SignIn,
    };
    unasked(&page.deps, &departing).ok_or_else(invalid)
}
