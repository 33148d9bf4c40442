//! One running server, in-process: the whole application with its middleware, without a port.

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use actix_http::{BoxedPayloadStream, HttpMessage as _, Request};
use actix_web::body::{BodyStream, to_bytes};
use actix_web::dev::{Payload, Service as _};
use actix_web::test::{TestRequest, init_service};
use futures_util::future::{LocalBoxFuture, ready};
use futures_util::stream;
use tokio::sync::watch;
use url::Url;
use vestibule::app::{Dev, Limits, Parts, Site, assemble};
use vestibule::crypto::hashing::HashingParams;
use vestibule::crypto::ring::MasterKey;
use vestibule::crypto::signing::KeySource;
use vestibule::domain::client::Client;
use vestibule::domain::clock::SharedClock;
use vestibule::domain::pool::Pool;
use vestibule::domain::random::SeededRandom;
use vestibule::flows::risk::Addresses;
use vestibule::flows::time::Follows;
use vestibule::flows::{BreachedPasswords, Deps};
use vestibule::jobs::Worker;
use vestibule::messaging::{Composer, Mailbox, Sender, SmsSender};
use vestibule::outbound::Reach;
use vestibule::render::Catalog;
use vestibule::storage::Database;
use vestibule::web::middleware::Edge;

use super::answer::Answer;
use super::{canaries, innards};

/// The public URL of the application under test.
pub(crate) const PUBLIC_URL: &str = "https://id.example.test";
/// Its host.
pub(crate) const HOST: &str = "id.example.test";

/// RSA keys that are public: making fresh ones takes long. A pool takes two, and so does a rotation.
const KEYS: [&[u8]; 8] = [
    include_bytes!("fixtures/rsa-test-key-1.pkcs8.der"),
    include_bytes!("fixtures/rsa-test-key-2.pkcs8.der"),
    include_bytes!("fixtures/rsa-test-key-3.pkcs8.der"),
    include_bytes!("fixtures/rsa-test-key-4.pkcs8.der"),
    include_bytes!("fixtures/rsa-test-key-5.pkcs8.der"),
    include_bytes!("fixtures/rsa-test-key-6.pkcs8.der"),
    include_bytes!("fixtures/rsa-test-key-7.pkcs8.der"),
    include_bytes!("fixtures/rsa-test-key-8.pkcs8.der"),
];

type Call = dyn Fn(TestRequest) -> LocalBoxFuture<'static, Answer>;

/// One running server. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Node {
    deps: Deps,
    site: Site,
    call: Rc<Call>,
    worker: Worker,
    mailbox: Mailbox,
    peer: Option<SocketAddr>,
}

impl Node {
    /// Starts a server over a database. Each has randomness of its own.
    pub(crate) async fn start(
        database: Database,
        master_key: MasterKey,
        (clock, follows): (SharedClock, Follows),
        seed: u64,
        hashing: HashingParams,
        limits: Limits,
    ) -> Self {
        let random = Arc::new(SeededRandom::new(seed));
        let public_url: Url = PUBLIC_URL.parse().unwrap();
        let deps = assemble(Parts {
            database,
            master_key,
            clock,
            follows,
            random: random.clone(),
            hashing,
            breached: BreachedPasswords::default(),
            addresses: Addresses::default(),
            key_source: KeySource::fixed(KEYS.iter().map(|der| der.to_vec()).collect()),
            public_url: public_url.clone(),
            region: "xx-local-1".to_owned(),
            limits,
            // Providers that tests run are on loopback.
            reach: Reach { networks: vec!["127.0.0.0/8".parse().unwrap()], ..Reach::default() },
        })
        .await
        .unwrap();
        let edge = Edge::new(&public_url, &[], Vec::new(), deps.clock.clone(), random);
        let catalog = Arc::new(Catalog::embedded().unwrap());
        let mailbox = Mailbox::default();
        let worker = Worker::new(deps.clone(), Sender::Memory(mailbox.clone()), Composer::new(catalog.clone()))
            .sending_sms(SmsSender::Memory(mailbox.clone()));
        let site = Site::new(deps.clone(), edge, catalog);
        Self { call: serve(&site).await, deps, site, worker, mailbox, peer: None }
    }

    /// The same server as `vestibule dev` has it: with its own pages, and the demo app of a client.
    pub(crate) async fn with_dev_pages(&self, pool: &Pool, client: &Client) -> Self {
        let (pool, client) = (pool.id.clone(), client.id.clone());
        let dev = Dev { mailbox: self.mailbox.clone(), pool, client, certificate: Vec::new() };
        let site = self.site.clone().with_dev(dev).unwrap();
        Self { call: serve(&site).await, site, ..self.clone() }
    }

    /// The same server where the operator knows this of addresses.
    pub(crate) async fn knowing(&self, addresses: Addresses) -> Self {
        let deps = Deps { addresses, ..self.deps.clone() };
        let public_url: Url = PUBLIC_URL.parse().unwrap();
        let edge = Edge::new(&public_url, &[], Vec::new(), deps.clock.clone(), deps.random.clone());
        let site = Site::new(deps.clone(), edge, Arc::new(Catalog::embedded().unwrap()));
        Self { call: serve(&site).await, deps, site, ..self.clone() }
    }

    /// What the flows use, for what has no door yet and for looking at what was stored.
    pub(crate) fn deps(&self) -> &Deps {
        &self.deps
    }

    /// What its doors are made of, for the operator's listener.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// The mails that this node sent.
    pub(crate) fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// The same server, reached from an address.
    pub(crate) fn seen_from(&self, address: &str) -> Self {
        Self { peer: Some(SocketAddr::new(address.parse().unwrap(), 40_000)), ..self.clone() }
    }

    /// Runs every job that is due.
    pub(crate) async fn run_jobs(&self) {
        self.worker.run_due().await.unwrap();
        for mail in self.mailbox.all() {
            let lines = mail.mail.text.lines();
            lines.filter_map(|line| line.strip_prefix("Temporary password: ")).for_each(canaries::add);
            mail.mail.text.split(|letter: char| !letter.is_ascii_digit()).for_each(canaries::add);
        }
        for text in self.mailbox.texts() {
            let said = text.text.as_str();
            said.split("Temporary password: ").skip(1).for_each(canaries::add);
            said.split(|letter: char| !letter.is_ascii_digit()).for_each(canaries::add);
        }
    }

    /// Works in the background as a server does, until told to stop.
    pub(crate) async fn run_worker(&self, stop: watch::Receiver<bool>) {
        self.worker.clone().run(stop).await;
    }

    /// Sends a request with the `Host` that every client sends.
    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        self.send_raw(request.insert_header(("host", HOST))).await
    }

    /// Sends a request as it is.
    pub(crate) async fn send_raw(&self, request: TestRequest) -> Answer {
        let request = match self.peer {
            Some(peer) => request.peer_addr(peer),
            None => request,
        };
        let answer = (self.call)(request).await;
        // What holds for every answer of every test (the cases' "no 5xx"); shedding is the one exception.
        let is_server_error = answer.status.is_server_error() && answer.code() != 503;
        assert!(!is_server_error, "a server error: {answer:?}");
        answer
    }
}

async fn serve(site: &Site) -> Rc<Call> {
    let service = Rc::new(init_service(site.app()).await);
    Rc::new(move |request| {
        let service = service.clone();
        Box::pin(async move {
            let (request, sent) = overheard(request.to_request()).await;
            let answer = match service.call(request).await {
                Ok(response) => read(response.into_parts().1).await,
                // Over a socket the server turns an error into its response; in-process that is ours to do.
                Err(error) => read(error.error_response()).await,
            };
            remember(&answer);
            let told = innards::told(&answer, &sent);
            assert!(told.is_none(), "an answer tells of {told:?}: {answer:?}");
            answer
        })
    })
}

/// The request, after its secrets were remembered for [`canaries`]; and what was sent with it, as text.
async fn overheard(mut request: Request) -> (Request, String) {
    canaries::count_request();
    for cookie in request.headers().get_all("cookie").filter_map(|value| value.to_str().ok()) {
        let values = cookie.split(';').filter_map(|pair| pair.split_once('='));
        values.filter(|(_, value)| value.len() >= 20).for_each(|(_, value)| canaries::add(value.trim()));
    }
    let sent = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|sent| sent.split_once(' ')).filter(|(scheme, _)| *scheme != "AWS4-HMAC-SHA256");
    if let Some((_, credentials)) = sent {
        canaries::add(credentials);
    }
    canaries::add_form(request.uri().query().unwrap_or_default().as_bytes());
    let body = to_bytes(BodyStream::new(request.take_payload())).await.unwrap();
    match serde_json::from_slice(&body) {
        Ok(document) => canaries::add_json(&document),
        Err(_) => canaries::add_form(&body),
    }
    let sent = format!("{} {:?} {}", request.uri(), request.headers(), String::from_utf8_lossy(&body));
    let again: BoxedPayloadStream = Box::pin(stream::once(ready(Ok(body))));
    (request.replace_payload(Payload::from(again)).0, sent)
}

/// Remembers the secrets of an answer.
fn remember(answer: &Answer) {
    for line in answer.headers.get_all("set-cookie").filter_map(|value| value.to_str().ok()) {
        if let Some((_, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) {
            canaries::add(value);
        }
    }
    if let Some(location) = answer.headers.get("location").and_then(|value| value.to_str().ok()) {
        canaries::add_form(location.split_once('?').map_or("", |(_, query)| query).as_bytes());
    }
    if let Ok(document) = serde_json::from_str(&answer.body) {
        canaries::add_json(&document);
    }
    for form in answer.body.split("name=\"_csrf\" value=\"").skip(1) {
        canaries::add(form.split('"').next().unwrap_or_default());
    }
}

async fn read<B: actix_web::body::MessageBody>(response: actix_web::HttpResponse<B>) -> Answer {
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body()).await.unwrap_or_else(|_| panic!("a body that breaks off"));
    Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}
