//! Where a provider's endpoints are: as the admin named them, else as its metadata says (OpenID Connect Discovery §4).

use serde::Deserialize;
use url::Url;

use crate::domain::provider::Provider;
use crate::federation::oauth::{endpoint, url};
use crate::federation::{Calls, Failure};

/// Where the documentation of a provider has its endpoints, which need not be discovered then.
#[derive(Clone, Copy, Debug)]
pub(in crate::federation) struct Usual {
    /// Its issuer.
    pub(in crate::federation) issuer: &'static str,
    /// Where browsers are sent.
    pub(in crate::federation) authorize: &'static str,
    /// Where codes are exchanged.
    pub(in crate::federation) token: &'static str,
    /// Where its keys are.
    pub(in crate::federation) jwks: &'static str,
    /// Where it says more of a person; empty: nowhere.
    pub(in crate::federation) user_info: &'static str,
}

/// The endpoints of a provider.
#[derive(Clone, Debug)]
pub(in crate::federation) struct Endpoints {
    /// Where browsers are sent.
    pub(in crate::federation) authorize: Url,
    /// Where codes are exchanged.
    pub(in crate::federation) token: Url,
    /// Where its keys are.
    pub(in crate::federation) jwks: Url,
    /// Where it says more of a person; `None`: nowhere.
    pub(in crate::federation) user_info: Option<Url>,
    /// Whether its answers always name it (RFC 9207 §3).
    pub(in crate::federation) names_issuer: bool,
    /// Whether it takes our secret in the `Authorization` header, and only there.
    pub(in crate::federation) takes_basic_only: bool,
}

/// What is read of a provider's metadata.
#[derive(Debug, Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Endpoints {
    /// The endpoints of `provider`, whose metadata must name exactly `issuer`. It is asked only for what is not configured.
    pub(super) async fn of(provider: &Provider, issuer: &str, calls: &Calls) -> Result<Self, Failure> {
        let named = |key| provider.detail(key).map(url).transpose();
        let (authorize, token, jwks) = (named("authorize_url")?, named("token_url")?, named("jwks_uri")?);
        let user_info = named("attributes_url")?;
        if let (Some(authorize), Some(token), Some(jwks)) = (&authorize, &token, &jwks) {
            return Ok(Self {
                authorize: authorize.clone(),
                token: token.clone(),
                jwks: jwks.clone(),
                user_info,
                names_issuer: false,
                takes_basic_only: false,
            });
        }
        let metadata = discover(provider, issuer, calls).await?;
        let said =
            |text: &String| url(text).map_err(|_| Failure::malformed("metadata with an endpoint that is no URL"));
        let user_info =
            user_info.map_or_else(|| metadata.userinfo_endpoint.as_ref().map(said).transpose(), |url| Ok(Some(url)))?;
        let methods = metadata.token_endpoint_auth_methods_supported.unwrap_or_default();
        let takes = |method: &str| methods.iter().any(|known| known == method);
        Ok(Self {
            authorize: authorize.map_or_else(|| said(&metadata.authorization_endpoint), Ok)?,
            token: token.map_or_else(|| said(&metadata.token_endpoint), Ok)?,
            jwks: jwks.map_or_else(|| said(&metadata.jwks_uri), Ok)?,
            user_info,
            names_issuer: metadata.authorization_response_iss_parameter_supported,
            takes_basic_only: takes("client_secret_basic") && !takes("client_secret_post"),
        })
    }
}

impl Usual {
    /// The endpoints of `provider`: the usual ones but for those that its details name.
    pub(super) fn endpoints(self, provider: &Provider) -> Result<Endpoints, Failure> {
        let user_info = if self.user_info.is_empty() { None } else { Some(url(self.user_info)?) };
        Ok(Endpoints {
            authorize: endpoint(provider, "authorize_url", self.authorize)?,
            token: endpoint(provider, "token_url", self.token)?,
            jwks: endpoint(provider, "jwks_uri", self.jwks)?,
            user_info,
            names_issuer: false,
            takes_basic_only: false,
        })
    }
}

async fn discover(provider: &Provider, issuer: &str, calls: &Calls) -> Result<Metadata, Failure> {
    let at = url(&format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/')))?;
    let document = calls.document(provider.id, &at).await?;
    let metadata: Metadata =
        serde_json::from_slice(&document).map_err(|_| Failure::malformed("the metadata cannot be read"))?;
    // Case 177: metadata of another issuer would have us believe its tokens.
    if metadata.issuer != issuer {
        return Err(Failure::untrusted("the metadata is of another issuer"));
    }
    Ok(metadata)
}
