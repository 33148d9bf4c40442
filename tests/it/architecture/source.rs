//! One source file as the rules see it: its path, its module, and its code without comments and strings.

/// A Rust file.
pub(super) struct Source {
    /// Path relative to the repository, with `/`.
    pub(super) path: String,
    /// The text as it is.
    pub(super) text: String,
    /// The module's path: `web::oidc::token` for `src/web/oidc/token.rs`.
    module: Vec<String>,
    /// Every path of ours that the code names, in full: `storage::repos::users`.
    pub(super) paths: Vec<String>,
    /// The text without comments and the content of strings.
    pub(super) code: String,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let module = module_of(path);
        let code = strip(text);
        let paths = paths_in(&code, &module);
        Self { path: path.to_owned(), text: text.to_owned(), module, paths, code }
    }

    /// The module's segment at a depth; empty for `main.rs`, `lib.rs` and beyond the end.
    pub(super) fn segment(&self, depth: usize) -> &str {
        self.module.get(depth).map_or("", String::as_str)
    }
}

fn module_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") || matches!(inner, "lib" | "main") {
        module.pop();
    }
    module
}

/// Blanks comments and the content of string and character literals.
fn strip(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let end = match rest {
            ['/', '/', ..] => at + rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => at + block_comment(rest),
            ['r', '"' | '#', ..] if !previous_is_word(&chars, at) && raw_string(rest).is_some() => {
                at + raw_string(rest).unwrap()
            }
            ['"', ..] => at + quoted(rest),
            ['\'', '\\', ..] => at + 2 + rest[2..].iter().skip(1).position(|c| *c == '\'').unwrap_or(0) + 2,
            ['\'', _, '\'', ..] => at + 3,
            _ => {
                code.push(chars[at]);
                at += 1;
                continue;
            }
        };
        code.push(' ');
        code.extend(chars[at..end.min(chars.len())].iter().filter(|c| **c == '\n'));
        at = end;
    }
    code
}

fn previous_is_word(chars: &[char], at: usize) -> bool {
    at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_') && chars[at - 1] != 'b'
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn raw_string(rest: &[char]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let from = 2 + hashes;
    let close = rest[from..].windows(end.len()).position(|window| window == end.as_slice())?;
    Some(from + close + end.len())
}

fn quoted(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// Every path that begins at `crate::` or climbs with `super::`, groups in braces unfolded.
fn paths_in(code: &str, module: &[String]) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, start) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':')) {
            continue;
        }
        let mut tail = &code[at..];
        let mut base: Vec<String> = if start == "crate::" { Vec::new() } else { module.to_vec() };
        if start == "crate::" {
            tail = &tail["crate::".len()..];
        }
        while let Some(rest) = tail.strip_prefix("super::") {
            base.pop();
            tail = rest;
        }
        unfold(tail, &base, &mut paths);
    }
    paths
}

/// Reads `a::b`, `a::{b, c::d}` and the like; answers how much was read.
fn unfold(tail: &str, base: &[String], paths: &mut Vec<String>) -> usize {
    let mut path = base.to_vec();
    let mut at = 0;
    loop {
        let rest = &tail[at..];
        at += rest.len() - rest.trim_start().len();
        let rest = &tail[at..];
        if rest.starts_with('{') {
            at += 1;
            while !tail[at..].trim_start().starts_with('}') && at < tail.len() {
                at += unfold(&tail[at..], &path, paths);
                let gap = tail[at..].find([',', '}']).unwrap_or(tail.len() - at);
                at += gap + usize::from(tail[at + gap..].starts_with(','));
            }
            let close = tail[at..].find('}').map_or(0, |close| close + 1);
            return at + close;
        }
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if length > 0 {
            path.push(rest[..length].to_owned());
            at += length;
        }
        if !tail[at..].starts_with("::") || length == 0 {
            paths.push(path.join("::"));
            return at;
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(path: &str, text: &str) -> Vec<String> {
        Source::new(path, text).paths
    }

    #[test]
    fn groups_are_unfolded() {
        let text = "use crate::{\n    domain::{clock::Clock, random},\n    storage::Db,\n};\nuse crate::web::x;";
        let expected = ["domain::clock::Clock", "domain::random", "storage::Db", "web::x"];
        assert_eq!(paths("src/a/b.rs", text), expected);
    }

    #[test]
    fn climbing_paths_are_resolved() {
        assert_eq!(paths("src/web/oidc/token.rs", "use super::super::super::storage::Db;"), ["storage::Db"]);
        assert_eq!(paths("src/web/oidc/mod.rs", "fn f() { super::hosted::x() }"), ["web::hosted::x"]);
        assert_eq!(paths("src/web/oidc/token.rs", "use super::{error, super::hosted};")[0], "web::oidc::error");
    }

    #[test]
    fn paths_within_code_and_macros_count_and_those_in_text_do_not() {
        let text = "//! crate::a\n/* crate::b */ let x = \"crate::c\"; let y = r#\"crate::\"d\"#; let c = '\"'; \
                    json!({ \"k\": crate::e::f(crate::g) }); let l: &'static str = \"\\\"crate::h\"; $crate::i::j";
        assert_eq!(paths("src/x.rs", text), ["e::f", "g", "i::j"]);
    }

    #[test]
    fn modules_are_named_after_their_files() {
        assert_eq!(module_of("src/web/oidc/mod.rs"), ["web", "oidc"]);
        assert_eq!(module_of("src/app.rs"), ["app"]);
        assert!(module_of("src/lib.rs").is_empty());
    }
}
