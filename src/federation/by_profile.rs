//! Providers that speak OAuth 2.0 and not OpenID Connect: a code becomes a token, and the token a profile, which says who came.
//!
//! The order stands here once: the answer is one of this provider's before the code goes anywhere, and nobody is anybody before
//! the provider itself has said so, to us. A connector fills in where its provider is asked and what it makes of the profile.

use http::Method;
use serde_json::Value;
use url::Url;

use super::oauth::{OurClient, code, exchange_oddly, profile};
use super::{Answer, Calls, Failure, Tokens, Trip, Upstream};
use crate::domain::provider::{Claims, Provider};

/// What one of them does in its own way.
pub(super) trait ByProfile: Send + Sync {
    /// Whom its answers may name as their issuer (RFC 9207).
    const ISSUER: &'static str;

    /// The provider as configured.
    fn provider(&self) -> &Provider;

    /// Us, as it knows us.
    fn client(&self) -> &OurClient;

    /// Where it exchanges codes.
    fn token_url(&self) -> Result<Url, Failure>;

    /// What an error of its token endpoint means that is none of RFC 6749's; `None`: nothing that is known.
    fn explain(_: &Value) -> Option<Failure> {
        None
    }

    /// Where it tells the profile of whoever the tokens are for.
    fn profile_url(&self, tokens: &Tokens) -> Result<Url, Failure>;

    /// Its own id of the person and the claims, from the profile at `at`; what is not in there it may be asked for.
    fn person(
        &self,
        calls: &Calls,
        at: &Url,
        tokens: &Tokens,
        profile: Claims,
    ) -> impl Future<Output = Result<(String, Claims), Failure>> + Send;
}

/// Who came back from `trip` with `answer`.
pub(super) async fn redeem<C: ByProfile>(
    connector: &C,
    calls: &Calls,
    trip: &Trip,
    answer: &Answer,
) -> Result<Upstream, Failure> {
    let provider = connector.provider().id;
    let (code, _) = code(answer, Some(C::ISSUER), false)?;
    let token = connector.token_url()?;
    let tokens = exchange_oddly(calls, (provider, &token), (connector.client(), C::explain), trip, code).await?;
    let at = connector.profile_url(&tokens)?;
    let profile = profile(calls, provider, (Method::GET, &at), &tokens.access).await?;
    let (subject, claims) = connector.person(calls, &at, &tokens, profile).await?;
    Ok(Upstream { subject, claims, tokens: Some(tokens), saml: None })
}
