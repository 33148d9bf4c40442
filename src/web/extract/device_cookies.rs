//! The cookies by which browsers are known as devices: one for each pool.

use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::domain::device::IDLE_DAYS;
use crate::domain::pool::PoolId;
use crate::domain::secret::Secret;
use crate::flows::device::Presented;
use crate::flows::{Deps, session};

const STEM: &str = "vestibule-device-";
/// Most of them that are looked at, and bytes of each.
const MOST: usize = 64;
const LONGEST: usize = 512;

/// What the browser of a request shows to be known by.
pub struct DeviceCookies(pub Presented);

impl FromRequest for DeviceCookies {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let deps = Data::<Deps>::from_request(request, payload).into_inner();
        ready(deps.map(|deps| Self(presented(request, is_https(&deps)))))
    }
}

/// The cookie that makes a browser known to `pool`, until it was not used for long.
pub fn device_cookie(deps: &Deps, pool: &PoolId, value: &Secret) -> Cookie<'static> {
    let name = format!("{}{pool}", prefix(is_https(deps)));
    Cookie::build(name, session::expose(value).to_owned())
        .path("/")
        .secure(is_https(deps))
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(IDLE_DAYS))
        .finish()
}

fn is_https(deps: &Deps) -> bool {
    deps.urls.base().starts_with("https://")
}

fn prefix(is_https: bool) -> String {
    if is_https { format!("__Host-{STEM}") } else { STEM.to_owned() }
}

fn presented(request: &HttpRequest, is_https: bool) -> Presented {
    let prefix = prefix(is_https);
    let pair = |cookie: &Cookie<'_>| {
        let pool = cookie.name().strip_prefix(&prefix)?.to_owned();
        (cookie.value().len() <= LONGEST).then(|| (pool, cookie.value().to_owned()))
    };
    let cookies = request.cookies().map(|cookies| cookies.iter().filter_map(pair).take(MOST).collect());
    let user_agent = request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Presented { cookies: cookies.unwrap_or_default(), user_agent: user_agent.to_owned(), spares_nothing: false }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_cookie_without_the_prefix_is_none_over_https() {
        let line = "vestibule-device-xx-local-1_AbCdEfGhI=planted; __Host-vestibule-device-xx-local-1_Other=own";
        let request = TestRequest::get().insert_header(("cookie", line)).to_http_request();
        let https = presented(&request, true).cookies;
        assert_eq!(https.into_iter().collect::<Vec<_>>(), [("xx-local-1_Other".to_owned(), "own".to_owned())]);
        let http = presented(&request, false).cookies;
        assert_eq!(http.into_values().collect::<Vec<_>>(), ["planted"]);
    }
}
