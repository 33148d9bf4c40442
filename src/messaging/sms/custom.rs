//! A pool's own text, as Cognito's `SmsVerificationMessage`: plain substitution, never evaluated.

use super::super::{one_line, substitute};
use super::Text;

/// Fills a pool's own text in: `{####}` is the code, `{username}` the username. What is filled in is one line, and is not
/// searched for placeholders itself.
#[must_use]
pub fn fill_in(own: &str, code: &str, username: &str) -> Text {
    Text::new(&substitute(own, &one_line(code), &one_line(username)))
}
