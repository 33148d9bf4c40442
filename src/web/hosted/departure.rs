//! A browser is sent to an upstream provider, and what is shown where it gets nowhere.

use super::context::PageContext;
use super::respond::{Answer, see_other};
use super::route::Route;
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::domain::provider::Provider;
use crate::flows::Error;
use crate::flows::federation::{Departing, Departure, Failure, Fault, depart};

impl PageContext {
    /// Sends the browser to `provider`; back here, the sign-in goes on as `visit` has it.
    pub(super) async fn depart(&self, visit: &Visit, provider: &Provider, typed: &str) -> Answer {
        self.mark_browser();
        let departing = Departing {
            request: &visit.request,
            provider,
            browser: self.browser(),
            query: visit.query(),
            mount: visit.mount(),
            login_hint: if typed.is_empty() { &visit.request.login_hint } else { typed },
            errand: "",
        };
        match depart(&self.deps, departing).await? {
            Ok(Departure::Redirect(to)) => Ok(see_other(to.as_str())),
            Ok(Departure::Post { .. }) => Err(Error::Internal("a departure by a form").into()),
            Err(failure) => failed(self, visit, code_of(&failure)),
        }
    }
}

/// Back to the sign-in page, which says what failed, with every way in that there is.
pub(super) fn failed(page: &PageContext, visit: &Visit, code: &str) -> Answer {
    let state = State { wrong: vec![Wrong::form(code)], ..visit.state.shown() };
    page.keep(visit, &state)?;
    Ok(see_other(&visit.href_unchosen(Route::Login)))
}

/// The code of the words for a failure.
pub(super) fn code_of(failure: &Failure) -> &'static str {
    match failure.fault {
        Fault::Denied => "provider-denied",
        Fault::CodeRefused => "session-expired",
        Fault::ProviderError | Fault::Malformed | Fault::Untrusted => "provider-failed",
        Fault::Unreachable | Fault::Slow | Fault::Busy => "provider-unreachable",
        Fault::ClientRefused | Fault::Misconfigured => "provider-misconfigured",
    }
}
