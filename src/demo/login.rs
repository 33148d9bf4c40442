//! `GET /demo/login`: begins a sign-in. `?screen=signup` begins on the page for new accounts.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::Demo;
use super::relying_party::Screen;
use super::request::key;

/// Remembers the attempt and sends the browser to the server.
pub(super) async fn get(demo: Data<Demo>, request: HttpRequest) -> HttpResponse {
    let screen = if request.query_string() == "screen=signup" { Screen::SignUp } else { Screen::SignIn };
    match demo.relying_party.begin(screen).await {
        Ok((url, attempt)) => {
            let key = demo.memory.begin(key(&request).as_deref(), attempt);
            demo.go(url.as_str(), &key)
        }
        Err(failure) => demo.fail(&request, failure),
    }
}
