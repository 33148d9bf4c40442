//! What pages of other origins may read (case 58).

use actix_web::http::Method;
use actix_web::test::TestRequest;
use vestibule::app::paths;

use crate::support::TestApp;

#[actix_web::test]
async fn no_origin_is_echoed_and_credentials_are_never_allowed() {
    let app = TestApp::start().await;
    let pool = &app.pool.id;
    for origin in ["https://evil.test", "null", "https://app.test.evil.test", "https://app.test"] {
        for path in paths::everywhere().into_iter().chain(paths::at_root()) {
            // What programs call with a token or a key of their own, and public documents. Pages, and whatever a cookie
            // counts at, are nobody's to read.
            let is_open = [
                "/oauth2/token",
                "/oauth2/userInfo",
                "/oauth2/revoke",
                "/.well-known/jwks.json",
                "/.well-known/openid-configuration",
                "/.well-known/oauth-authorization-server/{pool_id}",
                "/",
            ]
            .contains(&path);
            let path = path.replace("{pool_id}", app.pool.id.as_str()).replace("{name}", "vestibule.css");
            let mount = if paths::everywhere().contains(&path.as_str()) { format!("/{pool}") } else { String::new() };
            for method in [Method::OPTIONS, Method::GET, Method::POST] {
                let request = TestRequest::with_uri(&format!("{mount}{path}"))
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
    for target in ["/oauth2/token", "/"] {
        let preflight =
            TestRequest::with_uri(target).method(Method::OPTIONS).insert_header(("origin", "https://spa.test"));
        assert_eq!(app.node().send(preflight).await.header("access-control-allow-origin"), "*", "{target}");
    }
}
