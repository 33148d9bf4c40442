//! `/account/activity`: what happened to the account, in plain words, the newest first.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::{Frame, moment};
use super::place::Place;
use crate::domain::event::Event;
use crate::flows::account::{SHOWN_ACTIVITY, activity};
use crate::flows::{Deps, Error};
use crate::render::page::Layout;
use crate::render::{View, filters};
use crate::web::hosted::context::PageContext;
use crate::web::hosted::respond::{Answer, Stop};
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};

/// Events on one page.
const ON_A_PAGE: u16 = 25;

/// The page of what happened.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_activity.html")]
pub struct AccountActivityView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// What happened.
    pub deeds: Vec<Deed>,
    /// Where earlier ones are; empty at the end.
    pub next_href: String,
    /// Where the newest are; empty where they are shown.
    pub newest_href: String,
}

/// Something that happened.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Deed {
    /// The key of what it was.
    pub key: String,
    /// When.
    pub when: String,
    /// Through which app; empty where through none.
    pub app: String,
    /// Whether an administrator did it.
    pub is_by_admin: bool,
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Activity).await?;
    let token = page.params.as_ref().and_then(|params| params.get("next"));
    let Ok(found) = activity(&page.deps, &visitor.caller, token, ON_A_PAGE).await? else {
        return Err(Stop::Go(visitor.href(Place::Activity)));
    };
    let mut deeds = Vec::new();
    for event in &found.items {
        deeds.push(deed(&page.deps, event).await?);
    }
    let (layout, frame) = page.frame(&visitor).await?;
    let next_href = found.next.map(|next| format!("{}?next={next}", visitor.href(Place::Activity)));
    let newest_href = token.map(|_| visitor.href(Place::Activity));
    let view = AccountActivityView {
        layout,
        frame,
        deeds,
        next_href: next_href.unwrap_or_default(),
        newest_href: newest_href.unwrap_or_default(),
    };
    page.page(StatusCode::OK, &view, "")
}

async fn deed(deps: &Deps, event: &Event) -> Result<Deed, Error> {
    let client = match &event.client {
        Some(id) => deps.directory.client(id).await?,
        None => None,
    };
    Ok(Deed {
        key: format!("activity-{}", event.name.as_str().replace(['.', '_'], "-")),
        when: moment(event.at),
        app: client.map(|client| client.name.clone()).unwrap_or_default(),
        is_by_admin: event.actor.is_some(),
    })
}

impl View for AccountActivityView {
    const TEMPLATE: &'static str = "pages/account_activity.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let deed = |key: &str, app: &str, is_by_admin| Deed {
            key: key.to_owned(),
            when: "2026-11-28 16:06 UTC".to_owned(),
            app: app.to_owned(),
            is_by_admin,
        };
        let page = |layout, name: &str, app: &str| Self {
            layout,
            frame: Frame::sample(Place::Activity, name, "ada@example.com"),
            deeds: vec![
                deed("activity-sign-in-completed", app, false),
                deed("activity-password-changed", "", false),
                deed("activity-sign-in-failed", app, false),
                deed("activity-user-created", "", true),
            ],
            next_href: "/xx-local-1_a/account/activity?next=abc".to_owned(),
            newest_href: String::new(),
        };
        let plain = page(layout(), "Ada Lovelace", "Orders");
        let last = Self {
            next_href: String::new(),
            newest_href: "/xx-local-1_a/account/activity".to_owned(),
            ..plain.clone()
        };
        let all = Self { deeds: every_deed(), ..plain.clone() };
        vec![
            ("plain", plain.clone()),
            ("everything", all),
            ("last-page", last),
            ("nothing", Self { deeds: Vec::new(), next_href: String::new(), ..plain }),
            ("long-words", page(branded(LONG), LONG, LONG)),
            ("right-to-left", page(right_to_left(), "عائشة", "Orders")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}

/// Each thing that can be shown, so that none is without words.
fn every_deed() -> Vec<Deed> {
    SHOWN_ACTIVITY
        .iter()
        .map(|name| Deed {
            key: format!("activity-{}", name.as_str().replace(['.', '_'], "-")),
            when: "2026-11-28 16:06 UTC".to_owned(),
            ..Deed::default()
        })
        .collect()
}
