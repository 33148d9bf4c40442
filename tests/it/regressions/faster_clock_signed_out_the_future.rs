//! What was born before the moment of a sign-out everywhere was dead. Moments are of a node's clock: after a sign-out at a
//! node that was some seconds ahead, whoever signed in at another was signed out at once, for as long (lesson L16,
//! `t_node_skew_between_two_nodes_5s_flows_pass`); and at one that was behind, a sign-in with the old password that was
//! under way outlived it.

use serde_json::json;
use vestibule::domain::secret::Secret;
use vestibule::flows::account::sign_out_everywhere;
use vestibule::flows::device::Presented;
use vestibule::flows::session;
use vestibule::flows::sign_in::{Holder, Outcome, PasswordAttempt, submit_password};

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn signing_in_works_right_after_a_sign_out_at_a_node_that_is_ahead() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let rp = app.app_client();
    for skew in [5, 29, -5, -29] {
        let mut before = app.browser();
        let old = rp.sign_in(&app.client, &mut before, &ada).await;
        let other = app.second_node_at(skew).await;
        sign_out_everywhere(other.deps(), &app.pool, ada.id, None).await.unwrap();
        rp.refresh(&old.refresh).await.assert_refused(400, "invalid_grant");
        assert_eq!(rp.user_info(&old.access).await.code(), 401, "{skew}");
        let silent = before.get(&rp.request().with("prompt", "none").target()).await;
        assert_eq!(silent.redirected("error"), "login_required", "{skew}");

        let mut browser = app.browser();
        let new = rp.sign_in(&app.client, &mut browser, &ada).await;
        rp.code(&mut browser, &rp.request().with("prompt", "none")).await;
        for node in [app.node(), other] {
            let rp = rp.clone().through(&node);
            assert_eq!(rp.user_info(&new.access).await.code(), 200, "{skew}");
        }
        assert_eq!(rp.refresh(&new.refresh).await.code(), 200, "{skew}");
        let by_api = json!({"ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "ada", "PASSWORD": PASSWORD}});
        let answer = app.anonymous().call("InitiateAuth", &by_api).await.json();
        let token = json!({"AccessToken": answer["AuthenticationResult"]["AccessToken"]});
        assert_eq!(app.anonymous().call("GetUser", &token).await.code(), 200, "{skew}");
        app.advance_secs(60);
    }
}

#[actix_web::test]
async fn a_sign_in_that_was_under_way_does_not_outlive_a_sign_out_at_a_node_that_is_behind() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let deps = app.deps();
    let attempt = PasswordAttempt {
        pool: app.pool.clone().into(),
        client: app.client.clone().into(),
        username: "ada".to_owned(),
        password: Secret::from(PASSWORD),
        holder: Holder::Browser { cookie: "browser".to_owned(), language: String::new(), device: Presented::default() },
    };
    let Outcome::Complete(completed) = submit_password(&deps, attempt).await.unwrap() else { panic!("refused") };
    let other = app.second_node_at(-25).await;
    sign_out_everywhere(other.deps(), &app.pool, ada.id, None).await.unwrap();
    let established = session::establish(&deps, &app.pool, &app.client, *completed, None).await.unwrap();
    let key = session::expose(&established.key);
    assert!(session::live(&deps, &app.pool, key, &Presented::default()).await.unwrap().is_none());
}
