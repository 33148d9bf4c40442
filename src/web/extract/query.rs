//! Parameters of a query string and of a form body, read strictly. What cannot be read is given to the handler as an
//! error, so that each door can refuse it in its own format.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest};

use crate::protocol::oauth::Params;
use crate::web::limits;

/// The parameters of the query string.
#[derive(Clone, Debug)]
pub struct Query(pub Result<Params, &'static str>);

impl FromRequest for Query {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Params::parse(request.query_string()).map_err(|_| "The query cannot be read."))))
    }
}

/// The parameters of an `application/x-www-form-urlencoded` body.
#[derive(Clone, Debug)]
pub struct Body(pub Result<Params, &'static str>);

impl FromRequest for Body {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|value| {
            value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        let bytes = actix_web::web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let Ok(bytes) = bytes.await else { return Ok(Self(Err("The body cannot be read or is too large."))) };
            if !is_form {
                return Ok(Self(Err("The body must be application/x-www-form-urlencoded.")));
            }
            if limits::check_form(&bytes).is_err() {
                return Ok(Self(Err("The body has too many fields.")));
            }
            let params = std::str::from_utf8(&bytes).map_err(|_| "The body is not UTF-8.");
            Ok(Self(params.and_then(|text| Params::parse(text).map_err(|_| "The body cannot be read."))))
        })
    }
}
