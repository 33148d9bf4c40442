//! A user signs in, or their app refreshes its tokens.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::direct::{self, Attempt, Initiate, PasswordWay};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::auth::AuthResponse;
use crate::protocol::aws::shapes::context::UserContextDataType;
use crate::protocol::aws::shapes::{auth, inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::members::{self, Parameters};
use crate::web::aws::views;

structure! {
    /// What [`InitiateAuth`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "InitiateAuthRequest" {
        /// Which way.
        auth_flow: String = required("AuthFlow", auth::AUTH_FLOW),
        /// What that way needs: names, passwords, tokens.
        auth_parameters: Option<BTreeMap<String, Secret>> = optional("AuthParameters", auth::PARAMETERS),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Where the person is.
        context: Option<UserContextDataType> = optional("UserContextData", Shape::Structure(UserContextDataType::SHAPE)),
    }
    also [inert::ANALYTICS_METADATA, inert::CLIENT_METADATA, Member::refused("Session", &[])]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<AuthResponse, CognitoError> {
    let Request { auth_flow, auth_parameters, client_id, context } = request;
    if matches!(auth_flow.as_str(), "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH") {
        return Err(CognitoError::auth_method_not_supported());
    }
    let mut parameters = Parameters::new("AuthParameters", auth_parameters);
    let attempt = attempt(&auth_flow, &mut parameters)?;
    let secret_hash = parameters.optional("SECRET_HASH");
    parameters.end()?;
    let told = members::told_by_app(context);
    let initiate = Initiate { client_id: client_id.clone(), pool: None, secret_hash, attempt, told };
    views::auth::initiated(&client_id, direct::initiate(deps, initiate).await?)
}

/// What is brought, for the flow of that name; `AdminInitiateAuth` has the same ones and two more.
pub(super) fn attempt(flow: &str, parameters: &mut Parameters) -> Result<Attempt, CognitoError> {
    let way = match flow {
        "USER_PASSWORD_AUTH" => PasswordWay::App,
        "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" => PasswordWay::Server,
        "USER_AUTH" => {
            let username = members::text(&parameters.required("USERNAME")?);
            let preferred = parameters.optional("PREFERRED_CHALLENGE");
            let preferred = preferred.and_then(|word| members::first_factor_named(&members::text(&word)));
            let password = parameters.optional("PASSWORD");
            return Ok(Attempt::Choice { username, preferred, password });
        }
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => return Ok(Attempt::Refresh(parameters.required("REFRESH_TOKEN")?)),
        other => return Err(CognitoError::flow_not_honoured(other)),
    };
    let username = members::text(&parameters.required("USERNAME")?);
    Ok(Attempt::Password { way, username, password: parameters.required("PASSWORD")? })
}

#[cfg(test)]
mod tests {
    use super::{Attempt, Parameters, PasswordWay, Secret, attempt};

    fn of(flow: &str) -> Result<Attempt, super::CognitoError> {
        let values = [("USERNAME", "ada"), ("PASSWORD", "secret"), ("REFRESH_TOKEN", "token")];
        let values = values.map(|(name, value)| (name.to_owned(), Secret::from(value))).into();
        attempt(flow, &mut Parameters::new("AuthParameters", Some(values)))
    }

    #[test]
    fn flows_have_old_and_new_names() {
        for (flow, way) in [
            ("USER_PASSWORD_AUTH", PasswordWay::App),
            ("ADMIN_USER_PASSWORD_AUTH", PasswordWay::Server),
            ("ADMIN_NO_SRP_AUTH", PasswordWay::Server),
        ] {
            assert!(matches!(of(flow), Ok(Attempt::Password { way: found, .. }) if found == way), "{flow}");
        }
        for flow in ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"] {
            assert!(matches!(of(flow), Ok(Attempt::Refresh(_))), "{flow}");
        }
    }

    #[test]
    fn other_flows_are_refused_by_name() {
        for flow in ["USER_SRP_AUTH", "CUSTOM_AUTH"] {
            let error = of(flow).unwrap_err();
            assert_eq!(error.exception().name(), "InvalidParameterException");
            assert!(error.message().contains(flow));
        }
    }
}
