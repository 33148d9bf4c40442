//! `/account`: what there is about the account, at a glance.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use super::visitor::Visitor;
use crate::domain::pool::Contact;
use crate::domain::sign_in::SecondFactor;
use crate::flows::account::{Caller, Summary, summary};
use crate::render::page::Layout;
use crate::render::{View, filters};
use crate::web::hosted::context::PageContext;
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};

/// The page of an account at a glance.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account.html")]
pub struct AccountView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The parts of the account.
    pub tiles: Vec<Tile>,
}

/// A part of the account.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tile {
    /// The key of what it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// What it holds, where that is a value.
    pub text: String,
    /// The key of what it holds, where it is not.
    pub key: String,
    /// The number in those words.
    pub count: String,
    /// The key of what should be done; empty for nothing.
    pub warning: String,
}

impl Tile {
    fn new(label: &str, href: String) -> Self {
        Self { label: label.to_owned(), href, ..Self::default() }
    }

    fn with_text(self, text: &str, otherwise: &str) -> Self {
        Self { text: text.to_owned(), key: otherwise.to_owned(), ..self }
    }

    fn with_count(self, key: &str, count: u64) -> Self {
        Self { key: key.to_owned(), count: count.to_string(), ..self }
    }

    fn warning_if(self, is_so: bool, key: &str) -> Self {
        if is_so { Self { warning: key.to_owned(), ..self } } else { self }
    }
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Overview).await?;
    page.note_shown_at(&visitor)?;
    let summary = summary(&page.deps, &visitor.caller).await?;
    let (layout, frame) = page.frame(&visitor).await?;
    let view = AccountView { layout, frame, notice: visitor.state.notice.clone(), tiles: tiles(&visitor, &summary) };
    page.page(StatusCode::OK, &view, "")
}

fn tiles(visitor: &Visitor, summary: &Summary) -> Vec<Tile> {
    let Caller { pool, user, .. } = &visitor.caller;
    let email = user.attribute(Contact::Email.attribute()).unwrap_or_default();
    let is_unproven = !email.is_empty() && !user.has_verified(Contact::Email);
    let policy = &pool.settings.second_factor;
    let asked = user.asked_second(policy.when, &pool.settings.second_kinds());
    let security = if asked.is_empty() { "account-tile-one-factor" } else { "account-tile-two-factors" };
    let lacks_second = asked.is_empty() && policy.when != SecondFactor::Off;
    let lacks_codes = !asked.is_empty() && summary.recovery_codes == 0;
    let tile = |label: &str, place| Tile::new(label, visitor.href(place));
    vec![
        tile("account-nav-profile", Place::Profile)
            .with_text(email, "account-tile-profile")
            .warning_if(is_unproven, "account-warning-unproven"),
        tile("account-nav-security", Place::Factors)
            .with_count(security, 0)
            .warning_if(lacks_second, "account-warning-second")
            .warning_if(lacks_codes, "account-warning-codes"),
        tile("account-nav-sessions", Place::Sessions).with_count("account-tile-sessions", summary.sessions),
        tile("account-nav-activity", Place::Activity).with_count("account-tile-activity", 0),
        tile("account-nav-data", Place::Data).with_count("account-tile-data", 0),
    ]
}

impl View for AccountView {
    const TEMPLATE: &'static str = "pages/account.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let tile = |label: &str| Tile::new(label, "/xx-local-1_a/account/sessions".to_owned());
        let tiles = |email: &str, is_fine: bool| {
            vec![
                tile("account-nav-profile")
                    .with_text(email, "account-tile-profile")
                    .warning_if(!is_fine, "account-warning-unproven"),
                tile("account-nav-security")
                    .with_count(if is_fine { "account-tile-two-factors" } else { "account-tile-one-factor" }, 0)
                    .warning_if(!is_fine, "account-warning-second"),
                tile("account-nav-sessions").with_count("account-tile-sessions", 2),
                tile("account-nav-activity").with_count("account-tile-activity", 0),
                tile("account-nav-data").with_count("account-tile-data", 0),
            ]
        };
        let page = |layout, name: &str, email: &str| Self {
            layout,
            frame: Frame::sample(Place::Overview, name, email),
            notice: String::new(),
            tiles: tiles(email, true),
        };
        vec![
            ("plain", page(layout(), "Ada Lovelace", "ada@example.com")),
            ("to-do", Self { tiles: tiles("ada@example.com", false), ..page(layout(), "", "ada@example.com") }),
            ("no-address", Self { tiles: tiles("", true), ..page(layout(), "", "ada") }),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), "عائشة", "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
