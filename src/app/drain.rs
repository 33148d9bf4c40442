//! How `serve` ends: at SIGTERM (or Ctrl-C) it is not ready any more, goes on for a moment until load balancers have
//! noticed, stops accepting, finishes what is under way and ends. A second signal ends it at once.

use std::time::Duration;

use actix_web::dev::ServerHandle;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing::{info, warn};

use crate::web::middleware::drain::Draining;

/// The exit code of a process that was told twice and cut requests off.
const CUT_OFF: i32 = 1;

/// Who says that it is time to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Whoever runs the process: load balancers may have to notice first.
    Terminate,
    /// Somebody at a terminal, with no load balancer in between.
    Interrupt,
}

impl Told {
    /// How long to go on accepting, where `notice` is what load balancers need.
    fn notice(self, notice: Duration) -> Duration {
        match self {
            Self::Terminate => notice,
            Self::Interrupt => Duration::ZERO,
        }
    }
}

/// Waits for a signal, then stops `server` after the `notice` that load balancers need; the future of the server ends when
/// its last request has. Never ends by itself: the second signal may come at any time.
pub(super) async fn on_signal(mut signals: Signals, draining: Draining, server: ServerHandle, notice: Duration) {
    let notice = signals.next().await.notice(notice);
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

/// The signals to stop. Listened to from one place on, so that a second one that follows at once is not missed; before anybody
/// is answered, so that the first is not either.
#[cfg(unix)]
pub(super) struct Signals(Option<(Signal, Signal)>);

#[cfg(unix)]
impl Signals {
    pub(super) fn listen() -> Self {
        let (terminate, interrupt) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
        // Without handlers the system's own way holds: the signal ends the process.
        Self(terminate.ok().zip(interrupt.ok()))
    }

    async fn next(&mut self) -> Told {
        let Some((terminate, interrupt)) = &mut self.0 else { return std::future::pending().await };
        tokio::select! {
            _ = terminate.recv() => Told::Terminate,
            _ = interrupt.recv() => Told::Interrupt,
        }
    }
}

/// The signal to stop.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn listen() -> Self {
        Self
    }

    async fn next(&mut self) -> Told {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Told::Interrupt,
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn load_balancers_are_given_notice_and_people_are_not_kept_waiting() {
        let notice = Duration::from_secs(45);
        assert_eq!(Told::Terminate.notice(notice), notice);
        assert_eq!(Told::Interrupt.notice(notice), Duration::ZERO);
    }
}
