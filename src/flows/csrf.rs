//! The anti-forgery value of a form: a MAC over the browser's cookie, the pool, the route, the time and the session.
//!
//! A page of another site can make a browser post a form, but it can neither read this value nor plant one that holds
//! for the browser's own cookie (cases 110 and 111).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::crypto::ring::{Mac, MacPurpose};
use crate::domain::clock::Micros;
use crate::flows::Deps;

/// Seconds for which a form can be posted.
const LIFETIME_SECS: i64 = 3600;

/// What a value is bound to.
#[derive(Clone, Copy, Debug)]
pub struct FormOrigin<'a> {
    /// The value of the browser's cookie.
    pub browser: &'a str,
    /// The pool; empty on pages of no pool.
    pub pool: &'a str,
    /// The route that takes the form.
    pub route: &'a str,
    /// The value of the session's cookie; empty without one.
    pub session: &'a str,
}

/// What a posted value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormCheck {
    /// Ours, for this form, and fresh.
    Fresh,
    /// Ours, for this form, but its time is over: the form is shown again with what was typed.
    Stale,
    /// Not ours, or for another form, browser or session.
    Forged,
}

/// The value for a form that is shown now.
pub fn issue(deps: &Deps, origin: FormOrigin<'_>) -> String {
    let time = deps.now().secs().to_be_bytes();
    let mac = deps.ring.mac(MacPurpose::Csrf, &parts(&origin, &time));
    let mut bytes = Vec::with_capacity(44);
    bytes.extend_from_slice(&time);
    bytes.extend_from_slice(&mac.version.to_be_bytes());
    bytes.extend_from_slice(&mac.bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Checks a posted value.
pub fn check(deps: &Deps, origin: FormOrigin<'_>, posted: &str) -> FormCheck {
    let Some((time, mac)) = read(posted) else { return FormCheck::Forged };
    if origin.browser.is_empty() || !deps.ring.verify_mac(MacPurpose::Csrf, &parts(&origin, &time), &mac) {
        return FormCheck::Forged;
    }
    let shown_at = Micros::from_secs(i64::from_be_bytes(time));
    if deps.now() < shown_at.plus_secs(LIFETIME_SECS) { FormCheck::Fresh } else { FormCheck::Stale }
}

fn read(posted: &str) -> Option<([u8; 8], Mac)> {
    let bytes: [u8; 44] = URL_SAFE_NO_PAD.decode(posted).ok()?.try_into().ok()?;
    let (time, rest) = bytes.split_at(8);
    let (version, code) = rest.split_at(4);
    let mac = Mac { version: u32::from_be_bytes(version.try_into().ok()?), bytes: code.try_into().ok()? };
    Some((time.try_into().ok()?, mac))
}

fn parts<'a>(origin: &FormOrigin<'a>, time: &'a [u8; 8]) -> [&'a [u8]; 5] {
    [origin.browser.as_bytes(), origin.pool.as_bytes(), origin.route.as_bytes(), origin.session.as_bytes(), time]
}
