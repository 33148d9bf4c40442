//! The value that tells a browser from others, where no page of ours is shown.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use crate::flows::Deps;

const STEM: &str = "vestibule-browser";

/// The value; empty where the browser has none. It is compared by keyed hash only, so that its form is of no matter here.
#[derive(Clone, Debug)]
pub struct BrowserCookie(pub String);

impl FromRequest for BrowserCookie {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let deps = Data::<Deps>::from_request(request, payload).into_inner();
        ready(deps.map(|deps| {
            let is_https = deps.urls.base().starts_with("https://");
            let name = if is_https { format!("__Host-{STEM}") } else { STEM.to_owned() };
            Self(request.cookie(&name).map(|cookie| cookie.value().to_owned()).unwrap_or_default())
        }))
    }
}
