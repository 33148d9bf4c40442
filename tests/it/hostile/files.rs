//! Uploaded images (case 120): taken only where every byte is the image, and served so that nothing in them can act.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::flows::manage::access_keys;

use crate::support::{Answer, TestApp};

/// A PNG of one pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async fn upload(app: &TestApp, logo: &[u8]) -> Answer {
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let input = json!({ "UserPoolId": app.pool.id.as_str(), "Logo": STANDARD.encode(logo) });
    app.aws_sdk(&key).call_target("VestibuleService.UpdateTheme", &input).await
}

/// Where the sign-in page has its logo; empty where it has none.
async fn logo_href(app: &TestApp) -> String {
    let page = app.browser().open(&app.app_client().request().target()).await;
    let body = &page.shown().body;
    let found = body.find("/logo/").map(|at| body[at..].split('"').next().unwrap_or_default().to_owned());
    found.unwrap_or_default()
}

#[actix_web::test]
async fn what_is_more_than_an_image_is_refused() {
    let app = TestApp::start().await;
    let pixel = STANDARD.decode(PIXEL).unwrap();
    let with = |more: &[u8]| [pixel.as_slice(), more].concat();
    for (what, bytes) in [
        ("a page", b"<html><script>alert(1)</script>".to_vec()),
        ("an SVG", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec()),
        ("an image with a page behind", with(b"<script>alert(1)</script>")),
        ("half an image", pixel[..20].to_vec()),
        ("a GIF that is a script", b"GIF89a/*\x01*/=alert(1)".to_vec()),
    ] {
        upload(&app, &bytes).await.assert_exception("InvalidParameterException");
        assert_eq!(logo_href(&app).await, "", "{what}");
    }
    assert_eq!(upload(&app, &pixel).await.code(), 200);
    assert!(logo_href(&app).await.starts_with("/logo/"));
}

#[actix_web::test]
async fn a_logo_is_served_as_an_image_that_can_do_nothing() {
    let app = TestApp::start().await;
    // Inside a chunk that every decoder skips anything may stand.
    let mut polyglot = STANDARD.decode(PIXEL).unwrap();
    let text = b"Comment\0<html><script>alert(1)</script></html>";
    let mut chunk = u32::try_from(text.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(b"tEXt");
    chunk.extend_from_slice(text);
    chunk.extend_from_slice(&[0; 4]);
    polyglot.splice(33..33, chunk);
    assert_eq!(upload(&app, &polyglot).await.code(), 200);
    let href = logo_href(&app).await;
    let answer = app.browser().get(&href).await;
    assert_eq!((answer.code(), answer.header("content-type")), (200, "image/png"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let policy = answer.header("content-security-policy");
    assert!(policy.split(';').any(|part| part.trim() == "sandbox"), "{policy}");
    assert!(policy.contains("default-src 'none'") && !policy.contains("allow-scripts"), "{policy}");
    assert!(!answer.headers.contains_key("set-cookie"));
    let page = app.browser().open(&app.app_client().request().target()).await;
    let policy = page.shown().header("content-security-policy");
    assert!(policy.contains("img-src 'self'") && !policy.contains("data:"), "{policy}");
}
