//! What every page needs of its request, taken once.

use std::cell::{Cell, RefCell};
use std::future::{Ready, ready};

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;

use super::cookies::Jar;
use super::language::{self, Language};
use super::look;
use super::respond::{Answer, Scripts, Stop, html, see_other};
use super::state::State;
use super::visit::Visit;
use crate::domain::pool::Pool;
use crate::domain::secret::Secret;
use crate::flows::device::Presented;
use crate::flows::directory::Words;
use crate::flows::session::{self, Live};
use crate::flows::sign_in::Holder;
use crate::flows::{Deps, Error, page_state};
use crate::i18n::{Catalog, Translator};
use crate::protocol::oauth::Params;
use crate::render::page::Layout;
use crate::web::extract::{DeviceCookies, ExpectedPool, Query, SessionKey, device_cookie};
use crate::web::middleware::request_id::RequestId;

/// What every page needs of its request.
pub(super) struct PageContext {
    /// What the flows need.
    pub(super) deps: Data<Deps>,
    /// The browser's session.
    pub(super) session: SessionKey,
    /// The pool of the path, where it names one.
    pub(super) expected: ExpectedPool,
    /// The parameters of the query, or nothing where it cannot be read.
    pub(super) params: Option<Params>,
    /// The request itself, for its headers.
    pub(super) request: HttpRequest,
    catalog: Data<Catalog>,
    language: Language,
    jar: Jar,
    browser: String,
    request_id: RequestId,
    presented: Presented,
    proves_all: Cell<bool>,
    words: RefCell<Words>,
    outgoing: RefCell<Vec<Cookie<'static>>>,
}

impl PageContext {
    /// What the page is written with: the words of the pool that it belongs to, once that is known.
    pub(super) fn translator(&self) -> Translator {
        self.catalog.translator(&self.language.tag, &self.words.borrow())
    }

    /// The tag of the page's language.
    pub(super) fn language(&self) -> String {
        self.language.tag.clone()
    }

    /// The value that tells this browser from others.
    pub(super) fn browser(&self) -> &str {
        &self.browser
    }

    /// Whether the browser had that value already: a form can only come back from one that had.
    pub(super) fn has_browser_cookie(&self) -> bool {
        self.jar.browser().is_some()
    }

    /// The browser as the holder of a pending sign-in.
    pub(super) fn holder(&self) -> Holder {
        let device = self.presented();
        Holder::Browser { cookie: self.browser.clone(), language: self.language(), device }
    }

    /// The id of the request, as in the log.
    pub(super) fn request_id(&self) -> String {
        self.request_id.as_str().to_owned()
    }

    /// From here on no device stands in for a factor: the person is about to change what is asked of them.
    pub(super) fn ask_everything(&self) {
        self.proves_all.set(true);
    }

    /// What the browser shows to be known by.
    pub(super) fn presented(&self) -> Presented {
        Presented { spares_nothing: self.proves_all.get(), ..self.presented.clone() }
    }

    /// The browser's live sign-in in a pool.
    pub(super) async fn live(&self, pool: &Pool) -> Result<Option<Live>, Error> {
        match self.session.get() {
            Some(key) => session::live(&self.deps, pool, &key, &self.presented()).await,
            None => Ok(None),
        }
    }

    /// Makes the browser known to `pool` as a device.
    pub(super) fn keep_device(&self, pool: &Pool, value: &Secret) {
        self.outgoing.borrow_mut().push(device_cookie(&self.deps, &pool.id, value));
    }

    /// What surrounds a page of `pool`. From here on the page speaks in the words of the pool.
    pub(super) async fn layout(&self, pool: &Pool) -> Result<Layout, Error> {
        self.words.replace(self.deps.directory.words(&pool.id).await?);
        look::of_pool(&self.deps, &self.translator(), pool).await
    }

    /// Answers with a page. Its forms may end at `form_target` besides here.
    pub(super) fn page<V: Template>(&self, status: StatusCode, view: &V, form_target: &str) -> Answer {
        html(status, view, &self.translator(), form_target, Scripts::None).map_err(Stop::Failure)
    }

    /// The same with a page that runs a script of ours.
    pub(super) fn page_with_script<V: Template>(&self, status: StatusCode, view: &V, form_target: &str) -> Answer {
        html(status, view, &self.translator(), form_target, Scripts::Own).map_err(Stop::Failure)
    }

    /// The state that the browser kept of a sign-in, if it is for `context`.
    pub(super) fn state(&self, tag: &str, context: &str) -> State {
        self.jar.state(tag).and_then(|sealed| page_state::open(&self.deps, context, sealed)).unwrap_or_default()
    }

    /// Makes sure that the browser has its value: before it is shown a form, or given state that is bound to it.
    pub(super) fn mark_browser(&self) {
        let cookie = self.jar.with_browser(&self.browser);
        let mut outgoing = self.outgoing.borrow_mut();
        if !self.has_browser_cookie() && !outgoing.contains(&cookie) {
            outgoing.push(cookie);
        }
    }

    /// Lets the browser keep `state` for the sign-in.
    pub(super) fn keep(&self, visit: &Visit, state: &State) -> Result<(), Error> {
        self.keep_for(&visit.tag, &visit.context, &state.following(&visit.state))
    }

    /// Lets the browser keep `state` under `tag`, sealed for `context`.
    pub(super) fn keep_for(&self, tag: &str, context: &str, state: &State) -> Result<(), Error> {
        if *state == State::default() {
            self.outgoing.borrow_mut().extend(self.jar.without_state(tag));
            return Ok(());
        }
        self.mark_browser();
        let sealed = state.seal(&self.deps, context)?;
        self.outgoing.borrow_mut().extend(self.jar.with_state(tag, &sealed));
        Ok(())
    }

    /// Lets the browser forget the state of the sign-in.
    pub(super) fn forget(&self, visit: &Visit) {
        self.outgoing.borrow_mut().extend(self.jar.without_state(&visit.tag));
    }

    /// The response for what the handler came to, with the cookies that it set.
    pub(super) fn finish(&self, answer: Answer) -> HttpResponse {
        let mut response = match answer {
            Ok(response) => response,
            Err(Stop::Go(location)) => see_other(&location),
            Err(Stop::Failure(failure)) if failure.client_id.is_empty() => {
                let client_id = self.params.as_ref().and_then(|params| params.get("client_id"));
                failure.of_client(client_id.unwrap_or_default()).into_response()
            }
            Err(Stop::Failure(failure)) => failure.into_response(),
        };
        if !self.language.chosen.is_empty() && self.jar.language() != self.language.chosen {
            self.outgoing.borrow_mut().push(self.jar.with_language(&self.language.chosen));
        }
        for cookie in self.outgoing.take() {
            // Only a cookie with control characters could be refused, and ours have none.
            drop(response.add_cookie(&cookie));
        }
        response
    }
}

impl FromRequest for PageContext {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(read(request, payload))
    }
}

fn read(request: &HttpRequest, payload: &mut Payload) -> Result<PageContext, actix_web::Error> {
    let deps = Data::<Deps>::from_request(request, payload).into_inner()?;
    let catalog = Data::<Catalog>::from_request(request, payload).into_inner()?;
    let params = Query::from_request(request, payload).into_inner()?.0.ok();
    let jar = Jar::of(request, deps.urls.base().starts_with("https://"));
    let language = language::of(request, params.as_ref(), &jar, &catalog);
    let browser = jar.browser().map_or_else(|| page_state::new_browser(&deps), str::to_owned);
    Ok(PageContext {
        session: SessionKey::from_request(request, payload).into_inner()?,
        expected: ExpectedPool::from_request(request, payload).into_inner()?,
        params,
        request: request.clone(),
        catalog,
        language,
        browser,
        request_id: RequestId::from_request(request, payload).into_inner()?,
        presented: DeviceCookies::from_request(request, payload).into_inner()?.0,
        jar,
        proves_all: Cell::default(),
        words: RefCell::default(),
        outgoing: RefCell::default(),
        deps,
    })
}
