//! `/account/sessions`: where one is signed in and which apps act for one, each with a way to end it. What is ended here is
//! ended on every node at once, tokens of apps included.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;
use uuid::Uuid;

use super::frame::{Frame, moment};
use super::place::Place;
use super::visitor::Visitor;
use crate::domain::client::ClientId;
use crate::domain::device::name_of;
use crate::domain::session::{SessionId, SessionLogin};
use crate::flows::account::{sign_out_elsewhere, sign_out_everywhere};
use crate::flows::session::{OwnSessions, end_here, end_own, end_own_app, list_own};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};

/// The page of what is open.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_sessions.html")]
pub struct AccountSessionsView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The form. Its buttons post `end` = `here`, `others`, `everything`, `session:ID` or `app:ID`.
    pub form: Form,
    /// Browsers.
    pub sessions: Vec<OpenSession>,
    /// Apps.
    pub apps: Vec<OpenApp>,
}

/// A browser that is signed in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OpenSession {
    /// Its id.
    pub id: String,
    /// What the browser calls itself; empty where that is not known.
    pub name: String,
    /// The address at which it began; empty where it is not known.
    pub address: String,
    /// When the person signed in.
    pub since: String,
    /// When it was last used.
    pub last_used: String,
    /// Whether it is the one in which this is shown.
    pub is_here: bool,
}

/// An app that acts for the person.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OpenApp {
    /// Its client id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// When it was let in.
    pub since: String,
}

impl OpenSession {
    fn of(login: &SessionLogin, is_here: bool) -> Self {
        Self {
            id: login.session.0.to_string(),
            name: name_of(&login.agent),
            address: login.address.clone(),
            since: moment(login.auth_time),
            last_used: moment(login.touched_at),
            is_here,
        }
    }
}

/// Shows what is open.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Sessions).await?;
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Ends something.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, posted) = page.receive_at(body, Place::Sessions).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(_) => {
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..State::default() };
            return show(page, &visitor, &state, StatusCode::FORBIDDEN).await;
        }
    };
    let (deps, caller) = (&page.deps, &visitor.caller);
    let end = field(&form, "end");
    let is_done = match end.split_once(':').unwrap_or((&end, "")) {
        ("here", _) => {
            end_here(deps, caller).await?;
            return Ok(page.signed_out_of(caller.login(), &visitor.href_of("/signedOut")));
        }
        ("everything", _) => {
            sign_out_everywhere(deps, &caller.pool, caller.user.id, Some(&caller.client.id)).await?;
            return Ok(page.signed_out_of(caller.login(), &visitor.href_of("/signedOut")));
        }
        ("others", _) => {
            sign_out_elsewhere(deps, caller).await?;
            true
        }
        ("session", id) => match Uuid::parse_str(id) {
            Ok(id) => end_own(deps, caller, SessionId(id)).await?,
            Err(_) => false,
        },
        ("app", id) => match ClientId::parse(id) {
            Some(id) => end_own_app(deps, caller, &id).await?,
            None => false,
        },
        _ => false,
    };
    let state = if is_done {
        State { notice: "account-notice-ended".to_owned(), ..State::default() }
    } else {
        State { wrong: vec![Wrong::form("account-gone")], ..State::default() }
    };
    page.go_to(&visitor, Place::Sessions, &state)
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let open = list_own(&page.deps, &visitor.caller).await?;
    let (layout, frame) = page.frame(visitor).await?;
    let mut form = page.form_at(visitor, Place::Sessions);
    form.show(&state.problems(), []);
    let sessions = open.sessions.iter().map(|login| OpenSession::of(login, OwnSessions::is_of(login, &visitor.caller)));
    let apps = open.apps.iter().map(|app| OpenApp {
        id: app.client.to_string(),
        name: app.name.clone(),
        since: moment(app.since),
    });
    let view = AccountSessionsView {
        layout,
        frame,
        notice: state.notice.clone(),
        form,
        sessions: sessions.collect(),
        apps: apps.collect(),
    };
    page.page(status, &view, "")
}

impl View for AccountSessionsView {
    const TEMPLATE: &'static str = "pages/account_sessions.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let session = |id: &str, name: &str, is_here| OpenSession {
            id: id.to_owned(),
            name: name.to_owned(),
            address: "198.51.100.7".to_owned(),
            since: "2026-11-28 16:06 UTC".to_owned(),
            last_used: "2026-11-28 16:40 UTC".to_owned(),
            is_here,
        };
        let page = |layout, name: &str, app: &str| Self {
            layout,
            frame: Frame::sample(Place::Sessions, name, "ada@example.com"),
            notice: String::new(),
            form: Form::new("/xx-local-1_a/account/sessions", "MTIz.csrf"),
            sessions: vec![
                session("0192", "Firefox on Linux", true),
                session("0193", "Safari on iPhone", false),
                OpenSession { address: String::new(), ..session("0194", "", false) },
            ],
            apps: vec![OpenApp {
                id: "7h1".to_owned(),
                name: app.to_owned(),
                since: "2026-11-27 09:12 UTC".to_owned(),
            }],
        };
        let plain = page(layout(), "Ada Lovelace", "Orders");
        let alone =
            Self { sessions: vec![session("0192", "Firefox on Linux", true)], apps: Vec::new(), ..plain.clone() };
        let mut wrong = plain.clone();
        wrong.form.show(&[Problem::new("account-gone")], []);
        vec![
            ("plain", plain.clone()),
            ("alone", alone),
            ("ended", Self { notice: "account-notice-ended".to_owned(), ..plain }),
            ("wrong", wrong),
            ("long-words", page(branded(LONG), LONG, LONG)),
            ("right-to-left", page(right_to_left(), "عائشة", ARABIC)),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
