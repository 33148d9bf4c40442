//! Takes over the key ring as it is in the database now: every node for itself, so that a working key which was added
//! anywhere is known here before anybody seals with it.

use crate::flows::{Deps, Error};

/// Reads the ring's rows and takes over what is new.
pub(super) async fn refresh(deps: &Deps) -> Result<(), Error> {
    let rows = deps.storage.database().ring_keys().await?;
    deps.ring.refresh(&rows, deps.now()).map_err(|_| {
        Error::Internal("the key ring has a working key that this node's master key does not open; restart it")
    })
}
