//! The proof of a client's secret, at every operation that takes one without a signature.

use serde_json::{Value, json};

use vestibule::crypto::secret_hash::compute;
use vestibule::domain::client::AuthFlow;

use super::world::{Side, World};
use super::{assert_refused, done, password_sign_in, tokens, with};
use crate::support::{PASSWORD, Person};

const NEW_PASSWORD: &str = "another horse 7 battery";

/// Where an operation has its hash.
#[derive(Clone, Copy)]
enum Place {
    Member,
    Map(&'static str),
}

/// An operation, where its hash stands, its input without one, and the name over which it is hashed.
struct Call {
    operation: &'static str,
    place: Place,
    input: Value,
    username: String,
}

impl Call {
    fn hashed(&self, hash: &str) -> Value {
        let mut input = self.input.clone();
        match self.place {
            Place::Member => input["SecretHash"] = hash.into(),
            Place::Map(map) => input[map]["SECRET_HASH"] = hash.into(),
        }
        input
    }
}

/// Our pool through a client with a secret.
async fn confidential(world: &World) -> Side {
    let flows = [AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowRefreshTokenAuth];
    let client =
        world.app.add_confidential(&world.ours.pool, |settings| settings.auth_flows = Some(flows.into())).await;
    Side { pool: world.ours.pool.clone(), client }
}

fn hash(side: &Side, username: &str) -> String {
    compute(side.client.secret.as_ref().unwrap(), username, side.client_id())
}

/// One call of every operation that takes a hash and succeeds with the right one; a client without a secret made ready
/// what they need.
async fn calls(world: &World, side: &Side) -> Vec<Call> {
    let of = |username: &str| json!({ "ClientId": side.client_id(), "Username": username });
    let (waiting, code) = world.signed_up(&world.ours).await;
    let (again, _) = world.signed_up(&world.ours).await;
    let (forgetful, person) = (world.person(side).await.username, world.person(side).await.username);
    let forgot = with(json!({ "ClientId": world.ours.client_id() }), "Username", forgetful.as_str());
    done(&world.anonymous.call("ForgotPassword", &forgot).await);
    let reset = world.mailed_code(&forgetful).await;
    let fresh = world.fresh_name();
    let new = with(super::world::sign_up(side, &fresh), "ClientId", side.client_id());
    let member = |operation, username: &str, input| Call {
        operation,
        place: Place::Member,
        input,
        username: username.to_owned(),
    };
    vec![
        member("SignUp", &fresh, new),
        member("ConfirmSignUp", &waiting, with(of(&waiting), "ConfirmationCode", code)),
        member("ResendConfirmationCode", &again, of(&again)),
        member("ForgotPassword", &person, of(&person)),
        member(
            "ConfirmForgotPassword",
            &forgetful,
            with(with(of(&forgetful), "ConfirmationCode", reset), "Password", NEW_PASSWORD),
        ),
        Call {
            operation: "InitiateAuth",
            place: Place::Map("AuthParameters"),
            input: password_sign_in(&side.client, &person, PASSWORD),
            username: person.clone(),
        },
        challenge(world, side).await,
        refresh(world, side).await,
    ]
}

async fn challenge(world: &World, side: &Side) -> Call {
    let username = world.fresh_name();
    let invitation = json!({
        "UserPoolId": side.pool_id(),
        "Username": username,
        "TemporaryPassword": PASSWORD,
        "MessageAction": "SUPPRESS",
    });
    done(&world.admin.call("AdminCreateUser", &invitation).await);
    let mut input = password_sign_in(&side.client, &username, PASSWORD);
    input["AuthParameters"]["SECRET_HASH"] = hash(side, &username).into();
    let session = done(&world.anonymous.call("InitiateAuth", &input).await)["Session"].clone();
    let input = json!({
        "ClientId": side.client_id(),
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": session,
        "ChallengeResponses": { "USERNAME": username, "NEW_PASSWORD": NEW_PASSWORD },
    });
    Call { operation: "RespondToAuthChallenge", place: Place::Map("ChallengeResponses"), input, username }
}

async fn signed_in(world: &World, side: &Side, person: &Person) -> Value {
    let mut input = password_sign_in(&side.client, &person.username, PASSWORD);
    input["AuthParameters"]["SECRET_HASH"] = hash(side, &person.username).into();
    done(&world.anonymous.call("InitiateAuth", &input).await)["AuthenticationResult"].clone()
}

fn refresh_input(side: &Side, token: &Value) -> Value {
    json!({
        "ClientId": side.client_id(),
        "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": token },
    })
}

async fn refresh(world: &World, side: &Side) -> Call {
    let person = world.person(side).await;
    let input = refresh_input(side, &signed_in(world, side, &person).await["RefreshToken"]);
    Call { operation: "InitiateAuth", place: Place::Map("AuthParameters"), input, username: person.username }
}

#[actix_web::test]
async fn without_the_right_hash_nothing_happens() {
    let world = World::start().await;
    let side = confidential(&world).await;
    let id = side.client_id();
    let missing = format!("Client {id} is configured with secret but SECRET_HASH was not received");
    let wrong = format!("SecretHash does not match for the client: {id}");
    let other = world.app.add_confidential(&side.pool, |_| {}).await;
    for call in calls(&world, &side).await {
        let before = world.app.state_but(&[]).await;
        let answer = world.anonymous.call(call.operation, &call.input).await;
        assert_refused(&answer, "NotAuthorizedException", &missing);
        let right = hash(&side, &call.username);
        let hashes = [
            hash(&side, "somebody else"),
            compute(other.secret.as_ref().unwrap(), &call.username, id),
            compute(side.client.secret.as_ref().unwrap(), &call.username, other.id.as_str()),
            right.to_lowercase(),
            right.trim_end_matches('=').to_owned(),
        ];
        for hash in hashes {
            let answer = world.anonymous.call(call.operation, &call.hashed(&hash)).await;
            assert_refused(&answer, "NotAuthorizedException", &wrong);
        }
        assert_eq!(world.app.state_but(&[]).await, before, "{}", call.operation);
        let answer = world.anonymous.call(call.operation, &call.hashed(&right)).await;
        assert_eq!(answer.code(), 200, "{}: {answer:?}", call.operation);
    }
}

/// A hash that nobody can check is refused, as on Cognito: its sender believes in a secret that is not there.
#[actix_web::test]
async fn a_client_without_a_secret_takes_no_hash() {
    let world = World::start().await;
    let person = world.person(&world.ours).await;
    let refused = format!("Unable to verify secret hash for client {}", world.ours.client_id());
    let mut input = password_sign_in(&world.ours.client, &person.username, PASSWORD);
    input["AuthParameters"]["SECRET_HASH"] = "c2VjcmV0".into();
    assert_refused(&world.anonymous.call("InitiateAuth", &input).await, "NotAuthorizedException", &refused);
    let forgot = json!({ "ClientId": world.ours.client_id(), "Username": person.username, "SecretHash": "c2VjcmV0" });
    assert_refused(&world.anonymous.call("ForgotPassword", &forgot).await, "NotAuthorizedException", &refused);
    assert_eq!(world.app.rows("codes").await, 0);
    tokens(&world.anonymous, &world.ours.client, &person.username).await;
}

/// Clients hash what was typed first, or the username that they learned (trap 11 of compatibility): for a person every
/// name of theirs does, and nobody else's.
#[actix_web::test]
async fn the_hash_may_be_over_any_name_of_the_person() {
    let world = World::start().await;
    let side = confidential(&world).await;
    let (ada, bob) = (world.person(&side).await, world.person(&side).await);
    let email = format!("{}@example.test", ada.username);
    let names = [ada.username.clone(), email.clone(), ada.id.to_string()];
    let token = signed_in(&world, &side, &ada).await["RefreshToken"].clone();
    for name in &names {
        let mut input = password_sign_in(&side.client, &ada.username, PASSWORD);
        input["AuthParameters"]["SECRET_HASH"] = hash(&side, name).into();
        done(&world.anonymous.call("InitiateAuth", &input).await);
        let mut input = refresh_input(&side, &token);
        input["AuthParameters"]["SECRET_HASH"] = hash(&side, name).into();
        done(&world.anonymous.call("InitiateAuth", &input).await);
    }
    let refused = format!("SecretHash does not match for the client: {}", side.client_id());
    for name in [bob.username.clone(), bob.id.to_string(), String::new()] {
        for mut input in [password_sign_in(&side.client, &ada.username, PASSWORD), refresh_input(&side, &token)] {
            input["AuthParameters"]["SECRET_HASH"] = hash(&side, &name).into();
            let answer = world.anonymous.call("InitiateAuth", &input).await;
            assert_refused(&answer, "NotAuthorizedException", &refused);
        }
    }
}
