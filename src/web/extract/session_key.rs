//! The browser session's key, out of and into actix-session's cookie.

use std::future::{Ready, ready};

use actix_session::{Session, SessionExt};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::domain::secret::Secret;
use crate::flows::session;

/// The only entry of the session's state.
pub const ENTRY: &str = "key";

/// The session of the request.
#[derive(Clone)]
pub struct SessionKey(Session);

impl SessionKey {
    /// The key that the browser presented.
    pub fn get(&self) -> Option<String> {
        self.0.get::<String>(ENTRY).ok().flatten()
    }

    /// Gives the browser a new key in the place of the old one.
    pub fn renew(&self, key: &Secret) {
        // Writing a string as JSON cannot fail.
        if self.0.insert(ENTRY, session::expose(key)).is_ok() {
            self.0.renew();
        }
    }
}

impl FromRequest for SessionKey {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(request.get_session())))
    }
}
