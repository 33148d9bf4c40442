//! Headers of every answer (cases 19, 57, 114, 123).

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

use vestibule::app::paths;
use vestibule::render::assets;

use crate::support::{Answer, TestApp};

/// Every path of the router, at every mount, and one that it does not have.
fn targets(app: &TestApp) -> Vec<String> {
    let below =
        |mount: String| paths::everywhere().into_iter().chain(["/nowhere"]).map(move |path| mount.clone() + path);
    let mut targets: Vec<String> = below(String::new()).chain(below(format!("/{}", app.pool.id))).collect();
    for path in paths::at_root() {
        targets.extend(["vestibule.css", "none.css"].map(|file| path.replace("{name}", file)));
    }
    for target in &mut targets {
        *target = target.replace("{pool_id}", app.pool.id.as_str()).replace("{hash}", "x").replace("{provider}", "x");
    }
    targets.sort();
    targets.dedup();
    assert!(targets.iter().all(|target| !target.contains('{')), "fill in what is new: {targets:?}");
    targets
}

/// The paths that `vestibule dev` adds.
fn dev_targets() -> Vec<String> {
    paths::of_dev().iter().map(|path| path.replace("{id}", "1")).collect()
}

/// Requests for every route, honest and not: each with its method, target and body.
async fn crawl(app: &TestApp) -> Vec<(String, Answer)> {
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let mut seen = Vec::new();
    let query = rp.request().query();
    let (node, dev) = (app.node(), app.node().with_dev_pages(&app.pool, &app.client).await);
    for (node, target) in
        targets(app).iter().map(|target| (&node, target)).chain(dev_targets().iter().map(|t| (&dev, t)))
    {
        for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            for query in [query.as_str(), "client_id=nobody", "%ff"] {
                // It would ask the issuer over the network; tests/it/demo has one on loopback.
                if target == "/demo/login" && [Method::GET, Method::HEAD].contains(&method) {
                    continue;
                }
                let request = TestRequest::with_uri(&format!("{target}?{query}"))
                    .method(method.clone())
                    .insert_header(("accept", "text/html"));
                let what = format!("{method} {target}?{}", &query[..query.len().min(20)]);
                seen.push((what, node.send(request).await));
            }
        }
    }
    seen.push(("tokens".to_owned(), rp.refresh(&tokens.refresh).await));
    seen.push(("no tokens".to_owned(), rp.refresh("x").await));
    seen.push(("who".to_owned(), rp.user_info(&tokens.access).await));
    seen.push(("nobody".to_owned(), rp.user_info("x").await));
    seen.push(("signed in".to_owned(), browser.get(&rp.request().target()).await));
    for host in ["evil.test", ""] {
        seen.push((
            format!("Host {host:?}"),
            app.node().send_raw(TestRequest::get().insert_header(("host", host))).await,
        ));
    }
    seen.push(("414".to_owned(), browser.get(&format!("/{}", "a".repeat(20_000))).await));
    let file = assets::href("vestibule.css");
    seen.push((file.clone(), browser.get(&file).await));
    for operation in ["ListUserPools", "GetUser", "NoSuchOperation"] {
        seen.push((operation.to_owned(), app.anonymous().call(operation, &json!({})).await));
    }
    seen
}

/// Cases 19, 57 and 114.
#[actix_web::test]
async fn every_answer_is_guarded() {
    let app = TestApp::start().await;
    for (what, answer) in crawl(&app).await {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{what}");
        assert!(!answer.header("x-request-id").is_empty(), "{what}");
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{what}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{what}: {policy}");
        for leak in ["server", "x-powered-by"] {
            assert!(!answer.headers.contains_key(leak), "{what}");
        }
        let cache = answer.header("cache-control");
        let is_public = cache.starts_with("public");
        assert!(is_public || cache.contains("no-store"), "{what}: {cache}");
        assert!(!(is_public && answer.headers.contains_key("set-cookie")), "{what}");
        assert!(
            !is_public || answer.code() == 200 && (what.contains("/.well-known/") || what.contains("/static/")),
            "{what}: {cache}"
        );
        let kind = answer.header("content-type");
        if kind.starts_with("text/html") {
            assert!(policy.contains("form-action") || !answer.body.contains("<form"), "{what}: {policy}");
            assert!(!answer.body.contains("<script") && !answer.body.contains(" style="), "{what}");
            for third_party in ["src=\"http", "<link rel=\"stylesheet\" href=\"http", "url(http"] {
                assert!(!answer.body.contains(third_party), "{what} loads from elsewhere");
            }
        }
        for inside in ["panicked", "src/", "SELECT ", "sqlx", "actix"] {
            assert!(!answer.body.contains(inside), "{what} tells {inside}: {}", answer.body);
        }
    }
}

/// Case 123, and what errors of the JSON doors echo.
#[actix_web::test]
async fn json_errors_are_json_and_echo_no_markup() {
    let app = TestApp::start().await;
    let payload = "<script>alert(1)</script>";
    let rp = app.app_client();
    let mut answers = vec![
        rp.token(&[("grant_type", payload), ("client_id", &rp.id)]).await,
        rp.token(&[("grant_type", "refresh_token"), ("client_id", payload)]).await,
        rp.refresh_with("x", &[("scope", payload)]).await,
        rp.user_info(payload).await,
    ];
    for answer in &answers {
        assert_eq!(answer.header("content-type"), "application/json", "{answer:?}");
    }
    for (operation, input) in
        [(payload, json!({})), ("SignUp", json!({ payload: 1 })), ("SignUp", json!({ "ClientId": payload }))]
    {
        let answer = app.anonymous().call(operation, &input).await;
        assert_eq!(answer.header("content-type"), "application/x-amz-json-1.1", "{answer:?}");
        answers.push(answer);
    }
    for answer in answers {
        assert!((400..500).contains(&answer.code()), "{answer:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}
