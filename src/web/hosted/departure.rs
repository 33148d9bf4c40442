//! A browser is sent to an upstream provider, and what is shown where it gets nowhere.
//!
//! It is sent by a redirect from a page that was opened, never from one that answers a form: browsers hold a page's `form-action`
//! against every redirect after a form, those of the provider's own servers too, which nobody here can list. Where a form leads
//! to a provider, or the provider takes the request by a form itself (SAML's HTTP-POST binding), this page stands between.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;
use url::Url;

use super::context::PageContext;
use super::login;
use super::provider_problem::{Mishap, code_of};
use super::respond::{Answer, see_other};
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use super::state::State;
use super::visit::Visit;
use crate::domain::pool::Pool;
use crate::domain::provider::Provider;
use crate::domain::session::SessionLogin;
use crate::flows::federation::{Departing, Departure, Errand, Failure, depart, pause};
use crate::render::page::Layout;
use crate::render::{View, filters};

/// The page from which a browser goes on to a provider, by itself where it can.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/departure.html")]
pub struct DepartureView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What people call the provider.
    pub provider: String,
    /// Where a link leads there; empty where a form does.
    pub href: String,
    /// Where the form goes: to the provider.
    pub form_action: String,
    /// What the form holds.
    pub fields: Vec<HiddenField>,
    /// Whether one goes there to sign out, not in.
    pub is_leaving: bool,
}

/// A field that nobody sees.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HiddenField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl DepartureView {
    /// The page with a link.
    #[must_use]
    pub fn link(layout: Layout, provider: &str, href: String) -> Self {
        let (provider, form_action, fields) = (provider.to_owned(), String::new(), Vec::new());
        Self { layout, provider, href, form_action, fields, is_leaving: false }
    }

    /// The page with a form, which a script sends where one runs.
    #[must_use]
    pub fn form(layout: Layout, provider: &str, to: &Url, fields: Vec<(String, String)>) -> Self {
        Self {
            layout: layout.going_on(),
            provider: provider.to_owned(),
            href: String::new(),
            form_action: to.to_string(),
            fields: fields.into_iter().map(|(name, value)| HiddenField { name, value }).collect(),
            is_leaving: false,
        }
    }
}

impl PageContext {
    /// Answers a form that ended a sign-in, of a browser on its way to `location`: with a way by the page from which it goes on to
    /// sign out at the provider too, where it came from one that wants to know.
    pub(super) fn signed_out_of(&self, ended: Option<&SessionLogin>, location: &str) -> HttpResponse {
        match ended.and_then(|ended| Some((&ended.pool, pause(&self.deps, ended, location)?))) {
            Some((pool, state)) => {
                let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", &state).finish();
                see_other(&format!("/{pool}/saml2/logout?{query}"))
            }
            None => see_other(location),
        }
    }

    /// Shows the page from which a browser goes on to sign out at `provider`.
    pub(super) async fn see_out(&self, pool: &Pool, provider: &Provider, href: String) -> Answer {
        let view = DepartureView::link(self.layout(pool).await?, provider.display_name(), href);
        self.page(StatusCode::OK, &DepartureView { is_leaving: true, ..view }, "")
    }

    /// Sends the browser to `provider`; back here, the sign-in goes on as `visit` has it. `typed` is the name that was typed.
    pub(super) async fn depart(&self, visit: &Visit, provider: &Provider, typed: &str) -> Answer {
        let mishap = match self.set_out(visit, provider, typed, Errand::SignIn).await? {
            Ok(left) => return Ok(left),
            Err(failure) => self.mishap(provider, code_of(&failure), Vec::new()),
        };
        // Shown here and now: a redirect to a page that sets out by itself would go round in a circle.
        let state = State { failed: Some(mishap), has_failed: true, ..visit.state.clone() };
        self.keep(visit, &state.shown())?;
        login::show(self, visit, &state, StatusCode::OK).await
    }

    /// The same for any errand; a failure is the caller's to tell.
    pub(super) async fn set_out(
        &self,
        visit: &Visit,
        provider: &Provider,
        typed: &str,
        errand: Errand,
    ) -> Result<Result<HttpResponse, Failure>, super::respond::Stop> {
        self.mark_browser();
        let departing = Departing {
            request: &visit.request,
            provider,
            browser: self.browser(),
            query: visit.query(),
            mount: visit.mount(),
            login_hint: if typed.is_empty() { &visit.request.login_hint } else { typed },
            errand,
        };
        Ok(match depart(&self.deps, departing).await? {
            Ok(Departure::Redirect(to)) => Ok(see_other(to.as_str())),
            Ok(Departure::Post { to, fields }) => {
                let layout = self.layout(&visit.request.pool).await?;
                let view = DepartureView::form(layout, provider.display_name(), &to, fields);
                // The provider's answer to the form is a redirect to its own sign-in page as often as not, wherever that is.
                let target = format!("{} https:", to.origin().ascii_serialization());
                Ok(self.page_with_script(StatusCode::OK, &view, &target)?)
            }
            Err(failure) => Err(failure),
        })
    }

    /// Shows the page from which the browser goes on to `provider` by a link, after a form led here.
    pub(super) async fn see_off(&self, visit: &Visit, provider: &Provider) -> Answer {
        self.keep(visit, &State { is_after_form: false, ..visit.state.clone() })?;
        let href = visit.href_choosing(Route::Login, &provider.name);
        let view = DepartureView::link(self.layout(&visit.request.pool).await?, provider.display_name(), href);
        self.page(StatusCode::OK, &view, "")
    }
}

/// Back to the sign-in page, which says what failed, with every way in that there is.
pub(super) fn failed(page: &PageContext, visit: &Visit, mishap: Mishap) -> Answer {
    let state = State { failed: Some(mishap), has_failed: true, ..visit.state.shown() };
    page.keep(visit, &state)?;
    Ok(see_other(&visit.href_unchosen(Route::Login)))
}

impl View for DepartureView {
    const TEMPLATE: &'static str = "pages/departure.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let href = || "/login?client_id=7h1&identity_provider=Acme".to_owned();
        let form = |layout, provider: &str, value: &str| Self {
            layout: Layout::going_on(layout),
            provider: provider.to_owned(),
            href: String::new(),
            form_action: "https://idp.example/sso".to_owned(),
            fields: vec![
                HiddenField { name: "SAMLRequest".to_owned(), value: value.to_owned() },
                HiddenField { name: "RelayState".to_owned(), value: "AbC-_".to_owned() },
            ],
            is_leaving: false,
        };
        vec![
            ("link", Self::link(layout(), "Acme", href())),
            ("leaving", Self { is_leaving: true, ..Self::link(layout(), "Acme", href()) }),
            ("form", form(layout(), "Acme", "PHNhbWxwOkF1dGhuUmVxdWVzdC8+")),
            ("long-words", Self::link(branded(LONG), LONG, href())),
            ("right-to-left", form(right_to_left(), ARABIC, "PHNhbWxwOkF1dGhuUmVxdWVzdC8+")),
            ("hostile", form(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
