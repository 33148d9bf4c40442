//! Login with Amazon: OAuth 2.0 as it is written, and a profile.
//!
//! Of the details it reads `client_id`, `client_secret`, `authorize_scopes` (separated by spaces; by default `profile`), and in
//! place of the usual ones, for another of Amazon's regions, `authorize_url`, `token_url`, `attributes_url`.
//!
//! Amazon does not say whether it has verified an address, so that none counts as verified.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use url::Url;

use super::by_profile::{ByProfile, redeem};
use super::oauth::{OurClient, departure, endpoint, subject_in};
use super::{Answer, Calls, Connector, Departure, Failure, Tokens, Trip, Upstream};
use crate::domain::provider::{Claims, Provider};

const AUTHORIZE: &str = "https://www.amazon.com/ap/oa";
const TOKEN: &str = "https://api.amazon.com/auth/o2/token";
const PROFILE: &str = "https://api.amazon.com/user/profile";

/// Login with Amazon.
pub(super) struct Amazon<'a> {
    provider: &'a Provider,
    client: OurClient,
}

impl<'a> Amazon<'a> {
    /// As the details say.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        Ok(Self { provider, client: OurClient::with_secret(provider)? })
    }
}

impl ByProfile for Amazon<'_> {
    const ISSUER: &'static str = "https://www.amazon.com";

    fn provider(&self) -> &Provider {
        self.provider
    }

    fn client(&self) -> &OurClient {
        &self.client
    }

    fn token_url(&self) -> Result<Url, Failure> {
        endpoint(self.provider, "token_url", TOKEN)
    }

    fn profile_url(&self, _: &Tokens) -> Result<Url, Failure> {
        endpoint(self.provider, "attributes_url", PROFILE)
    }

    async fn person(&self, _: &Calls, _: &Url, _: &Tokens, mut profile: Claims) -> Result<(String, Claims), Failure> {
        profile.remove("email_verified");
        Ok((subject_in(&profile, "user_id")?, profile))
    }
}

impl Connector for Amazon<'_> {
    fn depart<'a>(&'a self, _: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move {
            let authorize = endpoint(self.provider, "authorize_url", AUTHORIZE)?;
            let scopes = self.provider.detail("authorize_scopes").unwrap_or("profile");
            Ok(departure(&authorize, &self.client, trip, &[("scope", scopes)]))
        }
        .boxed()
    }

    fn redeem<'a>(
        &'a self,
        calls: &'a Calls,
        trip: &'a Trip,
        answer: &'a Answer,
    ) -> BoxFuture<'a, Result<Upstream, Failure>> {
        async move { redeem(self, calls, trip, answer).await }.boxed()
    }
}
