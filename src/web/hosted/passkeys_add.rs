//! `/passkeys/add`: a signed-in person adds a passkey. An app sends people here with its own parameters, as to `/login`, or
//! with no more than its `client_id` and `redirect_uri`, as on Cognito. Who is not signed in, or was too long ago, signs in
//! first and comes back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::context::PageContext;
use super::continue_as::account;
use super::forgery::{Posted, field};
use super::passkey::{credential, sample};
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use crate::domain::passkey::LONGEST_NAME;
use crate::domain::sign_in::{Requirements, Resumption};
use crate::flows::account::require_recent_proof;
use crate::flows::authorize::AuthorizeErrorCode;
use crate::flows::passkeys::{FinishOutcome, NotBegun, Owner, PageAnswer, PasskeyRefused, finish_offered, offer_own};
use crate::flows::session::Live;
use crate::render::page::{Ceremony, Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// What [`State::errand`] says of somebody who signs in to come here.
pub(super) const WANTED: &str = "passkeys";
/// What it says once they did.
pub(super) const REACHED: &str = "passkeys-reached";

/// The page on which a passkey is added.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/passkeys_add.html")]
pub struct PasskeysAddView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The client's name.
    pub app_name: String,
    /// What the account signs in with.
    pub account: String,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The key of why there is nothing to be added; empty for none.
    pub obstacle: String,
    /// What is asked of the browser; of no kind where there is an obstacle, or one was added just now.
    pub passkey: Ceremony,
    /// What was wrong, as forms show it.
    pub form: Form,
    /// What the person wants to call it.
    pub name: Field,
    /// Where it goes on.
    pub next_href: String,
}

impl PasskeysAddView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, app_name: &str, account: &str, passkey: Ceremony, next_href: &str) -> Self {
        let name = Field {
            hint: "hint-passkey-name".to_owned(),
            required: false,
            maxlength: LONGEST_NAME.to_string(),
            ..Field::text("passkey_name", "label-passkey-name")
        };
        Self {
            layout: if passkey.kind.is_empty() { layout } else { layout.with_passkeys() },
            app_name: app_name.to_owned(),
            account: account.to_owned(),
            notice: String::new(),
            obstacle: String::new(),
            passkey,
            form: Form::default(),
            name,
            next_href: next_href.to_owned(),
        }
    }

    /// The page after one was added; `notice` is the key of the words.
    #[must_use]
    pub fn added(self, notice: &str) -> Self {
        Self { notice: notice.to_owned(), ..self.without_ceremony() }
    }

    /// The page where none can be added; `obstacle` is the key of the words.
    #[must_use]
    pub fn with_obstacle(self, obstacle: &str) -> Self {
        Self { obstacle: obstacle.to_owned(), ..self.without_ceremony() }
    }

    fn without_ceremony(self) -> Self {
        let layout = Layout { script_href: String::new(), ..self.layout };
        Self { passkey: Ceremony::default(), layout, ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.name]);
        self
    }
}

/// Shows the page to whoever proved just now who they are.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.errand().await?;
    let Some(live) = recent(page, &visit).await? else { return sign_in_first(page, &visit) };
    page.note_shown(&visit)?;
    show(page, &visit, &visit.state, &live, StatusCode::OK).await
}

/// Takes what the browser made.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::PasskeysAdd).await?;
    let live = recent(page, &visit).await?;
    let (form, live) = match (posted, live) {
        (Posted::Fresh(form), Some(live)) => (form, live),
        (Posted::Stale(_), Some(live)) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            return show(page, &visit, &state, &live, StatusCode::FORBIDDEN).await;
        }
        (Posted::Fresh(_), None) => return sign_in_first(page, &visit),
        (Posted::Stale(_), None) => return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
    };
    let (credential, name) = (credential(&form), field(&form, "passkey_name"));
    let answer = PageAnswer {
        browser: page.browser(),
        sealed: form.get("challenge").unwrap_or_default(),
        credential: &credential,
        name: &name,
    };
    let wrong = match finish_offered(&page.deps, owner(&visit, &live), answer).await? {
        FinishOutcome::Added => {
            let state =
                State { notice: "notice-passkey-added".to_owned(), errand: REACHED.to_owned(), ..State::default() };
            return page.go(&visit, Route::PasskeysAdd, &state);
        }
        FinishOutcome::NoChallenge | FinishOutcome::OtherClient => "passkey-too-late",
        FinishOutcome::Known => "passkey-known",
        FinishOutcome::Refused(PasskeyRefused::HolderNotVerified) => "passkey-holder-not-verified",
        FinishOutcome::Refused(_) => "passkey-not-added",
        // The page that is shown says it.
        FinishOutcome::NotEnabled | FinishOutcome::NotConfigured | FinishOutcome::TooMany => "refused",
    };
    page.go(&visit, Route::PasskeysAdd, &State { wrong: vec![Wrong::form(wrong)], ..State::default() })
}

/// The browser's session, if it would do for this client and its person proved who they are in the last ten minutes.
pub(super) async fn recent(page: &PageContext, visit: &Visit) -> Result<Option<Live>, Stop> {
    let request = &visit.request;
    let live = page.live(&request.pool).await?;
    let would_do = |live: &Live| {
        let resumed = live.resume(&page.deps, &request.pool, &request.client, Requirements::default());
        matches!(resumed, Resumption::Resumed(_))
            && require_recent_proof(&page.deps, live.proven_at(&request.pool)).is_ok()
    };
    Ok(live.filter(would_do))
}

/// Goes to where one signs in and comes back. Where the app asked for no sign-in, it is the app that begins one.
fn sign_in_first(page: &PageContext, visit: &Visit) -> Answer {
    if visit.request.is_errand {
        let words = "The user must sign in, within the last ten minutes.";
        return Err(Stop::Go(visit.request.refuse(AuthorizeErrorCode::LoginRequired, words)));
    }
    page.go(visit, Route::Login, &State { errand: WANTED.to_owned(), ..State::default() })
}

fn owner<'a>(visit: &'a Visit, live: &'a Live) -> Owner<'a> {
    let request = &visit.request;
    let proven_at = live.proven_at(&request.pool);
    Owner { pool: &request.pool, user: &live.user, client: &request.client.id, proven_at }
}

async fn show(page: &PageContext, visit: &Visit, state: &State, live: &Live, status: StatusCode) -> Answer {
    let request = &visit.request;
    let next = if request.is_errand { request.redirect_uri.clone() } else { visit.href(Route::Login) };
    let account = account(&live.user, request.pool.settings.uses_contact_as_username());
    let layout = page.layout(&request.pool).await?;
    let view = |passkey| {
        PasskeysAddView::new(layout, &request.client.name, account, passkey, &next).with_problems(&state.problems())
    };
    let view = match offer_own(&page.deps, owner(visit, live), page.browser()).await? {
        _ if !state.notice.is_empty() => view(Ceremony::default()).added(&state.notice),
        Ok(offered) => {
            let form = page.form(visit, Route::PasskeysAdd, &live.login.session.0.to_string());
            let options = offered.options.to_string();
            view(Ceremony::create("passkeys-add-submit", form, &options).sealed(&offered.sealed))
        }
        Err(NotBegun::TooMany) => view(Ceremony::default()).with_obstacle("passkeys-add-too-many"),
        Err(NotBegun::NotEnabled | NotBegun::NotConfigured | NotBegun::NotRecent) => {
            view(Ceremony::default()).with_obstacle("passkeys-add-not-here")
        }
    };
    if view.passkey.kind.is_empty() {
        return page.page(status, &view, &request.form_target());
    }
    page.page_with_script(status, &view, &request.form_target())
}

impl View for PasskeysAddView {
    const TEMPLATE: &'static str = "pages/passkeys_add.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let ask = || Ceremony { kind: "create".to_owned(), ..sample("passkeys-add-submit", "/passkeys/add") };
        let page = |layout, app: &str, account: &str| Self::new(layout, app, account, ask(), "/login?client_id=7h1");
        let plain = page(layout(), "Orders", "ada@example.com");
        let problem = |code| plain.clone().with_problems(&[Problem::new(code)]);
        vec![
            ("plain", plain.clone()),
            ("added", plain.clone().added("notice-passkey-added")),
            ("known", problem("passkey-known")),
            ("not-verified", problem("passkey-holder-not-verified")),
            ("not-added", problem("passkey-not-added")),
            ("too-late", problem("passkey-too-late")),
            ("too-many", plain.clone().with_obstacle("passkeys-add-too-many")),
            ("not-here", plain.with_obstacle("passkeys-add-not-here")),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), ARABIC, "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
