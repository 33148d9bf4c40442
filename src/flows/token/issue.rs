//! Writes and signs the tokens of a grant. Reads nothing and writes nothing: what is issued was decided before.

use uuid::Uuid;

use crate::crypto::digest;
use crate::crypto::refresh_token::{self, RefreshToken};
use crate::crypto::ring::MacPurpose;
use crate::crypto::signing::SigningError;
use crate::domain::client::{Client, SELF_SERVICE_SCOPE};
use crate::domain::grant::Grant;
use crate::domain::group::UserGroups;
use crate::domain::pool::Pool;
use crate::domain::random::uuids_v4;
use crate::domain::secret::Secret;
use crate::domain::signing_key::KeyUse;
use crate::domain::token::{AccessClaims, IdClaims, TokenContext};
use crate::domain::user::User;
use crate::flows::{Deps, Error};

/// The answer of the token endpoint and of the API's sign-in.
#[derive(Debug)]
pub struct Tokens {
    /// The access token.
    pub access_token: Secret,
    /// The ID token, where the scope asks for one.
    pub id_token: Option<Secret>,
    /// The refresh token, where one is handed out.
    pub refresh_token: Option<Secret>,
    /// Seconds for which the access token lives.
    pub expires_in: i64,
    /// The scope of the access token.
    pub scope: String,
}

/// What differs between one answer and another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'a> {
    /// The scopes, space-separated: the grant's, or fewer of them.
    pub(super) scope: &'a str,
    /// The groups that the user is in.
    pub(super) groups: &'a UserGroups,
    /// The nonce of the authorization request; empty in a refresh (OpenID Connect Core §12.2).
    pub(super) nonce: &'a str,
    /// Whether the answer goes over OAuth.
    pub(super) is_oauth: bool,
    /// Whether a refresh token goes with it.
    pub(super) with_refresh: bool,
}

/// Issues the tokens of `grant` at its present generation.
pub(super) async fn issue(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    grant: &Grant,
    user: &User,
    answer: Answer<'_>,
) -> Result<Tokens, Error> {
    let issuer = deps.urls.issuer(&pool.id);
    let [event_id, access_id, id_token_id] = uuids_v4(deps.random.as_ref());
    let context = TokenContext {
        issuer: &issuer,
        grant,
        scope: answer.scope,
        user,
        groups: answer.groups,
        client,
        now: deps.now(),
        event_id,
        is_oauth: answer.is_oauth,
    };
    let access = &deps.keys.signing(client, KeyUse::Access).await?.key;
    let jti = access_jti(deps, client, grant, access_id);
    let access_token = access.sign(&AccessClaims::new(&context, &jti)).map_err(unsigned)?;
    // The API always answers with an ID token (`cognito.md` §2.2); a grant of the OAuth endpoints that was never given
    // `openid` does not come by one there.
    let has = |name: &str| answer.scope.split(' ').any(|scope| scope == name);
    let wants_id = has("openid") || (!answer.is_oauth && has(SELF_SERVICE_SCOPE));
    let id_token = if wants_id {
        let key = &deps.keys.signing(client, KeyUse::Id).await?.key;
        let at_hash = digest::half_hash(key.algorithm(), &access_token);
        let jti = id_token_id.to_string();
        let claims = IdClaims::new(&context, &jti, answer.nonce, &at_hash);
        Some(Secret::from(key.sign(&claims).map_err(unsigned)?))
    } else {
        None
    };
    let refresh = RefreshToken { grant: grant.id, generation: grant.generation };
    let mint = || refresh_token::mint(&deps.ring, refresh, &client.id, &pool.id);
    Ok(Tokens {
        access_token: Secret::from(access_token),
        id_token,
        refresh_token: answer.with_refresh.then(mint),
        expires_in: client.settings.lifetimes.access_secs(),
        scope: answer.scope.to_owned(),
    })
}

fn unsigned(_: SigningError) -> Error {
    Error::Internal("a token could not be signed")
}

/// The id of an access token. Where the client hides `origin_jti`, the grant is found by a `jti` with a MAC (DESIGN.md §5).
fn access_jti(deps: &Deps, client: &Client, grant: &Grant, unique: Uuid) -> String {
    if client.settings.revokes_tokens() {
        return unique.to_string();
    }
    let mac = deps.ring.mac(MacPurpose::AccessTokenId, &[grant.id.0.as_bytes(), unique.as_bytes()]);
    let mut bytes = Vec::with_capacity(68);
    bytes.extend_from_slice(grant.id.0.as_bytes());
    bytes.extend_from_slice(unique.as_bytes());
    bytes.extend_from_slice(&mac.version.to_be_bytes());
    bytes.extend_from_slice(&mac.bytes);
    hex::encode(bytes)
}

/// The grant behind a `jti` with a MAC.
pub(crate) fn grant_of_jti(deps: &Deps, jti: &str) -> Option<crate::domain::grant::GrantId> {
    let bytes: [u8; 68] = hex::decode(jti).ok()?.try_into().ok()?;
    let (grant, rest) = bytes.split_at(16);
    let (unique, rest) = rest.split_at(16);
    let (version, code) = rest.split_at(4);
    let mac = crate::crypto::ring::Mac {
        version: u32::from_be_bytes(version.try_into().ok()?),
        bytes: code.try_into().ok()?,
    };
    let holds = deps.ring.verify_mac(MacPurpose::AccessTokenId, &[grant, unique], &mac);
    holds.then(|| Uuid::from_slice(grant).ok().map(crate::domain::grant::GrantId)).flatten()
}
