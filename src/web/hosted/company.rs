//! "Sign in with your company": whoever has an address at a domain that a provider is known by is sent to that provider
//! (home-realm discovery). What is not such an address is said to be none; whether somebody here has it is not looked at.

use super::context::PageContext;
use super::respond::{Answer, see_other};
use super::route::Route;
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::domain::provider::Provider;

/// What the button posts as `way`.
pub(super) const WAY: &str = "company";

/// Whether an address tells a provider of the client.
pub(super) fn is_offered(visit: &Visit) -> bool {
    visit.request.ways_in.providers.iter().any(|provider| provider.domains().next().is_some())
}

/// Sends whoever typed `address` to their company's provider.
pub(super) fn ask(page: &PageContext, visit: &Visit, address: &str) -> Answer {
    let code = match visit.request.ways_in.at_home(address.trim()) {
        Some(provider) => return send(page, visit, &provider, address),
        None if address.trim().is_empty() => "required",
        None => "company-unknown",
    };
    let wrong = vec![Wrong::field("username", code)];
    page.go(visit, Route::Login, &State { wrong, ..State::of(address) })
}

/// Sends them there, by the page that stands between a form and a provider.
pub(super) fn send(page: &PageContext, visit: &Visit, provider: &Provider, address: &str) -> Answer {
    page.keep(visit, &State { is_after_form: true, ..State::of(address.trim()) })?;
    Ok(see_other(&visit.href_choosing(Route::Login, &provider.name)))
}

/// The address that was typed for `provider`; empty where another name was: that is nobody's business there.
pub(super) fn typed_for<'a>(visit: &'a Visit, provider: &Provider) -> &'a str {
    let typed = visit.state.username.as_str();
    let is_theirs = visit.request.ways_in.at_home(typed).is_some_and(|home| home.id == provider.id);
    if is_theirs { typed } else { "" }
}
