//! Authorization codes: replay and injection (group D).

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::join_all;
use vestibule::domain::event::EventName;

use crate::support::oauth_client::challenge;
use crate::support::{TestApp, TokenSet, sample};

/// Case 38.
#[actix_web::test]
async fn a_replayed_code_kills_what_it_bought() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    let other = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let tokens = TokenSet::of(&rp.redeem(&code).await);
    assert_eq!(rp.user_info(&tokens.access).await.code(), 200);
    // The replay comes to another node, after the code's own time.
    let second = app.second_node().await;
    app.advance_secs(90);
    rp.clone().through(&second).redeem(&code).await.assert_refused(400, "invalid_grant");
    assert_eq!(rp.user_info(&tokens.access).await.code(), 401);
    rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
    assert_eq!(app.events(EventName::ReplayDetected).await, 1);
    assert_eq!(rp.refresh(&other.refresh).await.code(), 200, "another grant of the same person lives");
}

/// Case 39.
#[actix_web::test]
async fn of_many_at_once_one_redeems_a_code() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let second = rp.clone().through(&app.second_node().await);
    for _ in 0..sample(3, 200) {
        let code = rp.code(&mut browser, &rp.request()).await;
        let tries = (0..50).map(|n| if n % 2 == 0 { rp.redeem(&code) } else { second.redeem(&code) });
        let answers = join_all(tries).await;
        let won = answers.iter().filter(|answer| answer.code() == 200).count();
        assert_eq!(won, 1);
        for lost in answers.iter().filter(|answer| answer.code() != 200) {
            lost.assert_refused(400, "invalid_grant");
        }
    }
}

/// Case 42.
#[actix_web::test]
async fn only_the_very_text_of_a_code_is_the_code() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    let flipped: String = code
        .chars()
        .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    let encoded = code.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02x}"));
    for other in [
        &code[..code.len() - 1],
        &format!("{code}A"),
        &format!("{code}="),
        &format!("{code} "),
        &format!(" {code}"),
        &format!("{code}\0"),
        &flipped,
        &encoded,
        &"A".repeat(10_000),
    ] {
        rp.redeem(other).await.assert_refused(400, "invalid_grant");
    }
    assert_eq!(rp.redeem(&code).await.code(), 200, "a guess does not burn the code");
}

/// Case 43, and the code of another client.
#[actix_web::test]
async fn a_code_is_its_clients_and_its_pools() {
    let app = TestApp::start().await;
    let other_pool = app.add_pool("Others").await;
    let foreign = app.oauth_client(&app.add_public(&other_pool, |_| {}).await);
    let neighbour = app.oauth_client(&app.add_public(&app.pool, |_| {}).await);
    let confidential = app.oauth_client(&app.add_confidential(&app.pool, |_| {}).await);
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    for thief in [&foreign, &neighbour, &confidential, &foreign.clone().at_root()] {
        thief.redeem(&code).await.assert_refused(400, "invalid_grant");
    }
    // The right client at the wrong pool's endpoint is not known there.
    rp.clone().at_pool(other_pool.id.as_str()).redeem(&code).await.assert_refused(400, "invalid_client");
    assert_eq!(rp.redeem(&code).await.code(), 200, "a thief does not burn the code");
}

/// Case 45.
#[actix_web::test]
async fn what_closes_an_account_closes_its_codes() {
    let app = TestApp::start().await;
    let rp = app.app_client();
    for what in ["disable", "delete", "password"] {
        let (person, mut browser) = (app.person(what).await, app.browser());
        browser.sign_in(&app.client, &person).await;
        let code = rp.code(&mut browser, &rp.request()).await;
        match what {
            "disable" => app.set_enabled(&person, false).await,
            "delete" => app.delete(&person).await,
            _ => app.set_password(&app.pool, &person, "another horse 8 battery").await,
        }
        rp.redeem(&code).await.assert_refused(400, "invalid_grant");
        if what == "disable" {
            app.set_enabled(&person, true).await;
            rp.redeem(&code).await.assert_refused(400, "invalid_grant");
        }
    }
}

/// Case 46.
#[actix_web::test]
async fn a_stolen_code_does_not_fit_the_thiefs_own_flow() {
    let app = TestApp::start().await;
    let (victim, rp, mut browser) = (app.person("victim").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &victim).await;
    let stolen = rp.code(&mut browser, &rp.request().with("code_challenge", &challenge(&"v".repeat(43)))).await;
    rp.redeem(&stolen).await.assert_refused(400, "invalid_grant");
    for nonce in ["n", "\u{e9}\"\\ \u{1f980}", &"n".repeat(512)] {
        let code = rp.code(&mut browser, &rp.request().with("nonce", nonce)).await;
        let id = rp.verify_id_token(&TokenSet::of(&rp.redeem(&code).await).id).await;
        assert_eq!(id["nonce"], nonce);
    }
}

/// Decision D3: a code lives for a minute, to the second, and a late first presentation is no replay.
#[actix_web::test]
async fn a_code_lives_for_its_minute_and_no_longer() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let (in_time, late) = (rp.code(&mut browser, &rp.request()).await, rp.code(&mut browser, &rp.request()).await);
    app.advance_secs(59);
    assert_eq!(rp.redeem(&in_time).await.code(), 200);
    app.advance_secs(1);
    rp.redeem(&late).await.assert_refused(400, "invalid_grant");
    assert_eq!(app.events(EventName::ReplayDetected).await, 0);
}

/// Cases 47 and 70: what a code says, and what the database says of it.
#[actix_web::test]
async fn bearer_values_say_nothing_and_are_not_stored() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let mut codes = BTreeSet::new();
    let count = sample(50, 100_000);
    for _ in 0..count {
        codes.insert(rp.code(&mut browser, &rp.request()).await);
    }
    assert_eq!(codes.len(), count);
    assert!(codes.iter().all(|code| code.len() == 43), "256 bits: {codes:?}");
    assert_even(&codes);
    let dump = app.dump(&["grants", "session_logins", "sign_ins", "codes", "attempts", "events", "users"]).await;
    assert!(dump.contains(&ada.id.to_string()), "the dump holds the rows");
    let session = browser.session().unwrap();
    // The cookie is a signature and the key after it.
    let key = &session[session.len() - 43..];
    let secrets = codes.iter().map(String::as_str).chain([tokens.refresh.as_str(), &tokens.access, session, key]);
    let secrets: Vec<&str> = secrets.collect();
    let found = AhoCorasick::new(&secrets).unwrap().find(&dump).map(|found| secrets[found.pattern().as_usize()]);
    assert_eq!(found, None, "in the database");
    assert!(!dump.contains("correct horse"));
}

/// Every bit of the codes is as often 1 as 0, within six standard deviations.
fn assert_even(codes: &BTreeSet<String>) {
    let mut ones = [0_i64; 256];
    for code in codes {
        let bytes = URL_SAFE_NO_PAD.decode(code).expect("base64url");
        for (bit, ones) in ones.iter_mut().enumerate() {
            *ones += i64::from(bytes[bit / 8] >> (bit % 8) & 1);
        }
    }
    let count = i64::try_from(codes.len()).unwrap();
    for (bit, ones) in ones.into_iter().enumerate() {
        // (ones - n/2)² ≤ (6 · √n/2)²
        assert!((2 * ones - count).pow(2) <= 36 * count, "bit {bit} is 1 in {ones} of {count} codes");
    }
}
