//! What text messages may cost (lesson L8): each limit is exceeded, and what is beside it goes on.

use serde_json::json;
use vestibule::app::Limits;
use vestibule::domain::event::EventName;

use super::{by_number, texts_to};
use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, PASSWORD, TestApp};

async fn start(change: impl FnOnce(&mut Limits)) -> TestApp {
    TestApp::setup().texting().limits(change).pool(by_number).start().await
}

fn refusal(answer: &Answer) -> String {
    if answer.code() == 200 { String::new() } else { answer.json()["__type"].as_str().unwrap_or_default().to_owned() }
}

fn from(app: &TestApp, n: usize) -> AwsSdk {
    app.anonymous().through(&app.node().seen_from(&format!("203.0.113.{n}")))
}

async fn sign_up(app: &TestApp, sdk: &AwsSdk, number: &str) -> String {
    let input = json!({ "ClientId": app.client.id.as_str(), "Username": number, "Password": PASSWORD });
    refusal(&sdk.call("SignUp", &input).await)
}

async fn resend(app: &TestApp, sdk: &AwsSdk, number: &str) -> String {
    let input = json!({ "ClientId": app.client.id.as_str(), "Username": number });
    refusal(&sdk.call("ResendConfirmationCode", &input).await)
}

async fn sent(app: &TestApp) -> usize {
    app.node().run_jobs().await;
    app.node().mailbox().texts().len()
}

const LIMIT: &str = "LimitExceededException";

pub(crate) async fn exceed_number_hourly() {
    let app = start(|_| ()).await;
    let number = "+4915112345678";
    assert_eq!(sign_up(&app, &from(&app, 1), number).await, "");
    for n in 2..=5 {
        assert_eq!(resend(&app, &from(&app, n), number).await, "", "and nobody is told");
    }
    assert_eq!(texts_to(&app, number).await.len(), 3);
    assert_eq!(sign_up(&app, &from(&app, 9), "+4916012345678").await, "", "other numbers are not concerned");
    app.advance_secs(3600);
    assert_eq!(resend(&app, &from(&app, 9), number).await, "");
    assert_eq!(texts_to(&app, number).await.len(), 4);
}

pub(crate) async fn exceed_number_daily() {
    let app = start(|_| ()).await;
    let number = "+4915112345678";
    assert_eq!(sign_up(&app, &from(&app, 1), number).await, "");
    for n in 0..9 {
        assert_eq!(resend(&app, &from(&app, n), number).await, "");
        app.advance_secs(1800);
    }
    assert_eq!(texts_to(&app, number).await.len(), 6);
    app.advance_secs(86_400);
    assert_eq!(resend(&app, &from(&app, 1), number).await, "");
    assert_eq!(texts_to(&app, number).await.len(), 7);
}

/// `t_sms_budget_stops_prefix`: numbers in a row, each used once, from as many addresses.
pub(crate) async fn exceed_block_hourly() {
    let app = start(|_| ()).await;
    for n in 0..30 {
        assert_eq!(sign_up(&app, &from(&app, n), &format!("+491511234{n:04}")).await, "");
    }
    assert_eq!(sign_up(&app, &from(&app, 200), "+4915112349999").await, LIMIT);
    assert_eq!(app.rows("users").await, 30);
    assert_eq!(sign_up(&app, &from(&app, 200), "+4915112359999").await, "", "the next block is another one");
    assert_eq!(sent(&app).await, 31);
    app.advance_secs(3600);
    assert_eq!(sign_up(&app, &from(&app, 200), "+4915112349999").await, "");
}

pub(crate) async fn exceed_address_hourly() {
    let app = start(|limits| limits.budgets.sms_per_address_hourly = 4).await;
    let sdk = from(&app, 1);
    for n in 0..4 {
        assert_eq!(sign_up(&app, &sdk, &format!("+49151{n}2345678")).await, "");
    }
    assert_eq!(sign_up(&app, &sdk, "+4915192345678").await, LIMIT);
    // Asking on for what exists and for what does not ends the same.
    assert_eq!(resend(&app, &sdk, "+4915112345678").await, LIMIT);
    assert_eq!(resend(&app, &sdk, "+4916912345678").await, LIMIT);
    assert_eq!(sign_up(&app, &from(&app, 2), "+4915192345678").await, "");
    assert_eq!(sent(&app).await, 5);
    app.advance_secs(3600);
    assert_eq!(sign_up(&app, &sdk, "+4915182345678").await, "");
}

pub(crate) async fn exceed_country_daily() {
    let app = start(|limits| limits.budgets.sms_per_country_daily = 3).await;
    for n in 0..3 {
        assert_eq!(app.events(EventName::SmsBudgetExhausted).await, 0);
        assert_eq!(sign_up(&app, &from(&app, n), &format!("+49151{n}2345678")).await, "");
    }
    assert_eq!(sign_up(&app, &from(&app, 8), "+4917012345678").await, LIMIT);
    assert_eq!(app.events(EventName::SmsBudgetExhausted).await, 1, "said once");
    assert_eq!(sign_up(&app, &from(&app, 8), "+12065550123").await, "", "another country goes on");
    assert_eq!(sent(&app).await, 4);
    app.advance_secs(86_400);
    assert_eq!(sign_up(&app, &from(&app, 8), "+4917012345678").await, "");
}

pub(crate) async fn exceed_pool_daily() {
    let app = start(|limits| limits.budgets.sms_per_pool_daily = 3).await;
    for (n, number) in ["+4915112345678", "+12065550123", "+4915212345678"].into_iter().enumerate() {
        assert_eq!(sign_up(&app, &from(&app, n), number).await, "");
    }
    assert_eq!(app.events(EventName::SmsBudgetExhausted).await, 1, "said at the last");
    assert_eq!(sign_up(&app, &from(&app, 8), "+12065550199").await, LIMIT);
    // A name that has a number, and one that nobody has, are answered alike.
    assert_eq!(resend(&app, &from(&app, 8), "+4915112345678").await, "");
    assert_eq!(resend(&app, &from(&app, 8), "+4916912345678").await, "");
    assert_eq!((sent(&app).await, app.rows("users").await), (3, 3));
    app.advance_secs(86_400);
    assert_eq!(sign_up(&app, &from(&app, 8), "+12065550199").await, "");
}
