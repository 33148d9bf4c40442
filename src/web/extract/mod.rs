//! Extractors shared by the doors.

mod device_cookies;
mod expected_pool;
mod query;
mod session_key;

pub use self::device_cookies::{DeviceCookies, device_cookie};
pub use self::expected_pool::{ExpectedPool, SEGMENT as POOL_SEGMENT, begins_with_pool};
pub use self::query::{Body, Query};
pub use self::session_key::{ENTRY as SESSION_ENTRY, SessionKey};
