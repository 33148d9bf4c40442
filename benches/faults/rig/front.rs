//! The way to the nodes: requests in turn to each of them, as a load balancer sends them; and what they answered.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HOST, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use vestibule::domain::clock::{Clock as _, SystemClock};
use vestibule::protocol::aws::sigv4::{RequestParts, Signer, amz_date};

use super::node::{ACCESS_KEY_ID, SECRET_ACCESS_KEY};
use crate::Result;
use crate::answer::Answer;

const AMZ_JSON: &str = "application/x-amz-json-1.1";
/// No request may take longer; one that does is lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was seen of the answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Requests sent.
    pub(crate) requests: u64,
    /// Answers that are never allowed.
    pub(crate) broken: Vec<String>,
    /// Requests that found nobody, or got no answer.
    pub(crate) unanswered: u64,
    /// Answers "try again later".
    pub(crate) busy: u64,
    /// The longest time that an answer took.
    pub(crate) longest: Duration,
}

/// The nodes, as a client of them sees them.
#[derive(Clone, Debug)]
pub(crate) struct Front {
    http: Client,
    host: String,
    nodes: Arc<Vec<SocketAddr>>,
    next: Arc<AtomicUsize>,
    /// A bit for each node that gets no requests, because its readiness said so.
    out: Arc<AtomicU64>,
    seen: Arc<Mutex<Seen>>,
}

impl Front {
    /// Nodes that are one server, of the public address `public`.
    pub(crate) fn new(public: SocketAddr, nodes: Vec<SocketAddr>) -> Result<Self> {
        let http = Client::builder().redirect(Policy::none()).timeout(PATIENCE).pool_max_idle_per_host(64).build()?;
        let host = format!("localhost:{}", public.port());
        Ok(Self { http, host, nodes: Arc::new(nodes), next: Arc::default(), out: Arc::default(), seen: Arc::default() })
    }

    /// Takes a node out of the rotation, or back into it, as a load balancer does by the node's readiness.
    pub(crate) fn rotate(&self, node: usize, is_in: bool) {
        let bit = 1 << node;
        if is_in {
            self.out.fetch_and(!bit, Ordering::Relaxed);
        } else {
            self.out.fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// The way to one node alone.
    pub(crate) fn only(&self, node: usize) -> Self {
        let nodes = self.nodes.get(node).copied().into_iter().collect();
        Self { nodes: Arc::new(nodes), next: Arc::default(), out: Arc::default(), ..self.clone() }
    }

    /// The name by which browsers know the server, with its port.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Takes what was seen since it was last taken.
    pub(crate) fn take_seen(&self) -> Seen {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Calls an operation of the Cognito API without a signature.
    pub(crate) async fn call(&self, operation: &str, input: &Value) -> Answer {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let request = self.post("/").header(CONTENT_TYPE, AMZ_JSON).header("x-amz-target", target);
        self.send(operation, request.body(input.to_string())).await
    }

    /// Calls an operation with the admin's key.
    pub(crate) async fn admin(&self, operation: &str, input: &Value) -> Answer {
        let body = input.to_string();
        let now = SystemClock.now();
        let date = amz_date(now);
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let headers =
            [("content-type", AMZ_JSON), ("host", self.host()), ("x-amz-date", &date), ("x-amz-target", &target)];
        let to_sign = headers.map(|(name, value)| (name, value.as_bytes()));
        let parts = RequestParts { method: "POST", query: "", headers: &to_sign, body: body.as_bytes() };
        let signer = Signer {
            access_key_id: ACCESS_KEY_ID,
            secret: SECRET_ACCESS_KEY,
            region: "xx-local-1",
            service: "cognito-idp",
        };
        let mut request = self.post("/").header(AUTHORIZATION, signer.authorization(&parts, now)).body(body);
        for (name, value) in headers.into_iter().filter(|(name, _)| *name != "host") {
            request = request.header(name, value);
        }
        self.send(operation, request).await
    }

    /// Sends a form to an endpoint of OAuth.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(path, self.post(path).form(fields)).await
    }

    /// Gets a page or a document.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(path, self.request(reqwest::Method::GET, path)).await
    }

    /// A request to the next node, for those who read the answer themselves.
    pub(crate) fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        let node = self.turn().map_or_else(String::new, ToString::to_string);
        self.http.request(method, format!("http://{node}{path}")).header(HOST, self.host())
    }

    /// The node whose turn it is.
    fn turn(&self) -> Option<&SocketAddr> {
        let out = self.out.load(Ordering::Relaxed);
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let order = (0..self.nodes.len()).map(|step| (turn + step) % self.nodes.len());
        let mut in_rotation = order.filter(|node| out & (1 << node) == 0);
        self.nodes.get(in_rotation.next().unwrap_or_default())
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.request(reqwest::Method::POST, path)
    }

    async fn send(&self, what: &str, request: RequestBuilder) -> Answer {
        let begun = Instant::now();
        let answer = read(what, request).await;
        self.note(&answer, begun.elapsed());
        answer
    }

    /// Counts an answer.
    pub(crate) fn note(&self, answer: &Answer, took: Duration) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.requests += 1;
        match answer {
            Answer::Broken(what) => seen.broken.push(what.clone()),
            Answer::Unreached | Answer::Lost(_) => seen.unanswered += 1,
            Answer::Busy { .. } => seen.busy += 1,
            Answer::Done(_) | Answer::Refused { .. } => {}
        }
        if !matches!(answer, Answer::Unreached | Answer::Lost(_)) {
            seen.longest = seen.longest.max(took);
        }
    }
}

async fn read(what: &str, request: RequestBuilder) -> Answer {
    let answer = match request.send().await {
        Ok(answer) => answer,
        Err(error) if error.is_connect() => return Answer::Unreached,
        Err(error) if error.is_timeout() => return Answer::Lost("no answer in time".to_owned()),
        Err(_) => return Answer::Lost("the connection ended".to_owned()),
    };
    let (status, headers) = (answer.status(), answer.headers().clone());
    let Ok(text) = answer.text().await else { return Answer::Lost("the answer broke off".to_owned()) };
    let says_when = headers.contains_key(RETRY_AFTER);
    if status.is_success() {
        return Answer::Done(serde_json::from_str(&text).unwrap_or(Value::String(text)));
    }
    if status.as_u16() == 503 && says_when {
        return Answer::Busy { untried: false };
    }
    if status.is_server_error() {
        return Answer::Broken(format!("{what}: {status}: {text}"));
    }
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    let text_of = |names: [&str; 2]| names.iter().find_map(|name| Some(body.get(name)?.as_str()?.to_owned()));
    let error = text_of(["__type", "error"]).unwrap_or_else(|| status.as_u16().to_string());
    if says_when && (status.as_u16() == 429 || error == "TooManyRequestsException") {
        return Answer::Busy { untried: true };
    }
    Answer::Refused { error, message: text_of(["message", "error_description"]).unwrap_or_default() }
}
