//! A request for a sign-in, checked as a provider checks it: whose it is first, since nothing may be sent to an address that is
//! not registered.

use super::App;
use super::message::{Message, Queried};
use crate::simulator::trouble::Trouble;

/// A request that was found good.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Asked {
    pub(in crate::simulator) app: App,
    /// The request's ID.
    pub(super) id: String,
    pub(super) relay_state: String,
    /// Whether nobody may be asked anything.
    pub(super) is_passive: bool,
    /// What goes wrong on this trip; chosen with the person.
    pub(super) trouble: Option<Trouble>,
}

impl Asked {
    /// The request on whose trip this goes wrong.
    pub(in crate::simulator) fn with_trouble(self, trouble: Option<Trouble>) -> Self {
        Self { trouble, ..self }
    }

    /// Checks a request that came in a query.
    pub(super) fn queried(query: &str, apps: &[App]) -> Result<Self, &'static str> {
        let queried = Queried::read(query).ok_or("the request cannot be read")?;
        let asked = Self::of(&queried.message, apps)?;
        let is_known = asked.app.certificate.is_empty() || queried.is_signed_by(&asked.app.certificate);
        if is_known { Ok(asked) } else { Err("the request is not signed by the app") }
    }

    /// Checks a request that came in a form.
    pub(super) fn posted(body: &str, apps: &[App]) -> Result<Self, &'static str> {
        Self::of(&Message::posted(body).ok_or("the request cannot be read")?, apps)
    }

    fn of(message: &Message, apps: &[App]) -> Result<Self, &'static str> {
        if message.name != "AuthnRequest" || message.id.is_empty() {
            return Err("the request is not an AuthnRequest with an ID");
        }
        let app = apps.iter().find(|app| app.entity_id == message.issuer).ok_or("Issuer is not registered")?;
        if !message.answers.is_empty() && message.answers != app.answers {
            return Err("AssertionConsumerServiceURL is not registered");
        }
        Ok(Self {
            app: app.clone(),
            id: message.id.clone(),
            relay_state: message.relay_state.clone(),
            is_passive: message.is_passive,
            trouble: None,
        })
    }
}
