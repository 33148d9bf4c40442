//! The hosted pages: one file per page; its view struct is the template's context.

pub mod account;
pub mod busy;
mod company;
pub mod confirm;
pub mod confirm_forgot_password;
mod context;
pub mod continue_as;
mod cookies;
pub mod departure;
pub mod dev;
pub mod dev_home;
pub mod error;
mod failures;
pub mod feedback;
pub mod fields;
mod files;
mod forgery;
pub mod forgot_password;
mod idp_response;
mod language;
pub mod link_offer;
pub mod login;
pub mod login_code;
pub mod login_link;
mod login_passkey;
mod look;
pub mod mailbox;
pub mod mfa;
pub mod mfa_choose;
pub mod mfa_codes;
pub mod mfa_enrol;
pub mod mfa_passkey;
pub mod mfa_recovery;
pub mod mfa_sent;
pub mod mfa_setup;
pub mod new_password;
mod outcome;
mod passkey;
pub mod passkeys_add;
pub mod provider_problem;
pub mod providers;
mod related_origins;
mod remember;
mod resend_code;
pub mod reset_done;
mod respond;
mod route;
mod saml_logout;
mod saml_metadata;
mod saml_response;
mod sampling;
pub mod sign_out_confirm;
pub mod signed_out;
pub mod signup;
mod state;
mod trip_over;
mod visit;
mod web_view;
mod wording;

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Resource};

use self::route::Route;
use crate::render::Sample;
use crate::web::mount::Mount;

pub use self::failures::{draw as draw_failures, not_found};

/// The pages with a form, and the addresses of forms that other pages show.
pub const FORMS: [Mount; 20] = [
    form(Route::Login, |at| taken(shown(at, login::get), login::post)),
    form(Route::LoginCode, |at| taken(shown(at, login_code::get), login_code::post)),
    form(Route::LoginLink, |at| taken(shown(at, login_link::get), login_link::post)),
    form(Route::LoginPasskey, |at| {
        at.route(web::post().to(login_passkey::post)).default_service(other_methods("POST"))
    }),
    form(Route::PasskeysAdd, |at| taken(shown(at, passkeys_add::get), passkeys_add::post)),
    form(Route::Link, |at| taken(shown(at, link_offer::get), link_offer::post)),
    form(Route::ChangePassword, |at| taken(shown(at, new_password::get), new_password::post)),
    form(Route::Mfa, |at| taken(shown(at, mfa::get), mfa::post)),
    form(Route::MfaChoose, |at| taken(shown(at, mfa_choose::get), mfa_choose::post)),
    form(Route::MfaCodes, |at| taken(shown(at, mfa_codes::get), mfa_codes::post)),
    form(Route::MfaEnrol, |at| taken(shown(at, mfa_enrol::get), mfa_enrol::post)),
    form(Route::MfaRecovery, |at| taken(shown(at, mfa_recovery::get), mfa_recovery::post)),
    form(Route::MfaSetup, |at| taken(shown(at, mfa_setup::get), mfa_setup::post)),
    form(Route::SignUp, |at| taken(shown(at, signup::get), signup::post)),
    form(Route::Confirm, |at| taken(shown(at, confirm::get), confirm::post)),
    form(Route::ForgotPassword, |at| taken(shown(at, forgot_password::get), forgot_password::post)),
    form(Route::ConfirmForgotPassword, |at| {
        taken(shown(at, confirm_forgot_password::get), confirm_forgot_password::post)
    }),
    form(Route::SignOut, |at| taken(shown(at, sign_out_confirm::get), sign_out_confirm::post)),
    form(Route::Continue, |at| at.route(web::post().to(continue_as::post)).default_service(other_methods("POST"))),
    form(Route::ResendCode, |at| at.route(web::post().to(resend_code::post)).default_service(other_methods("POST"))),
];

/// The page that takes an answer to a mail, below its pool: no request of an app leads there.
pub const ANSWERS: [Mount; 1] = [Mount::new(feedback::PATH, |at| taken(shown(at, feedback::get), feedback::post))];

/// The pages without one.
pub const NOTICES: [Mount; 2] =
    [Mount::new("/signedOut", |at| shown(at, signed_out::get)), Mount::new("/error", |at| shown(at, error::get))];

/// Where browsers come back to from upstream providers. What a form brings here from another site is vouched for by its sealed
/// state, and by no value of ours in the form.
pub const ARRIVALS: [Mount; 3] = [
    Mount::new("/oauth2/idpresponse", |at| taken(shown(at, idp_response::get), idp_response::post)),
    Mount::new("/oauth2/idpresponse/{provider}", |at| taken(shown(at, idp_response::get), idp_response::post)),
    Mount::new("/saml2/idpresponse", |at| taken(shown(at, idp_response::get), saml_response::post)),
];

/// Where SAML providers post what belongs to a logout, and from where browsers go on to them.
pub const LEAVES: [Mount; 1] = [Mount::new("/saml2/logout", |at| {
    let at = at.route(web::get().to(saml_logout::get)).route(web::post().to(saml_logout::post));
    at.default_service(other_methods("GET, POST"))
})];

/// What providers are told about a pool.
pub const METADATA: [Mount; 1] = [Mount::new("/saml2/metadata", |at| shown(at, saml_metadata::get))];

/// What pages and browsers load. It is the same for every pool, so it exists at the root only.
pub const FILES: [Mount; 4] = [
    Mount::new("/static/{name}", |at| shown(at, files::of_product)),
    Mount::new("/theme/{hash}.css", |at| shown(at, files::theme)),
    Mount::new("/logo/{hash}", |at| shown(at, files::logo)),
    Mount::new("/.well-known/webauthn", |at| shown(at, related_origins::get)),
];

/// Mounts the pages that exist at the root and below a pool.
pub fn configure(config: &mut ServiceConfig) {
    Mount::all(&FORMS, config);
    Mount::all(&ANSWERS, config);
    Mount::all(&NOTICES, config);
    Mount::all(&ARRIVALS, config);
    Mount::all(&LEAVES, config);
    Mount::all(&METADATA, config);
    Mount::all(&account::FORMS, config);
    Mount::all(&account::NOTICES, config);
}

/// Mounts what pages load.
pub fn configure_files(config: &mut ServiceConfig) {
    Mount::all_at_root(&FILES, config);
}

const fn form(route: Route, answers: fn(Resource) -> Resource) -> Mount {
    Mount::new(route.path(), answers)
}

/// Read by GET, and by HEAD of those who only look whether it is there.
fn shown<Show, Args>(at: Resource, show: Show) -> Resource
where
    Show: Handler<Args, Output = HttpResponse>,
    Args: FromRequest + 'static,
{
    at.route(web::get().to(show.clone()))
        .route(web::method(Method::HEAD).to(show))
        .default_service(other_methods("GET, HEAD"))
}

/// The form of a page that is shown at the same address.
fn taken<Take, Args>(shown: Resource, take: Take) -> Resource
where
    Take: Handler<Args, Output = HttpResponse>,
    Args: FromRequest + 'static,
{
    shown.route(web::post().to(take)).default_service(other_methods("GET, HEAD, POST"))
}

fn other_methods(allowed: &'static str) -> actix_web::Route {
    web::to(move |request: HttpRequest| failures::wrong_method(request, allowed))
}

/// Every page in every state: what tests render, what an override must survive, what a preview can show.
#[must_use]
pub fn samples() -> Vec<Sample> {
    [
        Sample::of::<busy::BusyView>(),
        Sample::of::<confirm::ConfirmView>(),
        Sample::of::<confirm_forgot_password::ConfirmForgotPasswordView>(),
        Sample::of::<continue_as::ContinueAsView>(),
        Sample::of::<departure::DepartureView>(),
        Sample::of::<dev_home::DevHomeView>(),
        Sample::of::<error::ErrorView>(),
        Sample::of::<feedback::FeedbackView>(),
        Sample::of::<forgot_password::ForgotPasswordView>(),
        Sample::of::<link_offer::LinkOfferView>(),
        Sample::of::<login::LoginView>(),
        Sample::of::<login_code::LoginCodeView>(),
        Sample::of::<login_link::LoginLinkView>(),
        Sample::of::<mailbox::MailboxView>(),
        Sample::of::<mfa::MfaView>(),
        Sample::of::<mfa_choose::MfaChooseView>(),
        Sample::of::<mfa_codes::MfaCodesView>(),
        Sample::of::<mfa_enrol::MfaEnrolView>(),
        Sample::of::<mfa_passkey::MfaPasskeyView>(),
        Sample::of::<mfa_recovery::MfaRecoveryView>(),
        Sample::of::<mfa_sent::MfaSentView>(),
        Sample::of::<mfa_setup::MfaSetupView>(),
        Sample::of::<new_password::NewPasswordView>(),
        Sample::of::<passkeys_add::PasskeysAddView>(),
        Sample::of::<reset_done::ResetDoneView>(),
        Sample::of::<sign_out_confirm::SignOutConfirmView>(),
        Sample::of::<signed_out::SignedOutView>(),
        Sample::of::<signup::SignupView>(),
    ]
    .into_iter()
    .flatten()
    .chain(account::samples())
    .collect()
}
