//! The dispatch table: one row per operation, one file each. A file has the operation's `Request` and what it answers.

pub mod add_custom_attributes;
pub mod admin_add_user_to_group;
pub mod admin_confirm_sign_up;
pub mod admin_create_user;
pub mod admin_delete_user;
pub mod admin_delete_user_attributes;
pub mod admin_disable_provider_for_user;
pub mod admin_disable_user;
pub mod admin_enable_user;
pub mod admin_forget_device;
pub mod admin_get_device;
pub mod admin_get_user;
pub mod admin_initiate_auth;
pub mod admin_link_provider_for_user;
pub mod admin_list_devices;
pub mod admin_list_groups_for_user;
pub mod admin_list_user_auth_events;
pub mod admin_remove_user_from_group;
pub mod admin_reset_user_password;
pub mod admin_respond_to_auth_challenge;
pub mod admin_set_user_mfa_preference;
pub mod admin_set_user_password;
pub mod admin_update_auth_event_feedback;
pub mod admin_update_device_status;
pub mod admin_update_user_attributes;
pub mod admin_user_global_sign_out;
pub mod associate_software_token;
pub mod change_password;
pub mod complete_web_authn_registration;
pub mod confirm_forgot_password;
pub mod confirm_sign_up;
pub mod create_group;
pub mod create_identity_provider;
pub mod create_recovery_codes;
pub mod create_resource_server;
pub mod create_user_pool;
pub mod create_user_pool_client;
pub mod delete_group;
pub mod delete_identity_provider;
pub mod delete_resource_server;
pub mod delete_user;
pub mod delete_user_attributes;
pub mod delete_user_pool;
pub mod delete_user_pool_client;
pub mod delete_web_authn_credential;
pub mod describe_identity_provider;
pub mod describe_identity_provider_settings;
pub mod describe_resource_server;
pub mod describe_risk_configuration;
pub mod describe_theme;
pub mod describe_user_pool;
pub mod describe_user_pool_client;
pub mod describe_user_pool_client_settings;
pub mod describe_user_pool_settings;
pub mod describe_wording;
pub mod forget_device;
pub mod forgot_password;
pub mod get_device;
pub mod get_group;
pub mod get_identity_provider_by_identifier;
pub mod get_identity_provider_tokens;
pub mod get_signing_certificate;
pub mod get_tokens_from_refresh_token;
pub mod get_user;
pub mod get_user_attribute_verification_code;
pub mod get_user_pool_mfa_config;
pub mod global_sign_out;
pub mod initiate_auth;
pub mod list_devices;
pub mod list_groups;
pub mod list_identity_providers;
pub mod list_resource_servers;
pub mod list_sign_in_risks;
pub mod list_signing_keys;
pub mod list_tags_for_resource;
pub mod list_user_pool_clients;
pub mod list_user_pools;
pub mod list_users;
pub mod list_users_in_group;
pub mod list_web_authn_credentials;
pub mod resend_confirmation_code;
pub mod reset_second_factors;
pub mod reset_theme;
pub mod reset_wording;
pub mod respond_to_auth_challenge;
pub mod revoke_token;
pub mod rotate_signing_keys;
pub mod set_risk_configuration;
pub mod set_user_mfa_preference;
pub mod set_user_pool_mfa_config;
pub mod sign_up;
pub mod start_web_authn_registration;
pub mod tag_resource;
#[cfg(test)]
mod tests;
pub mod untag_resource;
pub mod update_auth_event_feedback;
pub mod update_device_status;
pub mod update_group;
pub mod update_identity_provider;
pub mod update_identity_provider_settings;
pub mod update_resource_server;
pub mod update_theme;
pub mod update_user_attributes;
pub mod update_user_pool;
pub mod update_user_pool_client;
pub mod update_user_pool_client_settings;
pub mod update_user_pool_settings;
pub mod update_wording;
pub mod verify_software_token;
pub mod verify_user_attribute;

use serde::Serialize;
use serde_json::Value;

use super::operation::{Access, Operation, Reach, Row, Service};
use crate::domain::access_key::Role;
use crate::flows::Deps;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::decode;

/// Writes each operation's row. The modules stand outside the macro, where the formatter finds them.
macro_rules! operations {
    ($($service:ident { $($name:ident => $module:ident, $access:expr;)* })*) => {
        /// Every operation there is, for the dispatcher, for tests and for the coverage page.
        pub static ROWS: &[Row] = &[$($(Row {
            service: Service::$service,
            name: stringify!($name),
            access: $access,
            request: $module::Request::SHAPE,
        },)*)*];

        /// The same with what they do.
        pub static OPERATIONS: &[Operation<Deps>] = &[$($(Operation {
            row: Row {
                service: Service::$service,
                name: stringify!($name),
                access: $access,
                request: $module::Request::SHAPE,
            },
            run: |deps, caller, members| Box::pin(async move {
                encode(&$module::run(deps, caller, decode(members)?).await?)
            }),
        },)*)*];

        /// For a test that every request type fits its shape.
        #[cfg(test)]
        const DECODERS: &[fn(serde_json::Value) -> Result<(), crate::protocol::aws::error::CognitoError>] =
            &[$($(|members| crate::protocol::aws::json::decode::<$module::Request>(members).map(drop),)*)*];
    };
}

/// The members of an answer.
fn encode(response: &impl Serialize) -> Result<Value, CognitoError> {
    serde_json::to_value(response).map_err(|_| CognitoError::internal())
}

const PUBLIC: Access = Access::Public;
const TOKEN: Access = Access::AccessToken;

/// Signed with a key of at least this role, about one pool.
const fn pool(role: Role) -> Access {
    Access::Signed(role, Reach::Pool)
}

/// Signed with a key of at least this role that is bound to no pool.
const fn global(role: Role) -> Access {
    Access::Signed(role, Reach::Global)
}

operations! {
    UserPools {
        // sign-up and recovery
        SignUp => sign_up, PUBLIC;
        ConfirmSignUp => confirm_sign_up, PUBLIC;
        ResendConfirmationCode => resend_confirmation_code, PUBLIC;
        ForgotPassword => forgot_password, PUBLIC;
        ConfirmForgotPassword => confirm_forgot_password, PUBLIC;
        // sign-in
        InitiateAuth => initiate_auth, PUBLIC;
        RespondToAuthChallenge => respond_to_auth_challenge, PUBLIC;
        AdminRespondToAuthChallenge => admin_respond_to_auth_challenge, pool(Role::Operator);
        AssociateSoftwareToken => associate_software_token, PUBLIC;
        VerifySoftwareToken => verify_software_token, PUBLIC;
        AdminInitiateAuth => admin_initiate_auth, pool(Role::Operator);
        GetTokensFromRefreshToken => get_tokens_from_refresh_token, PUBLIC;
        RevokeToken => revoke_token, PUBLIC;
        // self-service
        GetUser => get_user, TOKEN;
        GlobalSignOut => global_sign_out, TOKEN;
        UpdateUserAttributes => update_user_attributes, TOKEN;
        DeleteUserAttributes => delete_user_attributes, TOKEN;
        GetUserAttributeVerificationCode => get_user_attribute_verification_code, TOKEN;
        VerifyUserAttribute => verify_user_attribute, TOKEN;
        ChangePassword => change_password, TOKEN;
        DeleteUser => delete_user, TOKEN;
        SetUserMFAPreference => set_user_mfa_preference, TOKEN;
        StartWebAuthnRegistration => start_web_authn_registration, TOKEN;
        CompleteWebAuthnRegistration => complete_web_authn_registration, TOKEN;
        ListWebAuthnCredentials => list_web_authn_credentials, TOKEN;
        DeleteWebAuthnCredential => delete_web_authn_credential, TOKEN;
        // devices
        ListDevices => list_devices, TOKEN;
        GetDevice => get_device, TOKEN;
        UpdateDeviceStatus => update_device_status, TOKEN;
        ForgetDevice => forget_device, TOKEN;
        AdminListDevices => admin_list_devices, pool(Role::ReadOnly);
        AdminGetDevice => admin_get_device, pool(Role::ReadOnly);
        AdminUpdateDeviceStatus => admin_update_device_status, pool(Role::Operator);
        AdminForgetDevice => admin_forget_device, pool(Role::Operator);
        // users
        AdminCreateUser => admin_create_user, pool(Role::Operator);
        AdminGetUser => admin_get_user, pool(Role::ReadOnly);
        AdminSetUserPassword => admin_set_user_password, pool(Role::Operator);
        AdminConfirmSignUp => admin_confirm_sign_up, pool(Role::Operator);
        AdminDisableUser => admin_disable_user, pool(Role::Operator);
        AdminEnableUser => admin_enable_user, pool(Role::Operator);
        AdminDeleteUser => admin_delete_user, pool(Role::Operator);
        AdminUpdateUserAttributes => admin_update_user_attributes, pool(Role::Operator);
        AdminDeleteUserAttributes => admin_delete_user_attributes, pool(Role::Operator);
        AdminResetUserPassword => admin_reset_user_password, pool(Role::Operator);
        AdminUserGlobalSignOut => admin_user_global_sign_out, pool(Role::Operator);
        AdminListUserAuthEvents => admin_list_user_auth_events, pool(Role::ReadOnly);
        AdminUpdateAuthEventFeedback => admin_update_auth_event_feedback, pool(Role::Operator);
        UpdateAuthEventFeedback => update_auth_event_feedback, PUBLIC;
        AdminSetUserMFAPreference => admin_set_user_mfa_preference, pool(Role::Operator);
        AdminLinkProviderForUser => admin_link_provider_for_user, pool(Role::Operator);
        AdminDisableProviderForUser => admin_disable_provider_for_user, pool(Role::Operator);
        ListUsers => list_users, pool(Role::ReadOnly);
        // groups
        CreateGroup => create_group, pool(Role::Operator);
        GetGroup => get_group, pool(Role::ReadOnly);
        UpdateGroup => update_group, pool(Role::Operator);
        DeleteGroup => delete_group, pool(Role::Operator);
        ListGroups => list_groups, pool(Role::ReadOnly);
        AdminAddUserToGroup => admin_add_user_to_group, pool(Role::Operator);
        AdminRemoveUserFromGroup => admin_remove_user_from_group, pool(Role::Operator);
        AdminListGroupsForUser => admin_list_groups_for_user, pool(Role::ReadOnly);
        ListUsersInGroup => list_users_in_group, pool(Role::ReadOnly);
        // pools
        CreateUserPool => create_user_pool, global(Role::Admin);
        DescribeUserPool => describe_user_pool, pool(Role::ReadOnly);
        UpdateUserPool => update_user_pool, pool(Role::Admin);
        ListUserPools => list_user_pools, global(Role::ReadOnly);
        DeleteUserPool => delete_user_pool, pool(Role::Admin);
        GetUserPoolMfaConfig => get_user_pool_mfa_config, pool(Role::ReadOnly);
        SetUserPoolMfaConfig => set_user_pool_mfa_config, pool(Role::Admin);
        SetRiskConfiguration => set_risk_configuration, pool(Role::Admin);
        DescribeRiskConfiguration => describe_risk_configuration, pool(Role::ReadOnly);
        AddCustomAttributes => add_custom_attributes, pool(Role::Admin);
        TagResource => tag_resource, global(Role::Admin);
        UntagResource => untag_resource, global(Role::Admin);
        ListTagsForResource => list_tags_for_resource, global(Role::ReadOnly);
        // providers
        GetSigningCertificate => get_signing_certificate, pool(Role::ReadOnly);
        // clients
        CreateUserPoolClient => create_user_pool_client, pool(Role::Admin);
        DescribeUserPoolClient => describe_user_pool_client, pool(Role::ReadOnly);
        UpdateUserPoolClient => update_user_pool_client, pool(Role::Admin);
        ListUserPoolClients => list_user_pool_clients, pool(Role::ReadOnly);
        DeleteUserPoolClient => delete_user_pool_client, pool(Role::Admin);
        // identity providers
        CreateIdentityProvider => create_identity_provider, pool(Role::Admin);
        DescribeIdentityProvider => describe_identity_provider, pool(Role::ReadOnly);
        UpdateIdentityProvider => update_identity_provider, pool(Role::Admin);
        DeleteIdentityProvider => delete_identity_provider, pool(Role::Admin);
        ListIdentityProviders => list_identity_providers, pool(Role::ReadOnly);
        GetIdentityProviderByIdentifier => get_identity_provider_by_identifier, pool(Role::ReadOnly);
        // resource servers
        CreateResourceServer => create_resource_server, pool(Role::Admin);
        DescribeResourceServer => describe_resource_server, pool(Role::ReadOnly);
        UpdateResourceServer => update_resource_server, pool(Role::Admin);
        DeleteResourceServer => delete_resource_server, pool(Role::Admin);
        ListResourceServers => list_resource_servers, pool(Role::ReadOnly);
    }
    Vestibule {
        // what Cognito's model has no members for
        DescribeUserPoolSettings => describe_user_pool_settings, pool(Role::ReadOnly);
        UpdateUserPoolSettings => update_user_pool_settings, pool(Role::Admin);
        ListSigningKeys => list_signing_keys, pool(Role::ReadOnly);
        RotateSigningKeys => rotate_signing_keys, pool(Role::Admin);
        DescribeUserPoolClientSettings => describe_user_pool_client_settings, pool(Role::ReadOnly);
        UpdateUserPoolClientSettings => update_user_pool_client_settings, pool(Role::Admin);
        // identity providers
        DescribeIdentityProviderSettings => describe_identity_provider_settings, pool(Role::ReadOnly);
        UpdateIdentityProviderSettings => update_identity_provider_settings, pool(Role::Admin);
        GetIdentityProviderTokens => get_identity_provider_tokens, pool(Role::Admin);
        // second factors
        CreateRecoveryCodes => create_recovery_codes, TOKEN;
        ResetSecondFactors => reset_second_factors, pool(Role::Operator);
        // risk
        ListSignInRisks => list_sign_in_risks, pool(Role::ReadOnly);
        // looks
        DescribeTheme => describe_theme, pool(Role::ReadOnly);
        UpdateTheme => update_theme, pool(Role::Admin);
        ResetTheme => reset_theme, pool(Role::Admin);
        // words
        DescribeWording => describe_wording, pool(Role::ReadOnly);
        UpdateWording => update_wording, pool(Role::Admin);
        ResetWording => reset_wording, pool(Role::Admin);
    }
}
