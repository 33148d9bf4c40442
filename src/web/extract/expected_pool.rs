//! The pool that the URL names, where it names one: everything is mounted at the root and below `/{pool_id}/`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::guard::GuardContext;
use actix_web::{FromRequest, HttpRequest};

use crate::domain::pool::PoolId;

/// The name of the path segment.
pub const SEGMENT: &str = "pool_id";

/// The pool of the path; `None` at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedPool(pub Option<PoolId>);

impl ExpectedPool {
    /// Where this pool's routes are mounted: `/{pool_id}`, or empty at the root.
    pub fn mount(&self) -> String {
        self.0.as_ref().map(|pool| format!("/{pool}")).unwrap_or_default()
    }
}

/// Whether the path begins with what may be a pool: routes below a pool are guarded by it, so that a segment which is
/// none never stands for "no pool named" (case 244).
pub fn begins_with_pool(context: &GuardContext<'_>) -> bool {
    context.head().uri.path().split('/').nth(1).is_some_and(|segment| PoolId::parse(segment).is_some())
}

impl FromRequest for ExpectedPool {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let segment = request.match_info().get(SEGMENT);
        ready(Ok(Self(segment.and_then(PoolId::parse))))
    }
}
