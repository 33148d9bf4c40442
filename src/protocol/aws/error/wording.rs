//! What Cognito says when a user cannot sign in, sign up, or recover. Clients match these messages exactly.

use super::{CognitoError, Exception};

/// Constructors without arguments: one sentence each.
macro_rules! say {
    ($($(#[$meta:meta])* $name:ident: $exception:ident, $message:literal;)*) => {
        impl CognitoError {
            $($(#[$meta])* #[must_use] pub fn $name() -> Self { Self::new(Exception::$exception, $message) })*
        }
    };
}
pub(super) use say;

say! {
    /// Unknown user, wrong password, and whatever must look like them.
    incorrect_username_or_password: NotAuthorized, "Incorrect username or password.";
    /// Said only after the password was proven, or to admins.
    user_is_disabled: NotAuthorized, "User is disabled.";
    /// The lock-out curve holds.
    password_attempts_exceeded: NotAuthorized, "Password attempts exceeded";
    /// The Session string is not ours, or of another client.
    invalid_session: NotAuthorized, "Invalid session for the user.";
    /// The Session string is too old.
    session_expired: NotAuthorized, "Invalid session for the user, session is expired.";
    /// The Session string was consumed.
    session_used: NotAuthorized, "Invalid session for the user, session can only be used once.";
    /// The grant behind the access token is gone.
    access_token_revoked: NotAuthorized, "Access Token has been revoked";
    /// The access token is too old.
    access_token_expired: NotAuthorized, "Access Token has expired";
    /// The access token is not one of ours.
    invalid_access_token: NotAuthorized, "Invalid Access Token";
    /// The access token lacks the self-service scope.
    access_token_lacks_scope: NotAuthorized, "Access Token does not have required scopes";
    /// The refresh token is not one of ours, or of another client.
    invalid_refresh_token: NotAuthorized, "Invalid Refresh Token";
    /// The refresh token's family is gone.
    refresh_token_revoked: NotAuthorized, "Refresh Token has been revoked";
    /// The refresh token is too old.
    refresh_token_expired: NotAuthorized, "Refresh Token has expired";
    /// The refresh token was replaced before.
    refresh_token_reused: RefreshTokenReuse, "Refresh Token has been reused";
    /// `RevokeToken` by a client that is not known, or not with its secret.
    revocation_unauthorized: Unauthorized, "The client is unknown or was not authenticated.";
    /// `RevokeToken` for a client without `EnableTokenRevocation`.
    revocation_not_enabled: UnsupportedOperation, "Token revocation is not enabled for this client";
    /// `RevokeToken` of an access or ID token.
    unsupported_token_type: UnsupportedTokenType, "Only refresh tokens can be revoked";
    /// The client's write list, or a verified flag.
    unauthorized_attribute: NotAuthorized, "A client attempted to write unauthorized attribute";
    /// The invitation came too late.
    temporary_password_expired: NotAuthorized, "Temporary password has expired and must be reset by an administrator.";
    /// The pool lets only admins make users.
    sign_up_not_permitted: NotAuthorized, "SignUp is not permitted for this user pool";
    /// Recovery of an account that has not got so far.
    password_cannot_be_reset: NotAuthorized, "User password cannot be reset in the current state.";
    /// No such user, where the client lets this be known.
    user_does_not_exist: UserNotFound, "User does not exist.";
    /// The password was right, the account is not confirmed.
    user_not_confirmed: UserNotConfirmed, "User is not confirmed.";
    /// The account needs a new password first.
    password_reset_required: PasswordResetRequired, "Password reset required for the user";
    /// The username is taken.
    user_already_exists: UsernameExists, "User already exists";
    /// The address is another account's username.
    email_already_exists: UsernameExists, "An account with the given email already exists.";
    /// The number is another account's username.
    phone_number_already_exists: UsernameExists, "An account with the given phone_number already exists.";
    /// The address is another account's verified alias.
    email_alias_exists: AliasExists, "An account with the given email already exists.";
    /// The number is another account's verified alias.
    phone_number_alias_exists: AliasExists, "An account with the given phone_number already exists.";
    /// A wrong one-time code.
    code_mismatch: CodeMismatch, "Invalid verification code provided, please try again.";
    /// A used or old one-time code, or none was ever sent.
    code_expired: ExpiredCode, "Invalid code provided, please request a code again.";
    /// Too many wrong codes.
    too_many_failed_attempts: TooManyFailedAttempts, "Too many failed attempts. Please request a new code.";
    /// Codes asked for, or tried, too often.
    attempt_limit_exceeded: LimitExceeded, "Attempt limit exceeded, please try after some time.";
    /// The server sheds load.
    rate_exceeded: TooManyRequests, "Rate exceeded";
    /// The database cannot be reached for the moment.
    unavailable: ServiceUnavailable, "The service is not available for the moment. Try again.";
    /// The password is one that others know.
    password_unsafe: InvalidPassword, "Provided password cannot be used for security reasons.";
    /// The password is in the pool's history.
    password_used_before: PasswordHistoryPolicyViolation, "Password has previously been used";
    /// Confirmed already.
    user_already_confirmed: InvalidParameter, "User is already confirmed.";
    /// The pool signs in by e-mail.
    username_should_be_email: InvalidParameter, "Username should be an email.";
    /// The pool signs in by e-mail or phone.
    username_should_be_contact: InvalidParameter, "Username should be either an email or a phone number.";
    /// The pool signs in by phone.
    username_should_be_phone_number: InvalidParameter, "Username should be a phone number.";
    /// With e-mail aliases a username must not look like one.
    username_cannot_be_email: InvalidParameter,
        "Username cannot be of email format, since user pool is configured for email alias.";
    /// With phone aliases a username must not look like one.
    username_cannot_be_phone_number: InvalidParameter,
        "Username cannot be of phone number format, since user pool is configured for phone number alias.";
    /// Not an address.
    invalid_email_format: InvalidParameter, "Invalid email address format.";
    /// Not a number.
    invalid_phone_number_format: InvalidParameter, "Invalid phone number format.";
    /// Recovery has nowhere to send a code.
    no_way_to_recover: InvalidParameter,
        "Cannot reset password for the user as there is no registered/verified email or phone_number";
    /// The client does not list this flow.
    password_flow_not_enabled: InvalidParameter, "USER_PASSWORD_AUTH flow not enabled for this client";
    /// The client does not list the flow in which the person chooses.
    user_auth_not_enabled: InvalidParameter, "USER_AUTH flow not enabled for this client";
    /// A first factor that the pool does not offer.
    first_factor_not_offered: InvalidParameter, "Selected challenge is not available.";
    /// A flow of the app's server, without the server's signature.
    auth_method_not_supported: InvalidParameter, "Initiate Auth method not supported.";
    /// The client's refresh tokens rotate; this flow could not hand out the successor.
    refresh_tokens_rotate: InvalidParameter,
        "REFRESH_TOKEN_AUTH flow not enabled for this client: its refresh tokens rotate. Use GetTokensFromRefreshToken or /oauth2/token.";
    /// Nowhere to send a code.
    no_address_for_code: InvalidParameter, "The user has no address or number that a code can be sent to.";
    /// No code can be sent to that.
    attribute_not_provable: InvalidParameter, "Only email and phone_number can be verified.";
    /// There is no gateway. Cognito's exception where its role may not publish.
    no_sms_gateway: InvalidSmsRoleAccessPolicy,
        "Text messages cannot be sent: this server has no SMS gateway (VESTIBULE_SMS_URL).";
    /// Nothing is sent to where the number is.
    number_not_served: CodeDeliveryFailure, "Text messages cannot be sent to this phone number.";
    /// MFA is turned off and a factor is turned on in one request.
    mfa_off_and_configured: InvalidParameter,
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.";
    /// MFA is turned on and there is no factor.
    mfa_without_factor: InvalidParameter,
        "Invalid MFA configuration given: turn on SoftwareTokenMfaConfiguration with SetUserPoolMfaConfig.";
    /// Text messages would be the second factor and the only way back into an account.
    sms_is_all_that_is_asked: InvalidParameter,
        "Invalid MFA configuration given: an SMS message cannot be an MFA factor while it is the only way to recover an account (AccountRecoverySetting).";
    /// Mail would be the second factor and the only way back into an account.
    mail_is_all_that_is_asked: InvalidParameter,
        "Invalid MFA configuration given: an email message cannot be an MFA factor while it is the only way to recover an account (AccountRecoverySetting).";
    /// The pool does not send codes by mail.
    email_code_not_enabled: InvalidParameter, "Email MFA has not been enabled by the userPool";
    /// A user without a proven address wants codes by mail.
    email_not_verified: InvalidParameter, "User does not have a verified email address to turn on EMAIL_OTP";
    /// The pool does not send codes by text message.
    sms_code_not_enabled: InvalidParameter, "SMS MFA has not been enabled by the userPool";
    /// A user without a proven number wants codes by text message.
    phone_number_not_verified: InvalidParameter, "User does not have delivery config set to turn on SMS_MFA";
    /// A choice that is not one.
    mfa_type_not_offered: InvalidParameter, "Invalid MFA type selected.";
    /// The pool does not offer authenticator apps.
    software_token_not_enabled: SoftwareTokenMFANotFound, "Software Token MFA has not been enabled by the userPool";
    /// The first code of an app is wrong.
    software_token_mismatch: EnableSoftwareTokenMFA, "Code mismatch";
    /// A wrong code of a second factor.
    second_factor_mismatch: CodeMismatch, "Invalid code received for user";
    /// The code of an app comes back.
    software_token_used: ExpiredCode, "Your software token has already been used once.";
    /// A factor is to be on that was never set up.
    software_token_not_verified: InvalidParameter, "User has not verified software token mfa";
    /// Recovery codes for somebody who has nothing that they could stand in for.
    no_second_factor: InvalidParameter, "User has no MFA method that a recovery code could stand in for.";
    /// Something that only a fresh sign-in may do.
    sign_in_not_recent: NotAuthorized, "Sign in again: this needs a sign-in of the last 10 minutes.";
    /// The pool does not let people come with passkeys.
    passkeys_not_enabled: WebAuthnNotEnabled, "WEB_AUTHN is not among the AllowedFirstAuthFactors of the user pool.";
    /// No domain is known that passkeys could belong to.
    no_relying_party: WebAuthnConfigurationMissing,
        "The user pool has no relying party ID: set RelyingPartyId with SetUserPoolMfaConfig.";
    /// Nothing waits for what an authenticator made.
    passkey_challenge_not_found: WebAuthnChallengeNotFound,
        "No registration waits for this credential: begin again with StartWebAuthnRegistration.";
    /// Another client began to add the passkey.
    passkey_client_mismatch: WebAuthnClientMismatch, "The registration was started by another app client.";
    /// The passkey is another relying party's.
    passkey_relying_party_mismatch: WebAuthnRelyingPartyMismatch,
        "The credential belongs to another relying party than the user pool's.";
    /// A page that may not use the pool's passkeys.
    passkey_origin_not_allowed: WebAuthnOriginNotAllowed,
        "The credential was made at an origin that is not allowed: list it in RelatedOrigins with UpdateUserPoolSettings of VestibuleService.";
    /// A kind of passkey that is not taken.
    passkey_not_supported: WebAuthnCredentialNotSupported, "The credential or its authenticator is not supported.";
    /// Somebody has this passkey.
    passkey_exists: InvalidParameter, "The credential is registered already.";
    /// The authenticator did not make sure who holds the passkey.
    passkey_holder_not_verified: InvalidParameter, "The user pool requires user verification.";
    /// What an authenticator made cannot be read.
    passkey_malformed: InvalidParameter, "The credential is not valid.";
    /// The signature, or something else, does not hold.
    passkey_wrong: NotAuthorized, "The credential could not be verified.";
    /// The user has as many passkeys as one can have.
    too_many_passkeys: LimitExceeded, "A user has at most 20 passkeys.";
    /// The user has no such passkey.
    passkey_does_not_exist: ResourceNotFound, "The credential does not exist.";
    /// Two factors are to be asked first.
    several_preferred: InvalidParameter, "Only one MFA can be preferred.";
    /// Neither an access token nor a Session string, or both.
    token_or_session: InvalidParameter, "Either AccessToken or Session is required, and not both.";
    /// The client does not list this flow.
    auth_flow_not_enabled: InvalidParameter, "Auth flow not enabled for this client";
    /// Our fault; the log has the cause.
    internal: InternalError, "Internal server error";
}

impl CognitoError {
    /// The client has a secret and its hash was not sent.
    #[must_use]
    pub fn secret_hash_missing(client: &str) -> Self {
        Self::new(
            Exception::NotAuthorized,
            format!("Client {client} is configured with secret but SECRET_HASH was not received"),
        )
    }

    /// The hash was made with another secret, client or username.
    #[must_use]
    pub fn secret_hash_mismatch(client: &str) -> Self {
        Self::new(Exception::NotAuthorized, format!("SecretHash does not match for the client: {client}"))
    }

    /// The client has a secret and it was not sent, or another one was.
    #[must_use]
    pub fn client_secret_mismatch(client: &str) -> Self {
        Self::new(Exception::NotAuthorized, format!("Client secret does not match for the client: {client}"))
    }

    /// A hash was sent for a client that has no secret.
    #[must_use]
    pub fn secret_hash_unverifiable(client: &str) -> Self {
        Self::new(Exception::NotAuthorized, format!("Unable to verify secret hash for client {client}"))
    }

    /// Confirmation of an account in another state.
    #[must_use]
    pub fn cannot_be_confirmed(status: &str) -> Self {
        Self::new(Exception::NotAuthorized, format!("User cannot be confirmed. Current status is {status}"))
    }

    /// The password does not meet the policy; `problem` is the first thing wrong, in Cognito's words.
    #[must_use]
    pub fn password_does_not_conform(problem: &str) -> Self {
        Self::new(Exception::InvalidPassword, format!("Password did not conform with policy: {problem}"))
    }

    /// An attribute does not fit the pool's schema; `problem` is what Cognito says of it.
    #[must_use]
    pub fn attribute_does_not_conform(attribute: &str, problem: &str) -> Self {
        Self::new(
            Exception::InvalidParameter,
            format!("Attributes did not conform to the schema: {attribute}: {problem}"),
        )
    }

    /// An attribute that the pool does not have.
    #[must_use]
    pub fn attribute_unknown(attribute: &str) -> Self {
        Self::new(
            Exception::InvalidParameter,
            format!(
                "Attributes did not conform to the schema: Type for attribute {{{attribute}}} could not be determined"
            ),
        )
    }

    /// An attribute that the admin gave and that the user cannot change with a new password.
    #[must_use]
    pub fn attribute_already_provided(attribute: &str) -> Self {
        Self::new(Exception::NotAuthorized, format!("Cannot modify an already provided {attribute}"))
    }

    /// An attribute that stands twice in one list.
    #[must_use]
    pub fn attribute_given_twice(attribute: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("Attribute {attribute} is given more than once."))
    }

    /// A way of signing in that Cognito has and this server does not have yet.
    #[must_use]
    pub fn flow_not_honoured(flow: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("{flow} is not supported by this server yet."))
    }

    /// An attribute that stays as it was first set.
    #[must_use]
    pub fn attribute_cannot_be_updated(attribute: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("user.{attribute}: Attribute cannot be updated."))
    }

    /// A member without which there is nothing to do, in the words of constraints.
    #[must_use]
    pub fn member_is_null(name: &str) -> Self {
        Self::new(
            Exception::InvalidParameter,
            format!(
                "1 validation error detected: Value at '{name}' failed to satisfy constraint: Member must not be null"
            ),
        )
    }

    /// A parameter of `AuthParameters` or `ChallengeResponses` that the flow needs.
    #[must_use]
    pub fn missing_required_parameter(name: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("Missing required parameter {name}"))
    }
}
