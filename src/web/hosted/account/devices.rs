//! `/account/devices`: the browsers in which the person signed in, each with a name of theirs and a way to have it forgotten.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::{Frame, moment};
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::device::{Device, LONGEST_NAME};
use crate::flows::account::Caller;
use crate::flows::device::{DeviceChange, forget, forget_all, list_all, rename};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};

/// The page of known browsers.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_devices.html")]
pub struct AccountDevicesView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The form. Its buttons post `forget` = a device's key or `all`, or `rename` = a device's key with `name`.
    pub form: Form,
    /// The devices.
    pub devices: Vec<DeviceRow>,
    /// The greatest number of characters of a name.
    pub longest_name: String,
    /// Where one goes back to.
    pub back_href: String,
}

/// A browser that is known.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DeviceRow {
    /// Its key.
    pub key: String,
    /// What it is called; empty where that is not known.
    pub name: String,
    /// The address from which it was last used; empty where it is not known.
    pub address: String,
    /// When it was added.
    pub since: String,
    /// When it was last used.
    pub last_used: String,
    /// Whether it stands in for a second factor.
    pub stands_in: bool,
}

impl DeviceRow {
    fn of(device: &Device) -> Self {
        Self {
            key: device.id.key(&device.pool),
            name: device.name.clone(),
            address: device.last_address.clone(),
            since: moment(device.created_at),
            last_used: moment(device.used_at),
            stands_in: device.is_remembered && device.second_factor_at.is_some(),
        }
    }
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Devices).await?;
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Names a device, or forgets it.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::Devices).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    let Caller { pool, client, user, .. } = &visitor.caller;
    let (forgotten, renamed) = (field(&form, "forget"), field(&form, "rename"));
    let by = Some(&client.id);
    let (done, change) = match (forgotten.as_str(), renamed.as_str()) {
        ("all", _) => {
            forget_all(&page.deps, pool, user, by).await?;
            ("account-notice-forgotten", DeviceChange::Done)
        }
        ("", key) => ("account-notice-saved", rename(&page.deps, pool, user, key, &field(&form, "name")).await?),
        (key, _) => ("account-notice-forgotten", forget(&page.deps, pool, user, key, by).await?),
    };
    let state = match change {
        DeviceChange::Done => notice(done),
        DeviceChange::NotFound => wrong(vec![Wrong::form("account-gone")]),
        DeviceChange::NameInvalid => wrong(vec![Wrong::form("name-invalid")]),
    };
    page.go_to(&visitor, Place::Devices, &state)
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let devices = list_all(&page.deps, &visitor.caller.pool, &visitor.caller.user).await?;
    let mut form = page.form_at(visitor, Place::Devices);
    form.show(&state.problems(), []);
    let view = AccountDevicesView {
        layout,
        frame,
        notice: state.notice.clone(),
        form,
        devices: devices.iter().map(DeviceRow::of).collect(),
        longest_name: LONGEST_NAME.to_string(),
        back_href: visitor.href(Place::Factors),
    };
    page.page(status, &view, "")
}

impl View for AccountDevicesView {
    const TEMPLATE: &'static str = "pages/account_devices.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let device = |key: &str, name: &str, stands_in| DeviceRow {
            key: key.to_owned(),
            name: name.to_owned(),
            address: "198.51.100.7".to_owned(),
            since: "2026-11-02 10:30 UTC".to_owned(),
            last_used: "2026-11-28 16:06 UTC".to_owned(),
            stands_in,
        };
        let page = |layout, person: &str, name: &str| Self {
            layout,
            frame: Frame::sample(Place::Devices, person, "ada@example.com"),
            notice: String::new(),
            form: Form::new("/xx-local-1_a/account/devices", "MTIz.csrf"),
            devices: vec![
                device("xx-local-1_0192", name, true),
                DeviceRow { address: String::new(), ..device("xx-local-1_0193", "", false) },
            ],
            longest_name: "60".to_owned(),
            back_href: "/xx-local-1_a/account/factors".to_owned(),
        };
        let plain = page(layout(), "Ada Lovelace", "Firefox on Linux");
        let mut wrong = plain.clone();
        wrong.form.show(&[Problem::new("name-invalid")], []);
        vec![
            ("plain", plain.clone()),
            ("none", Self { devices: Vec::new(), ..plain.clone() }),
            ("forgotten", Self { notice: "account-notice-forgotten".to_owned(), ..plain }),
            ("wrong", wrong),
            ("long-words", page(branded(LONG), LONG, LONG)),
            ("right-to-left", page(right_to_left(), "عائشة", ARABIC)),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
