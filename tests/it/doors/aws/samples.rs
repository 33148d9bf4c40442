//! A request of every operation that succeeds, made ready with whatever it needs.

use serde_json::{Value, json};

use uuid::Uuid;
use vestibule::domain::secret::ExposeSecret as _;
use vestibule::flows::risk::feedback_token;
use vestibule::web::aws::operation::{Access, Row};
use vestibule::web::aws::ops::ROWS;

use super::provider_samples::about_providers;
use super::world::{Side, World, sign_up};
use super::{done, password_sign_in, tokens, with};
use crate::mfa::App;
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;

/// A password that nobody has yet.
const NEW_PASSWORD: &str = "another horse 7 battery";

/// A request of the operation of `row` about `side`: whoever may call it succeeds with it, once. Each is about users
/// and clients of its own, so that one does not spoil another.
pub(super) async fn sample(world: &World, row: &Row, side: &Side) -> Value {
    let found = match row.access {
        Access::Public => public(world, row.name, side).await,
        Access::AccessToken => with_token(world, row.name, side).await,
        Access::Signed(..) => match about_users(world, row.name, side).await {
            Some(input) => Some(input),
            None => match about_groups(world, row.name, side).await {
                Some(input) => Some(input),
                None => match about_providers(world, row.name, side).await {
                    Some(input) => Some(input),
                    None => about_settings(world, row.name, side).await,
                },
            },
        },
    };
    found.unwrap_or_else(|| panic!("{} has no sample request: add one to tests/it/doors/aws/samples.rs", row.name))
}

/// What can be done to a pool once.
pub(super) const ONCE: [&str; 2] = ["RotateSigningKeys", "DeleteUserPool"];

/// The rows in an order in which none loses what the next ones are about.
pub(super) fn rows_in_order() -> Vec<&'static Row> {
    let mut rows: Vec<&Row> = ROWS.iter().collect();
    rows.sort_by_key(|row| ONCE.iter().position(|name| *name == row.name).map_or(0, |at| at + 1));
    rows
}

async fn public(world: &World, name: &str, side: &Side) -> Option<Value> {
    let of = |username: &str| json!({ "ClientId": side.client_id(), "Username": username });
    Some(match name {
        "SignUp" => sign_up(side, &world.fresh_name()),
        "ConfirmSignUp" => {
            let (username, code) = world.signed_up(side).await;
            with(of(&username), "ConfirmationCode", code)
        }
        "UpdateAuthEventFeedback" => attempt(world, side, false).await,
        "ResendConfirmationCode" => of(&world.signed_up(side).await.0),
        "ForgotPassword" => of(&world.person(side).await.username),
        "ConfirmForgotPassword" => {
            let username = world.person(side).await.username;
            done(&world.anonymous.call("ForgotPassword", &of(&username)).await);
            let code = world.mailed_code(&username).await;
            with(with(of(&username), "ConfirmationCode", code), "Password", NEW_PASSWORD)
        }
        "InitiateAuth" => password_sign_in(&side.client, &world.person(side).await.username, PASSWORD),
        "RespondToAuthChallenge" => answer_to_new_password(world, side).await,
        "AssociateSoftwareToken" | "VerifySoftwareToken" => set_up_app(world, name, side).await,
        "GetTokensFromRefreshToken" | "RevokeToken" => {
            let username = world.person(side).await.username;
            let token = tokens(&world.anonymous, &side.client, &username).await["RefreshToken"].clone();
            let member = if name == "RevokeToken" { "Token" } else { "RefreshToken" };
            with(json!({ "ClientId": side.client_id() }), member, token)
        }
        _ => return None,
    })
}

/// Somebody was invited, signed in with the temporary password, and now answers.
async fn answer_to_new_password(world: &World, side: &Side) -> Value {
    let username = world.fresh_name();
    done(&world.admin.call("AdminCreateUser", &invitation(side, &username)).await);
    let asked = world.anonymous.call("InitiateAuth", &password_sign_in(&side.client, &username, PASSWORD)).await;
    json!({
        "ClientId": side.client_id(),
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": done(&asked)["Session"],
        "ChallengeResponses": { "USERNAME": username, "NEW_PASSWORD": NEW_PASSWORD },
    })
}

fn invitation(side: &Side, username: &str) -> Value {
    json!({
        "UserPoolId": side.pool_id(),
        "Username": username,
        "TemporaryPassword": PASSWORD,
        "MessageAction": "SUPPRESS",
    })
}

/// Somebody sets up an authenticator app.
async fn set_up_app(world: &World, name: &str, side: &Side) -> Value {
    offer_apps(world, side).await;
    let username = world.person(side).await.username;
    let token = tokens(&world.anonymous, &side.client, &username).await["AccessToken"].clone();
    let input = json!({ "AccessToken": token });
    if name == "AssociateSoftwareToken" { input } else { first_code(world, input).await }
}

/// What proves the app that whoever holds the token of `input` begins to set up.
async fn first_code(world: &World, input: Value) -> Value {
    let begun = done(&world.anonymous.call("AssociateSoftwareToken", &input).await);
    let app = App::learn(begun["SecretCode"].as_str().unwrap());
    with(input, "UserCode", app.code(&world.app))
}

/// Somebody sets up an app.
async fn app_is_set_up(world: &World, side: &Side, username: &str) {
    offer_apps(world, side).await;
    let token = tokens(&world.anonymous, &side.client, username).await["AccessToken"].clone();
    let proof = first_code(world, json!({ "AccessToken": token })).await;
    done(&world.anonymous.call("VerifySoftwareToken", &proof).await);
}

async fn offer_apps(world: &World, side: &Side) {
    let apps = json!({
        "UserPoolId": side.pool_id(),
        "MfaConfiguration": "OPTIONAL",
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
    });
    done(&world.admin.call("SetUserPoolMfaConfig", &apps).await);
}

/// The key of a device that somebody signed in with, and that is not remembered.
async fn device(world: &World, side: &Side, username: &str) -> String {
    let devices = json!({
        "UserPoolId": side.pool_id(),
        "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true },
    });
    done(&world.admin.call("UpdateUserPool", &devices).await);
    world.app.browser().try_sign_in(&side.client, username, PASSWORD).await;
    let of = json!({ "UserPoolId": side.pool_id(), "Username": username });
    let listed = done(&world.admin.call("AdminListDevices", &of).await);
    listed["Devices"][0]["DeviceKey"].as_str().unwrap().to_owned()
}

async fn offer_passkeys(world: &World, side: &Side) {
    let policies = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"] } });
    done(&world.admin.call("UpdateUserPool", &json!({ "UserPoolId": side.pool_id(), "Policies": policies })).await);
}

/// What the authenticator of whoever holds the token of `input` makes.
async fn new_passkey(world: &World, side: &Side, input: &Value) -> Value {
    offer_passkeys(world, side).await;
    let begun = done(&world.anonymous.call("StartWebAuthnRegistration", input).await);
    Authenticator::new().create(&begun["CredentialCreationOptions"])
}

async fn with_token(world: &World, name: &str, side: &Side) -> Option<Value> {
    let username = world.person(side).await.username;
    let token = tokens(&world.anonymous, &side.client, &username).await["AccessToken"].clone();
    let input = json!({ "AccessToken": token });
    Some(match name {
        "GetUser" | "GlobalSignOut" | "DeleteUser" | "ListDevices" => input,
        "GetDevice" | "ForgetDevice" => with(input, "DeviceKey", device(world, side, &username).await),
        "UpdateDeviceStatus" => {
            let input = with(input, "DeviceKey", device(world, side, &username).await);
            with(input, "DeviceRememberedStatus", "remembered")
        }
        "UpdateUserAttributes" => with(input, "UserAttributes", json!([{ "Name": "name", "Value": "Grace Example" }])),
        "DeleteUserAttributes" => with(input, "UserAttributeNames", json!(["name"])),
        "GetUserAttributeVerificationCode" => with(input, "AttributeName", "email"),
        "VerifyUserAttribute" => {
            let input = with(input, "AttributeName", "email");
            done(&world.anonymous.call("GetUserAttributeVerificationCode", &input).await);
            with(input, "Code", world.mailed_code(&username).await)
        }
        "StartWebAuthnRegistration" | "ListWebAuthnCredentials" => {
            offer_passkeys(world, side).await;
            input
        }
        "CompleteWebAuthnRegistration" => with(input.clone(), "Credential", new_passkey(world, side, &input).await),
        "DeleteWebAuthnCredential" => {
            let credential = new_passkey(world, side, &input).await;
            let name = credential["id"].clone();
            let proof = with(input.clone(), "Credential", credential);
            done(&world.anonymous.call("CompleteWebAuthnRegistration", &proof).await);
            with(input, "CredentialId", name)
        }
        "CreateRecoveryCodes" => {
            app_is_set_up(world, side, &username).await;
            input
        }
        "SetUserMFAPreference" => {
            app_is_set_up(world, side, &username).await;
            with(input, "SoftwareTokenMfaSettings", json!({ "Enabled": true }))
        }
        "ChangePassword" => with(with(input, "PreviousPassword", PASSWORD), "ProposedPassword", NEW_PASSWORD),
        _ => return None,
    })
}

async fn about_users(world: &World, name: &str, side: &Side) -> Option<Value> {
    let of = |username: &str| json!({ "UserPoolId": side.pool_id(), "Username": username });
    Some(match name {
        "AdminCreateUser" => invitation(side, &world.fresh_name()),
        "AdminConfirmSignUp" => of(&world.signed_up(side).await.0),
        "AdminDeleteUser"
        | "AdminDisableUser"
        | "AdminGetUser"
        | "AdminListDevices"
        | "AdminResetUserPassword"
        | "AdminUserGlobalSignOut"
        | "ResetSecondFactors" => of(&world.person(side).await.username),
        "AdminGetDevice" | "AdminForgetDevice" | "AdminUpdateDeviceStatus" => {
            let username = world.person(side).await.username;
            let input = with(of(&username), "DeviceKey", device(world, side, &username).await);
            if name == "AdminUpdateDeviceStatus" { with(input, "DeviceRememberedStatus", "remembered") } else { input }
        }
        "AdminEnableUser" => {
            let input = of(&world.person(side).await.username);
            done(&world.admin.call("AdminDisableUser", &input).await);
            input
        }
        "AdminDeleteUserAttributes" => {
            with(of(&world.person(side).await.username), "UserAttributeNames", json!(["name"]))
        }
        "AdminSetUserPassword" => {
            let input = with(of(&world.person(side).await.username), "Password", NEW_PASSWORD);
            with(input, "Permanent", true)
        }
        "AdminUpdateUserAttributes" => {
            let attributes = json!([{ "Name": "name", "Value": "Grace Example" }]);
            with(of(&world.person(side).await.username), "UserAttributes", attributes)
        }
        "AdminInitiateAuth" => {
            let username = world.person(side).await.username;
            let input = with(password_sign_in(&side.client, &username, PASSWORD), "UserPoolId", side.pool_id());
            with(input, "AuthFlow", "ADMIN_USER_PASSWORD_AUTH")
        }
        "AdminRespondToAuthChallenge" => with(answer_to_new_password(world, side).await, "UserPoolId", side.pool_id()),
        "AdminSetUserMFAPreference" => {
            let username = world.person(side).await.username;
            app_is_set_up(world, side, &username).await;
            with(of(&username), "SoftwareTokenMfaSettings", json!({ "Enabled": false }))
        }
        "ListUsers" => json!({ "UserPoolId": side.pool_id() }),
        _ => return None,
    })
}

/// Groups and resource servers.
async fn about_groups(world: &World, name: &str, side: &Side) -> Option<Value> {
    let pool = json!({ "UserPoolId": side.pool_id() });
    let group = with(pool.clone(), "GroupName", world.fresh_name());
    let server = with(pool.clone(), "Identifier", format!("https://{}.test", world.fresh_name()));
    let described = with(server.clone(), "Name", "Orders");
    let member = async || with(group.clone(), "Username", world.person(side).await.username);
    let admin = &world.admin;
    Some(match name {
        "CreateGroup" => group,
        "GetGroup" | "UpdateGroup" | "DeleteGroup" | "ListUsersInGroup" => {
            done(&admin.call("CreateGroup", &group).await);
            group
        }
        "AdminAddUserToGroup" => {
            done(&admin.call("CreateGroup", &group).await);
            member().await
        }
        "AdminRemoveUserFromGroup" => {
            done(&admin.call("CreateGroup", &group).await);
            let member = member().await;
            done(&admin.call("AdminAddUserToGroup", &member).await);
            member
        }
        "AdminListGroupsForUser" => with(pool, "Username", world.person(side).await.username),
        "ListGroups" | "ListResourceServers" => pool,
        "CreateResourceServer" => described,
        "DescribeResourceServer" | "DeleteResourceServer" => {
            done(&admin.call("CreateResourceServer", &described).await);
            server
        }
        "UpdateResourceServer" => {
            done(&admin.call("CreateResourceServer", &described).await);
            described
        }
        _ => return None,
    })
}

/// The pool weighs the risk of sign-ins from now on.
async fn weighing(world: &World, side: &Side) {
    let add_ons = json!({ "AdvancedSecurityMode": "AUDIT" });
    let input = with(json!({ "UserPoolId": side.pool_id() }), "UserPoolAddOns", add_ons);
    done(&world.admin.call("UpdateUserPool", &input).await);
}

/// An attempt of somebody, and what is said of it.
async fn attempt(world: &World, side: &Side, is_admin: bool) -> Value {
    weighing(world, side).await;
    let person = world.person(side).await;
    let sign_in = password_sign_in(&side.client, &person.username, PASSWORD);
    done(&world.anonymous.call("InitiateAuth", &sign_in).await);
    let of_person = json!({ "UserPoolId": side.pool_id(), "Username": person.username, "MaxResults": 1 });
    let listed = done(&world.admin.call("AdminListUserAuthEvents", &of_person).await);
    let event = listed["AuthEvents"][0]["EventId"].as_str().unwrap().to_owned();
    let token = feedback_token(&world.app.deps(), &side.pool.id, Uuid::parse_str(&event).unwrap());
    let said = with(json!({ "UserPoolId": side.pool_id(), "Username": person.username }), "EventId", event);
    let said = with(said, "FeedbackValue", "Valid");
    if is_admin { said } else { with(said, "FeedbackToken", token.expose_secret()) }
}

async fn about_settings(world: &World, name: &str, side: &Side) -> Option<Value> {
    let pool = json!({ "UserPoolId": side.pool_id() });
    let arn = json!({
        "ResourceArn": format!("arn:aws:cognito-idp:{}:000000000000:userpool/{}", side.pool.id.region(), side.pool.id),
    });
    let client = async || {
        let client = world.app.add_public(&side.pool, |_| {}).await;
        with(json!({ "UserPoolId": side.pool_id() }), "ClientId", client.id.as_str())
    };
    Some(match name {
        "CreateUserPool" => json!({ "PoolName": "New people" }),
        "ListUserPools" => json!({ "MaxResults": 60 }),
        "SetUserPoolMfaConfig" => with(pool, "MfaConfiguration", "OFF"),
        "SetRiskConfiguration" => {
            weighing(world, side).await;
            with(pool, "RiskExceptionConfiguration", json!({ "SkippedIPRangeList": ["10.0.0.0/8"] }))
        }
        "DescribeRiskConfiguration" => {
            weighing(world, side).await;
            pool
        }
        "AdminListUserAuthEvents" | "ListSignInRisks" => {
            weighing(world, side).await;
            with(pool, "Username", world.person(side).await.username)
        }
        "AdminUpdateAuthEventFeedback" => attempt(world, side, true).await,
        "DescribeUserPool"
        | "GetSigningCertificate"
        | "GetUserPoolMfaConfig"
        | "DeleteUserPool"
        | "ListUserPoolClients"
        | "DescribeUserPoolSettings"
        | "DescribeTheme"
        | "ResetTheme"
        | "DescribeWording"
        | "ResetWording"
        | "ListSigningKeys"
        | "RotateSigningKeys" => pool,
        "UpdateWording" => with(with(pool, "Language", "en"), "Source", "busy-title = One more moment"),
        "AddCustomAttributes" => with(pool, "CustomAttributes", json!([{ "Name": world.fresh_name() }])),
        "ListTagsForResource" => arn,
        "TagResource" => with(arn, "Tags", json!({ "team": "blue" })),
        "UntagResource" => with(arn, "TagKeys", json!(["team"])),
        "UpdateUserPool" => with(pool, "PoolName", "Same people"),
        "UpdateUserPoolSettings" => with(pool, "SessionIdleSeconds", 600),
        "UpdateTheme" => with(pool, "Tokens", json!({ "accent": "#0b5fff" })),
        "CreateUserPoolClient" => with(pool, "ClientName", "New app"),
        "DescribeUserPoolClient" | "DeleteUserPoolClient" | "DescribeUserPoolClientSettings" => client().await,
        "UpdateUserPoolClient" => with(client().await, "ClientName", "Same app"),
        "UpdateUserPoolClientSettings" => with(client().await, "CodeLifetimeSeconds", 30),
        _ => return None,
    })
}
