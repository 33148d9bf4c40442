//! Lets flows know on whose behalf they work: by address, for the rates and for the risk of sign-ins; and through which
//! program, to be shown to whoever is signed in there.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::USER_AGENT;

use super::client_address;
use crate::flows::admission::Asker;

/// Whose request this is.
pub(super) fn of(request: &ServiceRequest) -> Asker {
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Asker::stranger(client_address::of(request.request()), agent)
}
