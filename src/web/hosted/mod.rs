//! The hosted pages: one file per page; its view struct is the template's context.

pub mod busy;
pub mod confirm;
pub mod confirm_forgot_password;
pub mod continue_as;
pub mod dev_home;
pub mod error;
pub mod fields;
pub mod forgot_password;
pub mod login;
pub mod mailbox;
pub mod new_password;
mod sampling;
pub mod sign_out_confirm;
pub mod signed_out;
pub mod signup;

use crate::render::Sample;

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
        Sample::of::<new_password::NewPasswordView>(),
        Sample::of::<sign_out_confirm::SignOutConfirmView>(),
        Sample::of::<signed_out::SignedOutView>(),
        Sample::of::<signup::SignupView>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
