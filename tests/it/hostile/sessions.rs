//! Browser sessions (group K).

use actix_web::http::Method;
use vestibule::domain::pool::SessionLifetimes;

use crate::support::browser::{From, SESSION_COOKIE};
use crate::support::{Browser, OAuthClient, PASSWORD, TestApp};

async fn is_signed_in(rp: &OAuthClient, browser: &mut Browser) -> bool {
    browser.get(&rp.request().with("prompt", "none").target()).await.redirected("error").is_empty()
}

/// Case 104. What every cookie must have (case 103) is checked at every answer to a browser.
#[actix_web::test]
async fn a_session_gets_a_new_key_at_each_sign_in_and_the_old_one_dies() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.get(&rp.request().target()).await;
    assert_eq!(browser.session(), None, "nobody is signed in");
    browser.sign_in(&app.client, &ada).await;
    let before = browser.clone();
    browser.sign_in(&app.client, &ada).await;
    assert_ne!(before.session(), browser.session());
    assert!(is_signed_in(&rp, &mut browser).await);
    assert!(!is_signed_in(&rp, &mut before.clone()).await, "the key from before the sign-in still works");
    assert_eq!(app.rows("session_logins").await, 1);
}

/// Case 104: a key that the attacker planted is worthless after the victim signed in.
#[actix_web::test]
async fn a_planted_session_does_not_become_the_victims() {
    let app = TestApp::start().await;
    let (attacker, victim, rp) = (app.person("attacker").await, app.person("victim").await, app.app_client());
    let (mut attackers, mut victims) = (app.browser(), app.browser());
    attackers.sign_in(&app.client, &attacker).await;
    victims.jar.put(SESSION_COOKIE, attackers.session().unwrap());
    victims.sign_in(&app.client, &victim).await;
    let code = rp.code(&mut victims, &rp.request()).await;
    let tokens = crate::support::TokenSet::of(&rp.redeem(&code).await);
    assert_eq!(rp.verify_id_token(&tokens.id).await["sub"], victim.id.to_string());
    assert!(!is_signed_in(&rp, &mut attackers).await, "the planted key still opens the session");
}

/// Case 106.
#[actix_web::test]
async fn a_session_opens_its_own_pool_only() {
    let app = TestApp::start().await;
    let other_pool = app.add_pool("Others").await;
    let foreign = app.oauth_client(&app.add_public(&other_pool, |_| {}).await);
    app.person_in(&other_pool, "ada").await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    assert!(!is_signed_in(&foreign, &mut browser).await);
    assert!(!is_signed_in(&foreign.clone().at_root(), &mut browser).await);
    assert!(is_signed_in(&rp, &mut browser).await);
}

/// Case 107.
#[actix_web::test]
async fn a_session_ends_when_it_idles_and_in_any_case() {
    let app = TestApp::start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let (mut idle, mut busy) = (app.browser(), app.browser());
    idle.sign_in(&app.client, &ada).await;
    busy.sign_in(&app.client, &ada).await;
    app.advance_secs(1800);
    assert!(is_signed_in(&rp, &mut busy).await);
    app.advance_secs(1799);
    assert!(is_signed_in(&rp, &mut idle.clone()).await);
    app.advance_secs(3600);
    assert!(!is_signed_in(&rp, &mut idle).await, "an hour without use");
    assert!(!is_signed_in(&rp, &mut busy).await, "an hour without use");

    let begun = app.now();
    busy.sign_in(&app.client, &ada).await;
    for _ in 0..47 {
        app.advance_secs(1800);
        assert!(is_signed_in(&rp, &mut busy).await);
    }
    assert_eq!(app.now().since(begun) / 1_000_000, 23 * 3600 + 1800);
    app.advance_secs(1799);
    assert!(is_signed_in(&rp, &mut busy).await);
    app.advance_secs(1);
    assert!(!is_signed_in(&rp, &mut busy).await, "a day in any case");
    app.node().run_jobs().await;
    assert_eq!(app.rows("session_logins").await, 0);
}

/// Cases 103 and 109: cookies that are not ours, or too many of them.
#[actix_web::test]
async fn tossed_and_forged_cookies_open_nothing_and_hinder_nobody() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let value = browser.session().unwrap().to_owned();
    let changed = format!("{}x{}", &value[..10], &value[11..]);
    for forged in [&value[..value.len() - 1], &format!("{value}A"), &changed, &value[44..], "", "x", &"A".repeat(87)] {
        let mut forger = app.browser();
        forger.jar.put(SESSION_COOKIE, forged);
        assert!(!is_signed_in(&rp, &mut forger).await, "{forged}");
        // The unprefixed name, which a neighbour could set, is not read.
        let mut tosser = app.browser();
        tosser.jar.put("vestibule-session", &value);
        assert!(!is_signed_in(&rp, &mut tosser).await);
    }
    let mut tossed = app.browser();
    for n in 0..100 {
        tossed.jar.put(&format!("tossed-{n}"), "x");
    }
    tossed.sign_in(&app.client, &ada).await;
    assert!(is_signed_in(&rp, &mut tossed).await);
    tossed.jar.put("large", &"x".repeat(17 * 1024));
    assert_eq!(tossed.get(&rp.request().target()).await.code(), 431);
    assert!(is_signed_in(&rp, &mut browser).await);
}

/// Case 109: a name that is sent twice. A neighbour cannot add a second `__Host-` cookie to a browser, so which of the two
/// counts does not matter; it must be one of them or none, and signing in must go on.
#[actix_web::test]
async fn a_cookie_that_is_sent_twice_is_one_of_the_two_or_none() {
    let app = TestApp::start().await;
    let (ada, eve, rp) = (app.person("ada").await, app.person("eve").await, app.app_client());
    let (mut adas, mut eves) = (app.browser(), app.browser());
    adas.sign_in(&app.client, &ada).await;
    eves.sign_in(&app.client, &eve).await;
    let own = adas.jar.header("/").unwrap();
    let values = [eves.session().unwrap(), "", "x", &"A".repeat(87)].map(str::to_owned);
    for value in values {
        let second = format!("{SESSION_COOKIE}={value}");
        for header in [format!("{second}; {own}"), format!("{own}; {second}"), format!("{second};{second};{own}")] {
            let mut twice = app.browser().with_header("cookie", &header);
            let answer = twice.get(&rp.request().with("prompt", "none").target()).await;
            let (code, error) = (answer.redirected("code"), answer.redirected("error"));
            if code.is_empty() {
                assert_eq!(error, "login_required", "{header}");
            } else {
                let tokens = crate::support::TokenSet::of(&rp.redeem(&code).await);
                let sub = rp.verify_id_token(&tokens.id).await["sub"].clone();
                let owners = [ada.id.to_string(), eve.id.to_string()];
                let may_be_eves = Some(value.as_str()) == eves.session();
                assert!(sub == owners[0] || may_be_eves && sub == owners[1], "{header}");
            }
            let page = twice.open(&rp.request().with("prompt", "login").target()).await;
            assert_eq!(page.shown().code(), 200, "{header}");
        }
    }
    assert!(is_signed_in(&rp, &mut adas).await && is_signed_in(&rp, &mut eves).await);
    // Signing in goes on.
    let header = format!("{SESSION_COOKIE}=x; {own}; {SESSION_COOKIE}=y; {SESSION_COOKIE}=y");
    let mut twice = app.browser().with_header("cookie", &header);
    let page = twice.open(&rp.request().with("prompt", "login").target()).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let target = page.url.join(&form.action).unwrap().to_string();
    let answer = twice.request(Method::POST, &target, Some(form.body()), From::Ours).await;
    assert!(!answer.redirected("code").is_empty(), "{answer:?}");
}

/// Case 107: the lifetimes are the pool's.
#[actix_web::test]
async fn a_pool_may_end_its_sessions_sooner() {
    let short = SessionLifetimes { idle_secs: 60, absolute_secs: 90 };
    let app = TestApp::setup().pool(|settings| settings.sessions = short).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    app.advance_secs(59);
    assert!(is_signed_in(&rp, &mut browser).await);
    app.advance_secs(31);
    assert!(!is_signed_in(&rp, &mut browser).await);
}
