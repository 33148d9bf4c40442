//! Requests on the public listener.

use metrics::{Counter, Histogram, counter, histogram};

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

/// The series of one route. Each is looked for once: naming it costs more than counting.
pub struct RouteMeter {
    door: Door,
    route: &'static str,
    seconds: Histogram,
    /// By method and class of status: a handful.
    requests: Vec<((&'static str, &'static str), Counter)>,
}

impl RouteMeter {
    /// `route` is the pattern of its paths, never a path.
    #[must_use]
    pub fn new(door: Door, route: &'static str) -> Self {
        let seconds = histogram!(HTTP_SECONDS, "door" => door.as_str(), "route" => route);
        Self { door, route, seconds, requests: Vec::new() }
    }

    /// A request was answered. `method` is a word from a closed set, `status` as sent.
    pub fn answered(&mut self, method: &'static str, status: u16, seconds: f64) {
        self.seconds.record(seconds);
        let series = (method, class(status));
        if let Some((_, requests)) = self.requests.iter().find(|(known, _)| *known == series) {
            return requests.increment(1);
        }
        let (door, route, (method, class)) = (self.door.as_str(), self.route, series);
        let requests = counter!(HTTP_REQUESTS, "door" => door, "route" => route, "method" => method, "status" => class);
        requests.increment(1);
        self.requests.push((series, requests));
    }
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
