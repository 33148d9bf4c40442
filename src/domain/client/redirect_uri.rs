//! Redirect URIs: which may be registered, and when a request's URI is a registered one.
//!
//! Matching is exact text (RFC 9700 §4.1.3). The one freedom is the port of a loopback literal (RFC 8252 §7.3).

use url::{Host, Url};

/// Why a URI cannot be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectUriProblem {
    /// Not an absolute URI, or with characters that browsers and parsers read differently (case 23).
    Malformed,
    /// It has a fragment (RFC 6749 §3.1.2).
    Fragment,
    /// It carries a user name or password.
    UserInfo,
    /// Plain http elsewhere than on loopback.
    InsecureScheme,
    /// A scheme that runs or reads something instead of opening an app (`javascript:`, `data:`, `file:` …).
    ForbiddenScheme,
    /// A wildcard.
    Wildcard,
}

/// Schemes that would run or read something.
const FORBIDDEN: [&str; 12] = [
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "ftp",
    "javascript",
    "mailto",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];

/// Checks that `uri` may be registered as a callback or sign-out URL (case 27).
pub fn check_registered(uri: &str) -> Result<(), RedirectUriProblem> {
    let plain = uri.len() <= 1024 && uri.bytes().all(|b| (0x21..0x7f).contains(&b) && !b"\"<>\\^`{|}".contains(&b));
    if !plain {
        return Err(RedirectUriProblem::Malformed);
    }
    if uri.contains('*') {
        return Err(RedirectUriProblem::Wildcard);
    }
    if uri.contains('#') {
        return Err(RedirectUriProblem::Fragment);
    }
    let url = Url::parse(uri).map_err(|_| RedirectUriProblem::Malformed)?;
    if FORBIDDEN.contains(&url.scheme()) {
        return Err(RedirectUriProblem::ForbiddenScheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(RedirectUriProblem::UserInfo);
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(&url) => Ok(()),
        "http" => Err(RedirectUriProblem::InsecureScheme),
        // An app's own scheme (RFC 8252 §7.1): what follows it is the app's business, but there must be something.
        _ if uri.len() > url.scheme().len() + 1 => Ok(()),
        _ => Err(RedirectUriProblem::Malformed),
    }
}

/// Whether `requested` is the registered URI: the same text, or the same but for the port of a loopback literal. What could
/// not be registered today is nobody's URI, however it came to be stored: by an import, a backup, an older version
/// (cases 87 and 121).
pub fn is_same(registered: &str, requested: &str) -> bool {
    let is_same = registered == requested || is_same_loopback(registered, requested);
    is_same && check_registered(registered).is_ok()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn is_same_loopback(registered: &str, requested: &str) -> bool {
    // The texts are compared without the port, not the parsed URLs: parsing would fold dots and escapes (case 21).
    match (without_loopback_port(registered), without_loopback_port(requested)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// The URI without the port, for `http://127.0.0.1` and `http://[::1]` only.
fn without_loopback_port(uri: &str) -> Option<(&'static str, &str)> {
    for literal in ["http://127.0.0.1", "http://[::1]"] {
        if let Some(rest) = uri.strip_prefix(literal) {
            let after =
                rest.strip_prefix(':').map_or(rest, |port| port.trim_start_matches(|c: char| c.is_ascii_digit()));
            let port_length = rest.len() - after.len();
            let port_holds = port_length == 0 || rest[1..port_length].parse::<u16>().is_ok();
            if port_holds && (after.is_empty() || after.starts_with(['/', '?'])) {
                return Some((literal, after));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{RedirectUriProblem, check_registered, is_same};

    #[test]
    fn what_may_be_registered() {
        for uri in [
            "https://app.test/cb",
            "https://app.test/cb?tenant=1",
            "http://localhost:3000/cb",
            "http://127.0.0.1/cb",
            "http://[::1]:8080/cb",
            "myapp://callback",
            "com.example.app:/cb",
        ] {
            assert_eq!(check_registered(uri), Ok(()), "{uri}");
        }
    }

    #[test]
    fn what_may_not() {
        use RedirectUriProblem::{ForbiddenScheme, Fragment, InsecureScheme, Malformed, UserInfo, Wildcard};
        for (uri, problem) in [
            ("", Malformed),
            ("/cb", Malformed),
            ("javascript:alert(1)", ForbiddenScheme),
            ("JavaScript:alert(1)", ForbiddenScheme),
            ("data:text/html,x", ForbiddenScheme),
            ("vbscript:x", ForbiddenScheme),
            ("file:///etc/passwd", ForbiddenScheme),
            ("*", Wildcard),
            ("https://*.test/cb", Wildcard),
            ("http://app.test/cb", InsecureScheme),
            ("http://localhost.evil.test/cb", InsecureScheme),
            ("http://127.0.0.1.evil.test/cb", InsecureScheme),
            ("http://0.0.0.0/cb", InsecureScheme),
            ("https://user:pass@app.test/cb", UserInfo),
            ("https://app.test/cb#x", Fragment),
            ("https://app.test/c b", Malformed),
            ("https://app.test/\u{2028}", Malformed),
            ("https://äpp.test/cb", Malformed),
            ("https://app.test/\\evil", Malformed),
        ] {
            assert_eq!(check_registered(uri), Err(problem), "{uri}");
        }
    }

    #[test]
    fn only_the_port_of_a_loopback_literal_is_free() {
        assert!(is_same("https://app.test/cb", "https://app.test/cb"));
        assert!(is_same("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb"));
        assert!(is_same("http://[::1]:1/cb", "http://[::1]:2/cb"));
        for other in [
            "http://127.0.0.1:1/cb/",
            "http://127.0.0.1:99999/cb",
            "http://127.0.0.1:/cb@evil.test",
            "http://127.0.0.1.evil.test/cb",
            "http://127.0.0.1:1@evil.test/cb",
            "http://localhost:1/cb",
        ] {
            assert!(!is_same("http://127.0.0.1/cb", other), "{other}");
        }
        assert!(!is_same("http://localhost:3000/cb", "http://localhost:3001/cb"));
        assert!(!is_same("https://app.test/cb", "https://app.test:443/cb"));
    }
}
