//! Where one is signed in: seen, and ended for good, on every node.

use vestibule::domain::event::EventName;

use super::{at, signed_in};
use crate::support::TestApp;
use crate::support::browser::Browser;
use crate::support::people::Person;

async fn is_in(app: &TestApp, browser: &mut Browser) -> bool {
    browser.get(&at(app, "/profile")).await.code() == 200
}

async fn end(app: &TestApp, browser: &mut Browser, value: &str) -> String {
    let page = browser.open(&at(app, "/sessions")).await;
    let form = page.form("/account/sessions").press("end", value);
    browser.submit(&page, &form).await.shown().body.clone()
}

/// The ids that the buttons of the page name.
async fn listed(app: &TestApp, browser: &mut Browser) -> Vec<String> {
    let page = browser.open(&at(app, "/sessions")).await;
    let mut values = page.shown().body.split("name=\"end\" value=\"").skip(1);
    std::iter::from_fn(|| values.next().map(|rest| rest.split('"').next().unwrap().to_owned()))
        .filter(|value| value.contains(':'))
        .collect()
}

async fn two_browsers(app: &TestApp) -> (Person, Browser, Browser) {
    let ada = app.person("ada").await;
    let agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604";
    let mut phone = app.browser().with_header("user-agent", agent);
    phone.sign_in(&app.client, &ada).await;
    let desk = signed_in(app, &ada).await;
    (ada, phone, desk)
}

#[actix_web::test]
async fn one_session_is_ended_and_the_others_stay() {
    let app = TestApp::start().await;
    let (_, mut phone, mut desk) = two_browsers(&app).await;
    let page = desk.open(&at(&app, "/sessions")).await;
    assert!(page.shown().body.contains("Safari on iPhone") && page.shown().body.contains("This one"), "{page:?}");
    let sessions = listed(&app, &mut desk).await;
    let [other] = sessions.as_slice() else { panic!("{sessions:?}") };
    assert!(end(&app, &mut desk, other).await.contains("Done."));
    assert!(is_in(&app, &mut desk).await);
    let node = app.second_node().await;
    assert!(!is_in(&app, &mut phone.clone().through(&node)).await && !is_in(&app, &mut phone).await);
    assert!(end(&app, &mut desk, other).await.contains("not there any more"), "once");
}

#[actix_web::test]
async fn nobody_ends_what_is_somebody_else_s() {
    let app = TestApp::start().await;
    let (_, mut phone, mut desk) = two_browsers(&app).await;
    let sessions = listed(&app, &mut desk).await;
    let eve = app.person("eve").await;
    let mut hers = signed_in(&app, &eve).await;
    for value in
        [sessions[0].as_str(), "session:", "session:x", "app:x", "", "session:00000000-0000-0000-0000-000000000000"]
    {
        assert!(end(&app, &mut hers, value).await.contains("not there any more"), "{value}");
    }
    let app_id = format!("app:{}", app.client.id);
    assert!(end(&app, &mut hers, &app_id).await.contains("not there any more"));
    assert!(is_in(&app, &mut phone).await && is_in(&app, &mut desk).await && is_in(&app, &mut hers).await);
    assert_eq!(app.events(EventName::SignedOut).await, 0);
}

#[actix_web::test]
async fn everywhere_but_here_leaves_this_browser_alone() {
    let app = TestApp::start().await;
    let (_, mut phone, mut desk) = two_browsers(&app).await;
    assert!(end(&app, &mut desk, "others").await.contains("Done."));
    assert!(is_in(&app, &mut desk).await && !is_in(&app, &mut phone).await);
    assert_eq!(app.events(EventName::SignedOutElsewhere).await, 1);
    assert!(end(&app, &mut desk, "others").await.contains("Done."), "and again");
    assert!(is_in(&app, &mut desk).await);
}

#[actix_web::test]
async fn everywhere_and_here_leave_nobody_in() {
    for value in ["everything", "here"] {
        let app = TestApp::start().await;
        let (_, mut phone, mut desk) = two_browsers(&app).await;
        assert!(end(&app, &mut desk, value).await.contains("signed out"), "{value}");
        assert!(!is_in(&app, &mut desk).await, "{value}");
        assert_eq!(is_in(&app, &mut phone).await, value == "here");
    }
}

#[actix_web::test]
async fn what_an_app_was_given_is_taken_back() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = app.browser();
    browser.sign_in(&app.client, &ada).await;
    let client = app.app_client();
    let answer = browser.get(&client.request().target()).await;
    let tokens = client.redeem(&answer.redirected("code")).await;
    assert_eq!(tokens.code(), 200, "{tokens:?}");
    let refresh = tokens.json()["refresh_token"].as_str().unwrap().to_owned();
    let page = browser.open(&at(&app, "/sessions")).await;
    assert!(page.shown().body.contains(&app.client.name), "{page:?}");
    let body = end(&app, &mut browser, &format!("app:{}", app.client.id)).await;
    assert!(body.contains("Done."), "{body}");
    assert_eq!(client.refresh(&refresh).await.code(), 400);
    assert!(is_in(&app, &mut browser).await, "the browser stays");
}
