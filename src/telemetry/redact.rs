//! Cuts what must not be logged out of text that looks like a URL: its query (codes, tokens, states) and its password.

use std::borrow::Cow;

const MARK: &str = "[redacted]";

/// The text with the query of every URL or path, and the user information of every URL, replaced by a mark.
pub(super) fn urls(text: &str) -> Cow<'_, str> {
    if !text.contains('?') && !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(ends_word).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        push_word(&mut result, word);
        let separator = tail.chars().next().map_or(0, char::len_utf8);
        result.push_str(&tail[..separator]);
        rest = &tail[separator..];
    }
    Cow::Owned(result)
}

/// A URL ends where its surroundings begin: white space, quotes, brackets, or the escape of one of them.
fn ends_word(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '\'' | '`' | '<' | '>' | '(' | ')' | '\\')
}

fn push_word(result: &mut String, word: &str) {
    let (head, has_query) = match word.split_once('?') {
        Some((head, query)) if !query.is_empty() && head.contains('/') => (head, true),
        _ => (word, false),
    };
    match head.split_once("://").and_then(|(scheme, tail)| {
        let authority = &tail[..tail.find('/').unwrap_or(tail.len())];
        authority.rfind('@').map(|at| (scheme, &tail[at..]))
    }) {
        Some((scheme, tail)) => {
            result.push_str(scheme);
            result.push_str("://");
            result.push_str(MARK);
            result.push_str(tail);
        }
        None => result.push_str(head),
    }
    if has_query {
        result.push('?');
        result.push_str(MARK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_and_passwords_are_cut() {
        for (text, expected) in [
            ("GET /callback?code=abc&state=1 HTTP/1.1", "GET /callback?[redacted] HTTP/1.1"),
            ("{\"url\":\"https://a.test/cb?code=abc\",\"x\":1}", "{\"url\":\"https://a.test/cb?[redacted]\",\"x\":1}"),
            ("open postgres://user:hunter2@db:5432/prod now", "open postgres://[redacted]@db:5432/prod now"),
            ("smtps://u:p@ss@mail", "smtps://[redacted]@mail"),
            ("url=(https://a.test/?code=1)", "url=(https://a.test/?[redacted])"),
        ] {
            assert_eq!(urls(text), expected);
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in ["", "Why? Because.", "a/b", "what?yes", "https://a.test/path", "mail to a@b.test", "grüße/?"] {
            assert_eq!(urls(text), text);
        }
    }
}
