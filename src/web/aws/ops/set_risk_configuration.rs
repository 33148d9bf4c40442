//! An admin says what a pool, or one of its clients, does about the risk of sign-ins. The three parts are set together: what
//! is left out is taken away, and with all three left out a client does again what its pool does.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::{clients, pools};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::risk::{
    AccountTakeoverRiskConfigurationType, CompromisedCredentialsRiskConfigurationType, RiskConfigurationResponse,
    RiskExceptionConfigurationType,
};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target, views};

structure! {
    /// What [`SetRiskConfiguration`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "SetRiskConfigurationRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client; unset: all that say nothing of their own.
        client_id: Option<String> = optional("ClientId", text::CLIENT_ID),
        /// About passwords that are known from breaches.
        compromised: Option<CompromisedCredentialsRiskConfigurationType> = optional(
            "CompromisedCredentialsRiskConfiguration",
            Shape::Structure(CompromisedCredentialsRiskConfigurationType::SHAPE)
        ),
        /// About risk.
        takeover: Option<AccountTakeoverRiskConfigurationType> = optional(
            "AccountTakeoverRiskConfiguration",
            Shape::Structure(AccountTakeoverRiskConfigurationType::SHAPE)
        ),
        /// Addresses that are not weighed.
        exceptions: Option<RiskExceptionConfigurationType> =
            optional("RiskExceptionConfiguration", Shape::Structure(RiskExceptionConfigurationType::SHAPE)),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<RiskConfigurationResponse, CognitoError> {
    let Request { user_pool_id, client_id, compromised, takeover, exceptions } = request;
    let pool = target::pool_that_weighs(deps, &user_pool_id).await?;
    let said = members::risk_configuration((compromised, takeover, exceptions), deps.now())?;
    let now_said = match &client_id {
        None => {
            let change = pools::update(deps, &pool.id, |pool| {
                pool.settings.risk.configuration = said;
                Ok::<(), CognitoError>(())
            });
            refusals::pools::changed(&user_pool_id, change.await??)?.settings.risk.configuration
        }
        Some(client_id) => {
            let id = target::client_id(client_id)?;
            let change = clients::update(deps, &pool, &id, |client| {
                client.settings.risk = said;
                Ok::<(), CognitoError>(())
            });
            refusals::clients::changed(client_id, change.await??)?.settings.risk
        }
    };
    Ok(views::risk::configuration(user_pool_id, client_id, now_said.as_ref()))
}
