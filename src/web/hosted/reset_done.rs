//! A new password is set, and the account has contacts that nobody has proven: whoever was there before may have put them
//! there to come back by them. Shown at `/confirmforgotPassword`; it proves and removes nothing itself, since a reset is no
//! sign-in (case 154), but leads to where that is done.

use askama::Template;
use serde::Serialize;

use super::account::Place;
use super::context::PageContext;
use super::respond::Answer;
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use super::visit::Visit;
use crate::render::page::Layout;
use crate::render::{View, filters};
use actix_web::http::StatusCode;

/// The page after a reset that leaves something to be looked at.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/reset_done.html")]
pub struct ResetDoneView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// What nobody has proven.
    pub contacts: Vec<UnprovenContact>,
    /// Where it is proven, changed and removed.
    pub account_href: String,
    /// Where one signs in to the app.
    pub login_href: String,
}

/// A contact that nobody has proven.
#[derive(Debug, Clone, Serialize)]
pub struct UnprovenContact {
    /// The key of what it is called.
    pub label: String,
    /// The masked address.
    pub value: String,
}

impl UnprovenContact {
    fn new(attribute: &str, masked: &str) -> Self {
        Self { label: format!("attribute-{}", attribute.replace('_', "-")), value: masked.to_owned() }
    }
}

/// Shows what the browser keeps of the reset.
pub(super) async fn show(page: &PageContext, visit: &Visit) -> Answer {
    let request = &visit.request;
    let view = ResetDoneView {
        layout: page.layout(&request.pool).await?,
        app_name: request.client.name.clone(),
        contacts: visit.state.unproven.iter().map(|(name, masked)| UnprovenContact::new(name, masked)).collect(),
        account_href: format!("/{}{}", request.pool.id, Place::Profile.path()),
        login_href: visit.href(Route::Login),
    };
    page.page(StatusCode::OK, &view, &request.form_target())
}

impl View for ResetDoneView {
    const TEMPLATE: &'static str = "pages/reset_done.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, app: &str, masked: &str| Self {
            layout,
            app_name: app.to_owned(),
            contacts: vec![UnprovenContact::new("phone_number", masked)],
            account_href: "/xx-local-1_a/account/profile".to_owned(),
            login_href: "/login?client_id=7h1".to_owned(),
        };
        let plain = page(layout(), "Orders", "+*********5678");
        let both = vec![UnprovenContact::new("email", "a***@e***"), UnprovenContact::new("phone_number", "+***1234")];
        vec![
            ("plain", plain.clone()),
            ("both", Self { contacts: both, ..plain }),
            ("long-words", page(branded(LONG), LONG, LONG)),
            ("right-to-left", page(right_to_left(), ARABIC, "+********4567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
