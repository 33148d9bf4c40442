//! Keeps the listener's certificate fresh: looks at its files every few seconds and when the operator says so (SIGHUP),
//! and warns when its end is near.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, info, warn};

use crate::domain::clock::{Micros, SharedClock};
use crate::tls::{Checked, ServerCertificate};

/// How often the files are looked at.
const TICK: Duration = Duration::from_secs(5);
/// How often the end of a certificate is warned about.
const WARN_EVERY_SECS: i64 = 24 * 3600;

/// Watches until `stop` says so.
pub(super) async fn watch(
    mut asked: Hangups,
    certificate: Arc<ServerCertificate>,
    clock: SharedClock,
    mut stop: watch::Receiver<bool>,
) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut warned = None;
    loop {
        let is_asked = tokio::select! {
            _ = ticks.tick() => false,
            () = asked.next() => true,
            _ = stop.changed() => return,
        };
        let now = clock.now();
        check(certificate.clone(), now, is_asked).await;
        let is_due = warned.is_none_or(|last: Micros| now >= last.plus_secs(WARN_EVERY_SECS));
        if let (true, Some(ends_at)) = (is_due, certificate.ends_soon(now)) {
            warn!(ends_at, "the certificate of the public listener must be renewed");
            warned = Some(now);
        }
    }
}

/// Without a certificate there is nothing to look at; the operator's word must not end the process, which it does where
/// nobody listens to it. Until `stop` says so.
pub(super) async fn ignore_hangups(mut asked: Hangups, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = asked.next() => info!("there is no certificate to look at: the public listener speaks plain HTTP"),
            _ = stop.changed() => return,
        }
    }
}

/// Files are read where waiting for a disk or a network folder holds up nothing.
async fn check(certificate: Arc<ServerCertificate>, now: Micros, is_asked: bool) {
    let Ok(checked) = tokio::task::spawn_blocking(move || certificate.check(now, is_asked)).await else { return };
    match checked {
        Checked::Same if is_asked => info!("the certificate of the public listener is as it was"),
        Checked::Same => {}
        Checked::Replaced(_) => info!("the certificate of the public listener was replaced"),
        Checked::Kept(error) => error!(%error, "the new certificate cannot be used; the one before it stays"),
    }
}

/// The operator's word that something changed. Listened to before anybody is answered.
pub(super) struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    #[cfg(unix)]
    pub(super) fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self { signal: signal(SignalKind::hangup()).ok() }
    }

    #[cfg(not(unix))]
    pub(super) fn listen() -> Self {
        Self {}
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}
