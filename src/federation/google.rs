//! Google: OpenID Connect as it is written, at endpoints that are known.
//!
//! Of the details it reads `client_id`, `client_secret`, `authorize_scopes` (by default `openid email profile`; `openid` is
//! added where it is missing), `hd`, and in place of the usual ones `authorize_url`, `token_url`, `jwks_uri`; with another
//! `oidc_issuer` everything is discovered there. It does not read `attributes_url`: what Cognito shows there is another API
//! with other claims.
//!
//! Nobody can be made to sign in anew at Google. When they did, it says to apps that have its *session age claims*, if it is
//! asked: such an app's people are held to it where somebody demanded a fresh sign-in.
//!
//! `hd`, one domain or several, lets in accounts of those Google Workspace domains only. That a browser was sent with it says
//! nothing: the ID token must.

use std::borrow::Cow;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::oauth::OurClient;
use super::oidc::{AuthTime, Oidc, Usual, judge_proof};
use super::{Answer, Calls, Connector, Departure, Failure, Fault, Trip, Upstream, words};
use crate::domain::provider::{Claims, Provider};

const USUAL: Usual = Usual {
    issuer: "https://accounts.google.com",
    authorize: "https://accounts.google.com/o/oauth2/v2/auth",
    token: "https://oauth2.googleapis.com/token",
    jwks: "https://www.googleapis.com/oauth2/v3/certs",
    user_info: "https://openidconnect.googleapis.com/v1/userinfo",
};

/// Asks when somebody signed in there (OpenID Connect Core §5.5).
const ASK_AUTH_TIME: &str = r#"{"id_token":{"auth_time":{"essential":true}}}"#;

/// Google.
pub(super) struct Google<'a> {
    provider: &'a Provider,
}

impl<'a> Google<'a> {
    /// As the details say.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        OurClient::with_secret(provider)?;
        Ok(Self { provider })
    }

    fn scopes(&self) -> Cow<'a, str> {
        let scopes = self.provider.detail("authorize_scopes").unwrap_or("openid email profile");
        let has_openid = words(scopes).any(|scope| scope == "openid");
        if has_openid { Cow::Borrowed(scopes) } else { Cow::Owned(format!("openid {scopes}")) }
    }

    fn oidc<'s>(&'s self, scopes: &'s str) -> Result<Oidc<'s>, Failure> {
        Ok(Oidc::usually(self.provider, USUAL, OurClient::with_secret(self.provider)?, scopes))
    }

    fn domains(&self) -> Vec<&'a str> {
        self.provider.detail("hd").map(|domains| words(domains).collect()).unwrap_or_default()
    }

    /// Refuses an account that is of none of the domains.
    fn admit(&self, claims: &Claims) -> Result<(), Failure> {
        let domains = self.domains();
        let of = claims.get("hd").and_then(Value::as_str).unwrap_or_default();
        if domains.is_empty() || domains.iter().any(|domain| domain.eq_ignore_ascii_case(of)) {
            return Ok(());
        }
        Err(Failure::new(Fault::Denied, "the account is of none of the domains that are let in"))
    }
}

impl Connector for Google<'_> {
    fn depart<'a>(&'a self, calls: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move {
            let domains = self.domains();
            let mut special = Vec::new();
            match domains.as_slice() {
                [] => {}
                [domain] => special.push(("hd", *domain)),
                // Any domain, but no private account.
                _ => special.push(("hd", "*")),
            }
            if trip.login_hint.contains('@') {
                special.push(("login_hint", trip.login_hint.as_str()));
            }
            if trip.is_fresh {
                // Google has no other word for it.
                special.push(("prompt", "select_account"));
            }
            if trip.proven_since.is_some() {
                special.push(("claims", ASK_AUTH_TIME));
            }
            let scopes = self.scopes();
            self.oidc(&scopes)?.set_out(calls, trip, &special).await
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
            let scopes = self.scopes();
            let oidc = self.oidc(&scopes)?;
            let (endpoints, tokens, claims) = oidc.redeemed(calls, trip, answer).await?;
            let subject = oidc.judged(calls, trip, &claims, &oidc.issuer)?;
            judge_proof(&claims, trip, AuthTime::Sometimes, calls.now())?;
            self.admit(&claims)?;
            let claims = oidc.completed(calls, &endpoints, &tokens, claims).await?;
            Ok(Upstream { subject, claims, tokens: Some(tokens), saml: None })
        }
        .boxed()
    }
}
