//! How `serve` ends: at SIGTERM (or Ctrl-C) it is not ready any more, goes on for a moment until load balancers have
//! noticed, stops accepting, finishes what is under way and ends. A second signal ends it at once.

use std::time::Duration;

use actix_web::dev::ServerHandle;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing::{info, warn};

use crate::web::middleware::drain::Draining;

/// Time between "not ready" and the end of accepting after SIGTERM: load balancers that ask every second have noticed.
const NOTICE: Duration = Duration::from_secs(2);
/// The exit code of a process that was told twice and cut requests off.
const CUT_OFF: i32 = 1;

/// Waits for a signal, then stops `server`; the future of the server ends when its last request has. Never ends by
/// itself: the second signal may come at any time.
pub(super) async fn on_signal(draining: Draining, server: ServerHandle) {
    let mut signals = Signals::listen();
    let notice = signals.next().await;
    draining.begin();
    info!("stopping: requests under way are finished");
    let stop = async {
        tokio::time::sleep(notice).await;
        server.stop(true).await;
        // The worker may be at its last message still.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = stop => {}
        _ = signals.next() => {
            warn!("told twice to stop: requests under way are cut off");
            // Whatever still runs would be waited for on any other way out.
            std::process::exit(CUT_OFF);
        }
    }
}

/// The signals to stop. Listened to from one place on, so that a second one that follows at once is not missed.
#[cfg(unix)]
struct Signals(Option<(Signal, Signal)>);

#[cfg(unix)]
impl Signals {
    fn listen() -> Self {
        let (terminate, interrupt) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
        // Without handlers the system's own way holds: the signal ends the process.
        Self(terminate.ok().zip(interrupt.ok()))
    }

    /// The next one; answers how long to go on accepting.
    async fn next(&mut self) -> Duration {
        let Some((terminate, interrupt)) = &mut self.0 else { return std::future::pending().await };
        tokio::select! {
            _ = terminate.recv() => NOTICE,
            // Somebody at a terminal, with no load balancer in between.
            _ = interrupt.recv() => Duration::ZERO,
        }
    }
}

/// The signal to stop.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Self {
        Self
    }

    /// The next one; answers how long to go on accepting.
    async fn next(&mut self) -> Duration {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Duration::ZERO,
            Err(_) => std::future::pending().await,
        }
    }
}
