//! Sign-ins of browsers that end together, with what was born in them.

use crate::domain::client::ClientId;
use crate::domain::event::EventName;
use crate::domain::pool::PoolId;
use crate::domain::session::{SessionId, SessionLogin};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// What is to end: sign-ins of one pool, and their grants but for those of clients that keep theirs (decision D12).
pub(crate) struct Ending<'a> {
    pool: &'a PoolId,
    logins: &'a [SessionLogin],
    keepers: Vec<ClientId>,
}

impl<'a> Ending<'a> {
    /// Finds out who keeps grants. Ends nothing.
    pub(crate) async fn of(deps: &Deps, pool: &'a PoolId, logins: &'a [SessionLogin]) -> Result<Self, Error> {
        let (grants, mut keepers) = (deps.storage.read(), Vec::new());
        // Each client says so for its own, whichever of them signs out.
        for id in grants.grants().clients_of_sessions(&ids(logins), pool).await? {
            let client = deps.directory.client(&id).await?;
            if client.is_some_and(|client| client.settings.keeps_grants_at_logout) {
                keepers.push(id);
            }
        }
        Ok(Self { pool, logins, keepers })
    }

    /// Ends it in the running transaction: a statement for the sign-ins, one for the grants, and an event for each sign-in.
    pub(crate) async fn write(&self, deps: &Deps, tx: &Tx) -> Result<(), Error> {
        let ids = ids(self.logins);
        tx.sessions().remove_logins(&ids, self.pool).await?;
        tx.grants().revoke_of_sessions(&ids, self.pool, &self.keepers, deps.now()).await?;
        for login in self.logins {
            tx.events().add(&events::of_user(deps, EventName::SignedOut, self.pool, login.user, None)).await?;
        }
        Ok(())
    }
}

fn ids(logins: &[SessionLogin]) -> Vec<SessionId> {
    logins.iter().map(|login| login.session).collect()
}
