//! A node that is about to stop says so: it is not ready any more, and each answer closes its connection, so that clients
//! come back through the load balancer to another node.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::HttpResponse;
use actix_web::http::ConnectionType;

/// Whether this node is about to stop. Cheap to clone: all clones are one.
#[derive(Clone, Debug, Default)]
pub struct Draining(Arc<AtomicBool>);

impl Draining {
    /// It is, from now on.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it is.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Lets the connection be closed after the answer once the node drains.
    pub(super) fn close_connection<B>(&self, response: &mut HttpResponse<B>) {
        if self.has_begun() {
            response.head_mut().set_connection_type(ConnectionType::Close);
        }
    }
}
