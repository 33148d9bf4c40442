//! The program behind a client: begins sign-ins, redeems codes, refreshes, asks who the user is.

use std::sync::Arc;

use actix_web::test::TestRequest;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use vestibule::domain::client::Client;
use vestibule::domain::clock::{Clock as _, ManualClock};
use vestibule::domain::secret::ExposeSecret as _;

use super::answer::Answer;
use super::browser::Browser;
use super::canaries;
use super::forms::encode;
use super::node::{Node, PUBLIC_URL};
use super::people::Person;
use super::sample_settings::CALLBACK;
use super::tokens;

/// A PKCE verifier, as long as allowed at least.
pub(crate) const VERIFIER: &str = "a-verifier-of-the-least-length_that.counts~0";

/// What a client asks of the authorization endpoint. Every parameter can be changed.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    parameters: Vec<(String, String)>,
    mount: String,
}

impl AuthorizationRequest {
    /// With a parameter in the place of what was there.
    #[must_use]
    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        self.without(name).and(name, value)
    }

    /// With one more parameter, even if there is one of that name.
    #[must_use]
    pub(crate) fn and(mut self, name: &str, value: &str) -> Self {
        self.parameters.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a parameter.
    #[must_use]
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.parameters.retain(|(known, _)| known != name);
        self
    }

    /// Without PKCE.
    #[must_use]
    pub(crate) fn without_pkce(self) -> Self {
        self.without("code_challenge").without("code_challenge_method")
    }

    /// The parameters as a query string.
    pub(crate) fn query(&self) -> String {
        encode(self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// Where the browser goes, from the host's root.
    pub(crate) fn target(&self) -> String {
        format!("{}/oauth2/authorize?{}", self.mount, self.query())
    }
}

/// What a client got.
#[derive(Clone, Debug)]
pub(crate) struct TokenSet {
    /// The access token.
    pub(crate) access: String,
    /// The ID token; empty when there is none.
    pub(crate) id: String,
    /// The refresh token; empty when there is none.
    pub(crate) refresh: String,
}

impl TokenSet {
    /// The tokens of a token response.
    #[track_caller]
    pub(crate) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.code(), 200, "{answer:?}");
        let body = answer.json();
        let token = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Self { access: token("access_token"), id: token("id_token"), refresh: token("refresh_token") }
    }
}

/// The program behind a client.
#[derive(Clone)]
pub(crate) struct OAuthClient {
    node: Node,
    clock: Arc<ManualClock>,
    /// Its id.
    pub(crate) id: String,
    /// Its secret, where it has one.
    pub(crate) secret: Option<String>,
    pool: String,
    at_root: bool,
}

impl OAuthClient {
    /// The program behind `client`. It uses the endpoints that discovery names.
    pub(crate) fn new(node: Node, client: &Client, clock: Arc<ManualClock>) -> Self {
        let secret = client.secret.as_ref().map(|secret| secret.expose_secret().to_owned());
        if let Some(secret) = &secret {
            canaries::add(secret);
        }
        Self { node, clock, id: client.id.to_string(), secret, pool: client.pool.to_string(), at_root: false }
    }

    /// The same program, answered by another node.
    #[must_use]
    pub(crate) fn through(mut self, node: &Node) -> Self {
        self.node = node.clone();
        self
    }

    /// The same program at the endpoints below the root.
    #[must_use]
    pub(crate) fn at_root(mut self) -> Self {
        self.at_root = true;
        self
    }

    /// The same program at the endpoints of another pool.
    #[must_use]
    pub(crate) fn at_pool(mut self, pool: &str) -> Self {
        pool.clone_into(&mut self.pool);
        self
    }

    /// The issuer that it trusts.
    pub(crate) fn issuer(&self) -> String {
        format!("{PUBLIC_URL}/{}", self.pool)
    }

    fn mount(&self) -> String {
        if self.at_root { String::new() } else { format!("/{}", self.pool) }
    }

    /// A request as a well-behaved client makes it: PKCE, state and nonce.
    pub(crate) fn request(&self) -> AuthorizationRequest {
        let parameters = [
            ("response_type", "code"),
            ("client_id", self.id.as_str()),
            ("redirect_uri", CALLBACK),
            ("scope", "openid email profile"),
            ("state", "state-1"),
            ("nonce", "nonce-1"),
            ("code_challenge", &challenge(VERIFIER)),
            ("code_challenge_method", "S256"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        AuthorizationRequest { parameters: parameters.into(), mount: self.mount() }
    }

    /// A code for whoever is signed in in the browser.
    pub(crate) async fn code(&self, browser: &mut Browser, request: &AuthorizationRequest) -> String {
        let answer = browser.get(&request.target()).await;
        let code = answer.redirected("code");
        assert!(!code.is_empty(), "no code: {answer:?}");
        code
    }

    /// The form that redeems a code of [`Self::request`].
    pub(crate) fn redemption<'a>(&'a self, code: &'a str) -> Vec<(&'a str, &'a str)> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("client_id", self.id.as_str()),
        ];
        form.extend(self.secret.as_deref().map(|secret| ("client_secret", secret)));
        form
    }

    /// Redeems a code.
    pub(crate) async fn redeem(&self, code: &str) -> Answer {
        self.token(&self.redemption(code)).await
    }

    /// Refreshes.
    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.refresh_with(token, &[]).await
    }

    /// Refreshes with more parameters.
    pub(crate) async fn refresh_with(&self, token: &str, more: &[(&str, &str)]) -> Answer {
        let mut form = vec![("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", self.id.as_str())];
        form.extend(self.secret.as_deref().map(|secret| ("client_secret", secret)));
        form.extend(more);
        self.token(&form).await
    }

    /// Posts to the token endpoint.
    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> Answer {
        self.token_with(form, &[]).await
    }

    /// Posts to the token endpoint with more headers.
    pub(crate) async fn token_with(&self, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let mut request = TestRequest::post()
            .uri(&format!("{}/oauth2/token", self.mount()))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(encode(form.iter().copied()));
        for header in headers {
            request = request.append_header(*header);
        }
        self.node.send(request).await
    }

    /// Posts a form to an endpoint.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = TestRequest::post()
            .uri(&format!("{}{path}", self.mount()))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(encode(form.iter().copied()));
        self.node.send(request).await
    }

    /// The value of `Authorization: Basic` for this client.
    pub(crate) fn basic(&self) -> String {
        let secret = self.secret.as_deref().unwrap_or_default();
        format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.id)))
    }

    /// Asks who the user is.
    pub(crate) async fn user_info(&self, access_token: &str) -> Answer {
        let request = TestRequest::get()
            .uri(&format!("{}/oauth2/userInfo", self.mount()))
            .insert_header(("authorization", format!("Bearer {access_token}")));
        self.node.send(request).await
    }

    /// The published keys.
    pub(crate) async fn jwks(&self) -> Value {
        let uri = format!("/{}/.well-known/jwks.json", self.pool);
        self.node.send(TestRequest::get().uri(&uri)).await.json()
    }

    /// The whole way: signs `person` in in the browser, gets a code, redeems it.
    pub(crate) async fn sign_in(&self, client: &Client, browser: &mut Browser, person: &Person) -> TokenSet {
        browser.sign_in(client, person).await;
        let code = self.code(browser, &self.request()).await;
        TokenSet::of(&self.redeem(&code).await)
    }

    /// The claims of an ID token, verified as OpenID Connect Core §3.1.3.7 asks.
    pub(crate) async fn verify_id_token(&self, token: &str) -> Map<String, Value> {
        let claims = tokens::verify(token, &self.jwks().await, &self.issuer());
        assert_eq!((claims["token_use"].as_str(), claims["aud"].as_str()), (Some("id"), Some(self.id.as_str())));
        self.check_times(&claims);
        claims
    }

    /// The claims of an access token, verified as a resource server does.
    pub(crate) async fn verify_access_token(&self, token: &str) -> Map<String, Value> {
        let claims = tokens::verify(token, &self.jwks().await, &self.issuer());
        assert_eq!(
            (claims["token_use"].as_str(), claims["client_id"].as_str()),
            (Some("access"), Some(self.id.as_str()))
        );
        self.check_times(&claims);
        claims
    }

    fn check_times(&self, claims: &Map<String, Value>) {
        let now = self.clock.now().secs();
        let at = |name: &str| claims[name].as_i64().unwrap();
        assert!(at("auth_time") <= at("iat") && at("iat") <= now && now < at("exp"), "{claims:?} at {now}");
    }
}

/// The S256 challenge of a verifier (RFC 7636 §4.2).
pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}
