//! Metadata that lie at a URL are fetched when the provider is made and again about every six hours; what cannot be used leaves
//! what was there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use vestibule::domain::provider::Provider;
use vestibule::federation::saml::metadata_of;
use vestibule::flows::manage::providers::describe;

use super::doors::{NAME, add};
use super::metadata::metadata_with;
use super::signer::{ATTACKER, CURVE, PROVIDER, Signer};
use crate::support::app::TestApp;

/// What the provider's web server has; none: it fails.
type Shown = Arc<Mutex<Option<String>>>;

#[expect(clippy::disallowed_methods, reason = "the other side, which answers while the server waits")]
fn serve(shown: &Shown) -> (String, actix_web::dev::ServerHandle) {
    let data = Data::new(shown.clone());
    let app = move || App::new().app_data(data.clone()).route("/metadata", web::get().to(show));
    let server = HttpServer::new(app).workers(1).bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/metadata", server.addrs()[0]);
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (url, handle)
}

async fn show(shown: Data<Shown>) -> HttpResponse {
    let text = shown.lock().unwrap().clone();
    text.map_or_else(|| HttpResponse::InternalServerError().finish(), |text| HttpResponse::Ok().body(text))
}

async fn now(app: &TestApp) -> Provider {
    describe(&app.deps(), &app.pool.id, NAME).await.unwrap().unwrap()
}

fn trusts(provider: &Provider, signer: &Signer) -> bool {
    metadata_of(provider).unwrap().keys == [signer.key()]
}

#[actix_web::test]
async fn new_keys_count_and_nothing_else_takes_their_place() {
    let app = TestApp::start().await;
    let honest = |signer: &Signer| metadata_with("https://idp.example/metadata", signer);
    let shown: Shown = Arc::new(Mutex::new(Some(honest(&PROVIDER))));
    let (url, server) = serve(&shown);
    let provider = add(&app, BTreeMap::from([("MetadataURL".to_owned(), url)])).await;
    assert!(trusts(&provider, &PROVIDER));
    assert!(!provider.shown_details().contains_key("FetchedMetadata"));

    *shown.lock().unwrap() = Some(honest(&CURVE));
    app.node().run_jobs().await;
    let refreshed = now(&app).await;
    assert!(trusts(&refreshed, &CURVE), "the provider's new key");
    assert_eq!(refreshed.version, provider.version + 1);

    let another = metadata_with("https://other.example/metadata", &ATTACKER);
    for useless in [None, Some("<x/>".to_owned()), Some(another), Some("x".repeat(2 * 1024 * 1024))] {
        *shown.lock().unwrap() = useless;
        app.node().run_jobs().await;
        let kept = now(&app).await;
        assert!(trusts(&kept, &CURVE));
        assert_eq!(kept.version, refreshed.version);
    }
    server.stop(false).await;
    app.node().run_jobs().await;
    assert!(trusts(&now(&app).await, &CURVE), "an outage locks nobody out");
}
