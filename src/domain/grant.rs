//! A grant: what a client got by an authentication. One row is first a code, then a token family.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::session::SessionId;
use crate::domain::sign_in::{Authentication, PROVIDER};
use crate::domain::user::UserId;

/// The id of a grant: 128 random bits, written as a UUID is. Tokens carry it as `origin_jti`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GrantId(pub Uuid);

impl fmt::Display for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What an authorization request fixed for the code that answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeTerms {
    /// Keyed hash of the code.
    pub code_hash: String,
    /// When the code stops working.
    pub expires_at: Micros,
    /// The `redirect_uri` of the request, or empty when the request named none.
    pub redirect_uri: String,
    /// The PKCE challenge (S256); empty when none was sent.
    pub code_challenge: String,
    /// When the code was first presented.
    pub consumed_at: Option<Micros>,
}

/// A grant as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The pool.
    pub pool: PoolId,
    /// The client that holds it.
    pub client: ClientId,
    /// Whose it is.
    pub user: UserId,
    /// The browser session it was born in; `None` from the API.
    pub session: Option<SessionId>,
    /// The scopes, space-separated.
    pub scope: String,
    /// The request's `nonce`; empty when none.
    pub nonce: String,
    /// When the user proved themselves.
    pub auth_time: Micros,
    /// How.
    pub amr: Vec<String>,
    /// The user's epoch when the sign-in began.
    pub epoch: i64,
    /// The code's terms; `None` for grants of the API.
    pub code: Option<CodeTerms>,
    /// Number of the newest refresh token, from 0.
    pub generation: u32,
    /// When the newest refresh token replaced its predecessor.
    pub rotated_at: Option<Micros>,
    /// When it was given.
    pub created_at: Micros,
    /// When its refresh tokens end in any case.
    pub expires_at: Micros,
    /// When it was revoked.
    pub revoked_at: Option<Micros>,
}

/// What a new grant is given besides the authentication.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// Its id.
    pub id: GrantId,
    /// The browser session it is born in.
    pub session: Option<SessionId>,
    /// The scopes, space-separated.
    pub scope: String,
    /// The request's `nonce`; empty when none.
    pub nonce: String,
    /// The code's terms.
    pub code: Option<CodeTerms>,
    /// Seconds for which its refresh tokens live.
    pub refresh_secs: i64,
}

impl Grant {
    /// Whether the sign-in it was born in began with the word of a provider.
    pub fn is_by_provider(&self) -> bool {
        self.amr.first().is_some_and(|word| word == PROVIDER)
    }

    /// Gives a grant for an authentication: the only way to make a new one.
    pub fn give(authentication: &Authentication, new: NewGrant, now: Micros) -> Self {
        Self {
            id: new.id,
            pool: authentication.pool().clone(),
            client: authentication.client().clone(),
            user: authentication.user(),
            session: new.session,
            scope: new.scope,
            nonce: new.nonce,
            auth_time: authentication.auth_time(),
            amr: authentication.amr().to_vec(),
            epoch: authentication.epoch(),
            code: new.code,
            generation: 0,
            rotated_at: None,
            created_at: now,
            expires_at: now.plus_secs(new.refresh_secs),
            revoked_at: None,
        }
    }

    /// Whether tokens may still be issued under it, sign-out everywhere aside.
    pub fn is_live(&self, now: Micros) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    /// Whether `scope` is one of its scopes.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|granted| granted == scope)
    }
}
