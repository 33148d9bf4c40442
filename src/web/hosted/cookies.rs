//! The pages' cookies: the browser's own value, its language, and the state of each running sign-in.
//!
//! Over https every name has the `__Host-` prefix, so that no neighbour under the same domain can plant one; over
//! loopback http the same stem without it (DESIGN.md §8).

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// Seconds for which a running sign-in's state is kept.
pub(super) const STATE_SECS: i64 = 15 * 60;
/// Seconds for which a chosen language is kept.
const LANGUAGE_SECS: i64 = 365 * 24 * 3600;
/// Most sign-ins that one browser runs side by side; the one begun first gives way.
const MOST_STATES: usize = 8;
/// Bytes of all state cookies together. Browsers send them in one header line, which has a bound.
const MOST_STATE_BYTES: usize = 10 * 1024;

const BROWSER: &str = "vestibule-browser";
const LANGUAGE: &str = "vestibule-lang";
const STATE: &str = "vestibule-tx-";

/// The cookies that a request brought, and the names that answers give them.
pub(super) struct Jar {
    is_https: bool,
    received: Vec<(String, String)>,
}

impl Jar {
    /// Reads a request's cookies. What cannot be read is not there.
    pub(super) fn of(request: &HttpRequest, is_https: bool) -> Self {
        let received = request.cookies().map(|cookies| {
            cookies.iter().map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned())).collect()
        });
        Self { is_https, received: received.unwrap_or_default() }
    }

    /// The value that tells this browser from others, if it has the form of one of ours.
    pub(super) fn browser(&self) -> Option<&str> {
        self.get(&self.name(BROWSER))
            .filter(|value| value.len() == 43 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    }

    /// The language chosen earlier; empty for none.
    pub(super) fn language(&self) -> &str {
        self.get(&self.name(LANGUAGE)).unwrap_or_default()
    }

    /// The sealed state of the sign-in with this tag.
    pub(super) fn state(&self, tag: &str) -> Option<&str> {
        self.get(&self.name(&format!("{STATE}{tag}")))
    }

    /// Gives the browser its value, until it is closed.
    pub(super) fn with_browser(&self, value: &str) -> Cookie<'static> {
        self.cookie(BROWSER, value)
    }

    /// Keeps a language.
    pub(super) fn with_language(&self, tag: &str) -> Cookie<'static> {
        let mut cookie = self.cookie(LANGUAGE, tag);
        cookie.set_max_age(Duration::seconds(LANGUAGE_SECS));
        cookie
    }

    /// Keeps the state of a sign-in, and removes those for which there is no room beside it.
    pub(super) fn with_state(&self, tag: &str, sealed: &str) -> Vec<Cookie<'static>> {
        let mut cookie = self.cookie(&format!("{STATE}{tag}"), sealed);
        cookie.set_max_age(Duration::seconds(STATE_SECS));
        let own = cookie.name().to_owned();
        let prefix = self.name(STATE);
        // Browsers send older cookies first (RFC 6265 §5.4).
        let others: Vec<&(String, String)> =
            self.received.iter().filter(|(name, _)| name.starts_with(&prefix) && *name != own).collect();
        let mut bytes =
            own.len() + sealed.len() + others.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
        let mut left = others.len() + 1;
        let mut cookies = vec![cookie];
        for (name, value) in others {
            if left <= MOST_STATES && bytes <= MOST_STATE_BYTES {
                break;
            }
            left -= 1;
            bytes -= name.len() + value.len();
            cookies.push(self.removal(name.clone()));
        }
        cookies
    }

    /// Removes the state of a sign-in, if the browser has one.
    pub(super) fn without_state(&self, tag: &str) -> Option<Cookie<'static>> {
        let name = self.name(&format!("{STATE}{tag}"));
        self.get(&name).is_some().then(|| self.removal(name.clone()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.received.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn name(&self, stem: &str) -> String {
        if self.is_https { format!("__Host-{stem}") } else { stem.to_owned() }
    }

    fn cookie(&self, stem: &str, value: &str) -> Cookie<'static> {
        self.build(self.name(stem), value.to_owned())
    }

    fn removal(&self, name: String) -> Cookie<'static> {
        let mut cookie = self.build(name, String::new());
        cookie.make_removal();
        cookie
    }

    fn build(&self, name: String, value: String) -> Cookie<'static> {
        Cookie::build(name, value).path("/").secure(self.is_https).http_only(true).same_site(SameSite::Lax).finish()
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn jar(cookies: &[(String, String)], is_https: bool) -> Jar {
        let line = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        Jar::of(&TestRequest::get().insert_header(("cookie", line)).to_http_request(), is_https)
    }

    fn states(count: usize, size: usize) -> Vec<(String, String)> {
        (0..count).map(|n| (format!("{STATE}{n:08x}"), "a".repeat(size))).collect()
    }

    #[test]
    fn over_https_every_cookie_belongs_to_this_host_alone() {
        let jar = jar(&[], true);
        for cookie in [jar.with_browser("a"), jar.with_language("en")].into_iter().chain(jar.with_state("0", "x")) {
            assert!(cookie.name().starts_with("__Host-vestibule-"), "{cookie}");
            assert_eq!((cookie.secure(), cookie.http_only(), cookie.path()), (Some(true), Some(true), Some("/")));
            assert_eq!((cookie.same_site(), cookie.domain()), (Some(SameSite::Lax), None));
        }
    }

    #[test]
    fn a_ninth_sign_in_takes_the_place_of_the_first() {
        let jar = jar(&states(8, 100), false);
        let cookies = jar.with_state("ffffffff", "new");
        let removed: Vec<&str> = cookies.iter().skip(1).map(Cookie::name).collect();
        assert_eq!(removed, ["vestibule-tx-00000000"]);
        assert_eq!(jar.with_state("00000003", "again").len(), 1, "the same sign-in takes no more room");
    }

    #[test]
    fn large_states_leave_room_in_the_header() {
        let cookies = jar(&states(4, 3000), false).with_state("ffffffff", &"b".repeat(3000));
        assert_eq!(cookies.len(), 1 + 2, "two of 3000 bytes may stay beside it");
    }

    #[test]
    fn a_browser_value_of_another_form_is_not_taken() {
        let own = "a".repeat(43);
        assert_eq!(jar(&[(BROWSER.into(), own.clone())], false).browser(), Some(own.as_str()));
        assert_eq!(jar(&[(BROWSER.into(), "short".into())], false).browser(), None);
        assert_eq!(jar(&[(BROWSER.into(), own)], true).browser(), None, "without the prefix it may be planted");
    }
}
