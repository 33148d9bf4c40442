//! Facebook: OAuth 2.0 with errors of its own, and a profile at the Graph API.
//!
//! Of the details it reads `client_id` (the app's id), `client_secret` (its secret), `authorize_scopes` (separated by commas; by default
//! `public_profile,email`), `api_version` (such as `v23.0`; by default what the app's oldest is), and in place of the usual ones
//! `authorize_url`, `token_url`, `attributes_url`. It does not read `token_request_method`: a code is always exchanged by a POST, so
//! that the secret stands in no URL.
//!
//! - What is asked for of a person is what the mapping names.
//! - Each call carries `appsecret_proof`, so that a token which somebody else got hold of is of no use with an app that demands it.
//! - Facebook does not say whether it has verified an address, so that none counts as verified.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::Value;
use url::Url;

use super::by_profile::{ByProfile, redeem};
use super::oauth::{OurClient, departure, endpoint, subject_in};
use super::{Answer, Calls, Connector, Departure, Failure, Fault, Tokens, Trip, Upstream, words};
use crate::crypto::digest::hmac_sha256;
use crate::domain::provider::{Claims, Provider};
use crate::domain::secret::{ExposeSecret, Secret};

/// Most fields of a profile that are asked for.
const MOST_FIELDS: usize = 50;

/// Facebook.
pub(super) struct Facebook<'a> {
    provider: &'a Provider,
    client: OurClient,
    secret: Secret,
    /// `/v23.0`, or nothing.
    version: String,
}

impl<'a> Facebook<'a> {
    /// As the details say.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        let client = OurClient::with_secret(provider)?;
        let secret = client.secret.clone().ok_or(Failure::misconfigured("client_secret is missing"))?;
        let version = match provider.detail("api_version") {
            None => String::new(),
            Some(version) if is_version(version) => format!("/{version}"),
            Some(_) => return Err(Failure::misconfigured("api_version is not like v23.0")),
        };
        Ok(Self { provider, client, secret, version })
    }

    fn scopes(&self) -> String {
        let scopes = self.provider.detail("authorize_scopes").unwrap_or("public_profile,email");
        words(scopes).collect::<Vec<_>>().join(",")
    }

    /// `id`, and what is mapped. Facebook answers nothing at all to who asks for a field that there is not.
    fn fields(&self) -> String {
        let is_field = |claim: &&str| {
            !matches!(*claim, "id" | "sub" | "email_verified")
                && claim.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        let mut fields = vec!["id"];
        for claim in self.provider.mapping.values().map(String::as_str).filter(is_field).take(MOST_FIELDS) {
            if !fields.contains(&claim) {
                fields.push(claim);
            }
        }
        fields.join(",")
    }
}

fn is_version(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|number| {
        !number.is_empty() && number.len() <= 6 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}

/// The profile as claims: a picture as its address, and no word of Facebook's on whether an address is verified, which it has
/// none for.
fn claims_of(mut profile: Claims) -> Claims {
    if let Some(url) = profile.get("picture").and_then(|picture| picture.pointer("/data/url")).cloned() {
        profile.insert("picture".to_owned(), url);
    }
    profile.remove("email_verified");
    profile
}

impl ByProfile for Facebook<'_> {
    const ISSUER: &'static str = "https://www.facebook.com";

    fn provider(&self) -> &Provider {
        self.provider
    }

    fn client(&self) -> &OurClient {
        &self.client
    }

    fn token_url(&self) -> Result<Url, Failure> {
        let usual = format!("https://graph.facebook.com{}/oauth/access_token", self.version);
        endpoint(self.provider, "token_url", &usual)
    }

    fn explain(body: &Value) -> Option<Failure> {
        let error = body.get("error")?;
        let number = |name: &str| error.get(name).and_then(Value::as_i64);
        let client = |detail| Some(Failure::new(Fault::ClientRefused, detail));
        match (number("code")?, number("error_subcode")) {
            (100, Some(36007 | 36009)) => Some(Failure::new(Fault::CodeRefused, "Facebook does not know the code")),
            (100, Some(36008)) | (191, _) => client("Facebook does not take the callback URL"),
            (1, _) if error.get("type").and_then(Value::as_str) == Some("OAuthException") => {
                client("Facebook does not take the app's secret")
            }
            (101, _) => client("Facebook does not know the app"),
            (100, _) => Some(Failure::new(Fault::CodeRefused, "Facebook does not take the code")),
            _ => None,
        }
    }

    fn profile_url(&self, tokens: &Tokens) -> Result<Url, Failure> {
        let usual = format!("https://graph.facebook.com{}/me", self.version);
        let mut at = endpoint(self.provider, "attributes_url", &usual)?;
        let proof = hmac_sha256(self.secret.expose_secret().as_bytes(), tokens.access.expose_secret().as_bytes());
        // Cognito writes the address with an empty list of fields at its end.
        let others = at
            .query_pairs()
            .filter(|(name, _)| name != "fields")
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        let others: Vec<(String, String)> = others.collect();
        at.query_pairs_mut()
            .clear()
            .extend_pairs(others)
            .append_pair("fields", &self.fields())
            .append_pair("appsecret_proof", &hex::encode(proof));
        Ok(at)
    }

    async fn person(&self, _: &Calls, _: &Url, _: &Tokens, profile: Claims) -> Result<(String, Claims), Failure> {
        Ok((subject_in(&profile, "id")?, claims_of(profile)))
    }
}

impl Connector for Facebook<'_> {
    fn depart<'a>(&'a self, _: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move {
            let usual = format!("https://www.facebook.com{}/dialog/oauth", self.version);
            let authorize = endpoint(self.provider, "authorize_url", &usual)?;
            let scopes = self.scopes();
            let mut special = vec![("scope", scopes.as_str())];
            if trip.is_fresh {
                special.push(("auth_type", "reauthenticate"));
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
