//! The protocol: what the app asks of its issuer and how it checks the answers. Knows no pages and no cookies.

use openidconnect::core::{CoreAuthenticationFlow, CoreGenderClaim, CoreIdTokenClaims, CoreTokenResponse};
use openidconnect::{
    AccessToken, AdditionalClaims, AuthorizationCode, CsrfToken, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, RequestTokenError, Scope, SubjectIdentifier, TokenResponse as _, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::Settings;
use super::claims;
use super::failure::{Failure, Step};
use super::provider::Provider;
use super::session::{Attempt, Session};
use super::verification::verify;
use crate::domain::clock::{Micros, SharedClock};
use crate::domain::random::{self, SharedRandom};
use crate::outbound::HttpClient;

/// What is asked for beside `openid`.
const SCOPES: [&str; 2] = ["email", "profile"];

/// The page on which the server is to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// Sign in, or nothing to ask where a session lives.
    SignIn,
    /// Make an account.
    SignUp,
}

/// Claims that the crate has no names for, so that the page can show all there are.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
struct OtherClaims(Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

/// The app as its issuer knows it.
pub(super) struct RelyingParty {
    settings: Settings,
    provider: Provider,
    http: HttpClient,
    clock: SharedClock,
    random: SharedRandom,
}

impl RelyingParty {
    pub(super) fn new(settings: Settings, http: HttpClient, clock: SharedClock, random: SharedRandom) -> Self {
        let redirect_uri = format!("{}/demo/callback", settings.public_url.origin().ascii_serialization());
        let (issuer, client_id) = (settings.issuer.clone(), settings.client_id.clone());
        let provider = Provider::new(issuer, client_id, redirect_uri, http.clone(), clock.clone());
        Self { settings, provider, http, clock, random }
    }

    /// Begins a sign-in: where the browser goes, and what must be remembered until it comes back.
    pub(super) async fn begin(&self, screen: Screen) -> Result<(Url, Attempt), Failure> {
        let described = self.provider.described().await?;
        let unguessable = || random::alphanumeric(self.random.as_ref(), 43);
        let (state, nonce) = (CsrfToken::new(unguessable()), Nonce::new(unguessable()));
        let verifier = PkceCodeVerifier::new(unguessable());
        let (mut url, state, nonce) = described
            .client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || state, || nonce)
            .add_scopes(SCOPES.iter().map(|scope| Scope::new((*scope).to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        if screen == Screen::SignUp {
            // The sign-up page takes the same request as the authorization endpoint beside it.
            let path = url.path().replace("/oauth2/authorize", "/signup");
            url.set_path(&path);
        }
        Ok((url, Attempt { state: state.into_secret(), nonce, verifier, started: self.clock.now() }))
    }

    /// Whether an answer says that it comes from the issuer (RFC 9207 §2.4). This issuer always says so, errors
    /// included; an answer that does not is another's.
    pub(super) fn check_issuer(&self, iss: Option<&str>) -> Result<(), Failure> {
        match iss {
            Some(iss) if iss == self.settings.issuer => Ok(()),
            Some(iss) => Err(Failure::with_detail(Step::Issuer, &format!("iss = {iss}"))),
            None => Err(Failure::new(Step::Issuer)),
        }
    }

    /// Exchanges the code of an attempt and verifies what comes of it.
    pub(super) async fn finish(&self, attempt: Attempt, code: String) -> Result<Session, Failure> {
        let described = self.provider.described().await?;
        let http = |request| self.http.send(request);
        let asked_at = self.clock.now();
        let tokens = described
            .client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| Failure::of(Step::Exchange, &error))?
            .set_pkce_verifier(attempt.verifier)
            .request_async(&http)
            .await
            .map_err(|error| Failure::of(Step::Exchange, &error))?;
        let claims = self.verify(&tokens, |nonce| openidconnect::NonceVerifier::verify(&attempt.nonce, nonce)).await?;
        self.session(&tokens, &claims, attempt.nonce, asked_at).await
    }

    /// New tokens for a session. A new ID token must be about the same person (OpenID Connect Core §12.2); the nonce may
    /// be missing from it, but not be another's.
    pub(super) async fn refresh(&self, old: &Session) -> Result<Session, Refused> {
        let Some(refresh_token) = &old.refresh_token else { return Err(Refused::For(Failure::new(Step::Refresh))) };
        let described = self.provider.described().await.map_err(Refused::ForNow)?;
        let http = |request| self.http.send(request);
        let asked_at = self.clock.now();
        let tokens = described
            .client
            .exchange_refresh_token(refresh_token)
            .map_err(|error| Refused::For(Failure::of(Step::Refresh, &error)))?
            .request_async(&http)
            .await
            .map_err(|error| match &error {
                RequestTokenError::ServerResponse(_) => Refused::For(Failure::of(Step::Refresh, &error)),
                RequestTokenError::Request(_) | RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                    Refused::ForNow(Failure::of(Step::Refresh, &error))
                }
            })?;
        let nonce = |found: Option<&Nonce>| match found {
            Some(found) if found != &old.nonce => Err("nonce mismatch".to_owned()),
            _ => Ok(()),
        };
        let claims = self.verify(&tokens, nonce).await.map_err(Refused::For)?;
        if claims.subject() != &old.subject {
            let failure = Failure::with_detail(Step::IdToken, "sub is another person's");
            return Err(Refused::For(failure));
        }
        let session = self.session(&tokens, &claims, old.nonce.clone(), asked_at).await.map_err(Refused::ForNow)?;
        // A server that does not rotate answers without a refresh token; the old one stays good (RFC 6749 §6).
        let refresh_token = session.refresh_token.or_else(|| old.refresh_token.clone());
        Ok(Session { refresh_token, csrf: old.csrf.clone(), ..session })
    }

    /// Where the browser signs out of the server, coming back to the app.
    pub(super) async fn sign_out_url(&self) -> Result<Url, Failure> {
        let described = self.provider.described().await?;
        let missing = || Failure::with_detail(Step::Discovery, "end_session_endpoint is missing");
        let mut url = described.end_session.clone().ok_or_else(missing)?;
        let back = format!("{}/demo", self.settings.public_url.origin().ascii_serialization());
        url.query_pairs_mut().append_pair("client_id", &self.settings.client_id).append_pair("logout_uri", &back);
        Ok(url)
    }

    /// Verifies the ID token, once more with fresh keys where its key is not among those kept: the issuer may have
    /// changed it a moment ago.
    async fn verify(
        &self,
        tokens: &CoreTokenResponse,
        nonce: impl Fn(Option<&Nonce>) -> Result<(), String>,
    ) -> Result<CoreIdTokenClaims, Failure> {
        let missing = || Failure::with_detail(Step::IdToken, "id_token is missing");
        let id_token = tokens.id_token().ok_or_else(missing)?;
        let described = self.provider.described().await?;
        match verify(&described, id_token, tokens.access_token(), &nonce, self.clock.now()) {
            Err(error) if error.is_unknown_key() => {
                self.provider.forget(&described).await;
                let described = self.provider.described().await?;
                Ok(verify(&described, id_token, tokens.access_token(), &nonce, self.clock.now())?)
            }
            verdict => Ok(verdict?),
        }
    }

    async fn session(
        &self,
        tokens: &CoreTokenResponse,
        claims: &CoreIdTokenClaims,
        nonce: Nonce,
        asked_at: Micros,
    ) -> Result<Session, Failure> {
        let id_token = tokens.id_token().map(ToString::to_string).unwrap_or_default();
        let subject = claims.subject().clone();
        let user_info = self.user_info(tokens.access_token().clone(), subject.clone()).await?;
        let lifetime = tokens.expires_in().and_then(|lifetime| i64::try_from(lifetime.as_secs()).ok());
        Ok(Session {
            subject,
            nonce,
            id_claims: claims::payload(&id_token),
            id_token,
            access_token: tokens.access_token().clone(),
            expires: lifetime.map(|secs| asked_at.plus_secs(secs)),
            refresh_token: tokens.refresh_token().cloned(),
            user_info,
            csrf: random::alphanumeric(self.random.as_ref(), 32),
        })
    }

    /// What userInfo says, which must be about the person of the ID token (OpenID Connect Core §5.3.2).
    async fn user_info(
        &self,
        access_token: AccessToken,
        subject: SubjectIdentifier,
    ) -> Result<Map<String, Value>, Failure> {
        let described = self.provider.described().await?;
        let failed = |error: &(dyn std::error::Error + 'static)| Failure::of(Step::UserInfo, error);
        let http = |request| self.http.send(request);
        let request = described.client.user_info(access_token, Some(subject)).map_err(|error| failed(&error))?;
        let claims: UserInfoClaims<OtherClaims, CoreGenderClaim> =
            request.request_async(&http).await.map_err(|error| failed(&error))?;
        match serde_json::to_value(&claims) {
            Ok(Value::Object(claims)) => Ok(claims),
            Ok(_) => Err(Failure::with_detail(Step::UserInfo, "not an object")),
            Err(error) => Err(failed(&error)),
        }
    }
}

/// Why there are no new tokens.
pub(super) enum Refused {
    /// The old ones are worth nothing any more: sign in again.
    For(Failure),
    /// The server could not be asked: the old ones stay.
    ForNow(Failure),
}
