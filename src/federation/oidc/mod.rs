//! Any OpenID Connect provider: by discovery, or by the endpoints that the admin names (`cognito.md` §7). Providers that
//! follow the standard but for a detail are this one, with that detail.
//!
//! Of the details it reads `client_id`, `client_secret` (none: a public client), `oidc_issuer`, `authorize_scopes`
//! (separated by spaces), `attributes_request_method` (`GET` or `POST`), and in place of what would be discovered
//! `authorize_url`, `token_url`, `jwks_uri`, `attributes_url`. With the first three of those nothing is discovered.

mod endpoints;
mod id_token;

use std::borrow::Cow;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::Method;

pub(super) use self::endpoints::{Endpoints, Usual};
use self::id_token::FRESH_SECS;
pub(super) use self::id_token::{AuthTime, Expected, judge, judge_proof, signed};
use super::oauth::{OurClient, code, departure, exchange, profile};
use super::{Answer, Calls, Connector, Departure, Failure, Tokens, Trip, Upstream};
use crate::domain::provider::{Claims, Provider};

/// A provider that speaks OpenID Connect.
pub(super) struct Oidc<'a> {
    pub(super) provider: &'a Provider,
    pub(super) issuer: Cow<'a, str>,
    pub(super) client: OurClient,
    pub(super) scopes: &'a str,
    /// Where its endpoints are if nobody says otherwise; `None`: they are discovered.
    pub(super) usual: Option<Usual>,
}

impl<'a> Oidc<'a> {
    /// As the details say.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        let issuer = provider.detail("oidc_issuer").ok_or(Failure::misconfigured("oidc_issuer is missing"))?;
        let scopes = provider.detail("authorize_scopes").unwrap_or("openid");
        Ok(Self { provider, issuer: Cow::Borrowed(issuer), client: OurClient::of(provider)?, scopes, usual: None })
    }

    /// A provider whose endpoints are known. Another `oidc_issuer` than the usual one is discovered as any.
    pub(super) fn usually(provider: &'a Provider, usual: Usual, client: OurClient, scopes: &'a str) -> Self {
        let issuer = provider.detail("oidc_issuer").unwrap_or(usual.issuer);
        let usual = Some(usual).filter(|usual| usual.issuer == issuer);
        Self { provider, issuer: Cow::Borrowed(issuer), client, scopes, usual }
    }

    /// Where a browser is sent, with what is `special` for this provider.
    pub(super) async fn set_out(
        &self,
        calls: &Calls,
        trip: &Trip,
        special: &[(&str, &str)],
    ) -> Result<Departure, Failure> {
        let endpoints = self.endpoints(calls).await?;
        // Metadata that sends people anywhere in the clear is not followed (case 197).
        if endpoints.authorize.scheme() != "https" && !calls.may_call(&endpoints.authorize) {
            return Err(Failure::untrusted("the authorization endpoint is not called by https"));
        }
        let mut all = vec![("scope", self.scopes), ("nonce", trip.nonce.as_str())];
        all.extend(special);
        Ok(departure(&endpoints.authorize, &self.client, trip, &all))
    }

    /// The tokens for a code that came back, and the claims of the ID token among them, which the provider signed and nobody
    /// has judged yet.
    pub(super) async fn redeemed(
        &self,
        calls: &Calls,
        trip: &Trip,
        answer: &Answer,
    ) -> Result<(Endpoints, Tokens, Claims), Failure> {
        let endpoints = self.endpoints(calls).await?;
        let (code, _) = code(answer, Some(&self.issuer), endpoints.names_issuer)?;
        let is_basic = self.client.is_basic || endpoints.takes_basic_only;
        let client = OurClient { is_basic, ..self.client.clone() };
        let tokens = exchange(calls, (self.provider.id, &endpoints.token), &client, trip, code).await?;
        let claims = signed(calls, (self.provider.id, &endpoints.jwks), &tokens, code).await?;
        Ok((endpoints, tokens, claims))
    }

    /// The subject of claims that the provider signed, if they are of this trip, for us, and from `issuer`.
    pub(super) fn judged(&self, calls: &Calls, trip: &Trip, claims: &Claims, issuer: &str) -> Result<String, Failure> {
        let expected = Expected { issuer, client_id: &self.client.id, nonce: &trip.nonce };
        judge(claims, &expected, calls.now())
    }

    async fn endpoints(&self, calls: &Calls) -> Result<Endpoints, Failure> {
        match self.usual {
            Some(usual) => usual.endpoints(self.provider),
            None => Endpoints::of(self.provider, &self.issuer, calls).await,
        }
    }

    /// What the endpoint for profiles adds: only asked where a mapped claim is missing from the ID token, whose word counts
    /// more (`cognito.md` §7).
    pub(super) async fn completed(
        &self,
        calls: &Calls,
        endpoints: &Endpoints,
        tokens: &Tokens,
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
        // Whether an address is verified is said of the address beside it, and of no other.
        for (contact, flag) in [("email", "email_verified"), ("phone_number", "phone_number_verified")] {
            if claims.contains_key(contact) && all.get(contact) != claims.get(contact) {
                all.remove(flag);
            }
        }
        all.extend(claims);
        Ok(all)
    }
}

impl Connector for Oidc<'_> {
    fn depart<'a>(&'a self, calls: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move {
            let mut special = Vec::new();
            if !trip.login_hint.is_empty() {
                special.push(("login_hint", trip.login_hint.as_str()));
            }
            if trip.is_fresh {
                special.push(("prompt", "login"));
            }
            // Has the provider say when that was; not 0, which some ask people again and again for.
            let max_age = FRESH_SECS.to_string();
            if trip.proven_since.is_some() {
                special.push(("max_age", max_age.as_str()));
            }
            self.set_out(calls, trip, &special).await
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
            let (endpoints, tokens, claims) = self.redeemed(calls, trip, answer).await?;
            let subject = self.judged(calls, trip, &claims, &self.issuer)?;
            judge_proof(&claims, trip, AuthTime::Always, calls.now())?;
            let claims = self.completed(calls, &endpoints, &tokens, claims).await?;
            Ok(Upstream { subject, claims, tokens: Some(tokens), saml: None })
        }
        .boxed()
    }
}
