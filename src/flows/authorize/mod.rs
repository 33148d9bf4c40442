//! Authorization requests (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2): an ordered list of one-rule checks, then a
//! decision, then a code.
//!
//! The validated query *is* the state of a plain request: it travels from page to page and is validated again at each,
//! so that what was withdrawn meanwhile (a callback, a client) is withdrawn for requests under way too (case 30).

mod account_page;
mod checks;
mod decide;
mod error;
mod issue;
mod parameters;
mod validate;

pub use self::account_page::{ACCOUNT_PLACES, account_query};
pub use self::decide::{Decision, decide};
pub use self::error::{AuthorizeError, AuthorizeErrorCode, PageError};
pub use self::issue::{IssueOutcome, issue};
pub use self::parameters::travels;
pub use self::validate::{Prompt, ValidRequest, validate};
