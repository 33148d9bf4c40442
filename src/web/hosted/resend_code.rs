//! `/resendcode`: another code for a sign-up, asked for at `/confirm`.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::confirm;
use super::context::PageContext;
use super::forgery::{Posted, field};
use super::respond::Answer;
use super::route::Route;
use super::state::{State, Wrong};
use crate::domain::code::Delivery;
use crate::flows::sign_up::{Resend, ResendOutcome, resend};
use crate::web::extract::Body;

/// Sends another code.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::ResendCode).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    let username = field(form, "username");
    let pledge = field(form, "sign_up");
    let state =
        State { username: username.clone(), pledge, wrong: Vec::new(), notice: String::new(), ..visit.state.clone() };
    if let Posted::Stale(_) = posted {
        let state = State { is_known: !username.is_empty(), wrong: vec![Wrong::form("csrf-stale")], ..state };
        return confirm::show(page, &visit, &state, StatusCode::FORBIDDEN).await;
    }
    let wrong = confirm::missing(&[("username", &username)]);
    if !wrong.is_empty() {
        return page.go(&visit, Route::Confirm, &State { wrong, ..state });
    }
    let (pool, client) = (visit.request.pool.clone(), visit.request.client.clone());
    let state = match resend(&page.deps, Resend { pool, client, username, language: page.language() }).await? {
        ResendOutcome::Sent(delivery) => {
            let destination = shown(delivery);
            // What the sign-up said is more than what may be said here.
            let destination = if destination.is_empty() { state.destination.clone() } else { destination };
            State { is_known: true, destination, notice: "notice-code-resent".to_owned(), ..state }
        }
        ResendOutcome::UserNotFound => refused(state, "user-not-found"),
        ResendOutcome::AlreadyConfirmed => refused(state, "already-confirmed"),
        ResendOutcome::NoAddress => refused(state, "no-verified-contact"),
        ResendOutcome::Undeliverable(_) => refused(state, "number-not-served"),
        ResendOutcome::LimitExceeded => refused(state, "limit-exceeded"),
    };
    page.go(&visit, Route::Confirm, &state)
}

fn refused(state: State, code: &str) -> State {
    State { wrong: vec![Wrong::form(code)], ..state }
}

/// Where a code went, as far as it says anything: empty where the typed name is no address.
pub(super) fn shown(delivery: Delivery) -> String {
    if delivery.tells_nothing() { String::new() } else { delivery.destination }
}
