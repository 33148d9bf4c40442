//! Response headers that hold for everything we answer, errors and static files included.
//!
//! A handler that needs another Content-Security-Policy or Cache-Control sets its own; the rest is not negotiable.

use std::sync::LazyLock;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY};

/// Set on every response, over anything a handler may have set.
static ALWAYS: LazyLock<[(HeaderName, HeaderValue); 4]> = LazyLock::new(|| {
    [
        ("x-content-type-options", "nosniff"),
        // Old browsers' form of `frame-ancestors 'none'`.
        ("x-frame-options", "DENY"),
        // Not `no-referrer`: under it browsers send `Origin: null` with our own forms' POSTs (Fetch, "append a request
        // `Origin` header"), and the check against cross-site forms would have nothing to compare. This one tells other
        // origins nothing either.
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ]
    .map(header)
});

/// Set where the handler did not set its own.
static UNLESS_SET: LazyLock<[(HeaderName, HeaderValue); 4]> = LazyLock::new(|| {
    [
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
        // Codes, tokens and names are in most of what we answer; what may be kept says so itself.
        ("cache-control", "no-store"),
        // A page of another origin that opened ours gets no handle on its window. A handler whose page an app may open as
        // a pop-up, and that must answer to its opener, sets `unsafe-none`.
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ]
    .map(header)
});

fn header((name, value): (&'static str, &'static str)) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static(name), HeaderValue::from_static(value))
}

/// Two years; at least one is asked of sites that want to be preloaded.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// Adds the headers. HSTS only where the public URL is https: on loopback it would lock developers out of every other http
/// service of their machine.
pub(super) fn set(headers: &mut HeaderMap, is_https: bool) {
    for (name, value) in &*ALWAYS {
        headers.insert(name.clone(), value.clone());
    }
    for (name, value) in &*UNLESS_SET {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
}
