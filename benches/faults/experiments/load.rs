//! Load: requests at a rate, whatever becomes of those before, and requests in turn.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::Result;
use crate::rig::wire::{Connection, Reply};

/// What was measured of one kind of request.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    /// Answered well, and how long that took.
    pub(super) good: Vec<Duration>,
    /// How many of them while the load lasted; what had queued by its end comes after it.
    pub(super) in_time: usize,
    /// Sent away, and how long that took.
    pub(super) shed: Vec<Duration>,
    /// What is never allowed, in words; and what got no answer.
    pub(super) broken: Vec<String>,
}

impl Figures {
    fn add(&mut self, reply: Result<Reply>, is_in_time: bool) {
        match reply {
            Ok(reply) if reply.status == 200 => {
                self.good.push(reply.took);
                self.in_time += usize::from(is_in_time);
            }
            Ok(reply) if reply.has_retry_after && is_shed(&reply) => self.shed.push(reply.took),
            Ok(reply) => self.broken.push(format!("{}: {}", reply.status, String::from_utf8_lossy(&reply.body))),
            Err(error) => self.broken.push(error.to_string()),
        }
    }

    /// How many were asked.
    pub(super) fn asked(&self) -> usize {
        self.good.len() + self.shed.len() + self.broken.len()
    }
}

fn is_shed(reply: &Reply) -> bool {
    matches!(reply.status, 429 | 503) || reply.body.windows(15).any(|window| window == b"TooManyRequests")
}

/// The time within which 99 of 100 of these were answered.
pub(super) fn p99(took: &[Duration]) -> Duration {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    sorted.get((sorted.len() * 99 / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Sends the `n`th request `n / per_sec` seconds after the first, over so many connections.
pub(super) async fn at_rate(
    to: SocketAddr,
    per_sec: f64,
    connections: usize,
    time: Duration,
    request: &dyn Fn(usize) -> Vec<u8>,
) -> Figures {
    let figures = RefCell::new(Figures::default());
    let next = Cell::new(0_u32);
    let begun = Instant::now();
    let senders = (0..connections).map(async |_| {
        let mut connection = Connection::new(to);
        loop {
            let n = next.replace(next.get() + 1);
            let due = Duration::from_secs_f64(f64::from(n) / per_sec);
            if due >= time {
                return;
            }
            tokio::time::sleep(due.saturating_sub(begun.elapsed())).await;
            let reply = connection.send(&request(n as usize)).await;
            figures.borrow_mut().add(reply, begun.elapsed() <= time);
        }
    });
    join_all(senders).await;
    figures.into_inner()
}

/// Requests that each wait for the one before: as many as the server gets done.
pub(super) async fn in_turn(
    to: SocketAddr,
    connections: usize,
    time: Duration,
    request: &dyn Fn(usize) -> Vec<u8>,
) -> Figures {
    let figures = RefCell::new(Figures::default());
    let next = Cell::new(0);
    let end = Instant::now() + time;
    let turns = (0..connections).map(async |_| {
        let mut connection = Connection::new(to);
        while Instant::now() < end {
            let n = next.replace(next.get() + 1);
            let reply = connection.send(&request(n)).await;
            let is_shed = matches!(&reply, Ok(reply) if reply.has_retry_after);
            figures.borrow_mut().add(reply, Instant::now() <= end);
            if is_shed {
                // Whoever is sent away does not come back at once.
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    });
    join_all(turns).await;
    figures.into_inner()
}
