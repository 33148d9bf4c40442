//! The mails that tell a person of a risk.

use serde_json::{Value, json};

use super::{ELSEWHERE, HOME, desk, from, signed_in, watched};
use crate::support::PASSWORD;
use crate::support::desk::Desk;

pub(super) fn notifying(action: &str) -> Value {
    let at = json!({ "EventAction": action, "Notify": true });
    json!({ "LowAction": at, "MediumAction": at, "HighAction": at })
}

/// The mails to `ada`, as they go out.
pub(super) async fn mails(desk: &Desk) -> Vec<(String, String, String)> {
    desk.app.node().run_jobs().await;
    let all = desk.app.node().mailbox().all();
    let own = all.into_iter().filter(|mail| mail.to == "ada@example.test");
    own.map(|mail| (mail.mail.subject, mail.mail.text, mail.mail.html)).collect()
}

#[actix_web::test]
async fn a_person_is_told_of_what_is_new_and_of_nothing_else() {
    let desk = desk("ENFORCED", &notifying("NO_ACTION")).await;
    signed_in(&from(&desk, HOME, PASSWORD).await);
    assert!(mails(&desk).await.is_empty());
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    let sent = mails(&desk).await;
    let [(subject, text, _)] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!(subject, "New sign-in to your People account");
    assert!(text.contains("as ada") && text.contains(ELSEWHERE) && text.contains("2027-01-15"), "{text}");
    from(&desk, "192.0.2.9", "wrong horse 7 battery").await.assert_wrong_password();
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    assert_eq!(mails(&desk).await.len(), 1);
}

#[actix_web::test]
async fn a_stop_is_told_in_the_pools_own_words() {
    let desk = desk("ENFORCED", &notifying("BLOCK")).await;
    assert_eq!(from(&desk, ELSEWHERE, PASSWORD).await.code(), 400);
    assert_eq!(mails(&desk).await[0].0, "A sign-in to your People account was stopped");
    let own = json!({
        "SourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
        "BlockEmail": {
            "Subject": "Was it you, {username}?",
            "HtmlBody": "<p>From {ip-address} with {device-name}</p>",
            "TextBody": "From {ip-address} {city}{country} at {login-time}, {event-id} \
                {feedback-token} {one-click-link-valid} {one-click-link-invalid}",
        },
    });
    let takeover = json!({ "Actions": notifying("BLOCK"), "NotifyConfiguration": own });
    desk.admin("SetRiskConfiguration", json!({ "AccountTakeoverRiskConfiguration": takeover })).await;
    let node = desk.app.node().seen_from(ELSEWHERE);
    let sdk = desk.app.anonymous().through(&node).with_headers(&[("user-agent", "<b>Evil</b>{username}")]);
    desk.app.advance_secs(1);
    let input = json!({
        "ClientId": desk.app.client.id.to_string(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD },
    });
    assert_eq!(sdk.call("InitiateAuth", &input).await.code(), 400);
    let (subject, text, html) = mails(&desk).await.pop().unwrap();
    assert_eq!(subject, "Was it you, ada?");
    assert!(text.starts_with(&format!("From {ELSEWHERE}  at 2027-01-15 ")), "{text}");
    let words: Vec<&str> = text.split(' ').rev().take(4).collect();
    let [invalid, valid, token, event] = words.as_slice() else { panic!("{text}") };
    for (link, value) in [(valid, "Valid"), (invalid, "Invalid")] {
        let whole = format!("/feedback?event={event}&value={value}&token={token}");
        assert!(link.ends_with(&whole) && link.contains(desk.app.pool.id.as_str()), "{text}");
    }
    assert!(!html.contains("<b>Evil") && html.contains("{username}</p>"), "filled in once, and safely: {html}");
}

/// Whoever has the password sets these mails off: no more of them than a stranger may.
#[actix_web::test]
async fn nobody_is_flooded() {
    let desk = desk("ENFORCED", &notifying("BLOCK")).await;
    for _ in 0..8 {
        assert_eq!(from(&desk, ELSEWHERE, PASSWORD).await.code(), 400);
        desk.app.advance_secs(60);
    }
    assert_eq!(mails(&desk).await.len(), 5);
}

#[actix_web::test]
async fn an_unproven_address_hears_nothing() {
    let desk = watched("ENFORCED").await;
    let takeover = json!({ "Actions": notifying("NO_ACTION") });
    desk.admin("SetRiskConfiguration", json!({ "AccountTakeoverRiskConfiguration": takeover })).await;
    signed_in(&from(&desk, HOME, PASSWORD).await);
    let unproven = json!([{ "Name": "email_verified", "Value": "false" }]);
    desk.admin("AdminUpdateUserAttributes", json!({ "Username": "ada", "UserAttributes": unproven })).await;
    signed_in(&from(&desk, ELSEWHERE, PASSWORD).await);
    assert!(mails(&desk).await.is_empty());
}
