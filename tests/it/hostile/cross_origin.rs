//! What pages of other origins may read (case 58).

use actix_web::http::Method;
use actix_web::test::TestRequest;

use crate::support::TestApp;

#[actix_web::test]
async fn no_origin_is_echoed_and_credentials_are_never_allowed() {
    let app = TestApp::start().await;
    let pool = &app.pool.id;
    for origin in ["https://evil.test", "null", "https://app.test.evil.test", "https://app.test"] {
        for (path, is_open) in [
            ("/oauth2/token", true),
            ("/oauth2/userInfo", true),
            ("/oauth2/revoke", true),
            ("/.well-known/jwks.json", true),
            ("/.well-known/openid-configuration", true),
            ("/oauth2/authorize", false),
            ("/logout", false),
            ("/login", false),
        ] {
            for method in [Method::OPTIONS, Method::GET, Method::POST] {
                let request = TestRequest::with_uri(&format!("/{pool}{path}"))
                    .method(method.clone())
                    .insert_header(("origin", origin))
                    .insert_header(("access-control-request-method", "POST"));
                let answer = app.node().send(request).await;
                let allowed = answer.header("access-control-allow-origin");
                assert!(["", "*"].contains(&allowed), "{method} {path}: {allowed}");
                assert!(is_open || allowed.is_empty(), "{method} {path} can be read by {origin}");
                assert!(!answer.headers.contains_key("access-control-allow-credentials"), "{method} {path}");
            }
        }
    }
    let preflight =
        TestRequest::with_uri("/oauth2/token").method(Method::OPTIONS).insert_header(("origin", "https://spa.test"));
    assert_eq!(app.node().send(preflight).await.header("access-control-allow-origin"), "*");
}
