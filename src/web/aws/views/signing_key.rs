//! Signing keys as admins see them: never a private half.

use serde::Serialize;

use crate::domain::clock::Micros;
use crate::flows::manage::signing_keys::KeyView;

/// A pool's signing keys.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::web::aws) struct SigningKeysView {
    /// The pool.
    pub user_pool_id: String,
    /// Its keys, the oldest first.
    pub signing_keys: Vec<SigningKeyView>,
}

/// One of them. Times are seconds since the epoch.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::web::aws) struct SigningKeyView {
    /// Its id in tokens and in the published set.
    pub key_id: String,
    /// `id` or `access`: which tokens it signs.
    pub use_for: &'static str,
    /// The algorithm (RFC 7518 §3.1).
    pub algorithm: String,
    /// `announced`, `signing`, `retired` or `gone`.
    pub phase: &'static str,
    /// When it was made.
    pub creation_date: i64,
    /// From when it signs.
    pub signs_at: i64,
    /// From when its successor signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retires_at: Option<i64>,
    /// From when it is worth nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<i64>,
}

/// The keys of a pool.
pub(in crate::web::aws) fn keys(user_pool_id: String, keys: Vec<KeyView>) -> SigningKeysView {
    let signing_keys = keys.into_iter().map(|key| SigningKeyView {
        key_id: key.kid,
        use_for: key.use_.as_str(),
        algorithm: key.alg,
        phase: key.phase.as_str(),
        creation_date: key.created_at.secs(),
        signs_at: key.times.signs_at.secs(),
        retires_at: key.times.retires_at.map(Micros::secs),
        gone_at: key.times.gone_at.map(Micros::secs),
    });
    SigningKeysView { user_pool_id, signing_keys: signing_keys.collect() }
}
