//! A browser at the hosted pages, whose every request may meet another node.

use std::collections::BTreeMap;
use std::time::Instant;

use reqwest::header::{COOKIE, LOCATION, ORIGIN, RETRY_AFTER, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::Value;
use url::Url;

use super::front::Front;
use crate::answer::Answer;

/// Redirects followed in a row.
const MOST_REDIRECTS: usize = 12;

/// A browser: it keeps cookies, sends forms and follows redirects until they lead away.
#[derive(Debug)]
pub(crate) struct Visitor {
    front: Front,
    cookies: BTreeMap<String, String>,
}

/// Where a visit ended.
#[derive(Debug)]
pub(crate) struct Landing {
    /// The path and query of the page, or the whole address at another site.
    pub(crate) url: Url,
    /// The page; empty at another site.
    pub(crate) body: String,
}

impl Landing {
    /// A parameter of the address.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        self.url.query_pairs().find(|(there, _)| there == name).map(|(_, value)| value.into_owned())
    }

    /// The value of the hidden field `name` of the page.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split('"').next().map(str::to_owned)
    }

    /// The path and query, to send a form to.
    pub(crate) fn path(&self) -> String {
        self.url.query().map_or_else(|| self.url.path().to_owned(), |query| format!("{}?{query}", self.url.path()))
    }
}

impl Visitor {
    /// A browser that was never here before.
    pub(crate) fn new(front: &Front) -> Self {
        Self { front: front.clone(), cookies: BTreeMap::new() }
    }

    /// Opens a page.
    pub(crate) async fn open(&mut self, path: &str) -> Result<Landing, Answer> {
        self.go(Method::GET, path, &[]).await
    }

    /// Sends a form.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Landing, Answer> {
        self.go(Method::POST, path, fields).await
    }

    async fn go(&mut self, method: Method, path: &str, fields: &[(&str, &str)]) -> Result<Landing, Answer> {
        let begun = Instant::now();
        let landed = self.follow(method, path, fields).await;
        let answer = landed.as_ref().map_or_else(Clone::clone, |_| Answer::Done(Value::Null));
        self.front.note(&answer, begun.elapsed());
        landed
    }

    async fn follow(&mut self, method: Method, path: &str, fields: &[(&str, &str)]) -> Result<Landing, Answer> {
        let broken = |what: String| Answer::Broken(what);
        let home = format!("http://{}", self.front.host());
        let home = Url::parse(&home).map_err(|error| broken(error.to_string()))?;
        let mut url = home.join(path).map_err(|error| broken(error.to_string()))?;
        let mut method = method;
        for _ in 0..MOST_REDIRECTS {
            let answer = self.ask(&method, &url, fields).await?;
            self.keep(&answer);
            let status = answer.status();
            if !status.is_redirection() {
                let says_when = answer.headers().contains_key(RETRY_AFTER);
                let Ok(body) = answer.text().await else { return Err(Answer::Lost("the page broke off".to_owned())) };
                return match status.as_u16() {
                    200..300 => Ok(Landing { url, body }),
                    503 if says_when => Err(Answer::Busy { untried: false }),
                    429 if says_when => Err(Answer::Busy { untried: true }),
                    500.. => Err(broken(format!("{}: {status}", url.path()))),
                    _ => Err(Answer::Refused { error: status.to_string(), message: url.path().to_owned() }),
                };
            }
            let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            url =
                location.and_then(|to| url.join(to).ok()).ok_or_else(|| broken("a redirect to nowhere".to_owned()))?;
            if url.origin() != home.origin() {
                return Ok(Landing { url, body: String::new() });
            }
            method = Method::GET;
        }
        Err(broken("too many redirects".to_owned()))
    }

    async fn ask(&self, method: &Method, url: &Url, fields: &[(&str, &str)]) -> Result<Response, Answer> {
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let mut request = self.front.request(method.clone(), &path).header(COOKIE, self.header());
        if *method == Method::POST {
            let origin = format!("http://{}", self.front.host());
            request = request.header(ORIGIN, origin).header("sec-fetch-site", "same-origin").form(fields);
        }
        request.send().await.map_err(|error| {
            if error.is_connect() { Answer::Unreached } else { Answer::Lost("the connection ended".to_owned()) }
        })
    }

    fn keep(&mut self, answer: &Response) {
        let set = answer.headers().get_all(SET_COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        for (name, value) in set.filter_map(|text| text.split(';').next()?.split_once('=')) {
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
}
