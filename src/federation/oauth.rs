//! What every OAuth provider has in common: the URL that a browser is sent to, and the code that is exchanged for tokens
//! (RFC 6749 §4.1), with PKCE (RFC 7636) whatever the provider makes of it.

use std::borrow::Cow;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, StatusCode};
use oauth2::basic::{
    BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet, EndpointSet,
    ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Answer, Calls, Departure, Failure, Fault, Tokens, Trip};
use crate::domain::provider::{Claims, Provider, ProviderId};
use crate::domain::secret::{ExposeSecret, Secret};

/// What an answer of a token endpoint has beside RFC 6749's members.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Extra {
    #[serde(default)]
    id_token: Option<String>,
}

impl ExtraTokenFields for Extra {}

type TokenClient = oauth2::Client<
    BasicErrorResponse,
    StandardTokenResponse<Extra, BasicTokenType>,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// Us, as a provider knows us.
#[derive(Clone, Debug)]
pub(super) struct OurClient {
    /// The id that it gave us.
    pub(super) id: String,
    /// The secret that goes with it; `None`: it takes none.
    pub(super) secret: Option<Secret>,
    /// Whether the secret goes in the `Authorization` header, or in the body (RFC 6749 §2.3.1).
    pub(super) is_basic: bool,
}

impl OurClient {
    /// As the details of a provider say, with the secret in the body, as Cognito sends it (`cognito.md` §7).
    pub(super) fn of(provider: &Provider) -> Result<Self, Failure> {
        let id = provider.detail("client_id").ok_or(Failure::misconfigured("client_id is missing"))?;
        Ok(Self { id: id.to_owned(), secret: provider.secret("client_secret").cloned(), is_basic: false })
    }
}

/// A URL of a provider's details or metadata.
pub(super) fn url(text: &str) -> Result<Url, Failure> {
    let url = Url::parse(text).map_err(|_| Failure::misconfigured("an endpoint that is no URL"))?;
    if matches!(url.scheme(), "https" | "http") && url.has_host() {
        Ok(url)
    } else {
        Err(Failure::misconfigured("an endpoint that is no web address"))
    }
}

/// Where a browser is sent to ask for a code: the endpoint, with what every provider takes and what is `special` for this one.
pub(super) fn departure(endpoint: &Url, client: &OurClient, trip: &Trip, special: &[(&str, &str)]) -> Departure {
    let verifier = PkceCodeVerifier::new(trip.verifier.expose_secret().to_owned());
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    let mut to = endpoint.clone();
    to.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &client.id)
        .append_pair("redirect_uri", &trip.callback)
        .append_pair("state", &trip.state)
        .append_pair("code_challenge", challenge.as_str())
        .append_pair("code_challenge_method", "S256")
        .extend_pairs(special);
    Departure::Redirect(to)
}

/// The code that came back. The issuer, where the answer names one, must be `issuer`: else the answer was given by another
/// provider than the one that was asked (RFC 9207 §2.4, case 175). `None`: the provider has none to name.
pub(super) fn code<'a>(
    answer: &'a Answer,
    issuer: Option<&str>,
    names_issuer: bool,
) -> Result<(&'a Secret, Option<&'a str>), Failure> {
    let named = match answer {
        Answer::Code { issuer, .. } | Answer::Error { issuer, .. } => issuer.as_deref(),
        Answer::Saml(_) => return Err(Failure::untrusted("an answer of another protocol")),
    };
    if named.is_some_and(|named| issuer != Some(named)) {
        return Err(Failure::untrusted("the answer names another issuer"));
    }
    if names_issuer && named.is_none() {
        return Err(Failure::untrusted("the answer names no issuer, and the provider says that it always does"));
    }
    match answer {
        Answer::Code { code, user, .. } => Ok((code, user.as_deref())),
        Answer::Error { code, .. } => Err(refused(code)),
        Answer::Saml(_) => Err(Failure::untrusted("an answer of another protocol")),
    }
}

/// What a provider's error at the authorization endpoint means (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).
fn refused(code: &str) -> Failure {
    match code {
        // The last two are Apple's and Facebook's.
        "access_denied"
        | "login_required"
        | "consent_required"
        | "interaction_required"
        | "account_selection_required"
        | "user_cancelled_authorize"
        | "user_denied" => Failure::new(Fault::Denied, "the provider says that the person was not let in, or said no"),
        "unauthorized_client" | "invalid_request" | "invalid_scope" | "unsupported_response_type" => Failure::new(
            Fault::ClientRefused,
            "the provider does not take the request: client_id, scopes, callback URL",
        ),
        _ => Failure::new(Fault::ProviderError, "the provider answered with an error"),
    }
}

/// Exchanges a code for tokens (RFC 6749 §4.1.3).
pub(super) async fn exchange(
    calls: &Calls,
    (provider, endpoint): (ProviderId, &Url),
    client: &OurClient,
    trip: &Trip,
    code: &Secret,
) -> Result<Tokens, Failure> {
    let asking = token_client(endpoint, client)?;
    let redirect = RedirectUrl::new(trip.callback.clone()).map_err(|_| Failure::misconfigured("a callback URL"))?;
    let caller = Caller { calls, provider };
    let answer = asking
        .exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()))
        .set_pkce_verifier(PkceCodeVerifier::new(trip.verifier.expose_secret().to_owned()))
        .set_redirect_uri(Cow::Owned(redirect))
        .request_async(&caller)
        .await;
    let tokens = answer.map_err(|error| match error {
        RequestTokenError::Request(failure) => failure,
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            BasicErrorResponseType::InvalidGrant => {
                Failure::new(Fault::CodeRefused, "the provider does not know the code")
            }
            BasicErrorResponseType::InvalidClient | BasicErrorResponseType::UnauthorizedClient => {
                Failure::new(Fault::ClientRefused, "the provider does not take the client's id or secret")
            }
            BasicErrorResponseType::InvalidRequest
            | BasicErrorResponseType::InvalidScope
            | BasicErrorResponseType::UnsupportedGrantType
            | BasicErrorResponseType::Extension(_) => {
                Failure::new(Fault::ProviderError, "the token endpoint answered with an error")
            }
        },
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            Failure::malformed("the answer of the token endpoint cannot be read")
        }
    })?;
    Ok(Tokens {
        access: Secret::from(tokens.access_token().secret().as_str()),
        refresh: tokens.refresh_token().map(|token| Secret::from(token.secret().as_str())),
        id: tokens.extra_fields().id_token.as_deref().map(Secret::from),
    })
}

/// The `oauth2` crate's way to us.
struct Caller<'a> {
    calls: &'a Calls,
    provider: ProviderId,
}

impl<'c> AsyncHttpClient<'c> for Caller<'_> {
    type Error = Failure;
    type Future = BoxFuture<'c, Result<HttpResponse, Failure>>;

    fn call(&'c self, mut request: HttpRequest) -> Self::Future {
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        self.calls.send(self.provider, request).boxed()
    }
}

fn token_client(endpoint: &Url, client: &OurClient) -> Result<TokenClient, Failure> {
    let endpoint = TokenUrl::new(endpoint.to_string()).map_err(|_| Failure::misconfigured("a token endpoint"))?;
    let asking = oauth2::Client::new(ClientId::new(client.id.clone())).set_token_uri(endpoint);
    let asking = asking.set_auth_type(if client.is_basic { AuthType::BasicAuth } else { AuthType::RequestBody });
    Ok(match &client.secret {
        Some(secret) => asking.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned())),
        None => asking,
    })
}

/// What an endpoint says of whoever the access token is for, as a JSON object.
pub(super) async fn profile(
    calls: &Calls,
    provider: ProviderId,
    (method, endpoint): (Method, &Url),
    access: &Secret,
) -> Result<Claims, Failure> {
    let request = Request::builder()
        .method(method)
        .uri(endpoint.as_str())
        .header(ACCEPT, "application/json")
        .header(AUTHORIZATION, format!("Bearer {}", access.expose_secret()))
        .body(Vec::new());
    let request = request.map_err(|_| Failure::malformed("an access token that cannot be sent"))?;
    let response = calls.send(provider, request).await?;
    if response.status() != StatusCode::OK {
        return Err(Failure::new(Fault::ProviderError, "the profile endpoint answered with an error"));
    }
    if response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/jwt")) {
        return Err(Failure::malformed("signed answers of the profile endpoint are not read"));
    }
    serde_json::from_slice(response.body()).map_err(|_| Failure::malformed("the profile cannot be read"))
}
