//! Lets flows know on whose behalf they work: by address, for the rates; and through which program, to be shown to
//! whoever is signed in there.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::USER_AGENT;
use actix_web::middleware::Next;

use super::client_address;
use crate::flows::admission;

/// Middleware: everything that a request sets off is done on behalf of its client's address.
///
/// # Errors
/// Passes on what the inner service answers.
pub async fn attach<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let address = client_address::of(request.request());
    let agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned();
    admission::on_behalf_of(address, admission::through_agent(&agent, next.call(request))).await
}
