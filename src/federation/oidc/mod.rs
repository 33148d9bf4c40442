//! Any OpenID Connect provider: by discovery, or by the endpoints that the admin names (`cognito.md` §7). Providers that
//! follow the standard but for a detail are this one, with that detail.

mod endpoints;
mod id_token;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::Method;

use self::endpoints::Endpoints;
pub(super) use self::id_token::{Expected, verify};
use super::oauth::{OurClient, code, departure, exchange, profile};
use super::{Answer, Calls, Connector, Departure, Failure, Trip, Upstream};
use crate::domain::provider::{Claims, Provider};

/// A provider that speaks OpenID Connect.
pub(super) struct Oidc<'a> {
    provider: &'a Provider,
    issuer: &'a str,
    client: OurClient,
    scopes: &'a str,
}

impl<'a> Oidc<'a> {
    /// As the details say: `client_id`, `client_secret`, `oidc_issuer`, `authorize_scopes`, and the endpoints that are not to
    /// be discovered.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        let issuer = provider.detail("oidc_issuer").ok_or(Failure::misconfigured("oidc_issuer is missing"))?;
        let scopes = provider.detail("authorize_scopes").unwrap_or("openid");
        Ok(Self { provider, issuer, client: OurClient::of(provider)?, scopes })
    }

    /// What the endpoint for profiles adds: only asked where a mapped claim is missing from the ID token, whose word counts
    /// more (`cognito.md` §7).
    async fn completed(
        &self,
        calls: &Calls,
        endpoints: &Endpoints,
        tokens: &super::Tokens,
        claims: Claims,
    ) -> Result<Claims, Failure> {
        let lacks = self.provider.mapping.values().any(|claim| !claims.contains_key(claim));
        let Some(endpoint) = endpoints.user_info.as_ref().filter(|_| lacks) else { return Ok(claims) };
        let is_post = self.provider.detail("attributes_request_method") == Some("POST");
        let method = if is_post { Method::POST } else { Method::GET };
        let mut all = profile(calls, self.provider.id, (method, endpoint), &tokens.access).await?;
        // OpenID Connect Core §5.3.2: the answer may be of somebody else.
        if all.get("sub") != claims.get("sub") {
            return Err(Failure::untrusted("the profile is of somebody else than the ID token"));
        }
        all.extend(claims);
        Ok(all)
    }
}

impl Connector for Oidc<'_> {
    fn depart<'a>(&'a self, calls: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move {
            let endpoints = Endpoints::of(self.provider, self.issuer, calls).await?;
            let mut special = vec![("scope", self.scopes), ("nonce", trip.nonce.as_str())];
            if !trip.login_hint.is_empty() {
                special.push(("login_hint", &trip.login_hint));
            }
            if trip.is_fresh {
                special.push(("prompt", "login"));
            }
            Ok(departure(&endpoints.authorize, &self.client, trip, &special))
        }
        .boxed()
    }

    fn redeem<'a>(
        &'a self,
        calls: &'a Calls,
        trip: &'a Trip,
        answer: &'a Answer,
    ) -> BoxFuture<'a, Result<Upstream, Failure>> {
        async move {
            let endpoints = Endpoints::of(self.provider, self.issuer, calls).await?;
            let (code, _) = code(answer, Some(self.issuer), endpoints.names_issuer)?;
            let client = OurClient { is_basic: endpoints.takes_basic_only, ..self.client.clone() };
            let tokens = exchange(calls, (self.provider.id, &endpoints.token), &client, trip, code).await?;
            let expected = Expected { issuer: self.issuer, client_id: &self.client.id, nonce: &trip.nonce };
            let (subject, claims) = verify(calls, (self.provider.id, &endpoints.jwks), &expected, &tokens).await?;
            let claims = self.completed(calls, &endpoints, &tokens, claims).await?;
            Ok(Upstream { subject, claims, tokens: Some(tokens), saml: None })
        }
        .boxed()
    }
}
