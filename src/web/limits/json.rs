//! The bounds on a JSON body's shape. Does not judge whether it is JSON: the parser does that afterwards.

use super::{MAX_JSON_DEPTH, MAX_JSON_ITEMS, TooManyParts};

/// Scans a body once, without allocating, and stops at the first excess.
///
/// # Errors
/// [`TooManyParts`] beyond [`MAX_JSON_DEPTH`] or [`MAX_JSON_ITEMS`].
pub fn check_json(body: &[u8]) -> Result<(), TooManyParts> {
    let (mut depth, mut items) = (0_usize, 0_usize);
    let (mut in_string, mut is_escaped) = (false, false);
    for byte in body {
        if in_string {
            in_string = is_escaped || *byte != b'"';
            is_escaped = *byte == b'\\' && !is_escaped;
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => (depth, items) = (depth + 1, items + 1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => items += 1,
            _ => {}
        }
        if depth > MAX_JSON_DEPTH || items > MAX_JSON_ITEMS {
            return Err(TooManyParts);
        }
    }
    Ok(())
}
