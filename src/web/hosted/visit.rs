//! One step of a sign-in: the validated request that travels in the query, and the state beside it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use url::form_urlencoded;

use super::context::PageContext;
use super::passkeys_add;
use super::respond::{Answer, Stop, see_other};
use super::route::Route;
use super::state::State;
use crate::flows::authorize::{AuthorizeError, ValidRequest, travels, validate, validate_errand};
use crate::flows::csrf::{self, FormOrigin};
use crate::protocol::oauth::Params;
use crate::render::page::Form;

/// The query that travels on.
pub(super) fn carried(params: &Params) -> String {
    params.to_query(travels)
}

/// One step of a sign-in.
pub(super) struct Visit {
    /// The request of the app, valid at this moment (case 30).
    pub(super) request: ValidRequest,
    /// What the browser kept.
    pub(super) state: State,
    /// Tells this sign-in's cookie from others'.
    pub(super) tag: String,
    /// What its state is sealed for: the pool, the browser, the request.
    pub(super) context: String,
    query: String,
    unchosen: String,
    mount: String,
}

impl PageContext {
    /// Validates the request in the query and opens the state beside it.
    pub(super) async fn visit(&self) -> Result<Visit, Stop> {
        let Some(params) = &self.params else {
            return Err(Stop::failure(StatusCode::BAD_REQUEST, "invalid-request"));
        };
        self.visit_of(params).await
    }

    /// The same for a page that is no step of a sign-in: an app may name itself and where to go back to, and no more.
    pub(super) async fn errand(&self) -> Result<Visit, Stop> {
        let Some(params) = self.params.as_ref().filter(|params| !params.has("response_type")) else {
            return self.visit().await;
        };
        match validate_errand(&self.deps, params, self.expected.0.as_ref()).await? {
            Ok(request) => Ok(self.visit_for(request, params)),
            Err(error) => Err(Stop::failure(StatusCode::BAD_REQUEST, error.page_code())),
        }
    }

    /// The same for the pages on which the pool's own users sign in and up. Where the client's admin lets people in from
    /// elsewhere only, they all lead to the sign-in page.
    pub(super) async fn visit_of_own_users(&self) -> Result<Visit, Stop> {
        let visit = self.visit().await?;
        if visit.request.ways_in.own_users { Ok(visit) } else { Err(Stop::Go(visit.href(Route::Login))) }
    }

    /// The same for a query that was kept, and came by another way than the address.
    pub(super) async fn visit_of(&self, params: &Params) -> Result<Visit, Stop> {
        let params = completed(params);
        let request = match validate(&self.deps, &params, self.expected.0.as_ref()).await? {
            Ok(request) => request,
            Err(AuthorizeError::Page(error)) => {
                return Err(Stop::failure(StatusCode::BAD_REQUEST, error.page_code()));
            }
            Err(AuthorizeError::Redirect { location, .. }) => return Err(Stop::Go(location)),
        };
        Ok(self.visit_for(request, &params))
    }

    fn visit_for(&self, request: ValidRequest, params: &Params) -> Visit {
        // Another language is still the same sign-in, and so is another way in.
        let identity = params.to_query(|name| travels(name) && name != "lang" && !is_choice(name));
        let tag = crate::flows::page_state::tag(&identity);
        let context = format!("{}\n{}\n{identity}", request.pool.id, self.browser());
        let mut state = self.state(&tag, &context);
        let now = self.deps.now();
        // Whoever took one up is told that it is over; else there is nothing to tell.
        state.offer = state.offer.filter(|offer| offer.is_taken_up || !offer.is_over(now));
        if state.errand == passkeys_add::WANTED {
            self.ask_everything();
        }
        let unchosen = params.to_query(|name| travels(name) && !is_choice(name));
        Visit { request, state, tag, context, query: carried(params), unchosen, mount: self.expected.mount() }
    }

    /// A form of `route`. `session` is the id of the session for which it acts; empty where it acts for none.
    pub(super) fn form(&self, visit: &Visit, route: Route, session: &str) -> Form {
        self.mark_browser();
        Form::new(visit.href(route), csrf::issue(&self.deps, self.form_origin(visit, route, session)))
    }

    /// What the anti-forgery value of a form is bound to. A sign-in's forms act for no session, so that a tab opened
    /// before another signed in still works; the browser's own value holds them (lesson L2).
    pub(super) fn form_origin<'a>(&'a self, visit: &'a Visit, route: Route, session: &'a str) -> FormOrigin<'a> {
        FormOrigin { browser: self.browser(), pool: visit.request.pool.id.as_str(), route: route.path(), session }
    }

    /// Goes to another page of the sign-in with `state`.
    pub(super) fn go(&self, visit: &Visit, route: Route, state: &State) -> Answer {
        self.keep(visit, state)?;
        Ok(see_other(&visit.href(route)))
    }

    /// Leaves for the app: the sign-in is over.
    pub(super) fn leave(&self, visit: &Visit, location: &str) -> HttpResponse {
        self.forget(visit);
        see_other(location)
    }

    /// After a page has shown what is shown once.
    pub(super) fn note_shown(&self, visit: &Visit) -> Result<(), Stop> {
        let shown = visit.state.shown();
        if shown != visit.state {
            self.keep(visit, &shown)?;
        }
        Ok(())
    }
}

impl Visit {
    /// The request as it travels, to be kept until a link leads back to it.
    pub(super) fn query(&self) -> &str {
        &self.query
    }

    /// Where the pages are mounted.
    pub(super) fn mount(&self) -> &str {
        &self.mount
    }

    /// The address of another page of the same sign-in, with a provider that is chosen there.
    pub(super) fn href_choosing(&self, route: Route, provider: &str) -> String {
        let choice: String = form_urlencoded::byte_serialize(provider.as_bytes()).collect();
        format!("{}&identity_provider={choice}", self.href_unchosen(route))
    }

    /// The address of another page of the same sign-in, without the provider that was chosen.
    pub(super) fn href_unchosen(&self, route: Route) -> String {
        format!("{}{}?{}", self.mount, route.path(), self.unchosen)
    }

    /// The address of another page of the same sign-in.
    pub(super) fn href(&self, route: Route) -> String {
        format!("{}{}?{}", self.mount, route.path(), self.query)
    }
}

/// Whether a parameter chooses where people come from.
fn is_choice(name: &str) -> bool {
    matches!(name, "identity_provider" | "idp_identifier")
}

/// A bare link to a page names its client only, and means the code flow.
fn completed(params: &Params) -> Params {
    if params.has("response_type") || params.has("redirect_uri") {
        return params.clone();
    }
    let query = format!("{}&response_type=code", params.to_query(|_| true));
    Params::parse(&query).unwrap_or_else(|_| params.clone())
}
