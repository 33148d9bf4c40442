//! The pages of `vestibule dev`: the first page and the mailbox. Mounted by no other command. What they show is handed
//! in, so that this door needs to know neither messages nor the demo app.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, Responder};

use super::context::PageContext;
use super::dev_home::{DevHomeView, Fact};
use super::mailbox::{MailRow, MailboxView};
use super::respond::{Answer, Stop};
use super::{look, shown};
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::render::page::Layout;
use crate::web::mount::Mount;

/// A mail's HTML is somebody else's document: it may style itself, and nothing more.
const MAIL_POLICY: &str =
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/// A mail that was sent.
#[derive(Clone, Debug)]
pub struct DevMail {
    /// Its number.
    pub id: u64,
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text, in which a code may stand.
    pub text: String,
    /// The HTML document.
    pub html: String,
    /// When it arrived.
    pub at: Micros,
}

/// A text message that was sent.
#[derive(Clone, Debug)]
pub struct DevText {
    /// Its number, in one row with those of mails.
    pub id: u64,
    /// To which number.
    pub to: String,
    /// What it says.
    pub text: String,
    /// The parts that a gateway would bill.
    pub segments: usize,
    /// When it arrived.
    pub at: Micros,
}

/// What the pages of a development server show.
#[derive(Clone)]
pub struct DevData {
    /// The demo pool.
    pub pool: PoolId,
    /// The demo client.
    pub client: ClientId,
    /// Where the demo app's sign-in page is seen.
    pub login_href: String,
    /// Where one signs up for the demo app.
    pub sign_up_href: String,
    /// The mails, oldest first.
    pub mails: Arc<dyn Fn() -> Vec<DevMail> + Send + Sync>,
    /// The text messages, oldest first.
    pub texts: Arc<dyn Fn() -> Vec<DevText> + Send + Sync>,
}

/// The pages.
pub const PAGES: [Mount; 3] = [
    Mount::new("/", |at| shown(at, home)),
    Mount::new("/dev/mailbox", |at| shown(at, mailbox)),
    Mount::new("/dev/mailbox/{id}", |at| shown(at, mail)),
];

/// Mounts the pages over `data`.
pub fn configure(config: &mut ServiceConfig, data: DevData) {
    config.app_data(Data::new(data));
    Mount::all(&PAGES, config);
}

async fn home(page: PageContext, data: Data<DevData>) -> HttpResponse {
    let answer = show_home(&page, &data);
    page.finish(answer)
}

fn show_home(page: &PageContext, data: &DevData) -> Answer {
    let urls = &page.deps.urls;
    let (issuer, region) = (urls.issuer(&data.pool), data.pool.region());
    let view = DevHomeView {
        layout: Layout::new(&page.translator(), look::PRODUCT),
        demo_href: "/demo".to_owned(),
        sign_up_href: data.sign_up_href.clone(),
        login_href: data.login_href.clone(),
        mailbox_href: "/dev/mailbox".to_owned(),
        facts: vec![
            Fact::new("fact-pool", data.pool.as_str()),
            Fact::new("fact-client", data.client.as_str()),
            Fact::new("fact-region", region),
            Fact::new("fact-endpoint", urls.base()),
            Fact::new("fact-issuer", &issuer),
            Fact::link("fact-account", format!("{issuer}/account")),
            Fact::link("fact-discovery", format!("{issuer}/.well-known/openid-configuration")),
            Fact::link("fact-keys", format!("{issuer}/.well-known/jwks.json")),
        ],
        api_example: format!(
            "aws cognito-idp list-users --user-pool-id {} \\\n    --endpoint-url {} --region {region}",
            data.pool,
            urls.base()
        ),
    };
    page.page(StatusCode::OK, &view, "")
}

async fn mailbox(page: PageContext, data: Data<DevData>) -> HttpResponse {
    let mut rows: Vec<(u64, MailRow)> = (data.mails)().iter().map(|mail| (mail.id, row(mail))).collect();
    rows.extend((data.texts)().iter().map(|text| (text.id, text_row(text))));
    rows.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let view = MailboxView {
        layout: Layout::new(&page.translator(), look::PRODUCT),
        mails: rows,
        reload_href: "/dev/mailbox".to_owned(),
        home_href: "/".to_owned(),
    };
    let answer = page.page(StatusCode::OK, &view, "");
    page.finish(answer)
}

/// The mail itself, as its reader's program would show it.
async fn mail(page: PageContext, data: Data<DevData>, id: web::Path<String>) -> HttpResponse {
    let found = (data.mails)().into_iter().find(|mail| mail.id.to_string() == *id);
    match found {
        Some(mail) => mail
            .html
            .customize()
            .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((CONTENT_SECURITY_POLICY, MAIL_POLICY))
            .respond_to(&page.request)
            .map_into_boxed_body(),
        None => page.finish(Err(Stop::failure(StatusCode::NOT_FOUND, "not-found"))),
    }
}

fn row(mail: &DevMail) -> MailRow {
    MailRow {
        subject: mail.subject.clone(),
        to: mail.to.clone(),
        when: clock_time(mail.at),
        code: code_in(&mail.subject).or_else(|| code_in(&mail.text)).unwrap_or_default().to_owned(),
        href: format!("/dev/mailbox/{}", mail.id),
        parts: String::new(),
    }
}

fn text_row(text: &DevText) -> MailRow {
    MailRow {
        subject: text.text.clone(),
        to: text.to.clone(),
        when: clock_time(text.at),
        code: code_in(&text.text).unwrap_or_default().to_owned(),
        href: String::new(),
        parts: text.segments.to_string(),
    }
}

fn clock_time(at: Micros) -> String {
    let minutes = at.secs().div_euclid(60);
    format!("{:02}:{:02} UTC", minutes.div_euclid(60).rem_euclid(24), minutes.rem_euclid(60))
}

/// The first word of exactly six digits.
fn code_in(text: &str) -> Option<&str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_mail_is_found() {
        assert_eq!(code_in("391204 is your Demo code"), Some("391204"));
        assert_eq!(code_in("Your code: 107733."), Some("107733"));
        assert_eq!(code_in("Order 1234567 of 2026, a12345"), None);
    }

    #[test]
    fn the_time_of_day_is_read_off_the_clock() {
        assert_eq!(clock_time(Micros::from_secs(1_800_000_000 + 3 * 60)), "08:03 UTC");
    }
}
