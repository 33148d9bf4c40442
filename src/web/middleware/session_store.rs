//! actix-session's store over our sessions.
//!
//! A session is opened, re-keyed and ended by `flows::session`, in the transaction of its cause; this store only carries
//! the key between the cookie and the flows. The key is all the state there is, so that a lost race between two
//! responses can lose nothing.

use std::collections::HashMap;

use actix_session::SessionMiddleware;
use actix_session::config::CookieContentSecurity;
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use anyhow::anyhow;

use crate::web::extract::SESSION_ENTRY;

/// Builds the session middleware. Over https the cookie has the `__Host-` prefix and `Secure`; over loopback http it has
/// the same stem without them (DESIGN.md §8).
pub fn sessions(cookie_key: &[u8], is_https: bool) -> SessionMiddleware<Store> {
    let name = if is_https { "__Host-vestibule-session" } else { "vestibule-session" };
    SessionMiddleware::builder(Store, Key::from(cookie_key))
        .cookie_name(name.to_owned())
        .cookie_secure(is_https)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .build()
}

/// The store.
#[derive(Clone, Copy, Debug)]
pub struct Store;

impl SessionStore for Store {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let value = serde_json::to_string(key.as_ref()).map_err(|error| LoadError::Other(error.into()))?;
        Ok(Some(HashMap::from([(SESSION_ENTRY.to_owned(), value)])))
    }

    async fn save(&self, state: HashMap<String, String>, _: &Duration) -> Result<SessionKey, SaveError> {
        let key = state.get(SESSION_ENTRY).and_then(|value| serde_json::from_str::<String>(value).ok());
        let key = key.ok_or_else(|| SaveError::Other(anyhow!("a session without a key")))?;
        key.try_into().map_err(|_| SaveError::Other(anyhow!("a session key of the wrong form")))
    }

    async fn update(
        &self,
        key: SessionKey,
        _: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, _: &SessionKey) -> Result<(), anyhow::Error> {
        // The flow that gave the new key has made the old one worthless already.
        Ok(())
    }
}
