//! `/demo-id/saml`: who is signed in here, with a way to sign out that the app is told of.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::open::Open;
use crate::protocol::oauth::Params;
use crate::simulator::Simulator;

/// Shows them.
pub(in crate::simulator) async fn get(simulator: Data<Simulator>, request: HttpRequest) -> HttpResponse {
    simulator.show_sessions(&request, "")
}

/// Signs out of one session, or of all that the person of one has with its app. Its index, which nobody can guess, is all that is
/// needed.
pub(in crate::simulator) async fn post(simulator: Data<Simulator>, request: HttpRequest, body: String) -> HttpResponse {
    let params = Params::parse(&body).unwrap_or_default();
    let (index, is_all) = (params.get("_csrf").unwrap_or_default(), params.get("end") == Some("person"));
    let Some(open) = simulator.memory.signed_in().into_iter().find(|open| open.index == index) else {
        return simulator.show_sessions(&request, "");
    };
    simulator.memory.sign_out(|other: &Open| {
        let is_theirs = other.name_id == open.name_id && other.app.entity_id == open.app.entity_id;
        other.index == open.index || (is_all && is_theirs)
    });
    simulator.tell_logout(&open, is_all).await
}
