//! A browser's cookie jar, as far as the product's cookies need one.

use std::collections::BTreeMap;

use actix_web::cookie::Cookie;

use super::answer::Answer;

/// Cookies of one host, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar(BTreeMap<String, Kept>);

#[derive(Clone, Debug)]
struct Kept {
    value: String,
    path: String,
}

impl Jar {
    /// Takes in what an answer sets. A cookie that a browser would not take over https fails the test, since every
    /// cookie of ours must hold (case 103).
    pub(crate) fn take(&mut self, answer: &Answer) {
        for line in answer.headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let cookie = Cookie::parse(line).unwrap();
            check(line, &cookie);
            let is_over = cookie.max_age().is_some_and(|age| age.whole_seconds() <= 0) || cookie.value().is_empty();
            if is_over {
                self.0.remove(cookie.name());
            } else {
                let path = cookie.path().unwrap_or("/").to_owned();
                self.0.insert(cookie.name().to_owned(), Kept { value: cookie.value().to_owned(), path });
            }
        }
    }

    /// The `Cookie` header for a path; `None` when nothing goes there.
    pub(crate) fn header(&self, path: &str) -> Option<String> {
        let is_below = |kept: &Kept| kept.path == "/" || path.starts_with(&kept.path);
        let sent = self.0.iter().filter(|(_, kept)| is_below(kept));
        let pairs: Vec<String> = sent.map(|(name, kept)| format!("{name}={}", kept.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The value of a cookie.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|kept| kept.value.as_str())
    }

    /// The names and values of the cookies with this in their names.
    pub(crate) fn named(&self, part: &str) -> Vec<(String, String)> {
        let found = self.0.iter().filter(|(name, _)| name.contains(part));
        found.map(|(name, kept)| (name.clone(), kept.value.clone())).collect()
    }

    /// Sets a cookie, as somebody does who can write to the jar.
    pub(crate) fn put(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), Kept { value: value.to_owned(), path: "/".to_owned() });
    }
}

fn check(line: &str, cookie: &Cookie<'_>) {
    assert!(cookie.name().starts_with("__Host-"), "{line}");
    assert_eq!((cookie.secure(), cookie.path(), cookie.domain()), (Some(true), Some("/"), None), "{line}");
    assert_eq!(cookie.http_only(), Some(true), "{line}");
    assert!(cookie.same_site().is_some_and(|same_site| !same_site.is_none()), "{line}");
    assert!(line.len() <= 4096, "{} bytes: {line}", line.len());
}
