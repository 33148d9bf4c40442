//! 503: more people sign in than passwords can be checked; 429: too many requests came from one place. Sent with
//! `Retry-After`.

use askama::Template;
use serde::Serialize;

use super::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::render::page::Layout;
use crate::render::{View, filters};

/// The page of a full house.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/busy.html")]
pub struct BusyView {
    /// What surrounds the page.
    pub layout: Layout,
    /// The page to try again, by GET.
    pub retry_href: String,
    /// The request's id, as in the log.
    pub request_id: String,
}

impl View for BusyView {
    const TEMPLATE: &'static str = "pages/busy.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page =
            |layout, id: &str| Self { layout, retry_href: "/login?a=1&b=2".to_owned(), request_id: id.to_owned() };
        vec![
            ("plain", page(layout(), "0199a1c2-7d3e")),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", page(right_to_left(), "0199a1c2")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
