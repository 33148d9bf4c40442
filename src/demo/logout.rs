//! `GET` and `POST /demo/logout`: forgets the tokens and goes on to the server's own sign-out.
//!
//! GET signs out of the app alone where nothing else asked for it, so it is harmless to follow; the page's button posts.

use actix_web::web::{Data, Form as FormBody};
use actix_web::{HttpRequest, HttpResponse};

use super::Demo;
use super::failure::{Failure, Step};
use super::request::{Form, key};

/// Signs out, for a link.
pub(super) async fn get(demo: Data<Demo>, request: HttpRequest) -> HttpResponse {
    sign_out(&demo, &request).await
}

/// Signs out, for the page's button.
pub(super) async fn post(demo: Data<Demo>, request: HttpRequest, form: Option<FormBody<Form>>) -> HttpResponse {
    let session = demo.memory.session(key(&request).as_deref());
    // Without a session there is nothing to protect: the button of an old page still signs out of the server.
    let is_drawn_for_it = session.is_none_or(|session| form.is_some_and(|form| form.is_of(&session)));
    if !demo.is_own_form(&request) || !is_drawn_for_it {
        return demo.fail(&request, Failure::new(Step::Form));
    }
    sign_out(&demo, &request).await
}

/// The app's own state goes first: whatever the server says, the browser is signed out here.
async fn sign_out(demo: &Demo, request: &HttpRequest) -> HttpResponse {
    demo.memory.forget(key(request).as_deref());
    match demo.relying_party.sign_out_url().await {
        Ok(url) => Demo::leave(url.as_str()),
        Err(failure) => demo.fail(request, failure),
    }
}
