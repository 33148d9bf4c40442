//! GitHub: OAuth 2.0 whose errors come with status 200, a profile whose id is a number, and addresses at a place of their own.
//!
//! Of the details it reads `client_id`, `client_secret`, `authorize_scopes` (separated by spaces; by default `read:user user:email`), and in
//! place of the usual ones, for GitHub Enterprise Server, `authorize_url`, `token_url`, `attributes_url` (`https://HOST/api/v3/user`; the addresses
//! are asked for below it, at `/emails`).
//!
//! A person is the number, which stays when they rename themselves: a login that was given up can be somebody else's tomorrow. The claims are
//! the profile's members, and by OpenID Connect's names `sub`, `preferred_username`, `picture`, `email` (the primary address) and
//! `email_verified`.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use url::Url;

use super::by_profile::{ByProfile, redeem};
use super::oauth::{OurClient, Resource, departure, endpoint, resource};
use super::{Answer, Calls, Connector, Departure, Failure, Fault, Tokens, Trip, Upstream};
use crate::domain::provider::{Claims, Provider};

const AUTHORIZE: &str = "https://github.com/login/oauth/authorize";
const TOKEN: &str = "https://github.com/login/oauth/access_token";
const PROFILE: &str = "https://api.github.com/user";

/// GitHub.
pub(super) struct GitHub<'a> {
    provider: &'a Provider,
    client: OurClient,
}

impl<'a> GitHub<'a> {
    /// As the details say.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        Ok(Self { provider, client: OurClient::with_secret(provider)? })
    }

    /// The primary address, and whether GitHub made sure of it; `None`: it is not told, since `user:email` was not asked
    /// for or not granted.
    async fn address(&self, calls: &Calls, profile: &Url, tokens: &Tokens) -> Result<Option<(String, bool)>, Failure> {
        let mut at = profile.clone();
        at.path_segments_mut().map_err(|()| Failure::misconfigured("attributes_url"))?.pop_if_empty().push("emails");
        let listed = match resource(calls, self.provider.id, (Method::GET, &at), &tokens.access).await? {
            Resource::Is(Value::Array(listed)) => listed,
            Resource::Refused(StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) => return Ok(None),
            Resource::Is(_) => return Err(Failure::malformed("the addresses cannot be read")),
            Resource::Refused(_) => {
                return Err(Failure::new(Fault::ProviderError, "GitHub does not tell the addresses"));
            }
        };
        let is = |entry: &Value, flag: &str| entry.get(flag) == Some(&Value::Bool(true));
        let primary = listed.iter().find(|entry| is(entry, "primary"));
        Ok(primary.and_then(|entry| Some((entry.get("email")?.as_str()?.to_owned(), is(entry, "verified")))))
    }
}

/// The profile as claims.
fn claims_of(mut profile: Claims, subject: &str, address: Option<(String, bool)>) -> Claims {
    for (theirs, standard) in [("login", "preferred_username"), ("avatar_url", "picture")] {
        if let Some(value) = profile.get(theirs).cloned() {
            profile.insert(standard.to_owned(), value);
        }
    }
    profile.insert("sub".to_owned(), json!(subject));
    // The address in the profile is the one that they show; nothing is said of it here.
    let (email, is_verified) = address.map_or((None, false), |(email, is_verified)| (Some(email), is_verified));
    if let Some(email) = email {
        profile.insert("email".to_owned(), json!(email));
    }
    profile.insert("email_verified".to_owned(), json!(is_verified));
    profile
}

/// The number that a profile has as its id, as text.
fn subject_of(profile: &Claims) -> Result<String, Failure> {
    let id = profile.get("id").and_then(Value::as_u64).filter(|id| *id > 0);
    id.map(|id| id.to_string()).ok_or(Failure::malformed("the profile names nobody"))
}

impl ByProfile for GitHub<'_> {
    const ISSUER: &'static str = "https://github.com/login/oauth";

    fn provider(&self) -> &Provider {
        self.provider
    }

    fn client(&self) -> &OurClient {
        &self.client
    }

    fn token_url(&self) -> Result<Url, Failure> {
        endpoint(self.provider, "token_url", TOKEN)
    }

    fn explain(body: &Value) -> Option<Failure> {
        match body.get("error")?.as_str()? {
            "bad_verification_code" => Some(Failure::new(Fault::CodeRefused, "GitHub does not know the code")),
            "incorrect_client_credentials" => {
                Some(Failure::new(Fault::ClientRefused, "GitHub does not take the client's id or secret"))
            }
            "redirect_uri_mismatch" => {
                Some(Failure::new(Fault::ClientRefused, "GitHub does not take the callback URL"))
            }
            "unverified_user_email" => {
                Some(Failure::new(Fault::Denied, "the person has no verified address at GitHub"))
            }
            _ => None,
        }
    }

    fn profile_url(&self, _: &Tokens) -> Result<Url, Failure> {
        endpoint(self.provider, "attributes_url", PROFILE)
    }

    async fn person(
        &self,
        calls: &Calls,
        at: &Url,
        tokens: &Tokens,
        profile: Claims,
    ) -> Result<(String, Claims), Failure> {
        let subject = subject_of(&profile)?;
        let address = self.address(calls, at, tokens).await?;
        let claims = claims_of(profile, &subject, address);
        Ok((subject, claims))
    }
}

impl Connector for GitHub<'_> {
    fn depart<'a>(&'a self, _: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move {
            let authorize = endpoint(self.provider, "authorize_url", AUTHORIZE)?;
            let scopes = self.provider.detail("authorize_scopes").unwrap_or("read:user user:email");
            let mut special = vec![("scope", scopes)];
            if trip.is_fresh {
                special.push(("prompt", "select_account"));
            }
            Ok(departure(&authorize, &self.client, trip, &special))
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
