//! A user lists their passkeys.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html>

use serde::{Deserialize, Serialize};

use crate::domain::passkey::Passkey;
use crate::domain::secret::Secret;
use crate::flows::{Deps, account, passkeys};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{EpochSeconds, Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`ListWebAuthnCredentials`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListWebAuthnCredentialsRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
        /// Most passkeys on a page; unset or 0: 20.
        max_results: Option<u16> = optional("MaxResults", Shape::Integer(0, 20)),
    }
}

/// A passkey as its person sees it (Cognito's `WebAuthnCredentialDescription`).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Description {
    /// Its name.
    pub credential_id: String,
    /// What its person knows it by.
    pub friendly_credential_name: String,
    /// The domain that it belongs to.
    pub relying_party_id: String,
    /// Where its authenticator is; absent where the browser did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticator_attachment: Option<String>,
    /// How its authenticator can be reached.
    pub authenticator_transports: Vec<String>,
    /// When it was added.
    pub created_at: EpochSeconds,
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of passkeys.
    pub credentials: Vec<Description>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Most passkeys on a page.
const MOST: u16 = 20;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { access_token, next_token, max_results } = request;
    let caller = account::authorize_self_service(deps, &access_token).await??;
    let limit = max_results.filter(|limit| *limit != 0).unwrap_or(MOST);
    let page = passkeys::list_own(deps, (&caller).into(), next_token.as_deref(), limit).await??;
    Ok(Response { credentials: page.items.into_iter().map(description).collect(), next_token: page.next })
}

fn description(passkey: Passkey) -> Description {
    Description {
        credential_id: passkey.credential_id,
        friendly_credential_name: passkey.name,
        relying_party_id: passkey.relying_party,
        authenticator_attachment: Some(passkey.attachment).filter(|word| !word.is_empty()),
        authenticator_transports: passkey.transports,
        created_at: passkey.created_at.into(),
    }
}
