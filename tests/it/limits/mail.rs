//! How much mail strangers can set off (cases 134 and 145).

use vestibule::domain::event::EventName;

use super::{forgot, from, guess_password, mails_to, refusal, resend, sign_up};
use crate::support::{PASSWORD, TestApp};

/// Case 145: accounts that name one mailbox send it five mails an hour, all together, and nobody learns that they share
/// it.
pub(super) async fn exceed_mailbox_hourly() {
    let app = TestApp::start().await;
    let sdk = app.anonymous();
    for username in ["one", "two"] {
        assert_eq!(sign_up(&app, &sdk, username, "victim@example.test").await.code(), 200);
    }
    for username in ["one", "one", "one", "two", "two", "two"] {
        assert_eq!(resend(&app, &sdk, username).await.code(), 200, "{username}");
    }
    assert_eq!(mails_to(&app, "victim@example.test").await, 5);
    assert_eq!(refusal(&sign_up(&app, &sdk, "three", "Victim@Example.test").await), "LimitExceededException");
    assert_eq!(sign_up(&app, &sdk, "four", "other@example.test").await.code(), 200);
    assert_eq!(mails_to(&app, "other@example.test").await, 1, "other mailboxes are not concerned");
    app.advance_secs(3600);
    assert_eq!(resend(&app, &sdk, "two").await.code(), 200);
    assert_eq!(mails_to(&app, "victim@example.test").await, 6);
}

/// Case 145: ten a day.
pub(super) async fn exceed_mailbox_daily() {
    let app = TestApp::start().await;
    let sdk = app.anonymous();
    for username in ["one", "two", "three"] {
        assert_eq!(sign_up(&app, &sdk, username, "victim@example.test").await.code(), 200);
    }
    for _ in 0..3 {
        for username in ["one", "two", "three"] {
            assert_eq!(resend(&app, &sdk, username).await.code(), 200, "{username}");
            assert_eq!(resend(&app, &sdk, username).await.code(), 200, "{username}");
        }
        app.advance_secs(3600);
    }
    assert_eq!(mails_to(&app, "victim@example.test").await, 10);
    app.advance_secs(86_400);
    assert_eq!(resend(&app, &sdk, "one").await.code(), 200);
    assert_eq!(mails_to(&app, "victim@example.test").await, 11);
}

/// The day's last mail of a pool leaves an event; what would send another changes nothing.
pub(super) async fn exceed_pool_mails_daily() {
    let app = TestApp::setup().limits(|limits| limits.budgets.mails_per_pool_daily = 3).start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    for n in 0..3 {
        assert_eq!(app.events(EventName::MailBudgetExhausted).await, 0);
        assert_eq!(sign_up(&app, &sdk, &format!("user{n}"), &format!("user{n}@example.test")).await.code(), 200);
    }
    let refused = sign_up(&app, &sdk, "late", "late@example.test").await;
    assert_eq!(refusal(&refused), "LimitExceededException");
    assert_eq!(refusal(&forgot(&app, &sdk, "ada").await), "LimitExceededException");
    assert_eq!(app.events(EventName::MailBudgetExhausted).await, 1, "said once");
    assert_eq!(mails_to(&app, "late@example.test").await + mails_to(&app, "ada@example.test").await, 0);
    assert_eq!(guess_password(&app, &sdk, "ada", PASSWORD).await.code(), 200, "signing in needs no mail");
    assert_eq!(app.events(EventName::UserSignedUp).await, 3);
    app.advance_secs(86_400);
    assert_eq!(sign_up(&app, &sdk, "late", "late@example.test").await.code(), 200);
}

/// Case 134: signing up with somebody's address writes to its owner, five times an hour and no more, and each answer is
/// as the one before.
#[actix_web::test]
async fn signing_up_with_anothers_address_tells_the_owner_within_limits() {
    let app = TestApp::setup()
        .pool(|pool| {
            pool.sign_in_names.username_attributes = [vestibule::domain::pool::Contact::Email].into();
        })
        .start()
        .await;
    let sdk = app.anonymous();
    assert_eq!(sign_up(&app, &sdk, "ada@example.test", "ada@example.test").await.code(), 200);
    app.node().run_jobs().await;
    let code = app.mailed_code("ada@example.test");
    assert_eq!(super::confirm(&app, &sdk, "ada@example.test", &code).await.code(), 200);
    app.advance_secs(86_400);
    let before = mails_to(&app, "ada@example.test").await;
    for n in 0..8 {
        let stranger = from(&app, &format!("203.0.113.{n}"));
        let said = refusal(&sign_up(&app, &stranger, "ada@example.test", "ada@example.test").await);
        assert!(["UsernameExistsException", "LimitExceededException"].contains(&said.as_str()), "{said}");
    }
    let told = mails_to(&app, "ada@example.test").await - before;
    assert!((1..=5).contains(&told), "{told}");
}

/// Case 134: at the page, an address that has an account and one that has none end at the same try.
#[actix_web::test]
async fn a_taken_and_a_new_address_have_the_same_budget() {
    let app = TestApp::setup()
        .pool(|pool| {
            pool.sign_in_names.username_attributes = [vestibule::domain::pool::Contact::Email].into();
        })
        .start()
        .await;
    let sdk = app.anonymous();
    for address in ["confirmed@example.test", "unconfirmed@example.test"] {
        assert_eq!(sign_up(&app, &sdk, address, address).await.code(), 200);
    }
    app.node().run_jobs().await;
    let code = app.mailed_code("confirmed@example.test");
    assert_eq!(super::confirm(&app, &sdk, "confirmed@example.test", &code).await.code(), 200);
    app.advance_secs(86_400);
    let mut answers = Vec::new();
    for name in ["confirmed", "unconfirmed", "new"] {
        let address = format!("{name}@example.test");
        let mut of_address = Vec::new();
        for _ in 0..7 {
            let mut browser = app.browser();
            let page = browser.open(&format!("/signup?{}", app.app_client().request().query())).await;
            let form = page.form("/signup").fill("username", &address).fill("password", PASSWORD);
            let next = browser.submit(&page, &form).await;
            of_address.push(next.url.path().to_owned());
        }
        assert!(of_address[4].ends_with("/confirm") && of_address[5].ends_with("/signup"), "{name}: {of_address:?}");
        answers.push(of_address);
    }
    assert_eq!(answers[0], answers[2]);
    assert_eq!(answers[1], answers[2]);
    assert_eq!(mails_to(&app, "confirmed@example.test").await, 1 + 5, "each try told the owner");
}

/// Case 224: whatever tag an address has, the mail lands in one mailbox; to everything else it is another address.
#[actix_web::test]
async fn tagged_addresses_share_the_budget_of_their_mailbox() {
    let app = TestApp::start().await;
    for n in 1..=6 {
        let sdk = from(&app, &format!("203.0.113.{n}"));
        let answer = sign_up(&app, &sdk, &format!("somebody{n}"), &format!("Ada+{n}@example.test")).await;
        let expected = if n <= 5 { "" } else { "LimitExceededException" };
        assert_eq!(refusal(&answer), expected, "{n}");
    }
    assert_eq!(mails_to(&app, "Ada+1@example.test").await, 1, "mail goes to the address as it was typed");
    let sdk = from(&app, "203.0.113.9");
    for (n, other) in
        ["a.da@example.test", "adam@example.test", "ada@other.test", "+ada@example.test"].iter().enumerate()
    {
        let answer = sign_up(&app, &sdk, &format!("other{n}"), other).await;
        assert_eq!(refusal(&answer), "", "{other} is another mailbox");
    }
    assert_eq!(refusal(&sign_up(&app, &sdk, "base", "ada@example.test").await), "LimitExceededException");
    app.advance_secs(3600);
    assert_eq!(refusal(&sign_up(&app, &sdk, "base", "ada@example.test").await), "");
}
