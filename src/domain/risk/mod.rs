//! How risky an attempt to sign in is, and what a pool does about it.
//!
//! Signals are weighed into a score, the score into a [`Level`], and every signal that counted is kept as a [`Reason`], so
//! that whoever asks is told why. The weights are few, fixed and written down where they are (`reason.rs`): nothing here
//! learns, and the same signals give the same score on every node.
//!
//! Pure: it refuses to know where signals come from. An address is looked up, a device recognised and a password compared
//! elsewhere.

mod assessment;
mod feedback;
mod level;
mod network;
mod places;
mod problem;
mod reason;
mod settings;
mod travel;

pub use self::assessment::{Assessment, Device, Signals, assess};
pub use self::feedback::{Feedback, Verdict, Witness};
pub use self::level::Level;
pub use self::network::{network_of, parse_network};
pub use self::places::{Place, UsualPlaces, Whereabouts};
pub use self::problem::RiskProblem;
pub use self::reason::Reason;
pub use self::settings::{
    Action, CompromisedPasswords, Decision, Exceptions, Mode, Notice, NoticeText, Notices, PasswordUse, Response,
    RiskConfiguration, RiskSettings, Takeover,
};
pub use self::travel::{Position, Sighting, is_impossible};
