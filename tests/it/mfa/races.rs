//! Two right answers at once: one is taken, and the other burns nothing.

use serde_json::{Value, json};

use super::{asked, desk, respond_with_code, with_app_on};
use crate::support::desk::done;

#[actix_web::test]
async fn of_two_right_answers_the_later_one_keeps_its_code() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let tokens = done(&respond_with_code(&desk, &challenge, &app.code(&desk.app)).await);
    desk.app.advance_secs(30);
    let token = tokens["AuthenticationResult"]["AccessToken"].as_str().unwrap();
    let made = done(&desk.try_own_user(token, "CreateRecoveryCodes").await);
    let codes: Vec<String> = serde_json::from_value(made["RecoveryCodes"].clone()).unwrap();
    let sdks = [desk.app.anonymous(), desk.app.anonymous().through(&desk.app.second_node().await)];
    let answer = |session: &Value, code: &str| {
        json!({
            "ClientId": desk.app.client.id.as_str(), "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": session,
            "ChallengeResponses": {"USERNAME": "ada", "RECOVERY_CODE": code},
        })
    };
    let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
    let tries = codes.iter().take(5).enumerate().map(|(number, code)| {
        let (sdk, input) = (&sdks[number % 2], answer(&challenge["Session"], code));
        async move { sdk.call("RespondToAuthChallenge", &input).await.code() }
    });
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|code| **code == 200).count(), 1, "{answers:?}");

    let mut taken = 0;
    for code in &codes {
        // Those who came too late may count as guesses: whatever wait that brought is over.
        desk.app.advance_secs(60);
        let challenge = asked(&desk, "SOFTWARE_TOKEN_MFA").await;
        let again = sdks[0].call("RespondToAuthChallenge", &answer(&challenge["Session"], code)).await;
        taken += usize::from(again.code() == 200);
    }
    assert_eq!(taken, 9, "only the one that signed in is used");
}
