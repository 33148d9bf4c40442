//! Requests on the public listener.

use metrics::{counter, histogram};

use super::series::{HTTP_REQUESTS, HTTP_SECONDS};

/// The door that a request went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// OAuth and OpenID Connect.
    Oidc,
    /// The hosted pages and their files.
    Hosted,
    /// The Cognito API.
    Aws,
    /// The demo app of `vestibule dev`.
    Demo,
    /// None: nothing is there.
    None,
}

impl Door {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
            Self::Hosted => "hosted",
            Self::Aws => "aws",
            Self::Demo => "demo",
            Self::None => "none",
        }
    }
}

/// A request was answered. `route` is its pattern, never its path; `method` a word from a closed set; `status` as sent.
pub fn answered(door: Door, route: &'static str, method: &'static str, status: u16, seconds: f64) {
    histogram!(HTTP_SECONDS, "door" => door.as_str(), "route" => route).record(seconds);
    let class = class(status);
    counter!(HTTP_REQUESTS, "door" => door.as_str(), "route" => route, "method" => method, "status" => class)
        .increment(1);
}

fn class(status: u16) -> &'static str {
    match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}
