//! How often codes can be guessed (case 143): all codes of a person share one budget of a day, and names that nobody has
//! share in the rule, so that no number of guesses tells who is there.

use serde_json::{Value, json};

use super::world::{Side, World};
use super::{done, exception, with};

const HOUR: i64 = 3600;

fn reset(side: &Side, username: &str, code: &str) -> Value {
    let input = json!({ "ClientId": side.client_id(), "Username": username, "ConfirmationCode": code });
    with(input, "Password", "another horse 7 battery")
}

fn confirm(side: &Side, username: &str, code: &str) -> Value {
    json!({ "ClientId": side.client_id(), "Username": username, "ConfirmationCode": code })
}

/// 60 guesses at both kinds of codes: the fifty-first is refused, of whomever it was.
#[actix_web::test]
async fn the_fifty_first_guess_of_a_day_tells_nothing() {
    let world = World::start().await;
    let side = &world.ours;
    let known = world.person(side).await.username;
    let (waiting, _) = world.signed_up(side).await;
    let begin = world.app.now();
    let mut told = Vec::new();
    for hour in 0..2 {
        for round in 0..15 {
            for (operation, make) in
                [("ConfirmSignUp", confirm as fn(&Side, &str, &str) -> Value), ("ConfirmForgotPassword", reset)]
            {
                let nobody = world.anonymous.call(operation, &make(side, "nobody", "no-code")).await;
                for name in [&known, &waiting] {
                    let answer = world.anonymous.call(operation, &make(side, name, "no-code")).await;
                    assert_eq!(answer.looks(), nobody.looks(), "{operation} of {name}, guess {round} of hour {hour}");
                }
                told.push(exception(&nobody));
            }
        }
        world.app.advance_secs(HOUR);
    }
    let taken = told.iter().filter(|exception| *exception == "CodeMismatchException").count();
    assert_eq!((taken, told.len()), (50, 60), "{told:?}");
    assert!(told[50..].iter().all(|exception| exception == "LimitExceededException"));

    // A new code brings no guesses back, and the right one is none the less right on the next day.
    done(&world.anonymous.call("ForgotPassword", &json!({ "ClientId": side.client_id(), "Username": known })).await);
    let code = world.mailed_code(&known).await;
    let early = world.anonymous.call("ConfirmForgotPassword", &reset(side, &known, &code)).await;
    assert_eq!(exception(&early), "LimitExceededException");
    world.app.advance_secs(24 * HOUR - world.app.now().since(begin) / 1_000_000);
    done(&world.anonymous.call("ForgotPassword", &json!({ "ClientId": side.client_id(), "Username": known })).await);
    let code = world.mailed_code(&known).await;
    done(&world.anonymous.call("ConfirmForgotPassword", &reset(side, &known, &code)).await);
}

/// Five wrong guesses burn a code, which a hidden user's client hears as one more wrong one and a `LEGACY` client as
/// what it is.
#[actix_web::test]
async fn a_burned_code_is_told_to_clients_that_are_told() {
    let world = World::start().await;
    let legacy = world.app.add_public(&world.ours.pool, |settings| settings.hides_user_existence = Some(false)).await;
    let legacy = Side { pool: world.ours.pool.clone(), client: legacy };
    for (side, burned) in [(&world.ours, "CodeMismatchException"), (&legacy, "ExpiredCodeException")] {
        let (username, code) = world.signed_up(side).await;
        let mut told = Vec::new();
        for _ in 0..5 {
            told.push(exception(&world.anonymous.call("ConfirmSignUp", &confirm(side, &username, "no-code")).await));
        }
        assert_eq!(told, ["CodeMismatchException"; 5]);
        let right = world.anonymous.call("ConfirmSignUp", &confirm(side, &username, &code)).await;
        assert_eq!(exception(&right), burned);
        let again = json!({ "ClientId": side.client_id(), "Username": username });
        done(&world.anonymous.call("ResendConfirmationCode", &again).await);
        let code = world.mailed_code(&username).await;
        done(&world.anonymous.call("ConfirmSignUp", &confirm(side, &username, &code)).await);
    }
}
