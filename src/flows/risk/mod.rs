//! The risk of a sign-in: gathers the signals, has the domain weigh them, and writes down what was found.
//!
//! What is found becomes a demand in the sign-in, which the machine honours; nothing here lets anybody in or keeps anybody
//! out. Known and unknown names cost the same reads (case 131).

mod addresses;
mod context;
mod feedback;
mod record;
mod weigh;

pub use self::addresses::{Addresses, Located, LooksUpAddresses};
pub use self::context::{Told, as_told};
pub use self::feedback::{
    AskedAttempt, FeedbackOutcome, asked_attempt, feedback_token, give_admin_feedback, give_feedback,
};
pub(crate) use self::record::{Aftermath, Found, aftermath, completed, failed, questioned_or_nothing};
pub(crate) use self::weigh::{Clues, device, turn_away, weighed};
