//! The account page: what people see and do about their own account in a browser, one file per page. It acts for the live
//! sign-in of the browser in the pool of the path, by the same flows as the operations of the API; it knows no rule.

pub mod activity;
pub mod app;
pub mod codes;
pub mod contact;
pub mod data;
pub mod delete;
pub mod devices;
pub mod factors;
pub mod frame;
pub mod linked;
pub mod overview;
pub mod passkeys;
pub mod password;
mod place;
pub mod profile;
pub mod sessions;
mod visitor;

use actix_web::Resource;

use super::{shown, taken};
use crate::render::Sample;
use crate::web::mount::Mount;

pub(super) use self::place::Place;

/// The pages with a form.
pub const FORMS: [Mount; 12] = [
    form(Place::Profile, |at| taken(shown(at, profile::get), profile::post)),
    form(Place::Email, |at| taken(shown(at, contact::get_email), contact::post_email)),
    form(Place::Phone, |at| taken(shown(at, contact::get_phone), contact::post_phone)),
    form(Place::Factors, |at| taken(shown(at, factors::get), factors::post)),
    form(Place::Password, |at| taken(shown(at, password::get), password::post)),
    form(Place::App, |at| taken(shown(at, app::get), app::post)),
    form(Place::Codes, |at| taken(shown(at, codes::get), codes::post)),
    form(Place::Passkeys, |at| taken(shown(at, passkeys::get), passkeys::post)),
    form(Place::Linked, |at| taken(shown(at, linked::get), linked::post)),
    form(Place::Devices, |at| taken(shown(at, devices::get), devices::post)),
    form(Place::Sessions, |at| taken(shown(at, sessions::get), sessions::post)),
    form(Place::Delete, |at| taken(shown(at, delete::get), delete::post)),
];

/// The pages without one of their own.
pub const NOTICES: [Mount; 5] = [
    Mount::new(Place::Overview.path(), |at| shown(at, overview::get)),
    Mount::new(Place::Activity.path(), |at| shown(at, activity::get)),
    Mount::new(Place::Data.path(), |at| shown(at, data::get)),
    Mount::new(data::DOWNLOAD, |at| shown(at, data::download)),
    Mount::new(codes::DOWNLOAD, |at| shown(at, codes::download)),
];

const fn form(place: Place, answers: fn(Resource) -> Resource) -> Mount {
    Mount::new(place.path(), answers)
}

/// Every page of the account in every state.
pub(super) fn samples() -> Vec<Sample> {
    [
        Sample::of::<activity::AccountActivityView>(),
        Sample::of::<app::AccountAppView>(),
        Sample::of::<codes::AccountCodesView>(),
        Sample::of::<contact::AccountContactView>(),
        Sample::of::<data::AccountDataView>(),
        Sample::of::<delete::AccountDeleteView>(),
        Sample::of::<devices::AccountDevicesView>(),
        Sample::of::<factors::AccountFactorsView>(),
        Sample::of::<linked::AccountLinkedView>(),
        Sample::of::<overview::AccountView>(),
        Sample::of::<passkeys::AccountPasskeysView>(),
        Sample::of::<password::AccountPasswordView>(),
        Sample::of::<profile::AccountProfileView>(),
        Sample::of::<sessions::AccountSessionsView>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
