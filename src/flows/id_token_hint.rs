//! An ID token that comes back as a hint of whom a request is about (OpenID Connect Core §3.1.2.1, RP-Initiated Logout
//! §2). It proves nothing of who sends it; its expiry does not matter.

use serde_json::Value;

use crate::crypto::signing::verify_signature;
use crate::domain::pool::PoolId;
use crate::domain::signing_key::KeyUse;
use crate::flows::{Deps, Error};

/// What a genuine hint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdTokenHint {
    /// The subject.
    pub(crate) subject: String,
    /// The client that it was issued to.
    pub(crate) audience: String,
}

/// Reads a hint; `None` unless it is an ID token of this pool, signed by a key of its ID tokens (cases 9 and 89).
pub(crate) async fn read(deps: &Deps, pool: &PoolId, hint: &str) -> Result<Option<IdTokenHint>, Error> {
    let keys = deps.keys.verifying(pool, KeyUse::Id).await?;
    let Ok(claims) = verify_signature(hint, keys.iter().map(|key| key.key.verifying_key())) else { return Ok(None) };
    let claim = |name: &str| claims.get(name).and_then(Value::as_str);
    if claim("token_use") != Some("id") || claim("iss") != Some(deps.urls.issuer(pool).as_str()) {
        return Ok(None);
    }
    let found = claim("sub").zip(claim("aud"));
    Ok(found.map(|(subject, audience)| IdTokenHint { subject: subject.to_owned(), audience: audience.to_owned() }))
}
