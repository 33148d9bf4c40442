//! The bound on a form's fields. Decodes nothing.

use super::{MAX_FORM_FIELDS, TooManyParts};

/// Counts the fields of an `application/x-www-form-urlencoded` body before anything is allocated for them.
///
/// # Errors
/// [`TooManyParts`] above [`MAX_FORM_FIELDS`].
pub fn check_form(body: &[u8]) -> Result<(), TooManyParts> {
    let fields = body.split(|byte| *byte == b'&').count();
    if fields > MAX_FORM_FIELDS { Err(TooManyParts) } else { Ok(()) }
}
