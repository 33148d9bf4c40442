//! The hosted pages: one file per page; its view struct is the template's context.

pub mod busy;
pub mod confirm;
pub mod confirm_forgot_password;
mod context;
pub mod continue_as;
mod cookies;
pub mod dev;
pub mod dev_home;
pub mod error;
mod failures;
pub mod fields;
mod files;
mod forgery;
pub mod forgot_password;
mod language;
pub mod login;
mod look;
pub mod mailbox;
pub mod mfa;
pub mod mfa_setup;
pub mod new_password;
mod outcome;
mod resend_code;
mod respond;
mod route;
mod sampling;
pub mod sign_out_confirm;
pub mod signed_out;
pub mod signup;
mod state;
mod visit;
mod wording;

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Resource};

use self::route::Route;
use crate::render::Sample;

pub use self::failures::{draw as draw_failures, not_found};

/// Mounts the pages that exist at the root and below a pool.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(form(Route::Login, login::get, login::post))
        .service(form(Route::ChangePassword, new_password::get, new_password::post))
        .service(form(Route::Mfa, mfa::get, mfa::post))
        .service(form(Route::MfaSetup, mfa_setup::get, mfa_setup::post))
        .service(form(Route::SignUp, signup::get, signup::post))
        .service(form(Route::Confirm, confirm::get, confirm::post))
        .service(form(Route::ForgotPassword, forgot_password::get, forgot_password::post))
        .service(form(Route::ConfirmForgotPassword, confirm_forgot_password::get, confirm_forgot_password::post))
        .service(form(Route::SignOut, sign_out_confirm::get, sign_out_confirm::post))
        .service(taken(Route::Continue, continue_as::post))
        .service(taken(Route::ResendCode, resend_code::post))
        .service(shown("/signedOut", signed_out::get))
        .service(shown("/error", error::get));
}

/// Mounts what pages load. It is the same for every pool, so it exists at the root only.
pub fn configure_files(config: &mut ServiceConfig) {
    config
        .service(shown("/static/{name}", files::of_product))
        .service(shown("/theme/{hash}.css", files::theme))
        .service(shown("/logo/{hash}", files::logo));
}

/// A page with a form.
fn form<Show, ShowArgs, Take, TakeArgs>(route: Route, show: Show, take: Take) -> Resource
where
    Show: Handler<ShowArgs, Output = HttpResponse>,
    ShowArgs: FromRequest + 'static,
    Take: Handler<TakeArgs, Output = HttpResponse>,
    TakeArgs: FromRequest + 'static,
{
    readable(route.path(), show).route(web::post().to(take)).default_service(other_methods("GET, HEAD, POST"))
}

/// The address of a form that another page shows.
fn taken<Take, Args>(route: Route, take: Take) -> Resource
where
    Take: Handler<Args, Output = HttpResponse>,
    Args: FromRequest + 'static,
{
    web::resource(route.path()).route(web::post().to(take)).default_service(other_methods("POST"))
}

/// Something to look at.
fn shown<Show, Args>(path: &str, show: Show) -> Resource
where
    Show: Handler<Args, Output = HttpResponse>,
    Args: FromRequest + 'static,
{
    readable(path, show).default_service(other_methods("GET, HEAD"))
}

/// Read by GET, and by HEAD of those who only look whether it is there.
fn readable<Show, Args>(path: &str, show: Show) -> Resource
where
    Show: Handler<Args, Output = HttpResponse>,
    Args: FromRequest + 'static,
{
    web::resource(path).route(web::get().to(show.clone())).route(web::method(Method::HEAD).to(show))
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
        Sample::of::<dev_home::DevHomeView>(),
        Sample::of::<error::ErrorView>(),
        Sample::of::<forgot_password::ForgotPasswordView>(),
        Sample::of::<login::LoginView>(),
        Sample::of::<mailbox::MailboxView>(),
        Sample::of::<mfa::MfaView>(),
        Sample::of::<mfa_setup::MfaSetupView>(),
        Sample::of::<new_password::NewPasswordView>(),
        Sample::of::<sign_out_confirm::SignOutConfirmView>(),
        Sample::of::<signed_out::SignedOutView>(),
        Sample::of::<signup::SignupView>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
