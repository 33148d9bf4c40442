//! What every message does with the values that people chose: one line each, filled in once.

/// The longest value that enters a message, in characters.
const LIMIT: usize = 200;

/// The text on one line and of bounded length: controls and line separators become spaces, the marks that reorder
/// text disappear.
pub(super) fn one_line(text: &str) -> String {
    let is_break = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let reorders = |letter: &char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let line =
        text.chars().filter(|letter| !reorders(letter)).map(|letter| if is_break(letter) { ' ' } else { letter });
    line.take(LIMIT).collect::<String>().trim().to_owned()
}

/// Fills `{####}` and `{username}` in. One pass from left to right, so that a username of `{####}` stays a username.
pub(super) fn substitute(text: &str, code: &str, username: &str) -> String {
    substitute_all(text, &[("{####}", code), ("{username}", username)])
}

/// Fills each of the placeholders in with its value, in one pass from left to right: what is filled in is not searched.
pub(super) fn substitute_all(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let found = values.iter().find(|(placeholder, _)| from.starts_with(placeholder));
        let (value, length) = found.map_or(("{", 1), |(placeholder, value)| (*value, placeholder.len()));
        filled.push_str(value);
        rest = from.get(length..).unwrap_or_default();
    }
    filled.push_str(rest);
    filled
}
