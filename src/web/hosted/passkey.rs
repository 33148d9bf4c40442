//! What pages that ask the browser for a passkey share: what the script of the page reads, and what comes back.

use serde_json::Value;

use super::context::PageContext;
use super::route::Route;
use super::sampling::form;
use super::visit::Visit;
use crate::flows::Error;
use crate::flows::sign_in::offer_passkey;
use crate::protocol::oauth::Params;
use crate::render::page::{Ceremony, Form};

impl PageContext {
    /// The offer of the sign-in page; empty where the pool lets nobody in by a passkey.
    pub(super) fn offered_passkey(&self, visit: &Visit) -> Result<Ceremony, Error> {
        let (pool, client) = (&visit.request.pool, &visit.request.client);
        let Some(offered) = offer_passkey(&self.deps, pool, client, &self.holder())? else {
            return Ok(Ceremony::default());
        };
        let form = self.form(visit, Route::LoginPasskey, "");
        Ok(Ceremony::get("login-passkey", form, &offered.options.to_string()).sealed(&offered.sealed))
    }
}

/// The question for one of the passkeys of whoever signs in.
pub(super) fn second(form: Form, options: &Value) -> Ceremony {
    Ceremony::get("mfa-passkey-submit", form, &options.to_string())
}

/// What the browser made, as it came: it may have letters in it that codes have not.
pub(super) fn credential(form: &Params) -> String {
    form.get("credential").unwrap_or_default().to_owned()
}

/// An offer, for samples.
pub(super) fn sample(label: &str, action: &str) -> Ceremony {
    Ceremony::get(label, form(action), r#"{"challenge":"bm90IHJlYWw","rpId":"example.com"}"#).sealed("c2VhbGVk")
}
