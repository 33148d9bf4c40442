//! An admin changes those settings of a pool that Cognito has no members for. What is not said stays.

use serde::Deserialize;

use crate::domain::dialling::DialPrefix;
use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{List, Shape, Text, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::views::own_settings::{self, OwnPoolSettings};
use crate::web::aws::{refusals, target};

structure! {
    /// What [`UpdateUserPoolSettings`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserPoolSettingsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Seconds without use after which a browser's session ends.
        session_idle_seconds: Option<i64> = optional("SessionIdleSeconds", SECONDS),
        /// Seconds after the sign-in at which it ends in any case.
        session_absolute_seconds: Option<i64> = optional("SessionAbsoluteSeconds", SECONDS),
        /// Days after which the signing keys are exchanged by themselves; 0: never.
        signing_key_rotation_days: Option<u16> = optional("SigningKeyRotationDays", Shape::Integer(0, 3650)),
        /// Whether whoever comes from an identity provider needs a second factor here too, where everybody does.
        federated_mfa: Option<String> = optional("FederatedMfa", FEDERATED_MFA),
        /// Origins of apps whose pages may use the pool's passkeys, all of them.
        related_origins: Option<Vec<String>> = optional("RelatedOrigins", ORIGINS),
        /// What numbers must begin with that the pool sends text messages to; empty: all that the server sends to.
        sms_allowed_prefixes: Option<Vec<String>> = optional("SmsAllowedPrefixes", PREFIXES),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<OwnPoolSettings, CognitoError> {
    let Request {
        user_pool_id,
        session_idle_seconds,
        session_absolute_seconds,
        signing_key_rotation_days,
        federated_mfa,
        related_origins,
        sms_allowed_prefixes,
    } = request;
    let prefixes = sms_allowed_prefixes
        .map(|texts| texts.iter().map(|text| prefix(text)).collect::<Result<_, _>>())
        .transpose()?;
    let id = target::pool_id(&user_pool_id)?;
    let change = pools::update(deps, &id, |pool| {
        let sessions = &mut pool.settings.sessions;
        sessions.idle_secs = session_idle_seconds.unwrap_or(sessions.idle_secs);
        sessions.absolute_secs = session_absolute_seconds.unwrap_or(sessions.absolute_secs);
        if let Some(days) = signing_key_rotation_days {
            pool.settings.signing_key_rotation_days = (days > 0).then_some(days);
        }
        if let Some(word) = &federated_mfa {
            pool.settings.providers_need_second = word == "POOL";
        }
        if let Some(origins) = related_origins {
            pool.settings.passkeys.related_origins = origins.into_iter().collect();
        }
        if let Some(prefixes) = prefixes {
            pool.settings.sms.allowed_prefixes = prefixes;
        }
        Ok::<(), CognitoError>(())
    });
    Ok(own_settings::pool(&refusals::pools::changed(&user_pool_id, change.await??)?))
}

/// `PROVIDER`: what they proved there is enough. `POOL`: they are as any other user.
const FEDERATED_MFA: Shape = Shape::Text(&Text::one_of(&["PROVIDER", "POOL"]));
/// The domain knows how many there may be.
const ORIGINS: Shape = Shape::List(&List { of: Shape::Text(&Text::up_to(512)), min: 0, max: 100 });
/// The domain knows the bounds, and that they depend on each other.
const SECONDS: Shape = Shape::Integer(1, i64::MAX);

/// As many as there are calling codes, and some.
const PREFIXES: Shape = Shape::List(&List { of: Shape::Text(&Text::up_to(8).at_least(2)), min: 0, max: 300 });

fn prefix(text: &str) -> Result<DialPrefix, CognitoError> {
    DialPrefix::parse(text).ok_or_else(|| {
        CognitoError::invalid_parameter("'SmsAllowedPrefixes' must be + and one to seven digits each, such as +49.")
    })
}
