//! Who is signed in at Demo SAML.

use super::App;

/// A session there.
#[derive(Clone, Debug)]
pub(in crate::simulator) struct Open {
    /// The app that one is signed in to.
    pub(in crate::simulator) app: App,
    /// By which both know it.
    pub(in crate::simulator) index: String,
    /// How the person is called.
    pub(in crate::simulator) name_id: String,
    /// Their name.
    pub(in crate::simulator) person: String,
    /// Their address; empty for none.
    pub(in crate::simulator) email: String,
}
