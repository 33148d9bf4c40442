//! `/link`: somebody came from a provider for the first time, and an account here has their address. They say whether they
//! will prove that it is theirs, which links the two, or go on with an account of its own.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::forgery::{Posted, field};
use super::respond::{Answer, Stop, see_other};
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::domain::pool::{Alias, Contact, PoolSettings};
use crate::flows::federation::{Offer, TakenUp, decline_offer};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page that asks. Its two buttons post `choice` = `link` or `new`.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/link_offer.html")]
pub struct LinkOfferView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What people call the provider.
    pub provider: String,
    /// The address that both have.
    pub address: String,
    /// The form.
    pub form: Form,
}

/// What the sign-in page shows of an offer that was taken up; empty: of none.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Linking {
    /// What people call the provider.
    pub provider: String,
    /// Where one chooses again.
    pub href: String,
}

impl PageContext {
    /// Has the person asked whose account it is.
    pub(super) fn ask_about(&self, visit: &Visit, offer: Offer) -> Answer {
        self.keep(visit, &State { offer: Some(offer), ..State::default() })?;
        Ok(see_other(&visit.href_unchosen(Route::Link)))
    }

    /// After a sign-in that was to link, and did not: nobody is signed in, so that they see why.
    pub(super) fn not_linked(&self, visit: &Visit, refused: &TakenUp) -> Answer {
        let code = match refused {
            TakenUp::OtherAccount => "offer-other-account",
            TakenUp::Taken => "offer-taken",
            TakenUp::TooMany => "offer-too-many",
            TakenUp::Over | TakenUp::NotProven | TakenUp::Linked(_) => "offer-over",
        };
        // Somebody who mistook the account tries again; nothing else can come of this offer any more.
        let offer = visit.state.offer.clone().filter(|_| matches!(refused, TakenUp::OtherAccount));
        let state = State { offer, is_another: true, wrong: vec![Wrong::form(code)], ..State::default() };
        self.keep_for(&visit.tag, &visit.context, &state)?;
        Ok(see_other(&visit.href_unchosen(Route::Login)))
    }
}

impl Visit {
    /// The offer that the person took up and has not proven yet.
    pub(super) fn linking(&self) -> Option<&Offer> {
        self.state.offer.as_ref().filter(|offer| offer.is_taken_up)
    }
}

/// Shows the page.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit_of_own_users().await?;
    match &visit.state.offer {
        Some(offer) => show(page, &visit, offer, StatusCode::OK).await,
        None => Ok(see_other(&visit.href_unchosen(Route::Login))),
    }
}

/// Takes the answer.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (mut visit, posted) = page.receive(body, Route::Link).await?;
    let (form, offer) = match (posted, visit.state.offer.clone()) {
        (Posted::Fresh(form), Some(offer)) => (form, offer),
        (Posted::Stale(_), Some(offer)) => return show(page, &visit, &offer, StatusCode::FORBIDDEN).await,
        (Posted::Fresh(_), None) => return Ok(see_other(&visit.href_unchosen(Route::Login))),
        (Posted::Stale(_), None) => return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
    };
    match field(&form, "choice").as_str() {
        "link" => {
            let prefills = signs_in_with_mail(&visit.request.pool.settings);
            let username = if prefills { offer.address.clone() } else { String::new() };
            let offer = Some(offer.taken_up());
            let state = State { offer, is_another: true, ..State::of(&username) };
            page.keep(&visit, &state)?;
            Ok(see_other(&visit.href_unchosen(Route::Login)))
        }
        "new" => match decline_offer(&page.deps, page.arrival(&visit), &offer).await? {
            Some(landed) => {
                visit.state.offer = None;
                page.landed(&visit, landed).await
            }
            None => page.not_linked(&visit, &TakenUp::Over),
        },
        _ => Ok(see_other(&visit.href_unchosen(Route::Link))),
    }
}

fn signs_in_with_mail(settings: &PoolSettings) -> bool {
    let names = &settings.sign_in_names;
    names.username_attributes.contains(&Contact::Email) || names.alias_attributes.contains(&Alias::Email)
}

async fn show(page: &PageContext, visit: &Visit, offer: &Offer, status: StatusCode) -> Answer {
    let request = &visit.request;
    let mut form = page.form(visit, Route::Link, "");
    if status != StatusCode::OK {
        form.show(&[Problem::new("csrf-stale")], []);
    }
    let layout = page.layout(&request.pool).await?;
    let view = LinkOfferView { layout, provider: offer.provider.clone(), address: offer.address.clone(), form };
    page.page(status, &view, &request.form_target())
}

impl View for LinkOfferView {
    const TEMPLATE: &'static str = "pages/link_offer.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, provider: &str, address: &str| Self {
            layout,
            provider: provider.to_owned(),
            address: address.to_owned(),
            form: form("/link"),
        };
        let plain = page(layout(), "Google", "ada@example.com");
        let mut stale = plain.clone();
        stale.form.show(&[Problem::new("csrf-stale")], []);
        vec![
            ("plain", plain),
            ("stale", stale),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), ARABIC, "aisha@example.com")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
