//! The pool that the URL names, where it names one.
//!
//! What stands below a pool stands at the root too (DESIGN.md §4), so every path is mounted once, and the pool is taken off
//! the beginning of the path before it is looked for: paths that name a pool are then plain text to the router, as the
//! others are, and what is a pool is told by one rule.

use std::future::{Ready, ready};

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::guard::GuardContext;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use crate::domain::pool::PoolId;

/// The pool of the path; `None` at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedPool(pub Option<PoolId>);

impl ExpectedPool {
    /// Where this pool's routes are mounted: `/{pool_id}`, or empty at the root.
    pub fn mount(&self) -> String {
        self.0.as_ref().map(|pool| format!("/{pool}")).unwrap_or_default()
    }

    /// The pool that the path of this request began with.
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or(Self(None))
    }

    /// Takes the pool off the beginning of the path that is to be routed. A first segment that is none stays there, and
    /// leads nowhere: it never stands for "no pool named" (case 244).
    pub(in crate::web) fn take_off(request: &mut ServiceRequest) {
        // As it was sent: an id written with escapes is none, and one without is as long in the router's path.
        let Some(segment) = request.uri().path().strip_prefix('/').and_then(|path| path.split('/').next()) else {
            return;
        };
        let (Some(pool), Ok(len)) = (PoolId::parse(segment), u16::try_from(segment.len() + 1)) else { return };
        request.match_info_mut().skip(len);
        request.extensions_mut().insert(Self(Some(pool)));
    }
}

/// Whether the path names no pool: what exists at the root only is guarded by it.
pub fn is_at_root(context: &GuardContext<'_>) -> bool {
    !context.req_data().contains::<ExpectedPool>()
}

impl FromRequest for ExpectedPool {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
