//! `/account/passkeys`: the person's passkeys, each with a way to remove it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::{Frame, moment};
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::passkey::{MOST_PASSKEYS, Passkey};
use crate::domain::sign_in::Factor;
use crate::flows::Error;
use crate::flows::authorize::account_query;
use crate::flows::passkeys::{RemoveOutcome, RenameOutcome, list_own, remove_own, rename_own};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::Answer;
use crate::web::hosted::route::Route;
use crate::web::hosted::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};

/// The page of passkeys.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_passkeys.html")]
pub struct AccountPasskeysView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The form. Its buttons post `remove` = the passkey's id, or `rename` = the passkey's id with `name`.
    pub form: Form,
    /// The passkeys.
    pub passkeys: Vec<PasskeyRow>,
    /// Where one is added; empty where that cannot be done here.
    pub add_href: String,
    /// Where one goes back to.
    pub back_href: String,
}

/// A passkey.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PasskeyRow {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub since: String,
    /// When it was last used; empty for never.
    pub last_used: String,
    /// Whether there is a copy of it elsewhere.
    pub is_backed_up: bool,
}

impl PasskeyRow {
    fn of(passkey: &Passkey) -> Self {
        Self {
            id: passkey.credential_id.clone(),
            name: passkey.name.clone(),
            since: moment(passkey.created_at),
            last_used: passkey.last_used_at.map(moment).unwrap_or_default(),
            is_backed_up: passkey.is_backed_up,
        }
    }
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Passkeys).await?;
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Removes a passkey, or gives it another name.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::Passkeys).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    let (owner, renamed) = ((&visitor.caller).into(), field(&form, "rename"));
    let state = if renamed.is_empty() {
        match remove_own(&page.deps, owner, &field(&form, "remove")).await? {
            RemoveOutcome::Removed => notice("account-notice-passkey-removed"),
            RemoveOutcome::NotFound => wrong(vec![Wrong::form("account-gone")]),
            RemoveOutcome::NotRecent => return page.prove_again(&visitor, Place::Passkeys).await,
        }
    } else {
        match rename_own(&page.deps, owner, &renamed, &field(&form, "name")).await? {
            RenameOutcome::Renamed => notice("account-notice-saved"),
            RenameOutcome::NotFound => wrong(vec![Wrong::form("account-gone")]),
            RenameOutcome::NoName => wrong(vec![Wrong::form("name-invalid")]),
        }
    };
    page.go_to(&visitor, Place::Passkeys, &state)
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let most = u16::try_from(MOST_PASSKEYS).unwrap_or(u16::MAX);
    let held = list_own(&page.deps, (&visitor.caller).into(), None, most).await?;
    let held = held.map_err(|_| Error::Internal("a list that begins nowhere"))?;
    let mut form = page.form_at(visitor, Place::Passkeys);
    form.show(&state.problems(), []);
    let may_add = visitor.caller.pool.settings.first_factors.contains(&Factor::Passkey);
    let query = account_query(Place::Passkeys.name(), false);
    let view = AccountPasskeysView {
        layout,
        frame,
        notice: state.notice.clone(),
        form,
        passkeys: held.items.iter().map(PasskeyRow::of).collect(),
        add_href: if may_add {
            visitor.href_of(&format!("{}?{query}", Route::PasskeysAdd.path()))
        } else {
            String::new()
        },
        back_href: visitor.href(Place::Factors),
    };
    page.page(status, &view, "")
}

impl View for AccountPasskeysView {
    const TEMPLATE: &'static str = "pages/account_passkeys.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let passkey = |name: &str, last_used: &str, is_backed_up| PasskeyRow {
            id: "9o0N2Qm5".to_owned(),
            name: name.to_owned(),
            since: "2026-11-02 10:30 UTC".to_owned(),
            last_used: last_used.to_owned(),
            is_backed_up,
        };
        let page = |layout, name: &str, key: &str| Self {
            layout,
            frame: Frame::sample(Place::Passkeys, name, "ada@example.com"),
            notice: String::new(),
            form: Form::new("/xx-local-1_a/account/passkeys", "MTIz.csrf"),
            passkeys: vec![passkey(key, "2026-11-28 16:06 UTC", true), passkey("Passkey 2026-11-02", "", false)],
            add_href: "/xx-local-1_a/passkeys/add".to_owned(),
            back_href: "/xx-local-1_a/account/factors".to_owned(),
        };
        let plain = page(layout(), "Ada Lovelace", "Phone");
        let mut wrong = plain.clone();
        wrong.form.show(&[Problem::new("account-gone")], []);
        vec![
            ("plain", plain.clone()),
            ("none", Self { passkeys: Vec::new(), add_href: String::new(), ..plain.clone() }),
            ("removed", Self { notice: "account-notice-passkey-removed".to_owned(), ..plain }),
            ("wrong", wrong),
            ("long-words", page(branded(LONG), LONG, LONG)),
            ("right-to-left", page(right_to_left(), "عائشة", ARABIC)),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
