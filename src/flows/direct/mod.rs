//! Signing in without a browser: a client brings what a person typed and gets tokens.
//!
//! What is of this way alone lives here: which client may come (and the proof of its secret, `SECRET_HASH`), which ways
//! of signing in it lists, and that the person named in an answer is the one who was asked. The sign-in itself is
//! `flows::sign_in`, the tokens are `flows::token`.

mod answer;
mod client;
mod first;
mod initiate;
mod refresh;
mod software_token;

pub use self::answer::{Answer, AnswerOutcome, Given, answer};
pub use self::client::{ClientRefused, identify_client};
pub use self::first::FirstStep;
pub use self::initiate::{Attempt, Initiate, InitiateOutcome, PasswordWay, initiate};
pub use self::refresh::{DirectRefresh, DirectRefreshOutcome, refresh};
pub use self::software_token::{SetUpOutcome, begin_set_up, finish_set_up};
