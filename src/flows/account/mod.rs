//! What a signed-in person may do with their own account through an access token.

mod bearer;
mod self_service;
mod sign_out;
mod user_info;

pub use self::bearer::{BearerRefused, Caller, authorize_bearer};
pub use self::self_service::{SelfServiceRefused, authorize_self_service};
pub(crate) use self::sign_out::end_everything;
pub use self::sign_out::sign_out_everywhere;
pub use self::user_info::user_info;
