//! What every OAuth provider has in common: the URL that a browser is sent to, the code that is exchanged for tokens
//! (RFC 6749 §4.1) with PKCE (RFC 7636), and what is asked with the access token.
//!
//! Our secret goes to the token endpoint and nowhere else: redirects are not followed (case 199).

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
use serde_json::Value;
use url::Url;

use super::{Answer, Calls, Departure, Failure, Fault, Tokens, Trip};
use crate::domain::provider::{Claims, Provider, ProviderId};
use crate::domain::secret::{ExposeSecret, Secret};

/// Longest id of a person at a provider, in bytes.
const LONGEST_SUBJECT: usize = 255;

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
    /// Whether the provider is asked to check PKCE. One that does not know it ignores it, as RFC 6749 §3.1 has it; not to send
    /// it is for those only whose ID token repeats a nonce, and whose documentation does not have it.
    pub(super) has_pkce: bool,
}

impl OurClient {
    /// As the details of a provider say, with the secret in the body, as Cognito sends it (`cognito.md` §7).
    pub(super) fn of(provider: &Provider) -> Result<Self, Failure> {
        let id = provider.detail("client_id").ok_or(Failure::misconfigured("client_id is missing"))?;
        Ok(Self {
            id: id.to_owned(),
            secret: provider.secret("client_secret").cloned(),
            is_basic: false,
            has_pkce: true,
        })
    }

    /// The same, for a kind of provider that takes nobody without a secret.
    pub(super) fn with_secret(provider: &Provider) -> Result<Self, Failure> {
        let client = Self::of(provider)?;
        if client.secret.is_none() {
            return Err(Failure::misconfigured("client_secret is missing"));
        }
        Ok(client)
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

/// An endpoint that a detail names, or where the provider's documentation has it.
pub(super) fn endpoint(provider: &Provider, detail: &str, usual: &str) -> Result<Url, Failure> {
    url(provider.detail(detail).unwrap_or(usual))
}

/// Where a browser is sent to ask for a code: the endpoint, with what every provider takes and what is `special` for this one.
pub(super) fn departure(endpoint: &Url, client: &OurClient, trip: &Trip, special: &[(&str, &str)]) -> Departure {
    let mut to = endpoint.clone();
    let mut query = to.query_pairs_mut();
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &client.id)
        .append_pair("redirect_uri", &trip.callback)
        .append_pair("state", &trip.state);
    if client.has_pkce {
        let verifier = PkceCodeVerifier::new(trip.verifier.expose_secret().to_owned());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        query.append_pair("code_challenge", challenge.as_str()).append_pair("code_challenge_method", "S256");
    }
    query.extend_pairs(special);
    drop(query);
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
        // The last two are GitHub's.
        "unauthorized_client"
        | "invalid_client"
        | "invalid_request"
        | "invalid_scope"
        | "unsupported_response_type"
        | "redirect_uri_mismatch"
        | "application_suspended" => Failure::new(
            Fault::ClientRefused,
            "the provider does not take the request: client_id, scopes, callback URL",
        ),
        _ => Failure::new(Fault::ProviderError, "the provider answered with an error"),
    }
}

/// What the error of a provider's token endpoint means that is none of RFC 6749's; `None`: nothing that is known.
pub(super) type Explain = fn(&Value) -> Option<Failure>;

/// Exchanges a code for tokens (RFC 6749 §4.1.3).
pub(super) async fn exchange(
    calls: &Calls,
    at: (ProviderId, &Url),
    client: &OurClient,
    trip: &Trip,
    code: &Secret,
) -> Result<Tokens, Failure> {
    exchange_oddly(calls, at, (client, |_| None), trip, code).await
}

/// The same, with a provider whose errors are its own.
pub(super) async fn exchange_oddly(
    calls: &Calls,
    (provider, endpoint): (ProviderId, &Url),
    (client, explain): (&OurClient, Explain),
    trip: &Trip,
    code: &Secret,
) -> Result<Tokens, Failure> {
    let asking = token_client(endpoint, client)?;
    let redirect = RedirectUrl::new(trip.callback.clone()).map_err(|_| Failure::misconfigured("a callback URL"))?;
    let caller = Caller { calls, provider };
    let mut request = asking
        .exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()))
        .set_redirect_uri(Cow::Owned(redirect));
    if client.has_pkce {
        request = request.set_pkce_verifier(PkceCodeVerifier::new(trip.verifier.expose_secret().to_owned()));
    }
    let tokens = request.request_async(&caller).await.map_err(|error| token_error(error, explain))?;
    Ok(Tokens {
        access: Secret::from(tokens.access_token().secret().as_str()),
        refresh: tokens.refresh_token().map(|token| Secret::from(token.secret().as_str())),
        id: tokens.extra_fields().id_token.as_deref().map(Secret::from),
    })
}

fn token_error(error: RequestTokenError<Failure, BasicErrorResponse>, explain: Explain) -> Failure {
    match error {
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
            | BasicErrorResponseType::UnsupportedGrantType => token_endpoint_failed(),
            BasicErrorResponseType::Extension(own) => {
                explain(&serde_json::json!({ "error": own })).unwrap_or_else(token_endpoint_failed)
            }
        },
        RequestTokenError::Parse(_, body) => {
            let body: Option<Value> = serde_json::from_slice(&body).ok();
            match body.as_ref().filter(|body| body.get("error").is_some()) {
                Some(error) => explain(error).unwrap_or_else(token_endpoint_failed),
                None => Failure::malformed("the answer of the token endpoint cannot be read"),
            }
        }
        RequestTokenError::Other(_) => Failure::malformed("the answer of the token endpoint cannot be read"),
    }
}

fn token_endpoint_failed() -> Failure {
    Failure::new(Fault::ProviderError, "the token endpoint answered with an error")
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
    match resource(calls, provider, (method, endpoint), access).await? {
        Resource::Is(Value::Object(claims)) => Ok(claims),
        Resource::Is(_) => Err(Failure::malformed("the profile cannot be read")),
        Resource::Refused(_) => Err(Failure::new(Fault::ProviderError, "the profile endpoint answered with an error")),
    }
}

/// What comes of asking with an access token.
#[derive(Debug)]
pub(super) enum Resource {
    /// This.
    Is(Value),
    /// The provider answers with another status than 200.
    Refused(StatusCode),
}

/// Asks an endpoint with an access token.
pub(super) async fn resource(
    calls: &Calls,
    provider: ProviderId,
    (method, endpoint): (Method, &Url),
    access: &Secret,
) -> Result<Resource, Failure> {
    let request = Request::builder()
        .method(method)
        .uri(endpoint.as_str())
        .header(ACCEPT, "application/json")
        .header(AUTHORIZATION, format!("Bearer {}", access.expose_secret()))
        .body(Vec::new());
    let request = request.map_err(|_| Failure::malformed("an access token that cannot be sent"))?;
    let response = calls.send(provider, request).await?;
    if response.status() != StatusCode::OK {
        return Ok(Resource::Refused(response.status()));
    }
    if response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/jwt")) {
        return Err(Failure::malformed("signed answers of the profile endpoint are not read"));
    }
    let value = serde_json::from_slice(response.body());
    value.map(Resource::Is).map_err(|_| Failure::malformed("the profile cannot be read"))
}

/// A member of a profile that is the provider's own id of a person.
pub(super) fn subject_in(profile: &Claims, member: &str) -> Result<String, Failure> {
    let subject = profile.get(member).and_then(Value::as_str).unwrap_or_default();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
        return Err(Failure::malformed("the profile names nobody"));
    }
    Ok(subject.to_owned())
}
