//! What nodes keep in memory.

use vestibule::domain::client::{ClientSettings, OAuthFlow};
use vestibule::domain::resource_server::CustomScope;
use vestibule::flows::manage::resource_servers;

use crate::support::TestApp;

/// Lesson L20, `t_create_on_node_a_read_on_node_b_immediately`: not even when the other node was asked before.
#[actix_web::test]
async fn what_one_node_makes_another_finds_at_once() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let directory = &other.deps().directory;
    assert!(directory.pool(&app.pool.id).await.unwrap().is_some());

    let pool = app.add_pool("Later").await;
    let client = app.add_public(&pool, |_| {}).await;
    let person = app.person_in(&pool, "ada").await;
    assert_eq!(directory.pool(&pool.id).await.unwrap().unwrap().name, "Later");
    assert_eq!(directory.client(&client.id).await.unwrap().unwrap().pool, pool.id);
    let rp = app.oauth_client(&client).through(&other);
    let mut browser = app.browser().through(&other);
    let tokens = rp.sign_in(&client, &mut browser, &person).await;
    assert_eq!(rp.user_info(&tokens.access).await.code(), 200);
    assert_eq!(rp.jwks().await["keys"].as_array().unwrap().len(), 2);
}

#[actix_web::test]
async fn what_was_asked_for_too_early_is_found_once_it_is_there() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let made = app.add_public(&app.pool, |_| {}).await;
    let mut absent = made.clone();
    absent.id = vestibule::domain::client::ClientId::parse("absent1").unwrap();
    assert!(other.deps().directory.client(&absent.id).await.unwrap().is_none());
    let write = async |tx: &vestibule::storage::Tx| tx.clients().add(&absent).await;
    app.deps().storage.unit::<_, vestibule::storage::StorageError>(write).await.unwrap();
    assert!(other.deps().directory.client(&absent.id).await.unwrap().is_some(), "absence is not remembered");
}

/// DESIGN.md §5: configuration within five seconds everywhere; it takes one.
#[actix_web::test]
async fn a_change_is_seen_here_at_once_and_elsewhere_within_a_second() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let urls = async |deps: vestibule::flows::Deps| {
        deps.directory.client(&app.client.id).await.unwrap().unwrap().settings.callback_urls.clone()
    };
    let before = urls(other.deps().clone()).await;
    assert_eq!(urls(app.deps()).await, before);
    app.change_client(&app.client, |settings| settings.callback_urls = vec!["https://new.example.test/".to_owned()])
        .await;
    assert_eq!(urls(app.deps()).await, ["https://new.example.test/"]);
    app.advance_secs(1);
    assert_eq!(urls(other.deps().clone()).await, ["https://new.example.test/"]);
    assert_ne!(before, ["https://new.example.test/"]);
}

/// What is kept costs nothing but the one look at the version in a second.
#[actix_web::test]
async fn what_did_not_change_is_not_read_again() {
    let app = TestApp::start().await;
    let deps = app.deps();
    let look_up = async || {
        let before = app.statements();
        deps.directory.client_and_pool(&app.client.id).await.unwrap().unwrap();
        app.statements().since(before).reads
    };
    look_up().await;
    assert_eq!(look_up().await, 0);
    app.advance_secs(1);
    assert_eq!(look_up().await, 1);
    app.change_client(&app.client, |_| {}).await;
    assert_eq!(look_up().await, 3, "the version, the client and the pool");
}

/// F8: what needs no more than the configuration goes on by what is known of it, and nothing is issued by that.
#[actix_web::test]
async fn a_node_without_its_database_shows_what_it_knows_and_issues_nothing() {
    let app = TestApp::start().await;
    let scopes = [CustomScope { name: "read".to_owned(), description: "Read".to_owned() }].into();
    let (id, name) = ("orders".to_owned(), "Orders".to_owned());
    resource_servers::create(&app.deps(), &app.pool.id, id, name, scopes).await.unwrap();
    let machine = |settings: &mut ClientSettings| {
        settings.oauth_flows = [OAuthFlow::ClientCredentials].into();
        settings.oauth_scopes = ["orders/read".to_owned()].into();
        settings.callback_urls = Vec::new();
    };
    let program = app.oauth_client(&app.add_confidential(&app.pool, machine).await);
    let (grant, basic) = ([("grant_type", "client_credentials")], program.basic());
    let ask = async || program.token_with(&grant, &[("authorization", &basic)]).await.code();
    let login = app.app_client().request().target().replace("/oauth2/authorize", "/login");
    let shown = async || {
        assert_eq!(program.jwks().await["keys"].as_array().unwrap().len(), 2);
        assert_eq!(app.browser().get(&login).await.code(), 200);
    };
    shown().await;
    assert_eq!(ask().await, 200);
    app.deps().storage.database().close().await.unwrap();
    for _ in 0..3 {
        app.advance_secs(10);
        shown().await;
        assert_eq!(ask().await, 503);
    }
}

/// Sign-out and revocation are read where they are asked for: no node remembers a session or a grant.
#[actix_web::test]
async fn a_revoked_grant_is_refused_elsewhere_at_once() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let person = app.person("ada").await;
    let rp = app.app_client();
    let tokens = rp.sign_in(&app.client, &mut app.browser(), &person).await;
    let elsewhere = rp.clone().through(&other);
    assert_eq!(elsewhere.user_info(&tokens.access).await.code(), 200);
    app.set_enabled(&person, false).await;
    assert_eq!(elsewhere.user_info(&tokens.access).await.code(), 401);
    app.set_enabled(&person, true).await;
}
