//! Every member of the requests that make and change pools and clients is honoured, with a test, or refused by name.
//! The lists are held against the shapes, and those against Cognito's model (`src/web/aws/ops/tests.rs`), so that a new
//! member without either fails here.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vestibule::protocol::aws::json::{Duty, Shape, Structure};
use vestibule::web::aws::ops::ROWS;

use super::{account, clients, pools};
use crate::devices::a_pool_says_what_becomes_of_devices;
use crate::mfa::{a_pool_asks_for_a_second_factor, a_pool_takes_codes_by_text_message_in_its_own_words};
use crate::sms::{a_pool_names_the_role_of_its_text_messages, text_messages_speak_the_pools_own_words};
use crate::support::desk::{Desk, refused};

const OPERATIONS: [&str; 4] = ["CreateUserPool", "UpdateUserPool", "CreateUserPoolClient", "UpdateUserPoolClient"];

/// What is honoured, and the test that shows it. A whole structure stands for its members.
const HONOURED: &[(&str, fn())] = &[
    ("UserPoolId", pools::a_pool_has_the_name_that_it_was_given),
    ("PoolName", pools::a_pool_has_the_name_that_it_was_given),
    ("Policies.PasswordPolicy.MinimumLength", pools::passwords_follow_the_policy),
    ("Policies.PasswordPolicy.RequireUppercase", pools::passwords_follow_the_policy),
    ("Policies.PasswordPolicy.RequireLowercase", pools::passwords_follow_the_policy),
    ("Policies.PasswordPolicy.RequireNumbers", pools::passwords_follow_the_policy),
    ("Policies.PasswordPolicy.RequireSymbols", pools::passwords_follow_the_policy),
    ("Policies.PasswordPolicy.PasswordHistorySize", pools::the_last_passwords_do_not_come_back),
    ("Policies.PasswordPolicy.TemporaryPasswordValidityDays", pools::a_temporary_password_ends_with_its_days),
    ("DeviceConfiguration.ChallengeRequiredOnNewDevice", a_pool_says_what_becomes_of_devices),
    ("DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt", a_pool_says_what_becomes_of_devices),
    ("DeletionProtection", pools::a_protected_pool_is_not_deleted),
    ("AutoVerifiedAttributes", pools::codes_go_to_the_contacts_that_the_pool_verifies),
    ("AliasAttributes", pools::names_to_sign_in_with_are_chosen_at_the_beginning),
    ("UsernameAttributes", pools::an_address_can_be_the_username),
    ("UsernameConfiguration.CaseSensitive", pools::names_to_sign_in_with_are_chosen_at_the_beginning),
    ("EmailVerificationMessage", pools::mails_speak_the_pools_own_words),
    ("EmailVerificationSubject", pools::mails_speak_the_pools_own_words),
    ("VerificationMessageTemplate.EmailMessage", pools::mails_speak_the_pools_own_words),
    ("VerificationMessageTemplate.EmailSubject", pools::mails_speak_the_pools_own_words),
    ("AdminCreateUserConfig.InviteMessageTemplate.EmailMessage", pools::mails_speak_the_pools_own_words),
    ("AdminCreateUserConfig.InviteMessageTemplate.EmailSubject", pools::mails_speak_the_pools_own_words),
    ("SmsVerificationMessage", text_messages_speak_the_pools_own_words),
    ("VerificationMessageTemplate.SmsMessage", text_messages_speak_the_pools_own_words),
    ("AdminCreateUserConfig.InviteMessageTemplate.SMSMessage", text_messages_speak_the_pools_own_words),
    ("SmsAuthenticationMessage", a_pool_takes_codes_by_text_message_in_its_own_words),
    ("SmsConfiguration.SnsCallerArn", a_pool_names_the_role_of_its_text_messages),
    ("SmsConfiguration.ExternalId", a_pool_names_the_role_of_its_text_messages),
    ("SmsConfiguration.SnsRegion", a_pool_names_the_role_of_its_text_messages),
    ("AdminCreateUserConfig.AllowAdminCreateUserOnly", pools::a_pool_can_be_for_invited_people_only),
    ("AdminCreateUserConfig.UnusedAccountValidityDays", pools::a_temporary_password_ends_with_its_days),
    (
        "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate",
        account::an_address_holds_until_the_new_one_is_proven,
    ),
    ("MfaConfiguration", a_pool_asks_for_a_second_factor),
    ("UserPoolAddOns.AdvancedSecurityMode", crate::risk::a_pool_that_weighs_nothing_says_so),
    ("EnablePropagateAdditionalUserContextData", crate::risk::servers_say_where_their_users_are),
    ("UserPoolTags", pools::tags_are_written_read_and_taken_off),
    ("AccountRecoverySetting.RecoveryMechanisms.Priority", account::recovery_can_be_the_admins_alone),
    ("AccountRecoverySetting.RecoveryMechanisms.Name", account::recovery_can_be_the_admins_alone),
    ("Schema.Name", pools::the_schema_is_held_to_and_grows),
    ("Schema.AttributeDataType", pools::attributes_are_of_their_type_and_fifty_at_most),
    ("Schema.Mutable", pools::the_schema_is_held_to_and_grows),
    ("Schema.Required", pools::the_schema_is_held_to_and_grows),
    ("Schema.NumberAttributeConstraints.MinValue", pools::the_schema_is_held_to_and_grows),
    ("Schema.NumberAttributeConstraints.MaxValue", pools::the_schema_is_held_to_and_grows),
    ("Schema.StringAttributeConstraints.MinLength", pools::the_schema_is_held_to_and_grows),
    ("Schema.StringAttributeConstraints.MaxLength", pools::the_schema_is_held_to_and_grows),
    ("ClientId", clients::a_client_has_a_name_and_a_secret_if_it_asks),
    ("ClientName", clients::a_client_has_a_name_and_a_secret_if_it_asks),
    ("GenerateSecret", clients::a_client_has_a_name_and_a_secret_if_it_asks),
    ("RefreshTokenValidity", clients::tokens_live_as_long_as_the_client_says),
    ("AccessTokenValidity", clients::tokens_live_as_long_as_the_client_says),
    ("IdTokenValidity", clients::tokens_live_as_long_as_the_client_says),
    ("TokenValidityUnits.AccessToken", clients::tokens_live_as_long_as_the_client_says),
    ("TokenValidityUnits.IdToken", clients::tokens_live_as_long_as_the_client_says),
    ("TokenValidityUnits.RefreshToken", clients::tokens_live_as_long_as_the_client_says),
    ("ReadAttributes", clients::a_client_reads_and_writes_what_it_may),
    ("WriteAttributes", clients::a_client_reads_and_writes_what_it_may),
    ("Policies.SignInPolicy.AllowedFirstAuthFactors", crate::mfa::a_pool_says_what_may_come_first),
    ("ExplicitAuthFlows", clients::a_client_signs_in_as_it_lists),
    ("SupportedIdentityProviders", clients::a_client_asks_for_what_it_may),
    ("CallbackURLs", clients::people_are_sent_only_where_the_client_says),
    ("LogoutURLs", clients::people_are_sent_only_where_the_client_says),
    ("DefaultRedirectURI", clients::people_are_sent_only_where_the_client_says),
    ("AllowedOAuthFlows", clients::a_client_asks_for_what_it_may),
    ("AllowedOAuthScopes", clients::a_client_asks_for_what_it_may),
    ("AllowedOAuthFlowsUserPoolClient", clients::a_client_asks_for_what_it_may),
    ("PreventUserExistenceErrors", clients::unknown_users_are_told_only_where_the_client_tells),
    ("EnableTokenRevocation", clients::tokens_name_their_grant_where_it_can_be_revoked),
    ("AuthSessionValidity", clients::a_challenge_waits_as_long_as_the_client_says),
    ("RefreshTokenRotation.Feature", clients::refresh_tokens_rotate_where_the_client_says),
    ("RefreshTokenRotation.RetryGracePeriodSeconds", clients::refresh_tokens_rotate_where_the_client_says),
];

/// What is refused by name until it is honoured.
const REFUSED: &[&str] = &[
    "LambdaConfig",
    "SmsConfiguration.EumsSms",
    "EmailConfiguration",
    "UserPoolAddOns.AdvancedSecurityAdditionalFlows",
    "UserPoolTier",
    "DcrConfiguration",
    "KeyConfiguration",
    "IssuerConfiguration",
    "AcrConfiguration",
    "VerificationMessageTemplate.EmailMessageByLink",
    "VerificationMessageTemplate.EmailSubjectByLink",
    "VerificationMessageTemplate.DefaultEmailOption",
    "Schema.DeveloperOnlyAttribute",
    "ClientSecret",
    "AnalyticsConfiguration",
];

/// A member, where it stands.
struct Leaf {
    path: String,
    is_honoured: bool,
    /// A request with nothing but a value of this member that says something.
    request: Value,
}

fn leaves(structure: &Structure) -> Vec<Leaf> {
    let mut found = Vec::new();
    for member in structure.all_members() {
        let own = |request: Value, path: &str, is_honoured| Leaf {
            path: if path.is_empty() { member.name.to_owned() } else { format!("{}.{path}", member.name) },
            is_honoured,
            request: json!({ (member.name): request }),
        };
        let inner = |structure: &Structure, is_list: bool| {
            let wrap = |leaf: Leaf| {
                own(if is_list { json!([leaf.request]) } else { leaf.request }, &leaf.path, leaf.is_honoured)
            };
            leaves(structure).into_iter().map(wrap).collect::<Vec<_>>()
        };
        match member.duty {
            Duty::Honoured(Shape::Structure(structure)) => found.extend(inner(structure, false)),
            Duty::Honoured(Shape::List(one)) => match one.of {
                Shape::Structure(structure) => found.extend(inner(structure, true)),
                Shape::Boolean
                | Shape::Integer(..)
                | Shape::Text(_)
                | Shape::List(_)
                | Shape::Map { .. }
                | Shape::Document => {
                    found.push(own(Value::Null, "", true));
                }
            },
            Duty::Honoured(_) => found.push(own(Value::Null, "", true)),
            Duty::Refused(_) | Duty::Inert(_) => found.push(own(json!("something"), "", false)),
        }
    }
    found
}

fn of(operation: &str) -> Vec<Leaf> {
    leaves(ROWS.iter().find(|row| row.name == operation).unwrap().request)
}

#[test]
fn every_member_is_honoured_with_a_test_or_refused_by_name() {
    let all: Vec<Leaf> = OPERATIONS.into_iter().flat_map(of).collect();
    let with = |is_honoured: bool| -> BTreeSet<&str> {
        all.iter().filter(|leaf| leaf.is_honoured == is_honoured).map(|leaf| leaf.path.as_str()).collect()
    };
    assert_eq!(with(true), HONOURED.iter().map(|(path, _)| *path).collect());
    assert_eq!(with(false), REFUSED.iter().copied().collect());
}

#[actix_web::test]
async fn what_is_not_honoured_is_refused_by_name_and_changes_nothing() {
    let desk = Box::pin(Desk::open(|_| ())).await;
    let (pool, client) = (desk.admin("DescribeUserPool", json!({})).await, desk.client().await);
    for operation in OPERATIONS {
        for leaf in of(operation).into_iter().filter(|leaf| !leaf.is_honoured) {
            let mut input = leaf.request;
            let fixed = match operation {
                "CreateUserPool" => json!({"PoolName": "P"}),
                "CreateUserPoolClient" => json!({"ClientName": "C"}),
                "UpdateUserPoolClient" => json!({"ClientId": desk.app.client.id.to_string()}),
                _ => json!({}),
            };
            input.as_object_mut().unwrap().extend(fixed.as_object().unwrap().clone());
            let answer = match operation {
                "CreateUserPool" => desk.make_pool(input).await,
                _ => desk.try_admin(operation, input).await,
            };
            let (exception, message) = refused(&answer);
            let name = leaf.path.rsplit('.').next().unwrap();
            assert_eq!(exception, "InvalidParameter", "{operation} {}", leaf.path);
            assert!(message.contains(name) && message.contains("not supported"), "{}: {message}", leaf.path);
        }
    }
    assert_eq!(desk.admin("DescribeUserPool", json!({})).await, pool);
    assert_eq!(desk.client().await, client);
    // Beside ours, that of the account page.
    assert_eq!((desk.app.rows("pools").await, desk.app.rows("clients").await), (1, 2));
}
