//! Demo ID, the simulated provider, on a port of its own beside the application, and a person who chooses there.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{App, HttpServer};
use url::Url;
use vestibule::crypto::signing::{KeySource, SigningAlgorithm, SigningKey};
use vestibule::domain::clock::SharedClock;
use vestibule::domain::random::SeededRandom;
use vestibule::i18n::Catalog;
use vestibule::outbound::{HttpClient, Reach};
use vestibule::simulator::{
    self, AppleKey, ClientSecret, Endpoint, Kind, Knobs, Means, Person, Registration, Settings, Simulator, saml,
};

use super::forms::{Form, encode, forms};

/// The client id under which apps are known to it.
pub(crate) const CLIENT: &str = "vestibule-at-demo-id";
/// That client's secret.
pub(crate) const SECRET: &str = "a secret of the tests & nobody's";
/// The client id of the app that proves itself as Apple has it.
pub(crate) const APPLE_CLIENT: &str = "com.example.vestibule";
/// Its team and key.
pub(crate) const APPLE_TEAM: &str = "TEAM123456";
/// See above.
pub(crate) const APPLE_KEY: &str = "KEY1234567";

/// The running provider. It stops with the test.
pub(crate) struct DemoId {
    pub(crate) knobs: Arc<Knobs>,
    /// The key with which the Apple client signs.
    pub(crate) apple_key: SigningKey,
    simulator: Data<Simulator>,
    http: HttpClient,
    origin: Url,
    server: actix_web::dev::ServerHandle,
}

/// What a browser brings back to the app.
#[derive(Clone, Debug)]
pub(crate) struct Returned {
    /// Where to.
    pub(crate) url: Url,
    /// The fields of the form that it posts; none where it follows a link.
    pub(crate) form: Option<Form>,
}

impl Returned {
    /// A parameter of the answer.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        match &self.form {
            Some(form) => form.get(name).map(str::to_owned),
            None => self.url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()),
        }
    }
}

impl DemoId {
    /// Starts it; codes are sent to these addresses only.
    pub(crate) fn start(clock: SharedClock, redirect_uris: &[&str]) -> Self {
        Self::start_for(clock, redirect_uris, Vec::new())
    }

    /// The same, with these apps that speak SAML.
    #[expect(clippy::disallowed_methods, reason = "the provider runs beside the test, and ends with it")]
    pub(crate) fn start_for(clock: SharedClock, redirect_uris: &[&str], apps: Vec<saml::App>) -> Self {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = Url::parse(&format!("http://{}", socket.local_addr().unwrap())).unwrap();
        let made = SigningKey::generate(SigningAlgorithm::Es256).unwrap().to_pkcs8().unwrap();
        let apple_key = SigningKey::from_pkcs8(APPLE_KEY, SigningAlgorithm::Es256, &made).unwrap();
        let apple = AppleKey {
            team_id: APPLE_TEAM.to_owned(),
            key_id: APPLE_KEY.to_owned(),
            public_jwk: apple_key.public_jwk(),
        };
        let redirect_uris: Vec<String> = redirect_uris.iter().map(|uri| (*uri).to_owned()).collect();
        let client = |id: &str, secret: ClientSecret| Registration {
            id: id.to_owned(),
            secret,
            redirect_uris: redirect_uris.clone(),
        };
        let clients = vec![
            client(CLIENT, ClientSecret::Shared(SECRET.into())),
            client("another-app", ClientSecret::Shared("another secret".into())),
            client(APPLE_CLIENT, ClientSecret::Apple(apple)),
        ];
        let means = Means {
            clock,
            random: Arc::new(SeededRandom::new(7)),
            catalog: Arc::new(Catalog::embedded().unwrap()),
            keys: KeySource::fixed((5..=8).map(rsa_key).collect()),
        };
        let knobs = Arc::new(Knobs::default());
        let settings = Settings { origin: origin.clone(), clients, apps };
        let simulator = Data::new(Simulator::new(settings, means, knobs.clone()));
        let shared = simulator.clone();
        let app = move || App::new().configure(|config| simulator::configure(config, shared.clone()));
        let running = HttpServer::new(app).workers(1).disable_signals().listen(socket).unwrap().run();
        let server = running.handle();
        tokio::task::spawn_local(running);
        let http = HttpClient::new(&Reach { origins: vec![origin.clone()], ..Reach::default() }).unwrap();
        Self { knobs, apple_key, simulator, http, origin, server }
    }

    /// The simulator itself.
    pub(crate) fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// The issuer of a kind of provider.
    pub(crate) fn issuer(&self, kind: Kind) -> String {
        self.simulator.endpoints(kind).issuer
    }

    /// How often an endpoint was asked.
    pub(crate) fn asked(&self, endpoint: Endpoint) -> usize {
        self.simulator.seen().iter().filter(|seen| seen.endpoint == endpoint).count()
    }

    /// A client that reaches it and nothing else of this machine.
    pub(crate) fn http(&self) -> HttpClient {
        self.http.clone()
    }

    /// A person goes where the app sends them, and is somebody.
    pub(crate) async fn visit(&self, url: &Url, person: &Person) -> Returned {
        self.visit_with(url, person, "").await
    }

    /// The same, and has something go wrong on the trip.
    pub(crate) async fn visit_with(&self, url: &Url, person: &Person, trouble: &str) -> Returned {
        let verified = if person.email_verified { "yes" } else { "" };
        let (name, email) = (person.name(), person.email.to_string());
        let known = simulator::PEOPLE.iter().position(|known| known == person);
        let mut fields = match known.map(|number| number.to_string()) {
            Some(number) => vec![("person", number)],
            None => {
                vec![
                    ("person", "typed".to_owned()),
                    ("name", name),
                    ("email", email),
                    ("verified", verified.to_owned()),
                ]
            }
        };
        fields.push(("trouble", trouble.to_owned()));
        self.choose(url, fields).await
    }

    /// A person goes where the app sends them, and goes back.
    pub(crate) async fn visit_and_deny(&self, url: &Url) -> Returned {
        self.choose(url, vec![("person", "deny".to_owned())]).await
    }

    /// A person who was sent there by a form that their browser posts.
    pub(crate) async fn visit_by_form(&self, form: &Form, person: &Person) -> Returned {
        let number = simulator::PEOPLE.iter().position(|known| known == person).unwrap();
        let page = self.http.send(post(&form.action, &form.body())).await.unwrap();
        self.choose_on(page, vec![("person", number.to_string())]).await
    }

    /// Goes to an address of it; the page there, or where it sends the browser.
    pub(crate) async fn open(&self, url: &str) -> Returned {
        returned(&self.http.send(get(url)).await.unwrap())
    }

    /// Whoever is signed in at its SAML side signs out there, of this `session` or as this `person`; what goes to the app.
    pub(crate) async fn sign_out(&self, which: &str, index: &str) -> Returned {
        let body = encode([("_csrf", index), ("end", which)]);
        returned(&self.http.send(post(&self.simulator.saml_places().sessions, &body)).await.unwrap())
    }

    /// The sessions at its SAML side, the last one first.
    pub(crate) async fn sessions(&self) -> Vec<String> {
        let page = self.http.send(get(&self.simulator.saml_places().sessions)).await.unwrap();
        let page = String::from_utf8(page.into_body()).unwrap();
        forms(&page).iter().filter_map(|form| form.get("_csrf").map(str::to_owned)).collect()
    }

    async fn choose(&self, url: &Url, fields: Vec<(&'static str, String)>) -> Returned {
        let page = self.http.send(get(url.as_str())).await.unwrap();
        self.choose_on(page, fields).await
    }

    async fn choose_on(&self, page: http::Response<Vec<u8>>, mut fields: Vec<(&'static str, String)>) -> Returned {
        if page.status() != 200 {
            return returned(&page);
        }
        let page = String::from_utf8(page.into_body()).unwrap();
        let form = forms(&page).into_iter().next().unwrap_or_else(|| panic!("no choice: {page}"));
        fields.retain(|(name, value)| *name != "verified" || !value.is_empty());
        fields.push(("_csrf", form.get("_csrf").unwrap().to_owned()));
        let action = self.origin.join(&form.action).unwrap();
        let body = encode(fields.iter().map(|(name, value)| (*name, value.as_str())));
        returned(&self.http.send(post(action.as_str(), &body)).await.unwrap())
    }
}

impl Drop for DemoId {
    fn drop(&mut self) {
        // Only asks it to stop; nothing in it outlives the test's runtime.
        drop(self.server.stop(false));
    }
}

/// A GET.
pub(crate) fn get(url: &str) -> http::Request<Vec<u8>> {
    http::Request::get(url).body(Vec::new()).unwrap()
}

/// A form that is posted.
pub(crate) fn post(url: &str, body: &str) -> http::Request<Vec<u8>> {
    let request = http::Request::post(url).header("content-type", "application/x-www-form-urlencoded");
    request.body(body.as_bytes().to_vec()).unwrap()
}

fn returned(answer: &http::Response<Vec<u8>>) -> Returned {
    let body = String::from_utf8(answer.body().clone()).unwrap();
    if let Some(location) = answer.headers().get("location") {
        return Returned { url: Url::parse(location.to_str().unwrap()).unwrap(), form: None };
    }
    let form = forms(&body).into_iter().next().unwrap_or_else(|| panic!("{}: {body}", answer.status()));
    Returned { url: Url::parse(&form.action).unwrap(), form: Some(form) }
}

fn rsa_key(number: usize) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/fixtures/");
    std::fs::read(format!("{folder}rsa-test-key-{number}.pkcs8.der")).unwrap()
}
