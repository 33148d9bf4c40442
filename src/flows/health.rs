//! Whether this node can serve.

use crate::flows::Deps;

/// Whether the database answers.
pub async fn is_ready(deps: &Deps) -> bool {
    deps.storage.database().ping().await.is_ok()
}
