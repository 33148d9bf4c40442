//! The Cognito API: `POST /`, JSON 1.1, one dispatch table, one file per operation.
//!
//! A request passes four doors in this order, and nothing is decided behind a later one that an earlier one should
//! have stopped: which operation (`X-Amz-Target`), who calls and may they (signature, role, pool), what do they say
//! (the body against the operation's shape), and then the operation itself, which calls one flow. Knows nothing of
//! storage or of the rules of sign-in.

use actix_web::guard::fn_guard;
use actix_web::http::Method;
use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::flows::Deps;
use crate::web::extract::is_at_root;

pub mod caller;
pub mod dispatch;
pub mod door;
mod gate;
mod members;
pub mod operation;
pub mod ops;
mod refusals;
pub mod respond;
mod target;
mod views;

/// Where the API is.
pub const PATH: &str = "/";

/// Mounts `POST /` and `OPTIONS /`, at the root only. The app's data must have the [`Deps`].
pub fn configure(config: &mut ServiceConfig) {
    config
        .route(PATH, web::post().guard(fn_guard(is_at_root)).to(post))
        .route(PATH, web::method(Method::OPTIONS).guard(fn_guard(is_at_root)).to(async || door::options().await));
}

async fn post(deps: Data<Deps>, request: HttpRequest, payload: Payload) -> HttpResponse {
    door::post(deps.get_ref(), ops::OPERATIONS, &request, payload).await
}
