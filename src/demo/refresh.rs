//! `POST /demo/refresh`: gets new tokens with the refresh token.

use actix_web::web::{Data, Form as FormBody};
use actix_web::{HttpRequest, HttpResponse};

use super::Demo;
use super::failure::{Failure, Step};
use super::relying_party::Refused;
use super::request::{Form, HOME, key};

/// Refreshes. Tokens that the server refuses are forgotten; while it does not answer, they stay.
pub(super) async fn post(demo: Data<Demo>, request: HttpRequest, form: Option<FormBody<Form>>) -> HttpResponse {
    let key = key(&request);
    let Some((key, session)) = key.clone().zip(demo.memory.session(key.as_deref())) else {
        return demo.fail(&request, Failure::new(Step::Form));
    };
    if !demo.is_own_form(&request) || !form.is_some_and(|form| form.is_of(&session)) {
        return demo.fail(&request, Failure::new(Step::Form));
    }
    match demo.relying_party.refresh(&session).await {
        Ok(renewed) => {
            demo.memory.renew(&key, &session, renewed);
            demo.go(HOME, &key)
        }
        Err(Refused::For(failure)) => {
            demo.memory.drop_session(&key, &session);
            demo.fail(&request, failure)
        }
        Err(Refused::ForNow(failure)) => demo.fail(&request, failure),
    }
}
