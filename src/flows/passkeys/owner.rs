//! In whose name passkeys are added, listed, renamed and removed.

use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::Pool;
use crate::domain::user::User;
use crate::flows::Deps;
use crate::flows::account::{Caller, require_recent_proof};

/// A signed-in person, known by an access token or by the browser's session.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// The pool.
    pub pool: &'a Pool,
    /// The person.
    pub user: &'a User,
    /// The client through which they come.
    pub client: &'a ClientId,
    /// When they proved all that is asked of them; `None`: a part of it was spared them.
    pub proven_at: Option<Micros>,
}

impl Owner<'_> {
    /// Whether they proved it just now: a borrowed token or browser must neither become a key of its own nor take one away
    /// (case 157).
    pub(super) fn is_recent(&self, deps: &Deps) -> bool {
        require_recent_proof(deps, self.proven_at).is_ok()
    }
}

impl<'a> From<&'a Caller> for Owner<'a> {
    fn from(caller: &'a Caller) -> Self {
        let Caller { pool, client, user, .. } = caller;
        Self { pool, user, client: &client.id, proven_at: caller.proven_at() }
    }
}
