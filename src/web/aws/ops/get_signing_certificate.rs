//! The certificate by which a pool signs what it sends to SAML providers.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetSigningCertificate.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::federation::signing_certificate;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`GetSigningCertificate`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetSigningCertificateRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The body of the PEM, without its first and last line.
    pub certificate: String,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    Ok(Response { certificate: signing_certificate(deps, &pool.id).await? })
}
