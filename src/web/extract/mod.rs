//! Extractors shared by the doors.

mod browser_cookie;
mod device_cookies;
mod expected_pool;
mod query;
mod saml_form;
mod session_key;

pub use self::browser_cookie::BrowserCookie;
pub use self::device_cookies::{DeviceCookies, device_cookie};
pub use self::expected_pool::{ExpectedPool, is_at_root};
pub use self::query::{Body, Query};
pub use self::saml_form::{SamlFields, SamlForm};
pub use self::session_key::{ENTRY as SESSION_ENTRY, SessionKey};
