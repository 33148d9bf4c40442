//! `/demo` of `vestibule dev`: a relying party as a customer would write it, beside the server.
//!
//! It is a client, not a door: it knows an issuer URL and its own client id, learns the rest by discovery, and reaches
//! the server over HTTP like any other app. It may not call flows or read storage, and no door knows it, so what it
//! shows is what an app really gets.
//!
//! ```text
//! GET /demo/login ──► authorize … sign-in page ──► GET /demo/callback ──► token, userInfo ──► GET /demo
//!                                                                            POST /demo/refresh ──┘
//! GET, POST /demo/logout ──► the server's /logout ──► GET /demo
//! ```
//!
//! What it remembers of a browser lies in this process's memory, under a cookie; tokens never reach the browser but as
//! text on the page.

mod callback;
mod claims;
mod failure;
mod home;
mod login;
mod logout;
mod memory;
mod provider;
mod refresh;
mod relying_party;
mod request;
mod session;
mod verification;
pub mod view;

use std::sync::Arc;

use actix_web::Route;
use actix_web::web::{self, Data, ServiceConfig};
use url::Url;

use self::memory::Memory;
use self::relying_party::RelyingParty;
use crate::domain::clock::SharedClock;
use crate::domain::random::SharedRandom;
use crate::i18n::Catalog;
use crate::outbound::HttpClient;
use crate::render::Sample;

/// What the app is told: all that a customer's app would have in its own configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The issuer that it trusts.
    pub issuer: String,
    /// Its client id. It is a public client: it has no secret.
    pub client_id: String,
    /// The origin at which browsers reach it; `/demo/callback` below it is its redirect URI.
    pub public_url: Url,
}

/// What the app runs on.
pub struct Means {
    /// Reaches the issuer.
    pub http: HttpClient,
    /// The time.
    pub clock: SharedClock,
    /// Randomness.
    pub random: SharedRandom,
    /// The words of its pages.
    pub catalog: Arc<Catalog>,
}

/// The app.
pub struct Demo {
    relying_party: RelyingParty,
    memory: Memory,
    clock: SharedClock,
    catalog: Arc<Catalog>,
    /// `scheme://host:port` of its own pages.
    origin: String,
}

impl Demo {
    /// The app, before its first visitor.
    #[must_use]
    pub fn new(settings: Settings, means: Means) -> Self {
        let Means { http, clock, random, catalog } = means;
        Self {
            origin: settings.public_url.origin().ascii_serialization(),
            memory: Memory::new(clock.clone(), random.clone()),
            relying_party: RelyingParty::new(settings, http, clock.clone(), random),
            clock,
            catalog,
        }
    }
}

/// The path of a page below `/demo`, and what answers there.
pub type Page = (&'static str, fn() -> Route);

/// Its pages.
pub const PAGES: [Page; 6] = [
    ("", || web::get().to(home::get)),
    ("/login", || web::get().to(login::get)),
    ("/callback", || web::get().to(callback::get)),
    ("/refresh", || web::post().to(refresh::post)),
    ("/logout", || web::get().to(logout::get)),
    ("/logout", || web::post().to(logout::post)),
];

/// Mounts its pages.
pub fn configure(config: &mut ServiceConfig, demo: Data<Demo>) {
    let scope = web::scope("/demo").app_data(demo);
    config.service(PAGES.iter().fold(scope, |scope, (path, answers)| scope.route(path, answers())));
}

/// Its page in every state, for the tests of pages.
#[must_use]
pub fn samples() -> Vec<Sample> {
    Sample::of::<view::DemoView>()
}
