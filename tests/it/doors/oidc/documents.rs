//! Discovery and JWKS.

use std::collections::BTreeSet;

use actix_web::http::Method;
use actix_web::test::TestRequest;

use crate::support::TestApp;
use crate::support::node::PUBLIC_URL;

#[actix_web::test]
async fn discovery_names_endpoints_that_answer() {
    let app = TestApp::start().await;
    let issuer = format!("{PUBLIC_URL}/{}", app.pool.id);
    let uri = format!("/{}/.well-known/openid-configuration", app.pool.id);
    let answer = app.node().send(TestRequest::get().uri(&uri)).await;
    assert_eq!((answer.code(), answer.header("content-type")), (200, "application/json"));
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let document = answer.json();
    assert_eq!(document["issuer"], issuer);
    for (endpoint, method) in [
        ("authorization_endpoint", Method::GET),
        ("token_endpoint", Method::POST),
        ("userinfo_endpoint", Method::GET),
        ("revocation_endpoint", Method::POST),
        ("end_session_endpoint", Method::GET),
        ("jwks_uri", Method::GET),
    ] {
        let url = document[endpoint].as_str().unwrap();
        let path = url.strip_prefix(PUBLIC_URL).unwrap();
        assert!(url.starts_with(&issuer), "{url}");
        let answer = app.node().send(TestRequest::with_uri(path).method(method)).await;
        assert!(![404, 405].contains(&answer.code()), "{endpoint}: {answer:?}");
    }
    // Nothing is named that is not there.
    for absent in ["introspection_endpoint", "registration_endpoint", "device_authorization_endpoint"] {
        assert!(document.get(absent).is_none(), "{absent}");
    }
}

/// RFC 8414 §3.1: the same document, the well-known name before the issuer's path; only there, and only for pools.
#[actix_web::test]
async fn authorization_server_metadata_is_the_same_document() {
    let app = TestApp::start().await;
    let get = async |path: &str| app.node().send(TestRequest::get().uri(path)).await;
    let discovery = get(&format!("/{}/.well-known/openid-configuration", app.pool.id)).await;
    let metadata = get(&format!("/.well-known/oauth-authorization-server/{}", app.pool.id)).await;
    assert_eq!((metadata.code(), metadata.header("cache-control")), (200, "public, max-age=300"));
    assert_eq!(metadata.header("access-control-allow-origin"), "*");
    assert_eq!(metadata.json(), discovery.json());
    for nobodys in ["xx-local-1_nobodys00", "x", "%00", "..", ""] {
        assert_eq!(get(&format!("/.well-known/oauth-authorization-server/{nobodys}")).await.code(), 404, "{nobodys}");
    }
    let below = format!("/{}/.well-known/oauth-authorization-server/{}", app.pool.id, app.pool.id);
    assert_eq!(get(&below).await.code(), 404);
}

/// Case 101, the part without rotation: public members only, one key for each use.
#[actix_web::test]
async fn jwks_has_two_public_keys_as_cognito_has() {
    let app = TestApp::start().await;
    let pool = app.add_pool("Others").await;
    let mut kids = BTreeSet::new();
    for id in [&app.pool.id, &pool.id] {
        let answer = app.node().send(TestRequest::get().uri(&format!("/{id}/.well-known/jwks.json"))).await;
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let document = answer.json();
        let keys = document["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2);
        for key in keys {
            let members: BTreeSet<&str> = key.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(members, BTreeSet::from(["alg", "e", "kid", "kty", "n", "use"]));
            assert_eq!((&key["alg"], &key["kty"], &key["use"]), (&"RS256".into(), &"RSA".into(), &"sig".into()));
            kids.insert(key["kid"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(kids.len(), 4, "kids repeat: {kids:?}");
}

#[actix_web::test]
async fn pools_that_are_not_there_have_no_documents() {
    let app = TestApp::start().await;
    for pool in ["/xx-local-1_nobodys00", "", "/_", "/xx-local-1_%00"] {
        for document in ["openid-configuration", "jwks.json"] {
            let uri = format!("{pool}/.well-known/{document}");
            assert_eq!(app.node().send(TestRequest::get().uri(&uri)).await.code(), 404, "{uri}");
        }
    }
}

#[actix_web::test]
async fn keys_stay_the_same_over_a_restart_and_on_every_node() {
    let app = TestApp::start().await;
    let before = app.app_client().jwks().await;
    let second = app.second_node().await;
    app.restart().await;
    assert_eq!(app.app_client().jwks().await, before);
    assert_eq!(app.app_client().through(&second).jwks().await, before);
}
