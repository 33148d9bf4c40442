//! A visitor: keeps cookies, sends forms, follows redirects until they lead away from the server.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::Url;

use crate::Result;

/// Where codes are sent. Nobody listens there: the visitor reads the address that it is sent to.
pub(crate) const CALLBACK: &str = "http://127.0.0.1:9999/cb";
/// Redirects followed in a row.
const MOST_REDIRECTS: usize = 12;

/// Idle connections are given up before a server gives them up (actix: 5 s): a request must not meet its goodbye.
const LONGEST_IDLE: Duration = Duration::from_secs(2);

/// A client that keeps its connections and follows nothing by itself.
pub(crate) fn client() -> Result<Client> {
    let client = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(64);
    Ok(client.pool_idle_timeout(LONGEST_IDLE).build()?)
}

/// Cookies of one browser at one host.
#[derive(Debug, Default)]
pub(crate) struct Visitor {
    cookies: Mutex<HashMap<String, String>>,
}

/// Where a visit ended: at a page of the server, or with the address of another site.
#[derive(Debug)]
pub(crate) struct Landing {
    /// The last address.
    pub(crate) url: Url,
    /// The page there; empty at another site.
    pub(crate) body: String,
}

impl Visitor {
    /// Opens `url` and follows redirects.
    pub(crate) async fn open(&self, client: &Client, url: &str) -> Result<Landing> {
        let url = Url::parse(url)?;
        let answer = client.get(url.clone()).header(COOKIE, self.header()).send().await?;
        self.follow(client, url, answer).await
    }

    /// Sends a form and follows redirects.
    pub(crate) async fn submit(&self, client: &Client, url: &Url, fields: &[(&str, &str)]) -> Result<Landing> {
        let origin = url.origin().ascii_serialization();
        let request = client.post(url.clone()).header(COOKIE, self.header()).form(fields);
        let request = request.header("origin", origin).header("sec-fetch-site", "same-origin");
        let answer = request.send().await?;
        self.follow(client, url.clone(), answer).await
    }

    async fn follow(&self, client: &Client, mut url: Url, mut answer: Response) -> Result<Landing> {
        let home = url.origin();
        for _ in 0..MOST_REDIRECTS {
            self.keep(&answer);
            if !answer.status().is_redirection() {
                let status = answer.status();
                let body = answer.text().await?;
                return if status.is_success() { Ok(Landing { url, body }) } else { Err(refused(&url, status, &body)) };
            }
            let location = answer.headers().get(LOCATION).ok_or("a redirect without an address")?.to_str()?;
            url = url.join(location)?;
            if url.origin() != home {
                return Ok(Landing { url, body: String::new() });
            }
            answer = client.get(url.clone()).header(COOKIE, self.header()).send().await?;
        }
        Err("too many redirects".into())
    }

    fn keep(&self, answer: &Response) {
        let mut cookies = self.cookies.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let set = answer.headers().get_all(SET_COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        for (name, value) in set.filter_map(|text| text.split(';').next()?.split_once('=')) {
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn header(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}

impl Landing {
    /// The code that came with the redirect to the callback.
    pub(crate) fn code(&self) -> Result<String> {
        let code = self.url.query_pairs().find(|(name, _)| name == "code").map(|(_, value)| value.into_owned());
        code.ok_or_else(|| format!("no code at {}: {}", self.url, self.body).into())
    }

    /// The value of the hidden field `name` of the page.
    pub(crate) fn hidden(&self, name: &str) -> Result<&str> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\"")).ok_or("no such hidden field")?;
        Ok(rest.split('"').next().unwrap_or_default())
    }
}

fn refused(url: &Url, status: reqwest::StatusCode, body: &str) -> Box<dyn std::error::Error + Send + Sync> {
    format!("{url}: {status}: {body}").into()
}
