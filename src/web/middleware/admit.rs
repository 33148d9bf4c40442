//! Who comes in: requests for a host that is ours, no larger than anything honest; which pool their path names, and on whose
//! behalf what they set off is done. One layer for all four, since every layer costs each request two allocations.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

use super::{host, origin};
use crate::web::extract::ExpectedPool;
use crate::web::limits;

/// Middleware: refuses requests for hosts that are not ours and those that are too large, without a body; what the rest
/// sets off is done on behalf of its client's address.
///
/// # Errors
/// Passes on what the inner service answers.
pub async fn admit<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match host::check(&request).and_then(|()| limits::check(&request)) {
        Ok(()) => {
            ExpectedPool::take_off(&mut request);
            origin::of(&request).does(next.call(request)).await.map(ServiceResponse::map_into_left_body)
        }
        Err(status) => Ok(request.into_response(HttpResponse::new(status)).map_into_right_body()),
    }
}
