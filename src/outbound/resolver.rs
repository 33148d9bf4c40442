//! Looks names up and gives the connector only the addresses that may be reached.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::reach::Allowed;

type Found = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;
/// Answers the addresses of a name; the machine's own outside of tests.
pub(super) type LookUp = Arc<dyn Fn(String) -> Found + Send + Sync>;

/// The machine's look-up.
pub(super) fn of_the_machine() -> LookUp {
    Arc::new(|name| {
        Box::pin(async move {
            // The port is the connector's to set.
            Ok(tokio::net::lookup_host((name, 0)).await?.collect())
        })
    })
}

/// A resolver past which no forbidden address comes. The connector uses what this one look-up answered, so that a name
/// gains nothing by answering differently the next time (DNS rebinding).
pub(super) struct CheckedResolver {
    pub(super) allowed: Arc<Allowed>,
    pub(super) look_up: LookUp,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (allowed, found) = (self.allowed.clone(), (self.look_up)(name.as_str().to_owned()));
        Box::pin(async move {
            let is_named = allowed.names_host(name.as_str());
            let mut reachable = found.await?;
            reachable.retain(|address| is_named || allowed.permits(address.ip()));
            if reachable.is_empty() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, "no public address").into());
            }
            Ok(Box::new(reachable.into_iter()) as Addrs)
        })
    }
}
