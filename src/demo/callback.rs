//! `GET /demo/callback`: where the server's answer comes back (RFC 6749 §4.1.2). The order matters: whose answer it is
//! is settled before anything in it is believed or sent on.

use std::borrow::Cow;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use url::form_urlencoded;

use super::Demo;
use super::failure::{Failure, Step};
use super::request::{HOME, key};
use super::session::Session;

/// Signs in, or says on the page why not.
pub(super) async fn get(demo: Data<Demo>, request: HttpRequest) -> HttpResponse {
    let key = key(&request);
    match sign_in(&demo, key.as_deref(), request.query_string()).await {
        Ok(session) => {
            let key = demo.memory.sign_in(key.as_deref(), session);
            demo.go(HOME, &key)
        }
        Err(failure) => demo.fail(&request, failure),
    }
}

async fn sign_in(demo: &Demo, key: Option<&str>, query: &str) -> Result<Session, Failure> {
    let answer = Answer::parse(query)?;
    // Taken whatever comes next: an answer is looked at once.
    let attempt = answer.state.and_then(|state| demo.memory.take_attempt(key, &state));
    let attempt = attempt.ok_or_else(|| Failure::new(Step::State))?;
    demo.relying_party.check_issuer(answer.iss.as_deref())?;
    if let Some(error) = answer.error {
        let detail = match answer.error_description {
            Some(description) => format!("{error}: {description}"),
            None => error.into_owned(),
        };
        return Err(Failure::with_detail(Step::Refused, &detail));
    }
    let code = answer.code.ok_or_else(|| Failure::with_detail(Step::Answer, "code is missing"))?;
    demo.relying_party.finish(attempt, code.into_owned()).await
}

/// The parameters of an answer. One that comes twice could mean one thing here and another elsewhere (RFC 6749 §3.1).
#[derive(Default)]
struct Answer<'a> {
    state: Option<Cow<'a, str>>,
    iss: Option<Cow<'a, str>>,
    code: Option<Cow<'a, str>>,
    error: Option<Cow<'a, str>>,
    error_description: Option<Cow<'a, str>>,
}

impl<'a> Answer<'a> {
    fn parse(query: &'a str) -> Result<Self, Failure> {
        let mut answer = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match name.as_ref() {
                "state" => &mut answer.state,
                "iss" => &mut answer.iss,
                "code" => &mut answer.code,
                "error" => &mut answer.error,
                "error_description" => &mut answer.error_description,
                _ => continue,
            };
            if place.replace(value).is_some() {
                return Err(Failure::with_detail(Step::Answer, &format!("{name} comes twice")));
            }
        }
        Ok(answer)
    }
}
