//! What came back, read by the tests.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use serde_json::Value;
use url::Url;

/// A response, read whole.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its body, if that is text.
    pub(crate) body: String,
}

impl Answer {
    /// The status as a number.
    pub(crate) fn code(&self) -> u16 {
        self.status.as_u16()
    }

    /// The only value of a header; empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.get_all(name);
        let value = values.next().map(|value| value.to_str().unwrap()).unwrap_or_default();
        assert!(values.next().is_none(), "the header {name} occurs twice");
        value
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// `error` of an OAuth error body; empty when there is none.
    pub(crate) fn error(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["error"].as_str().unwrap_or_default().to_owned()
    }

    /// `Location`, if the answer redirects by GET.
    pub(crate) fn location(&self) -> Option<&str> {
        let redirects = [301, 302, 303].contains(&self.code());
        assert!(![307, 308].contains(&self.code()), "a redirect that repeats the body: {self:?}");
        redirects.then(|| self.header("location"))
    }

    /// Where an answer redirects to, parsed.
    pub(crate) fn target(&self) -> Url {
        let location = self.location().unwrap_or_else(|| panic!("no redirect: {self:?}"));
        Url::parse(location).unwrap_or_else(|_| panic!("not absolute: {location}"))
    }

    /// A parameter of the URL to which it redirects; empty when there is none.
    pub(crate) fn redirected(&self, parameter: &str) -> String {
        query_of(&self.target(), parameter)
    }

    /// All by which somebody could tell this answer from another: status, headers, cookies with their attributes, body.
    /// Left out is what is new in every answer: the date, the request's id, and what is sealed or made at random, of which
    /// the length is kept.
    pub(crate) fn looks(&self) -> Vec<String> {
        let mut looks = vec![format!("status: {}", self.code())];
        for (name, value) in &self.headers {
            let value = value.to_str().unwrap();
            match name.as_str() {
                "date" | "x-request-id" | "x-amzn-requestid" => looks.push(format!("{name}: ({})", value.len())),
                "set-cookie" => {
                    let (cookie, attributes) = value.split_once(';').unwrap_or((value, ""));
                    let (cookie, value) = cookie.split_once('=').unwrap();
                    // The cookie of a transaction has the transaction's name.
                    let cookie = cookie.split_once("-tx-").map_or(cookie, |(stem, _)| stem);
                    looks.push(format!("set-cookie: {cookie}=({});{attributes}", value.len()));
                }
                "location" => looks.push(format!("location: {}", without_random(value, "tx=", '&'))),
                _ => looks.push(format!("{name}: {value}")),
            }
        }
        looks.sort();
        // Pages of failures say the request's id.
        let id = self.header("x-request-id");
        let body = if id.is_empty() { self.body.clone() } else { self.body.replace(id, "(id)") };
        let body = without_random(&body, "name=\"_csrf\" value=\"", '"');
        looks.push(without_random(&body, "tx=", '&'));
        looks
    }

    /// Checks the status and the OAuth error together.
    #[track_caller]
    pub(crate) fn assert_refused(&self, code: u16, error: &str) {
        assert_eq!((self.code(), self.error().as_str()), (code, error), "{self:?}");
        assert!(!self.body.contains("access_token"), "{self:?}");
    }

    /// Checks that the API refused with this exception.
    #[track_caller]
    pub(crate) fn assert_exception(&self, name: &str) {
        assert_eq!((self.code(), self.json()["__type"].as_str()), (400, Some(name)), "{self:?}");
    }

    /// Checks that it is an error page that leads nowhere (the cases' ERRPAGE).
    #[track_caller]
    pub(crate) fn assert_error_page(&self) {
        assert_eq!(self.code(), 400, "{self:?}");
        assert!(!self.headers.contains_key("location"), "{self:?}");
    }
}

/// The only value of a query parameter; empty when there is none.
pub(crate) fn query_of(url: &Url, parameter: &str) -> String {
    let mut values = url.query_pairs().filter(|(name, _)| name == parameter).map(|(_, value)| value.into_owned());
    let value = values.next().unwrap_or_default();
    assert!(values.next().is_none(), "{parameter} occurs twice in {url}");
    value
}

/// The text with the values between `before` and `end` replaced by their lengths.
fn without_random(text: &str, before: &str, end: char) -> String {
    let mut parts = text.split(before);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let length = part.find([end, '"', '\'']).unwrap_or(part.len());
        kept.extend([before, "(", &length.to_string(), ")", &part[length..]]);
    }
    kept
}
