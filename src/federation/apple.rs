//! Sign in with Apple: OpenID Connect, but for how we prove who we are, how its answer comes back, and where the name is.
//!
//! Of the details it reads `client_id` (the Services ID), `team_id`, `key_id`, `private_key` (the `.p8` file, with or without its first
//! and last line), `authorize_scopes` (by default `name email`), and in place of the usual ones `authorize_url`, `token_url`,
//! `jwks_uri`; with another `oidc_issuer` everything is discovered there.
//!
//! - The client secret is a JWT signed with the key, made for each request and good for five minutes: there is none that could
//!   run out after six months (lesson L5).
//! - Whoever asks for scopes gets the answer as a form, posted from Apple's site (case 182).
//! - The name is in that form, not in the ID token, and only the first time. The browser brings it and nobody signed it, so
//!   that it is a name to be shown and nothing else: an address beside it is not read.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Value, json};

use super::oauth::OurClient;
use super::oidc::{Oidc, Usual};
use super::{Answer, Calls, Connector, Departure, Failure, Trip, Upstream};
use crate::crypto::signing::{SigningAlgorithm, SigningKey, pem_body};
use crate::domain::clock::Micros;
use crate::domain::provider::{Claims, Provider};
use crate::domain::secret::{ExposeSecret, Secret};

const USUAL: Usual = Usual {
    issuer: "https://appleid.apple.com",
    authorize: "https://appleid.apple.com/auth/authorize",
    token: "https://appleid.apple.com/auth/token",
    jwks: "https://appleid.apple.com/auth/keys",
    user_info: "",
};
/// For whom our secrets are.
const AUDIENCE: &str = "https://appleid.apple.com";
/// Seconds for which one is good.
const SECRET_SECS: i64 = 300;
/// Longest part of a name, in characters.
const LONGEST_NAME: usize = 100;

/// Sign in with Apple.
pub(super) struct Apple<'a> {
    provider: &'a Provider,
    client_id: &'a str,
    team_id: &'a str,
    key: SigningKey,
}

impl<'a> Apple<'a> {
    /// As the details say.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        let client_id = provider.detail("client_id").ok_or(Failure::misconfigured("client_id is missing"))?;
        let team_id = provider.detail("team_id").ok_or(Failure::misconfigured("team_id is missing"))?;
        let key_id = provider.detail("key_id").ok_or(Failure::misconfigured("key_id is missing"))?;
        let pem = provider.secret("private_key").ok_or(Failure::misconfigured("private_key is missing"))?;
        let unusable = || Failure::misconfigured("private_key is no P-256 key in PKCS#8, as Apple's .p8 files are");
        let der = pem_body(pem.expose_secret()).ok_or_else(unusable)?;
        let key = SigningKey::from_pkcs8(key_id, SigningAlgorithm::Es256, &der).map_err(|_| unusable())?;
        Ok(Self { provider, client_id, team_id, key })
    }

    fn scopes(&self) -> &'a str {
        self.provider.detail("authorize_scopes").unwrap_or("name email")
    }

    /// Us, with a secret of this moment.
    fn client(&self, now: Micros) -> Result<OurClient, Failure> {
        let claims = json!({
            "iss": self.team_id,
            "iat": now.secs(),
            "exp": now.plus_secs(SECRET_SECS).secs(),
            "aud": AUDIENCE,
            "sub": self.client_id,
        });
        let secret =
            self.key.sign(&claims).map_err(|_| Failure::misconfigured("the client secret cannot be signed"))?;
        // Its documentation has no PKCE; the nonce does what that would (RFC 9700 §2.1.1).
        Ok(OurClient {
            id: self.client_id.to_owned(),
            secret: Some(Secret::from(secret)),
            is_basic: false,
            has_pkce: false,
        })
    }

    fn oidc(&self, now: Micros) -> Result<Oidc<'a>, Failure> {
        Ok(Oidc::usually(self.provider, USUAL, self.client(now)?, self.scopes()))
    }
}

impl Connector for Apple<'_> {
    fn depart<'a>(&'a self, calls: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move { self.oidc(calls.now())?.set_out(calls, trip, &[("response_mode", "form_post")]).await }.boxed()
    }

    fn redeem<'a>(
        &'a self,
        calls: &'a Calls,
        trip: &'a Trip,
        answer: &'a Answer,
    ) -> BoxFuture<'a, Result<Upstream, Failure>> {
        async move {
            let oidc = self.oidc(calls.now())?;
            let (_, tokens, mut claims) = oidc.redeemed(calls, trip, answer).await?;
            let subject = oidc.judged(calls, trip, &claims, &oidc.issuer)?;
            if let Answer::Code { user: Some(user), .. } = answer {
                for (claim, value) in posted_name(user) {
                    claims.entry(claim).or_insert(value);
                }
            }
            Ok(Upstream { subject, claims, tokens: Some(tokens), saml: None })
        }
        .boxed()
    }
}

/// What Apple posts beside the code, as far as it is read.
#[derive(Deserialize)]
struct Posted {
    name: Option<PostedName>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PostedName {
    first_name: Option<String>,
    last_name: Option<String>,
}

/// The claims `firstName`, `lastName` and `name` in what Apple posted; none where it cannot be read.
pub fn posted_name(user: &str) -> Claims {
    let name = serde_json::from_str::<Posted>(user).ok().and_then(|posted| posted.name);
    let Some(PostedName { first_name, last_name }) = name else { return Claims::new() };
    let plain = |part: Option<String>| {
        let plain: String = part?.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
        Some(plain.trim().to_owned()).filter(|plain| !plain.is_empty())
    };
    let (first, last) = (plain(first_name), plain(last_name));
    let whole = [first.as_deref(), last.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let all = [("firstName", first), ("lastName", last), ("name", Some(whole).filter(|whole| !whole.is_empty()))];
    all.into_iter().filter_map(|(claim, part)| Some((claim.to_owned(), Value::String(part?)))).collect()
}
