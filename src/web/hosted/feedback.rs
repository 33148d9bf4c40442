//! `/feedback`: the link in a mail that asks whether an attempt to sign in was its person.
//!
//! Opening it does nothing: programs open the links of mails before people do. A person presses one of two buttons, in whichever
//! browser: nobody is signed in by it, and nothing is locked.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::account::frame::moment;
use super::context::PageContext;
use super::forgery::{Posted, field};
use super::respond::{Answer, Stop, see_other};
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use crate::domain::pool::Pool;
use crate::domain::risk::{Decision, Verdict};
use crate::domain::secret::Secret;
use crate::flows::Error;
use crate::flows::csrf::{self, FormOrigin};
use crate::flows::risk::{AskedAttempt, asked_attempt, give_feedback};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// Where it is, below a pool.
pub const PATH: &str = "/feedback";

/// The page of a link.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/feedback.html")]
pub struct FeedbackView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What there is to show: `asked`, `valid`, `invalid`, `over`.
    pub state: String,
    /// When the attempt was; empty where it is not shown.
    pub at: String,
    /// From which place; empty where that is not known.
    pub place: String,
    /// From which address; empty where that is not known.
    pub address: String,
    /// In which browser or app, in its own words; empty where that is not known.
    pub device: String,
    /// The form. Its buttons post `value` = `Valid` or `Invalid`.
    pub form: Form,
    /// Where one looks after the account.
    pub account_href: String,
}

impl FeedbackView {
    fn over(layout: Layout) -> Self {
        Self {
            layout,
            state: "over".to_owned(),
            at: String::new(),
            place: String::new(),
            address: String::new(),
            device: String::new(),
            form: Form::default(),
            account_href: String::new(),
        }
    }
}

/// What a link brings.
struct Link {
    pool: Arc<Pool>,
    event: String,
    token: Secret,
    query: String,
}

/// Shows what is asked, or what was answered.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let Some(link) = link(page).await? else { return Err(Stop::failure(StatusCode::NOT_FOUND, "not-found")) };
    show(page, &link, StatusCode::OK).await
}

/// Takes the answer.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    page.check_sender()?;
    // Mails lead below the pool.
    let Some(link) = link(page).await? else { return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")) };
    let form = match page.open(body, origin(page, &link))? {
        Posted::Fresh(form) => form,
        Posted::Stale(_) => return show(page, &link, StatusCode::FORBIDDEN).await,
    };
    if let Some(verdict) = Verdict::parse(&field(&form, "value")) {
        // Whatever comes of it, the page says what was said.
        give_feedback(&page.deps, &link.pool, (&link.event, &link.token), (None, verdict)).await?;
    }
    Ok(see_other(&link.href(page)))
}

async fn link(page: &PageContext) -> Result<Option<Link>, Stop> {
    let (Some(id), Some(params)) = (&page.expected.0, &page.params) else { return Ok(None) };
    let Some(pool) = page.deps.directory.pool(id).await.map_err(Error::from)? else { return Ok(None) };
    let given = |name| params.get(name).unwrap_or_default().to_owned();
    let query = params.to_query(|name| matches!(name, "event" | "token" | "lang"));
    Ok(Some(Link { pool, event: given("event"), token: Secret::from(given("token")), query }))
}

impl Link {
    fn href(&self, page: &PageContext) -> String {
        format!("{}{PATH}?{}", page.expected.mount(), self.query)
    }
}

fn origin<'a>(page: &'a PageContext, link: &'a Link) -> FormOrigin<'a> {
    FormOrigin { browser: page.browser(), pool: link.pool.id.as_str(), route: PATH, session: &link.event }
}

async fn show(page: &PageContext, link: &Link, status: StatusCode) -> Answer {
    let layout = page.layout(&link.pool).await?;
    let Some(asked) = asked_attempt(&page.deps, &link.pool, (&link.event, &link.token)).await? else {
        return page.page(StatusCode::GONE, &FeedbackView::over(layout), "");
    };
    page.mark_browser();
    let mut form = Form::new(link.href(page), csrf::issue(&page.deps, origin(page, link)));
    if status != StatusCode::OK {
        form.show(&[Problem::new("csrf-stale")], []);
    }
    let view = of_attempt(layout, &asked, form, format!("{}/account", page.expected.mount()));
    page.page(status, &view, "")
}

fn of_attempt(layout: Layout, asked: &AskedAttempt, form: Form, account_href: String) -> FeedbackView {
    let state = match asked.said.map(|said| said.verdict) {
        None => "asked",
        Some(Verdict::Valid) => "valid",
        Some(Verdict::Invalid) => "invalid",
    };
    let decision = asked.event.detail.get("risk").cloned();
    let from = decision.and_then(|risk| serde_json::from_value::<Decision>(risk).ok()).and_then(|risk| risk.from);
    let place = from.iter().flat_map(|from| [&from.city, &from.country]).flatten().cloned().collect::<Vec<_>>();
    FeedbackView {
        layout,
        state: state.to_owned(),
        at: moment(asked.event.at),
        place: place.join(", "),
        address: from.as_ref().map(|from| from.address.to_string()).unwrap_or_default(),
        device: from.map(|from| from.device).unwrap_or_default(),
        form,
        account_href,
    }
}

impl View for FeedbackView {
    const TEMPLATE: &'static str = "pages/feedback.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, state: &str, device: &str| Self {
            layout,
            state: state.to_owned(),
            at: "2026-11-28 16:06 UTC".to_owned(),
            place: "Lisbon, PT".to_owned(),
            address: "203.0.113.9".to_owned(),
            device: device.to_owned(),
            form: form("/feedback"),
            account_href: "/xx-local-1_a/account".to_owned(),
        };
        let asked = |layout, device: &str| page(layout, "asked", device);
        let mut stale = asked(layout(), "Firefox on Linux");
        stale.form.show(&[Problem::new("csrf-stale")], []);
        vec![
            ("asked", asked(layout(), "Firefox on Linux")),
            ("little-known", Self { place: String::new(), address: String::new(), ..asked(layout(), "") }),
            ("stale", stale),
            ("valid", page(layout(), "valid", "Firefox on Linux")),
            ("invalid", page(layout(), "invalid", "Firefox on Linux")),
            ("over", Self::over(layout())),
            ("long-words", asked(branded(LONG), LONG)),
            ("right-to-left", asked(right_to_left(), "Firefox on Linux")),
            ("hostile", asked(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
