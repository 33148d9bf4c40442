//! What a signed-in person may do with their own account through an access token.

mod attributes;
mod bearer;
mod deletion;
mod password;
mod recent_proof;
mod self_service;
mod sign_out;
mod user_info;
mod verification;

pub use self::attributes::{AttributesOutcome, update_attributes};
pub use self::bearer::{BearerRefused, Caller, authorize_bearer};
pub use self::deletion::delete_own;
pub use self::password::{ChangeOutcome, change_password};
pub use self::recent_proof::{NotRecent, require_recent_proof};
pub use self::self_service::{SelfServiceRefused, authorize_self_service};
pub(crate) use self::sign_out::end_everything;
pub use self::sign_out::sign_out_everywhere;
pub use self::user_info::user_info;
pub use self::verification::{VerificationOutcome, VerificationSent, send_verification, verify};
