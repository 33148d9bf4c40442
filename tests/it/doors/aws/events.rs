//! What operations leave in the list of audited facts: every row of the dispatch table writes what it is expected to
//! write when it succeeds, with the key that asked for it, and nothing when it is refused.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;
use vestibule::domain::access_key::{AccessKey, Role};
use vestibule::domain::event::Event;
use vestibule::domain::event::EventName as E;
use vestibule::flows::manage::access_keys;
use vestibule::storage::WhichEvents;
use vestibule::web::aws::operation::{Access, Row};

use super::samples::{rows_in_order, sample};
use super::world::World;
use super::{done, with};
use crate::support::aws_sdk::AwsSdk;

/// What changes something and yet is no event, with the reason.
const UNTOLD: [&str; 5] = [
    // Nothing is set up before its first code comes back.
    "AssociateSoftwareToken",
    "StartWebAuthnRegistration",
    // Sends a code again; using it is told of.
    "ResendConfirmationCode",
    "GetUserAttributeVerificationCode",
    // Counted in the metrics: an app does it every few minutes for everybody.
    "GetTokensFromRefreshToken",
];

/// The events of an operation that succeeds. One that is new needs its line here.
fn expected(name: &str) -> Vec<E> {
    match name {
        "SignUp" => vec![E::UserSignedUp],
        "ConfirmSignUp" | "AdminConfirmSignUp" => vec![E::UserConfirmed],
        "ForgotPassword" | "AdminResetUserPassword" => vec![E::RecoveryRequested],
        "ConfirmForgotPassword" | "ChangePassword" | "AdminSetUserPassword" => vec![E::PasswordChanged],
        "InitiateAuth" | "AdminInitiateAuth" => vec![E::SignedIn],
        "RespondToAuthChallenge" | "AdminRespondToAuthChallenge" => vec![E::PasswordChanged, E::SignedIn],
        "VerifySoftwareToken" => vec![E::FactorRegistered],
        "SetUserMFAPreference" | "AdminSetUserMFAPreference" => vec![E::FactorsChanged],
        "CompleteWebAuthnRegistration" => vec![E::PasskeyAdded],
        "DeleteWebAuthnCredential" => vec![E::PasskeyRemoved],
        "UpdateDeviceStatus" | "AdminUpdateDeviceStatus" => vec![E::DeviceRemembered],
        "ForgetDevice" | "AdminForgetDevice" => vec![E::DeviceForgotten],
        "UpdateAuthEventFeedback" | "AdminUpdateAuthEventFeedback" => vec![E::FeedbackGiven],
        "CreateRecoveryCodes" => vec![E::RecoveryCodesMade],
        "ResetSecondFactors" => vec![E::FactorsReset],
        "RevokeToken" => vec![E::GrantRevoked],
        "GlobalSignOut" | "AdminUserGlobalSignOut" => vec![E::SignedOutEverywhere],
        "UpdateUserAttributes"
        | "DeleteUserAttributes"
        | "VerifyUserAttribute"
        | "AdminUpdateUserAttributes"
        | "AdminDeleteUserAttributes" => vec![E::UserUpdated],
        "DeleteUser" | "AdminDeleteUser" => vec![E::UserDeleted],
        "AdminCreateUser" => vec![E::UserCreated],
        "AdminDisableUser" => vec![E::UserDisabled],
        "AdminEnableUser" => vec![E::UserEnabled],
        "CreateGroup" => vec![E::GroupCreated],
        "UpdateGroup" => vec![E::GroupUpdated],
        "DeleteGroup" => vec![E::GroupDeleted],
        "AdminAddUserToGroup" => vec![E::UserAddedToGroup],
        "AdminRemoveUserFromGroup" => vec![E::UserRemovedFromGroup],
        "CreateUserPool" => vec![E::PoolCreated],
        "UpdateUserPool"
        | "UpdateUserPoolSettings"
        | "SetUserPoolMfaConfig"
        | "SetRiskConfiguration"
        | "AddCustomAttributes"
        | "TagResource"
        | "UntagResource" => vec![E::PoolUpdated],
        "DeleteUserPool" => vec![E::PoolDeleted],
        "CreateUserPoolClient" => vec![E::ClientCreated],
        "UpdateUserPoolClient" | "UpdateUserPoolClientSettings" => vec![E::ClientUpdated],
        "DeleteUserPoolClient" => vec![E::ClientDeleted],
        "CreateResourceServer" => vec![E::ResourceServerCreated],
        "UpdateResourceServer" => vec![E::ResourceServerUpdated],
        "DeleteResourceServer" => vec![E::ResourceServerDeleted],
        "CreateIdentityProvider" => vec![E::ProviderCreated],
        "UpdateIdentityProvider" | "UpdateIdentityProviderSettings" => vec![E::ProviderUpdated],
        "DeleteIdentityProvider" => vec![E::ProviderDeleted],
        "AdminLinkProviderForUser" => vec![E::IdentityLinked],
        "AdminDisableProviderForUser" => vec![E::IdentityUnlinked],
        "RotateSigningKeys" => vec![E::SigningKeysRotated],
        "UpdateTheme" | "ResetTheme" => vec![E::ThemeUpdated],
        "UpdateWording" | "ResetWording" => vec![E::WordingUpdated],
        name => {
            let only_looks = ["Get", "List", "Describe", "AdminGet", "AdminList"].iter().any(|it| name.starts_with(it));
            assert!(only_looks || UNTOLD.contains(&name), "{name}: which event does it write?");
            Vec::new()
        }
    }
}

/// What was told since the last look.
struct Told<'w> {
    world: &'w World,
    known: BTreeSet<Uuid>,
}

impl<'w> Told<'w> {
    fn of(world: &'w World) -> Self {
        Self { world, known: BTreeSet::new() }
    }

    async fn news(&mut self) -> Vec<Event> {
        let deps = self.world.app.deps();
        let events = deps.storage.read().events().page(&WhichEvents::default(), 100_000).await.unwrap();
        events.into_iter().filter(|event| self.known.insert(event.id)).collect()
    }
}

async fn call(sdk: &AwsSdk, row: &Row, input: &Value) -> crate::support::Answer {
    sdk.call_target(&format!("{}.{}", row.service.target(), row.name), input).await
}

fn names(events: &[Event]) -> Vec<&'static str> {
    let mut names: Vec<_> = events.iter().map(|event| event.name.as_str()).collect();
    names.sort_unstable();
    names
}

#[actix_web::test]
async fn every_operation_writes_its_event_with_who_asked_for_it() {
    let world = World::start().await;
    let key: AccessKey = access_keys::create(&world.app.deps(), Role::Admin, None).await.unwrap();
    let admin = world.app.aws_sdk(&key);
    let mut told = Told::of(&world);
    for row in rows_in_order() {
        let is_signed = matches!(row.access, Access::Signed(..));
        let (sdk, actor) = if is_signed { (&admin, Some(&key.id)) } else { (&world.anonymous, None) };
        let input = sample(&world, row, &world.ours).await;
        told.news().await;
        done(&call(sdk, row, &input).await);
        let events = told.news().await;
        let mut wanted: Vec<_> = expected(row.name).iter().map(|name| name.as_str()).collect();
        wanted.sort_unstable();
        assert_eq!(names(&events), wanted, "{}", row.name);
        for event in events {
            assert_eq!(event.actor.as_ref(), actor, "{}", row.name);
            assert!(event.pool.is_some(), "{}: of which pool", row.name);
        }
    }
}

/// Refused by the table, by the operation's shape, or by what the request is about.
#[actix_web::test]
async fn a_refused_operation_writes_no_event() {
    let world = World::start().await;
    let mut told = Told::of(&world);
    for row in rows_in_order() {
        let input = sample(&world, row, &world.ours).await;
        told.news().await;
        let refused = match row.access {
            Access::Public => vec![
                (&world.anonymous, with(input.clone(), "ClientId", "1a2b3c4d5e6f7g8h9i0j1k2l3m")),
                (&world.anonymous, with(input, "Surprise", 1)),
            ],
            Access::AccessToken => vec![
                (&world.anonymous, with(input.clone(), "AccessToken", "a.b.c")),
                (&world.anonymous, with(input, "Surprise", 1)),
            ],
            Access::Signed(role, _) => {
                let mut refused = vec![
                    (&world.anonymous, input.clone()),
                    (&world.stranger, input.clone()),
                    (&world.admin, with(input.clone(), "Surprise", 1)),
                ];
                if role > Role::ReadOnly {
                    refused.push((&world.reader, input.clone()));
                }
                if input.get("Username").is_some() && row.name != "AdminCreateUser" {
                    refused.push((&world.admin, with(input.clone(), "Username", "nobody")));
                }
                if input.get("UserPoolId").is_some() {
                    refused.push((&world.admin, with(input, "UserPoolId", "xx-local-1_ZzZzZzZzZ")));
                }
                refused
            }
        };
        for (sdk, input) in refused {
            let answer = call(sdk, row, &input).await;
            assert!(answer.code() == 400 || answer.code() == 403, "{}: {answer:?}", row.name);
            assert_eq!(names(&told.news().await), Vec::<&str>::new(), "{}: {input}", row.name);
        }
    }
}

/// A wrong password is refused, and told of: it is the one refusal that is.
#[actix_web::test]
async fn a_wrong_password_is_told_of() {
    let world = World::start().await;
    let person = world.person(&world.ours).await;
    let mut told = Told::of(&world);
    told.news().await;
    let input = super::password_sign_in(&world.ours.client, &person.username, "not the password");
    assert_eq!(world.anonymous.call("InitiateAuth", &input).await.code(), 400);
    assert_eq!(names(&told.news().await), [E::SignInFailed.as_str()]);
    let input = json!({ "ClientId": world.ours.client_id(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "nobody", "PASSWORD": "not the password" } });
    assert_eq!(world.anonymous.call("InitiateAuth", &input).await.code(), 400);
    let of_nobody = told.news().await;
    assert_eq!(names(&of_nobody), [E::SignInFailed.as_str()], "of nobody too: a name costs the same either way");
    assert_eq!(of_nobody[0].user, None);
}
