//! Brings together who collects measurements, what is only known here, and the route that shows it all.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::flows::Deps;
use crate::meters;
use crate::telemetry::metrics::Metrics;
use crate::tls::ServerCertificate;
use crate::web::health::Readings;

/// How often durations are sorted into their buckets.
const TIDY_EVERY: Duration = Duration::from_secs(5);

/// What `/metrics` shows.
pub(super) fn readings(metrics: &Metrics, deps: &Deps, certificate: Option<&Arc<ServerCertificate>>) -> Readings {
    let (metrics, clock, certificate) = (metrics.clone(), deps.clock.clone(), certificate.cloned());
    Readings(Arc::new(move || {
        if let Some(certificate) = &certificate {
            meters::certificate_left(certificate.ends_at().since(clock.now()));
        }
        metrics.render()
    }))
}

/// Tidies until `stop` says so.
pub(super) async fn tidy(metrics: Metrics, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(TIDY_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => metrics.tidy(),
            _ = stop.changed() => return,
        }
    }
}
