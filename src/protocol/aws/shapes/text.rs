//! Texts with Cognito's constraints.

use crate::protocol::aws::json::{Pattern, Shape, Text};

/// `ClientIdType`.
pub const CLIENT_ID: Shape = Shape::Text(&Text::up_to(128).at_least(1).of(Pattern::WORD_PLUS).sensitive());
/// `SecretHashType`.
pub const SECRET_HASH: Shape = Shape::Text(&Text::up_to(128).at_least(1).of(Pattern::WORD_BASE64).sensitive());
/// `ClientSecretType`.
pub const CLIENT_SECRET: Shape = Shape::Text(&Text::up_to(64).at_least(24).of(Pattern::WORD_PLUS).sensitive());
/// `UsernameType`.
pub const USERNAME: Shape = Shape::Text(&Text::up_to(128).at_least(1).of(Pattern::VISIBLE).sensitive());
/// `PasswordType`, but with spaces: Cognito's model refuses them while its policy counts them as symbols.
pub const PASSWORD: Shape = Shape::Text(&Text::up_to(256).at_least(1).sensitive());
/// `ConfirmationCodeType`.
pub const CODE: Shape = Shape::Text(&Text::up_to(2048).at_least(1).of(Pattern::NON_SPACE).sensitive());
/// `SessionType`.
pub const SESSION: Shape = Shape::Text(&Text::up_to(4096).at_least(20).sensitive());
/// `TokenModelType`.
pub const TOKEN: Shape = Shape::Text(&Text::up_to(16_384).at_least(1).of(Pattern::TOKEN).sensitive());
/// `UserPoolIdType`.
pub const POOL_ID: Shape = Shape::Text(&Text::up_to(55).at_least(1).of(Pattern::POOL_ID));
/// `UserPoolNameType` and `ClientNameType`.
pub const TITLE: Shape = Shape::Text(&Text::up_to(128).at_least(1).of(Pattern::TITLE));
/// `AttributeNameType`.
pub const ATTRIBUTE_NAME: Shape = Shape::Text(&Text::up_to(32).at_least(1).of(Pattern::VISIBLE_OR_SPACE));
/// `CustomAttributeNameType`.
pub const CUSTOM_ATTRIBUTE_NAME: Shape = Shape::Text(&Text::up_to(20).at_least(1).of(Pattern::VISIBLE));
/// `AttributeValueType`.
pub const ATTRIBUTE_VALUE: Shape = Shape::Text(&Text::up_to(2048).sensitive());
/// `ClientPermissionType`.
pub const PERMISSION: Shape = Shape::Text(&Text::up_to(2048).at_least(1));
/// `RedirectUrlType`.
pub const REDIRECT_URL: Shape = Shape::Text(&Text::up_to(1024).at_least(1).of(Pattern::VISIBLE));
/// `ScopeType`.
pub const SCOPE: Shape = Shape::Text(&Text::up_to(256).at_least(1).of(Pattern::SCOPE));
/// `GroupNameType`.
pub const GROUP_NAME: Shape = Shape::Text(&Text::up_to(128).at_least(1).of(Pattern::VISIBLE));
/// `DescriptionType`.
pub const DESCRIPTION: Shape = Shape::Text(&Text::up_to(2048));
/// `ArnType`.
pub const ARN: Shape = Shape::Text(&Text::up_to(2048).at_least(20).of(Pattern::ARN));
/// `ResourceServerIdentifierType`.
pub const RESOURCE_SERVER_IDENTIFIER: Shape = Shape::Text(&Text::up_to(256).at_least(1).of(Pattern::SCOPE));
/// `ResourceServerNameType`.
pub const RESOURCE_SERVER_NAME: Shape = Shape::Text(&Text::up_to(256).at_least(1).of(Pattern::TITLE));
/// `ResourceServerScopeNameType`.
pub const SCOPE_NAME: Shape = Shape::Text(&Text::up_to(256).at_least(1).of(Pattern::SCOPE_NAME));
/// `ResourceServerScopeDescriptionType`.
pub const SCOPE_DESCRIPTION: Shape = Shape::Text(&Text::up_to(256).at_least(1));
/// `ProviderNameType`.
pub const PROVIDER_NAME: Shape = Shape::Text(&Text::up_to(32).at_least(1).of(Pattern::VISIBLE_OR_SPACES));
/// `EmailVerificationMessageType`.
pub const EMAIL_MESSAGE: Shape = Shape::Text(&Text::up_to(20_000).at_least(6).of(Pattern::WITH_CODE));
/// `EmailInviteMessageType`.
pub const EMAIL_INVITE_MESSAGE: Shape = Shape::Text(&Text::up_to(20_000).at_least(6).of(Pattern::MESSAGE));
/// `SmsVerificationMessageType`.
pub const SMS_MESSAGE: Shape = Shape::Text(&Text::up_to(140).at_least(6).of(Pattern::WITH_CODE));
/// `SmsInviteMessageType`.
pub const SMS_INVITE_MESSAGE: Shape = Shape::Text(&Text::up_to(140).at_least(6).of(Pattern::MESSAGE));
/// `RegionCodeType`.
pub const REGION: Shape = Shape::Text(&Text::up_to(32).at_least(5));
/// `EmailVerificationSubjectType`.
pub const EMAIL_SUBJECT: Shape = Shape::Text(&Text::up_to(140).at_least(1).of(Pattern::VISIBLE_OR_SPACES));
/// `PaginationKey` and `SearchPaginationTokenType`.
pub const PAGE_TOKEN: Shape = Shape::Text(&Text::up_to(131_072).at_least(1).of(Pattern::NON_SPACE));
/// `UserFilterType`.
pub const USER_FILTER: Shape = Shape::Text(&Text::up_to(256).sensitive());
/// `TagKeysType`.
pub const TAG_KEY: Shape = Shape::Text(&Text::up_to(128).at_least(1));
/// `StringType`.
pub const ANY: Shape = Shape::Text(&Text::up_to(131_072));
/// Ours: how tokens are signed (RFC 7518 §3.1).
pub const SIGNING_ALGORITHM: Shape = Shape::Text(&Text::one_of(&["RS256", "PS256", "ES256", "EdDSA"]));
/// `FeatureType`.
pub const FEATURE: Shape = Shape::Text(&Text::one_of(&["ENABLED", "DISABLED"]));
/// `VerifiedAttributeType` and `UsernameAttributeType`.
pub const CONTACT: Shape = Shape::Text(&Text::one_of(&["phone_number", "email"]));
