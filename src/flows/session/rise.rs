//! A second factor was proven in a browser that is signed in: its session says so from now on, under another key, as at each
//! rise in privilege (case 104).

use crate::crypto::bearer::{self, Bearer};
use crate::crypto::ring::MacPurpose;
use crate::domain::secret::Secret;
use crate::domain::session::SessionLogin;
use crate::domain::sign_in::Factor;
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// What the session becomes.
pub(crate) struct Rise {
    login: SessionLogin,
    minted: Bearer,
}

impl Rise {
    /// Of the session of `login`, in which `factor` was proven.
    pub(crate) fn of(deps: &Deps, login: &SessionLogin, factor: Factor) -> Self {
        let minted = bearer::mint(&deps.ring, MacPurpose::SessionKey, deps.random.as_ref());
        Self { login: login.raised_by(factor), minted }
    }

    /// Writes it in the transaction of the proof. A session that was ended meanwhile stays so.
    pub(crate) async fn write(&self, tx: &Tx) -> Result<(), Error> {
        let Self { login, minted } = self;
        if tx.sessions().raise(login, &minted.hash).await? {
            tx.sessions().rekey_others(login.session, &login.pool, &minted.hash).await?;
        }
        Ok(())
    }

    /// The cookie's new value.
    pub(crate) fn key(self) -> Secret {
        self.minted.value
    }
}
