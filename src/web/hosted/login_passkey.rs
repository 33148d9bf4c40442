//! `/login/passkey`: takes what a passkey answered at the sign-in page, whether the browser filled it in or the person
//! pressed the button. The name that was typed there does not matter: whoever chose a passkey in the dialog of their device
//! said who they are.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::context::PageContext;
use super::forgery::Posted;
use super::login;
use super::passkey::credential;
use super::respond::Answer;
use super::route::Route;
use super::state::{State, Wrong};
use crate::domain::secret::Secret;
use crate::flows::sign_in::{FoundPasskey, FoundPasskeyRefused, answer_found_passkey};
use crate::web::extract::Body;

/// Takes the answer and goes on.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::LoginPasskey).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(_) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            return login::show(page, &visit, &state, StatusCode::FORBIDDEN).await;
        }
    };
    let answer = FoundPasskey {
        pool: visit.request.pool.clone(),
        client: visit.request.client.clone(),
        acr: visit.request.acr,
        holder: page.holder(),
        sealed: form.get("challenge").unwrap_or_default().to_owned(),
        credential: Secret::from(credential(&form)),
    };
    let wrong = match answer_found_passkey(&page.deps, answer).await? {
        Ok((outcome, username)) => return page.proceed(&visit, outcome, &username).await,
        Err(FoundPasskeyRefused::Over) => "session-expired",
        Err(FoundPasskeyRefused::NotAuthorized) => "passkey-refused",
    };
    page.go(&visit, Route::Login, &State { wrong: vec![Wrong::form(wrong)], ..visit.state.shown() })
}
