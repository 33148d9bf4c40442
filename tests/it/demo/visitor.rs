//! A browser at the demo app, and the provider that it is sent to.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::App;
use actix_web::body::{MessageBody as _, to_bytes};
use actix_web::cookie::Cookie;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::Data;
use url::Url;
use vestibule::demo::{self, Demo, Means, Settings};
use vestibule::domain::clock::ManualClock;
use vestibule::domain::random::SeededRandom;
use vestibule::i18n::Catalog;
use vestibule::outbound::{HttpClient, Reach};

use super::provider::{CLIENT, NOW, Provider};

/// The app's own origin.
pub(super) const ORIGIN: &str = "http://localhost:8080";

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) location: String,
    pub(super) body: String,
}

/// The browser.
pub(super) struct Visitor {
    pub(super) provider: Provider,
    pub(super) clock: Arc<ManualClock>,
    demo: Data<Demo>,
    cookie: Option<String>,
}

impl Visitor {
    /// A browser without a history.
    pub(super) fn new() -> Self {
        let provider = Provider::start();
        let clock = Arc::new(ManualClock::new(NOW));
        let issuer = Url::parse(&provider.issuer).unwrap();
        let settings = Settings {
            issuer: provider.issuer.clone(),
            client_id: CLIENT.to_owned(),
            public_url: Url::parse(ORIGIN).unwrap(),
        };
        let means = Means {
            http: HttpClient::new(&Reach { origins: vec![issuer], ..Reach::default() }).unwrap(),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(1)),
            catalog: Arc::new(Catalog::embedded().unwrap()),
        };
        Self { provider, clock, demo: Data::new(Demo::new(settings, means)), cookie: None }
    }

    /// Follows a link.
    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Presses a button of the page, as a browser does.
    pub(super) async fn press(&mut self, path: &str) -> Answer {
        let csrf = self.csrf().await;
        self.post(path, &csrf, &[("Origin", ORIGIN), ("Sec-Fetch-Site", "same-origin")]).await
    }

    /// Posts a form with headers of the test's choosing.
    pub(super) async fn post(&mut self, path: &str, csrf: &str, headers: &[(&str, &str)]) -> Answer {
        let request = TestRequest::post().uri(path).set_form([("_csrf", csrf)]);
        let request = headers.iter().fold(request, |request, header| request.insert_header(*header));
        self.send(request).await
    }

    /// The token of the page's forms.
    pub(super) async fn csrf(&mut self) -> String {
        let page = self.get("/demo").await.body;
        let field = page.split("name=\"_csrf\" value=\"").nth(1).unwrap_or_default();
        field.split('"').next().unwrap_or_default().to_owned()
    }

    /// Begins a sign-in; answers what the provider was asked.
    pub(super) async fn begin(&mut self) -> HashMap<String, String> {
        let answer = self.get("/demo/login").await;
        assert_eq!(answer.status, 303, "{}", answer.location);
        let url = Url::parse(&answer.location).unwrap();
        assert_eq!(url.path(), "/pool/oauth2/authorize");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        self.provider.script.lock().unwrap().nonce.clone_from(&asked["nonce"]);
        asked
    }

    /// The provider's answer to a request.
    pub(super) fn answer_to(&self, asked: &HashMap<String, String>) -> String {
        format!("/demo/callback?code=the-code&state={}&iss={}", asked["state"], self.provider.issuer)
    }

    /// Signs in all the way.
    pub(super) async fn sign_in(&mut self) -> String {
        let asked = self.begin().await;
        let callback = self.answer_to(&asked);
        let answer = self.get(&callback).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/demo"));
        let page = self.get("/demo").await.body;
        assert!(page.contains("Hello, "), "{page}");
        callback
    }

    /// Follows a callback that must fail with these words, and leave nobody signed in.
    pub(super) async fn is_refused(&mut self, callback: &str, words: &str) {
        let answer = self.get(callback).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/demo"), "{words}");
        self.page_says(words).await;
    }

    /// The page says these words once, and shows nobody signed in.
    pub(super) async fn page_says(&mut self, words: &str) {
        let page = self.get("/demo").await.body;
        assert!(page.contains(words), "{words}: {page}");
        assert!(page.contains("role=\"alert\"") && page.contains("href=\"/demo/login\""), "{words}: how to try again");
        self.is_signed_out().await;
    }

    /// The page shows nobody signed in, and no token.
    pub(super) async fn is_signed_out(&mut self) {
        let page = self.get("/demo").await.body;
        assert!(page.contains("href=\"/demo/login\"") && !page.contains("role=\"alert\""), "{page}");
        assert!(!page.contains("Hello, ") && !page.contains("access-1"), "{page}");
    }

    /// The browser's cookie.
    pub(super) fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Plants a cookie.
    pub(super) fn set_cookie(&mut self, value: Option<&str>) {
        self.cookie = value.map(str::to_owned);
    }

    async fn send(&mut self, mut request: TestRequest) -> Answer {
        if let Some(cookie) = &self.cookie {
            request = request.cookie(Cookie::new("vestibule-demo", cookie.clone()));
        }
        let demo = self.demo.clone();
        let app = init_service(App::new().configure(|config| demo::configure(config, demo))).await;
        let response = call_service(&app, request.to_request()).await;
        for cookie in response.response().cookies() {
            let is_kept = cookie.name() == "vestibule-demo" && !cookie.value().is_empty();
            if is_kept {
                assert!(cookie.http_only().unwrap() && cookie.to_string().contains("SameSite=Lax"), "{cookie}");
            }
            self.cookie = is_kept.then(|| cookie.value().to_owned());
        }
        let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body().boxed()).await.unwrap();
        Answer { status, location: location.unwrap_or_default(), body: String::from_utf8(body.to_vec()).unwrap() }
    }
}
