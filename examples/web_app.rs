//! A web app that signs people in: actix-web and the crate openidconnect.
//! `ISSUER`, `CLIENT_ID` and, for a client with one, `CLIENT_SECRET` say where; `PORT` is 3000 unless set.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "an app by itself, no part of the server")]

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, error, fmt};

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Html, Query};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, Responder, ResponseError, get};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    LogoutRequest, Nonce, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout,
    RedirectUrl, Scope, TokenResponse as _,
};
use serde::Deserialize;

struct WebApp {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    home: String,
    http: reqwest::Client,
    /// One entry per browser, by the value of its cookie. A real app keeps this in its database.
    sessions: Mutex<HashMap<String, Session>>,
}

/// What is known of a browser.
struct Session {
    attempt: Option<Attempt>,
    user: Option<User>,
}

/// A sign-in under way: what must come back unchanged stays here, its hash goes along.
struct Attempt {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

struct User {
    email: String,
    id_token: CoreIdToken,
}

/// What the browser brings back.
#[derive(Deserialize)]
struct Answer {
    code: String,
    state: String,
}

#[get("/")]
async fn home(app: Data<WebApp>, request: HttpRequest) -> Result<impl Responder, Problem> {
    let page = match app.sessions().get(&browser(&request)).and_then(|session| session.user.as_ref()) {
        Some(user) => format!("<p>Signed in as {}</p><a href=\"/logout\">Sign out</a>", escape(&user.email)),
        None => "<a href=\"/login\">Sign in</a>".to_owned(),
    };
    Ok(Html::new(format!("<!doctype html><title>App</title>{page}")))
}

/// The way there.
#[get("/login")]
async fn login(app: Data<WebApp>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (client, _) = app.discover().await?;
    let (url, state, nonce) = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .url();
    let attempt = Attempt { state, nonce, verifier };
    app.remember(&request, url.as_str(), Session { attempt: Some(attempt), user: None })
}

/// The way back: compares the state, redeems the code; the crate verifies the ID token and the nonce in it.
#[get("/callback")]
async fn callback(app: Data<WebApp>, request: HttpRequest, answer: Query<Answer>) -> Result<HttpResponse, Problem> {
    // Taken out whatever comes next: an answer is looked at once.
    let attempt = app.sessions().get_mut(&browser(&request)).and_then(|session| session.attempt.take());
    let Attempt { state, nonce, verifier } = attempt.ok_or("this browser is not signing in")?;
    if state.secret() != &answer.state {
        return Err("the answer belongs to another sign-in".into());
    }
    let (client, _) = app.discover().await?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(answer.code.clone()))?
        .set_pkce_verifier(verifier)
        .request_async(&|request| send(&app.http, request))
        .await?;
    let id_token = tokens.id_token().ok_or("no ID token came")?.clone();
    let claims = id_token.claims(&client.id_token_verifier(), &nonce)?;
    let email = claims.email().map(|email| email.to_string()).unwrap_or_default();
    app.remember(&request, "/", Session { attempt: None, user: Some(User { email, id_token }) })
}

/// Ends the app's session, then the one at the sign-in pages.
#[get("/logout")]
async fn logout(app: Data<WebApp>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let session = app.sessions().remove(&browser(&request));
    let (_, metadata) = app.discover().await?;
    let end = metadata.additional_metadata().end_session_endpoint.clone().ok_or("the issuer signs nobody out")?;
    let mut leave = LogoutRequest::from(end)
        .set_client_id(app.client_id.clone())
        .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(format!("{}/", app.home))?);
    if let Some(user) = session.and_then(|session| session.user) {
        leave = leave.set_id_token_hint(&user.id_token);
    }
    Ok(see_other(leave.http_get_url().as_str()))
}

/// The client of the crate, with the endpoints that the issuer names.
type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

impl WebApp {
    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the issuer about itself and its keys, which change now and then. A busy app keeps the answer for a minute.
    async fn discover(&self) -> Result<(Client, ProviderMetadataWithLogout), Problem> {
        let metadata =
            ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &|request| send(&self.http, request))
                .await?;
        let client =
            CoreClient::from_provider_metadata(metadata.clone(), self.client_id.clone(), self.client_secret.clone());
        Ok((client.set_redirect_uri(RedirectUrl::new(format!("{}/callback", self.home))?), metadata))
    }

    /// Sends the browser on, with a cookie that nobody has seen before in place of the one that it brought.
    fn remember(&self, request: &HttpRequest, location: &str, session: Session) -> Result<HttpResponse, Problem> {
        let id = CsrfToken::new_random().into_secret();
        let cookie = Cookie::build("app", id.clone()).path("/").http_only(true).same_site(SameSite::Lax).finish();
        self.sessions().remove(&browser(request));
        self.sessions().insert(id, session);
        let mut answer = see_other(location);
        answer.add_cookie(&cookie)?;
        Ok(answer)
    }
}

fn browser(request: &HttpRequest) -> String {
    request.cookie("app").map(|cookie| cookie.value().to_owned()).unwrap_or_default()
}

fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, location)).finish()
}

fn escape(text: &str) -> String {
    text.chars()
        .map(|sign| if "&<>\"'".contains(sign) { format!("&#{};", u32::from(sign)) } else { sign.into() })
        .collect()
}

/// Carries the crate's questions by reqwest.
async fn send(
    http: &reqwest::Client,
    request: openidconnect::HttpRequest,
) -> Result<openidconnect::HttpResponse, reqwest::Error> {
    let mut answer = http.execute(request.try_into()?).await?;
    let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
    let mut carried = openidconnect::HttpResponse::new(answer.bytes().await?.to_vec());
    *carried.status_mut() = status;
    *carried.headers_mut() = headers;
    Ok(carried)
}

/// Something went wrong; what, is for the log and not for the browser.
#[derive(Debug)]
struct Problem;

impl<E: Into<Box<dyn error::Error>>> From<E> for Problem {
    fn from(error: E) -> Self {
        eprintln!("{:?}", error.into());
        Self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("That did not work. Please sign in again.")
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let app = Data::new(WebApp {
        issuer: IssuerUrl::new(env::var("ISSUER")?)?,
        client_id: ClientId::new(env::var("CLIENT_ID")?),
        client_secret: env::var("CLIENT_SECRET").ok().map(ClientSecret::new),
        home: format!("http://localhost:{port}"),
        // No redirects: what the issuer names is asked, and nothing else.
        http: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?,
        sessions: Mutex::default(),
    });
    println!("open {}", app.home);
    HttpServer::new(move || {
        App::new().app_data(app.clone()).service(home).service(login).service(callback).service(logout)
    })
    .bind(("localhost", port))?
    .run()
    .await?;
    Ok(())
}
