//! What a signed-in person may do with their own account, through an access token or at the account page.

mod activity;
mod attributes;
mod bearer;
mod caller;
mod deletion;
mod export;
mod password;
mod recent_proof;
mod self_service;
mod sign_out;
mod summary;
mod user_info;
mod verification;

pub use self::activity::{SHOWN_ACTIVITY, activity};
pub use self::attributes::{AttributesOutcome, update_attributes};
pub use self::bearer::{BearerRefused, authorize_bearer};
pub use self::caller::{Caller, Through, authorize_session};
pub use self::deletion::{DeleteOutcome, delete_own};
pub use self::export::export;
pub use self::password::{ChangeOutcome, change_password};
pub(crate) use self::recent_proof::proven_in_full;
pub use self::recent_proof::{NotRecent, require_recent_proof};
pub use self::self_service::{SelfServiceRefused, authorize_self_service};
pub(crate) use self::sign_out::{end_everything, end_everything_else};
pub use self::sign_out::{sign_out_elsewhere, sign_out_everywhere};
pub use self::summary::{Summary, summary};
pub use self::user_info::user_info;
pub use self::verification::{
    VerificationOutcome, VerificationSent, cancel_pending, pending_contact, send_verification, verify,
};
