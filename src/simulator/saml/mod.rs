//! Demo SAML: the side of the simulator that speaks SAML 2.0, as an identity provider.
//!
//! ```text
//! GET, POST /demo-id/saml/sso ──► the page ──► POST /demo-id/choose ──► a form to the app's address for answers
//! GET       /demo-id/saml/slo ──► the session here ends ──► a form to the app's address for logouts
//! GET       /demo-id/saml     ──► who is signed in; signing out here goes on to the app
//! GET       /demo-id/saml/metadata
//! ```
//!
//! What it says is XML that is canonical as it is written, so that the bytes to sign are the text itself: it shares nothing with
//! the side that reads it, neither code nor library. Requests in a query must be signed where the app's certificate is known; one
//! in a form is taken unsigned, since answers go to registered addresses only.

mod answer;
mod asked;
mod keys;
pub(super) mod logout;
mod message;
pub(super) mod metadata;
mod open;
pub(super) mod sessions;
pub(super) mod sign_in;
mod signature;
mod statement;
mod xml;

pub(super) use self::asked::Asked;
pub(super) use self::keys::Keys;
pub(super) use self::open::Open;
pub use self::signature::{DS, ENVELOPED, EXC_C14N, MARK, Manner, RSA_SHA256, SHA256, Signs, key_info, method};
pub use self::statement::Statement;

/// The name of this side, as it stands on its page.
pub const NAME: &str = "Demo SAML";

/// An app that is registered: a service provider.
#[derive(Clone, Debug)]
pub struct App {
    /// Its entity id.
    pub entity_id: String,
    /// Where answers may be sent, compared as it is written.
    pub answers: String,
    /// Where messages of a logout go.
    pub logout: String,
    /// Its certificate, DER: by which it signs, and is encrypted to. Empty where it is not known.
    pub certificate: Vec<u8>,
}

/// Where things are.
#[derive(Clone, Debug)]
pub struct Places {
    /// The metadata; also the entity id.
    pub metadata: String,
    /// Where sign-ins go.
    pub sign_in: String,
    /// Where logouts go.
    pub logout: String,
    /// Who is signed in.
    pub sessions: String,
}

impl Places {
    /// At an origin.
    pub(super) fn at(origin: &str) -> Self {
        let at = |path: &str| format!("{origin}{}/saml{path}", super::BASE);
        Self { metadata: at("/metadata"), sign_in: at("/sso"), logout: at("/slo"), sessions: at("") }
    }
}
