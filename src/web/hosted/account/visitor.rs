//! Who is at the account page: the live sign-in of the browser in the pool of the path. Who has none is led through the
//! sign-in page and back.

use actix_web::http::StatusCode;

use super::frame::Frame;
use super::place::Place;
use crate::domain::client::ClientId;
use crate::domain::pool::Pool;
use crate::flows::account::{Caller, Through, authorize_session};
use crate::flows::authorize::account_query;
use crate::flows::csrf::{self, FormOrigin};
use crate::flows::federation::linked;
use crate::flows::{Error, page_state};
use crate::protocol::oauth::Params;
use crate::render::page::{Form, Layout};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::continue_as::account;
use crate::web::hosted::forgery::Posted;
use crate::web::hosted::respond::{Answer, Stop, see_other};
use crate::web::hosted::route::Route;
use crate::web::hosted::state::{State, Wrong};

/// Somebody at a place of the account page.
pub(super) struct Visitor {
    /// Who it is.
    pub(super) caller: Caller,
    /// Where they are.
    pub(super) place: Place,
    /// What the browser kept for this place.
    pub(super) state: State,
    /// Their session and who they are in it, for which every form and all that is kept here is: somebody else may sign in in
    /// the same browser, whose session then goes on.
    session: String,
    mount: String,
}

impl PageContext {
    /// Whoever is signed in here, at `place`.
    pub(super) async fn visitor(&self, place: Place) -> Result<Visitor, Stop> {
        let Some(id) = &self.expected.0 else { return Err(self.to_the_pool(place).await?) };
        let Some(pool) = self.deps.directory.pool(id).await.map_err(Error::from)? else {
            return Err(Stop::failure(StatusCode::NOT_FOUND, "not-found"));
        };
        let caller = match self.session.get() {
            Some(key) => authorize_session(&self.deps, &pool, &key, &self.presented()).await?,
            None => None,
        };
        let Some(caller) = caller else { return Err(self.to_sign_in(place)) };
        let Through::Session(login) = &caller.through else { return Err(self.to_sign_in(place)) };
        let session = format!("{} {}", login.session.0, caller.user.id);
        let (tag, context) = kept_under(&pool, self.browser(), &session, place);
        Ok(Visitor { state: self.state(&tag, &context), session, mount: self.expected.mount(), caller, place })
    }

    /// Takes the form of `place`: who sent it, for whom it acts, its anti-forgery value, in this order.
    pub(super) async fn receive_at(&self, body: Body, place: Place) -> Result<(Visitor, Posted), Stop> {
        self.check_sender()?;
        if self.expected.0.is_none() {
            // Forms lead below their pool.
            return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden"));
        }
        let visitor = self.visitor(place).await?;
        let posted = self.open(body, self.origin_at(&visitor, place))?;
        Ok((visitor, posted))
    }

    /// A form at `place`.
    pub(super) fn form_at(&self, visitor: &Visitor, place: Place) -> Form {
        self.mark_browser();
        Form::new(visitor.href(place), csrf::issue(&self.deps, self.origin_at(visitor, place)))
    }

    fn origin_at<'a>(&'a self, visitor: &'a Visitor, place: Place) -> FormOrigin<'a> {
        FormOrigin {
            browser: self.browser(),
            pool: visitor.caller.pool.id.as_str(),
            route: place.path(),
            session: &visitor.session,
        }
    }

    /// Goes to `place` with `state`.
    pub(super) fn go_to(&self, visitor: &Visitor, place: Place, state: &State) -> Answer {
        self.keep_at(visitor, place, state)?;
        Ok(see_other(&visitor.href(place)))
    }

    /// Lets the browser keep `state` for `place`.
    pub(super) fn keep_at(&self, visitor: &Visitor, place: Place, state: &State) -> Result<(), Stop> {
        let (tag, context) = kept_under(&visitor.caller.pool, self.browser(), &visitor.session, place);
        Ok(self.keep_for(&tag, &context, state)?)
    }

    /// After a page has shown what is shown once.
    pub(super) fn note_shown_at(&self, visitor: &Visitor) -> Result<(), Stop> {
        let shown = visitor.state.shown();
        if shown == visitor.state { Ok(()) } else { self.keep_at(visitor, visitor.place, &shown) }
    }

    /// Has the person prove again who they are, and then go on at `place`: the same pages as a sign-in, which say why.
    pub(super) async fn prove_again(&self, visitor: &Visitor, place: Place) -> Answer {
        let params = Params::parse(&account_query(place.name(), true)).unwrap_or_default();
        let visit = self.visit_of(&params).await?;
        let Caller { pool, user, .. } = &visitor.caller;
        let notice = "notice-prove-again".to_owned();
        if user.is_from_elsewhere() {
            // They have nothing to type here: only where they came from can say again who they are.
            let accounts = linked(&self.deps, &visitor.caller).await?;
            let through = accounts.iter().map(|account| account.provider.name.clone()).collect();
            return self.go(&visit, Route::Login, &State { through, notice, ..State::default() });
        }
        let name = account(user, pool.settings.uses_contact_as_username());
        self.go(&visit, Route::Login, &State { notice, ..State::of(name) })
    }

    /// What surrounds a page of the account.
    pub(super) async fn frame(&self, visitor: &Visitor) -> Result<(Layout, Frame), Error> {
        let Caller { pool, user, .. } = &visitor.caller;
        let layout = self.layout(pool).await?;
        let account = account(user, pool.settings.uses_contact_as_username());
        let name = user.attribute("name").unwrap_or_default();
        let links =
            Place::SECTIONS.map(|(place, label)| (label, visitor.href(place), place == visitor.place.section()));
        Ok((layout, Frame::new((name, account), links, self.form_at(visitor, Place::Sessions))))
    }

    fn to_sign_in(&self, place: Place) -> Stop {
        let query = account_query(place.name(), false);
        Stop::Go(format!("{}{}?{query}", self.expected.mount(), Route::Login.path()))
    }

    /// To the same place below the pool of the client that is named: at the root a pool has no page of its own.
    async fn to_the_pool(&self, place: Place) -> Result<Stop, Error> {
        let named = self.params.as_ref().and_then(|params| params.get("client_id")).and_then(ClientId::parse);
        let client = match named {
            Some(id) => self.deps.directory.client(&id).await?,
            None => None,
        };
        Ok(match client {
            Some(client) => Stop::Go(format!("/{}{}", client.pool, place.path())),
            None => Stop::failure(StatusCode::BAD_REQUEST, "unknown-client"),
        })
    }
}

impl Visitor {
    /// The address of a place.
    pub(super) fn href(&self, place: Place) -> String {
        self.href_of(place.path())
    }

    /// The address of another path of the pool.
    pub(super) fn href_of(&self, path: &str) -> String {
        format!("{}{path}", self.mount)
    }
}

/// Under which tag, and sealed for what, the state of a place is kept.
fn kept_under(pool: &Pool, browser: &str, session: &str, place: Place) -> (String, String) {
    let identity = format!("{}\n{}", pool.id, place.path());
    (page_state::tag(&identity), format!("{identity}\n{browser}\n{session}"))
}

/// A form that came too late, to be shown again.
pub(super) fn stale() -> State {
    wrong(vec![Wrong::form("csrf-stale")])
}

/// Something went wrong.
pub(super) fn wrong(wrong: Vec<Wrong>) -> State {
    State { wrong, ..State::default() }
}

/// Something went well; `key` is that of the words.
pub(super) fn notice(key: &str) -> State {
    State { notice: key.to_owned(), ..State::default() }
}
