//! The settings that a test begins with and changes where they matter.

use vestibule::domain::client::{AuthFlow, ClientSettings, OAuthFlow, STANDARD_SCOPES};
use vestibule::domain::pool::{Contact, PoolSettings};

/// The registered callback of every client, unless a test says otherwise.
pub(crate) const CALLBACK: &str = "https://app.test/cb";
/// The registered sign-out URL of every client, unless a test says otherwise.
pub(crate) const SIGNED_OUT: &str = "https://app.test/bye";

/// People sign in with a username; their address is proven by a code.
pub(crate) fn pool() -> PoolSettings {
    PoolSettings { auto_verified: [Contact::Email].into(), ..PoolSettings::default() }
}

/// May do everything that a client may, over OAuth and over the API; its refresh tokens rotate.
pub(crate) fn client() -> ClientSettings {
    ClientSettings {
        callback_urls: vec![CALLBACK.to_owned()],
        logout_urls: vec![SIGNED_OUT.to_owned()],
        oauth_enabled: true,
        oauth_flows: [OAuthFlow::Code].into(),
        oauth_scopes: STANDARD_SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
        auth_flows: Some([AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowAdminUserPasswordAuth].into()),
        ..ClientSettings::default()
    }
}
