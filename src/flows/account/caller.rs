//! Who acts on their own account: with an access token at the API, or at the account page in a browser that is signed in.
//! The flows behind both are the same; where one asks for more than the other, the flow says so by [`Through`].

use std::sync::Arc;

use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::grant::Grant;
use crate::domain::pool::Pool;
use crate::domain::session::SessionLogin;
use crate::domain::sign_in::{Requirements, Resumption};
use crate::domain::user::User;
use crate::flows::account::proven_in_full;
use crate::flows::device::Presented;
use crate::flows::session::{self, Live};
use crate::flows::{Deps, Error};

/// Who acts on their own account.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that acts for them: an app, or the account page.
    pub client: Arc<Client>,
    /// The user.
    pub user: User,
    /// By what they are known.
    pub through: Through,
}

/// By what somebody is known.
#[derive(Clone, Debug)]
pub enum Through {
    /// An access token.
    Token {
        /// The grant behind it.
        grant: Box<Grant>,
        /// Its scopes, space-separated.
        scope: String,
    },
    /// The live sign-in of a browser.
    Session(SessionLogin),
}

/// Whoever is signed in to `pool` in the browser whose session cookie is `key`, to act at the account page: nobody, where the
/// session would serve no app either (the pool may ask for a second factor by now).
pub async fn authorize_session(
    deps: &Deps,
    pool: &Arc<Pool>,
    key: &str,
    presented: &Presented,
) -> Result<Option<Caller>, Error> {
    let client = Arc::new(Client::account_page(pool));
    let live = session::live(deps, pool, key, presented).await?;
    let serves =
        |live: &Live| matches!(live.resume(deps, pool, &client, Requirements::default()), Resumption::Resumed(_));
    Ok(live.filter(serves).map(|Live { login, user, .. }| Caller {
        pool: pool.clone(),
        client: client.clone(),
        user,
        through: Through::Session(login),
    }))
}

impl Caller {
    /// Whether they are at the account page: there nothing has to be done in several steps by a program.
    pub fn is_at_page(&self) -> bool {
        matches!(self.through, Through::Session(_))
    }

    /// The sign-in of a browser by which they are known; none, where it is a token.
    pub fn login(&self) -> Option<&SessionLogin> {
        match &self.through {
            Through::Session(login) => Some(login),
            Through::Token { .. } => None,
        }
    }

    /// Whether the token has `scope`; a browser's sign-in has none.
    pub fn has_scope(&self, scope: &str) -> bool {
        match &self.through {
            Through::Token { scope: granted, .. } => granted.split(' ').any(|granted| granted == scope),
            Through::Session(_) => false,
        }
    }

    /// When they proved all that is asked of them, for [`super::require_recent_proof`]; `None`: not all of it.
    pub fn proven_at(&self) -> Option<Micros> {
        let (auth_time, amr) = match &self.through {
            Through::Token { grant, .. } => (grant.auth_time, &grant.amr),
            Through::Session(login) => (login.auth_time, &login.amr),
        };
        proven_in_full(&self.pool, &self.user, (auth_time, amr))
    }

    /// Whether what leads to the account may be changed only after a recent proof: at the account page, and in an app of
    /// which its admin says so.
    pub fn must_be_recent(&self) -> bool {
        self.is_at_page() || self.client.settings.requires_recent_proof
    }
}
