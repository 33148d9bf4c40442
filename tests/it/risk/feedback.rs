//! Whether an attempt was its person: said once by the link in the mail, or by an admin.

use actix_web::http::Method;
use serde_json::{Value, json};
use url::Url;
use vestibule::domain::event::EventName;

use super::notices::{mails, notifying};
use super::{ELSEWHERE, desk, from, signed_in};
use crate::support::PASSWORD;
use crate::support::browser::From;
use crate::support::desk::{Desk, refused};

/// A desk at which `ada` was told of a sign-in from elsewhere, and the two links of that mail.
async fn told() -> (Desk, [Url; 2]) {
    let desk = desk("ENFORCED", &notifying("NO_ACTION")).await;
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    let (_, text, html) = mails(&desk).await.pop().unwrap();
    let links = text.split_whitespace().filter(|word| word.starts_with("https://"));
    let links: Vec<Url> = links.map(|word| Url::parse(word).unwrap()).collect();
    let links: [Url; 2] = links.try_into().unwrap_or_else(|_| panic!("two links: {text}"));
    assert!(links.iter().all(|link| html.contains(&link.as_str().replace('&', "&#38;"))), "{html}");
    (desk, links)
}

fn part(link: &Url, name: &str) -> String {
    link.query_pairs().find(|(known, _)| known == name).unwrap().1.into_owned()
}

/// What an admin sees of the newest attempt.
async fn seen(desk: &Desk) -> Value {
    let listed = desk.admin("AdminListUserAuthEvents", json!({ "Username": "ada", "MaxResults": 1 })).await;
    listed["AuthEvents"][0].clone()
}

async fn given(desk: &Desk) -> usize {
    desk.app.events(EventName::FeedbackGiven).await
}

#[actix_web::test]
async fn a_person_says_by_the_mail_that_it_was_not_them() {
    let (desk, [valid, invalid]) = told().await;
    assert_eq!((part(&valid, "value"), part(&invalid, "value")), ("Valid".to_owned(), "Invalid".to_owned()));
    let before = desk.app.state_but(&[]).await;
    let mut browser = desk.app.browser();
    let asked = browser.open(invalid.as_str()).await;
    let body = &asked.shown().body;
    assert!(body.contains("Was this you?") && body.contains(ELSEWHERE), "{body}");
    browser.open(valid.as_str()).await;
    assert_eq!(desk.app.state_but(&[]).await, before, "opening the links says nothing");

    let target = invalid.as_str().to_owned();
    let forged = browser.request(Method::POST, &target, Some("value=Valid".to_owned()), From::OtherSite).await;
    assert_eq!(forged.code(), 403);
    assert_eq!(given(&desk).await, 0);
    let page = browser.submit(&asked, &asked.form("/feedback").press("value", "Invalid")).await;
    assert!(page.shown().body.contains("Look after your account now"), "{page:?}");
    assert!(browser.session().is_none(), "nobody is signed in by it");
    let event = seen(&desk).await;
    assert_eq!(event["EventId"], part(&invalid, "event").as_str());
    let feedback = &event["EventFeedback"];
    assert_eq!((&feedback["FeedbackValue"], &feedback["Provider"]), (&json!("Invalid"), &json!("User")));
    assert!(feedback["FeedbackDate"].is_number(), "{feedback}");

    // Once: neither the other link nor the form again says anything else.
    let page = browser.open(valid.as_str()).await;
    assert!(page.shown().body.contains("Look after your account now"), "{page:?}");
    browser.submit(&asked, &asked.form("/feedback").press("value", "Valid")).await;
    assert_eq!(seen(&desk).await["EventFeedback"]["FeedbackValue"], "Invalid");
    assert_eq!(given(&desk).await, 1);
}

#[actix_web::test]
async fn a_link_that_is_changed_or_old_says_nothing() {
    let (desk, [valid, _]) = told().await;
    let mut browser = desk.app.browser();
    let other = from(&desk, ELSEWHERE, "wrong horse 7 battery").await;
    other.assert_wrong_password();
    let other = seen(&desk).await["EventId"].as_str().unwrap().to_owned();
    let (event, token) = (part(&valid, "event"), part(&valid, "token"));
    let half = &token[..token.len() / 2];
    let long = "a".repeat(3000);
    for (name, event, token) in [
        ("another event", other.as_str(), token.as_str()),
        ("no event", "", token.as_str()),
        ("an event that never was", "00000000-0000-7000-8000-000000000000", token.as_str()),
        ("no token", event.as_str(), ""),
        ("half a token", event.as_str(), half),
        ("a long token", event.as_str(), long.as_str()),
    ] {
        let mut link = valid.clone();
        link.query_pairs_mut().clear().append_pair("event", event).append_pair("token", token);
        let page = browser.open(link.as_str()).await;
        assert_eq!(page.shown().code(), 410, "{name}: {page:?}");
        let input = json!({ "UserPoolId": desk.app.pool.id.as_str(), "Username": "ada", "EventId": event,
            "FeedbackToken": token, "FeedbackValue": "Valid" });
        assert_eq!(desk.app.anonymous().call("UpdateAuthEventFeedback", &input).await.code(), 400, "{name}");
    }
    let mut elsewhere = valid.clone();
    let second = desk.app.add_pool("second").await;
    elsewhere.set_path(&format!("/{}/feedback", second.id));
    assert_eq!(browser.open(elsewhere.as_str()).await.shown().code(), 410, "of another pool");
    assert_eq!(given(&desk).await, 0);
    let page = browser.open(valid.as_str()).await;
    desk.app.advance_secs(30 * 86_400);
    assert_eq!(browser.open(valid.as_str()).await.shown().code(), 410, "after a month");
    browser.submit(&page, &page.form("/feedback").press("value", "Valid")).await;
    assert_eq!(given(&desk).await, 0);
}

#[actix_web::test]
async fn apps_and_admins_say_it_over_the_api() {
    let (desk, [valid, _]) = told().await;
    let mut input = json!({ "UserPoolId": desk.app.pool.id.as_str(), "Username": "ada", "FeedbackValue": "Valid",
        "EventId": part(&valid, "event"), "FeedbackToken": part(&valid, "token") });
    desk.person("bob", &[]).await;
    for name in ["bob", "nobody"] {
        let mut of_other = input.clone();
        of_other["Username"] = json!(name);
        let answer = desk.app.anonymous().call("UpdateAuthEventFeedback", &of_other).await;
        assert_eq!(refused(&answer), ("NotAuthorized".to_owned(), "Invalid feedback token.".to_owned()), "{name}");
    }
    assert_eq!(desk.app.anonymous().call("UpdateAuthEventFeedback", &input).await.code(), 200);
    assert_eq!(seen(&desk).await["EventFeedback"]["Provider"], "User");
    let again = desk.app.anonymous().call("UpdateAuthEventFeedback", &input).await;
    assert_eq!(refused(&again).0, "NotAuthorized", "once");

    input.as_object_mut().unwrap().remove("FeedbackToken");
    input["FeedbackValue"] = json!("Invalid");
    desk.admin("AdminUpdateAuthEventFeedback", input.clone()).await;
    let feedback = seen(&desk).await["EventFeedback"].clone();
    assert_eq!((&feedback["FeedbackValue"], &feedback["Provider"]), (&json!("Invalid"), &json!("Admin")));
    for (name, message, change) in [
        ("UserNotFound", "User does not exist.", ("Username", "nobody")),
        ("ResourceNotFound", "Event not found.", ("Username", "bob")),
        ("ResourceNotFound", "Event not found.", ("EventId", "00000000-0000-7000-8000-000000000000")),
    ] {
        let mut wrong = input.clone();
        wrong[change.0] = json!(change.1);
        let answer = desk.try_admin("AdminUpdateAuthEventFeedback", wrong).await;
        assert_eq!(refused(&answer), (name.to_owned(), message.to_owned()), "{change:?}");
    }
    let unknown = json!({ "Username": "ada", "EventId": "x", "FeedbackValue": "Perhaps" });
    assert_eq!(refused(&desk.try_admin("AdminUpdateAuthEventFeedback", unknown).await).0, "InvalidParameter");
    assert_eq!(given(&desk).await, 2);
    // What was said goes with the user.
    desk.admin("AdminDeleteUser", json!({ "Username": "ada" })).await;
    assert_eq!(desk.app.rows("event_feedback").await, 0);
}
