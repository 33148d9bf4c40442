//! Client authentication at the token endpoint (group E).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::sample_settings::CALLBACK;
use crate::support::{TestApp, TokenSet};

/// Case 48.
#[actix_web::test]
async fn a_confidential_client_without_its_secret_gets_nothing() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let client = app.add_confidential(&app.pool, |_| {}).await;
    let rp = app.oauth_client(&client);
    browser.sign_in(&client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().without_pkce()).await;
    let form = |more: &[(&'static str, &str)]| {
        let mut form = vec![("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK)];
        form.extend(more.iter().map(|(name, value)| (*name, *value)));
        form.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
    };
    let secret = rp.secret.clone().unwrap();
    let truncated = &secret[..secret.len() - 1];
    for wrong in ["", "x", truncated, &format!("{secret} "), &secret.to_uppercase()] {
        let form = form(&[("client_id", &rp.id), ("client_secret", wrong)]);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = rp.token(&form).await;
        answer.assert_refused(400, "invalid_client");
        assert!(!answer.headers.contains_key("www-authenticate"));
    }
    let alone = form(&[("client_id", &rp.id)]);
    let alone: Vec<(&str, &str)> = alone.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    rp.token(&alone).await.assert_refused(400, "invalid_client");
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:wrong", rp.id)));
    let answer = rp.token_with(&alone[..3], &[("authorization", &basic)]).await;
    answer.assert_refused(401, "invalid_client");
    assert_eq!(answer.header("www-authenticate"), "Basic realm=\"token\"");
    // An unknown client reads the same.
    let unknown = rp.token(&[("grant_type", "authorization_code"), ("client_id", "nobody"), ("code", "x")]).await;
    assert_eq!(unknown.body, rp.token(&alone).await.body);
    // None of this burned the code.
    assert_eq!(rp.token_with(&alone[..3], &[("authorization", &rp.basic())]).await.code(), 200);
}

/// Case 49.
#[actix_web::test]
async fn a_client_names_itself_in_one_way() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let client = app.add_confidential(&app.pool, |_| {}).await;
    let other = app.add_confidential(&app.pool, |_| {}).await;
    let rp = app.oauth_client(&client);
    browser.sign_in(&client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    let basic = rp.basic();
    let both = rp.token_with(&rp.redemption(&code), &[("authorization", &basic)]).await;
    both.assert_refused(400, "invalid_request");
    let mut form = rp.redemption(&code);
    form.retain(|(name, _)| *name != "client_secret" && *name != "client_id");
    let mut two = form.clone();
    two.push(("client_id", other.id.as_str()));
    rp.token_with(&two, &[("authorization", &basic)]).await.assert_refused(400, "invalid_request");
    let mut twice = rp.redemption(&code);
    twice.push(("client_id", other.id.as_str()));
    rp.token(&twice).await.assert_refused(400, "invalid_request");
    rp.token(&form).await.assert_refused(400, "invalid_request");
    // The same id in both places says nothing new.
    form.push(("client_id", client.id.as_str()));
    assert_eq!(rp.token_with(&form, &[("authorization", &basic)]).await.code(), 200);
}

/// Case 50.
#[actix_web::test]
async fn credentials_that_cannot_be_read_are_refused_quietly() {
    let app = TestApp::start().await;
    let client = app.add_confidential(&app.pool, |_| {}).await;
    let rp = app.oauth_client(&client);
    let form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let colonless = format!("Basic {}", STANDARD.encode("nocolon"));
    let binary = format!("Basic {}", STANDARD.encode([0xff, 0xfe, b':', 0]));
    let long = format!("Basic {}", STANDARD.encode(format!("{}:{}", rp.id, "s".repeat(6000))));
    for value in
        ["Basic", "Basic ", "Basic %%%", "Bearer abc", "Bearer", "", "Digest x", "Basic =", &colonless, &binary, &long]
    {
        let answer = rp.token_with(&form, &[("authorization", value)]).await;
        answer.assert_refused(401, "invalid_client");
    }
    let twice = [("authorization", rp.basic()), ("authorization", rp.basic())];
    let twice: Vec<(&str, &str)> = twice.iter().map(|(name, value)| (*name, value.as_str())).collect();
    rp.token_with(&form, &twice).await.assert_refused(401, "invalid_client");
    let huge = format!("Basic {}", "A".repeat(64 * 1024));
    assert_eq!(rp.token_with(&form, &[("authorization", &huge)]).await.code(), 431);
    // Read, and then about the token.
    rp.token_with(&form, &[("authorization", &rp.basic())]).await.assert_refused(400, "invalid_grant");
}

/// Case 56.
#[actix_web::test]
async fn a_deleted_client_is_gone_with_its_grants_on_every_node() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let other = app.add_confidential(&app.pool, |_| {}).await;
    let survivor = app.oauth_client(&other);
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let kept = survivor.sign_in(&other, &mut browser, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    // The second node has the client in its cache.
    let elsewhere = rp.clone().through(&app.second_node().await);
    assert_eq!(elsewhere.user_info(&tokens.access).await.code(), 200);
    let deleted = vestibule::flows::manage::clients::delete(&app.deps(), &app.pool.id, &app.client.id).await;
    assert!(deleted.unwrap());
    for node in [&rp, &elsewhere] {
        assert!(node.refresh(&tokens.refresh).await.error().starts_with("invalid_"));
        assert!(node.redeem(&code).await.error().starts_with("invalid_"));
        assert_eq!(node.user_info(&tokens.access).await.code(), 401);
    }
    rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_client");
    browser.get(&rp.request().target()).await.assert_error_page();
    TokenSet::of(&survivor.refresh(&kept.refresh).await);
}
