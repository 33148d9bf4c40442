//! `/oauth2/token` and the API's way to the same tokens.
//!
//! [`exchange()`] owns the phases in order (parse, authenticate the client, load the grant, check it, issue), so that no
//! grant type can forget one; each `grant_type` is one file that fills in the differences.

mod authorization_code;
mod client_authentication;
mod client_credentials;
mod direct;
mod exchange;
mod issue;
mod refresh_token;
mod revoke;

pub use self::client_authentication::{ClientAuthentication, ClientRefused, authenticate_client};
pub use self::direct::grant_directly;
pub use self::exchange::{TokenError, TokenErrorCode, TokenRequest, exchange};
pub use self::issue::Tokens;
pub(crate) use self::issue::grant_of_jti;
pub(crate) use self::refresh_token::user_of_refresh_token;
pub use self::refresh_token::{Refresh, RefreshRefused, refresh};
pub use self::revoke::{RevokeRefused, revoke};
