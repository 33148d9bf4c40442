//! What was measured of one kind of request.

use std::time::Duration;

use serde_json::{Value, json};

use super::http::Answer;

/// What was measured of one kind of request.
#[derive(Default)]
pub(crate) struct Figures {
    good: Vec<Duration>,
    shed: Vec<Duration>,
    shed_without_retry_after: usize,
    failed: usize,
}

impl Figures {
    /// Takes an answer in.
    pub(crate) fn add(&mut self, answer: &anyhow::Result<Answer>) {
        match answer {
            Ok(answer) if answer.status == 200 => self.good.push(answer.took),
            Ok(answer) if is_shed(answer) => {
                self.shed.push(answer.took);
                self.shed_without_retry_after += usize::from(!answer.has_retry_after);
            }
            Ok(_) | Err(_) => self.failed += 1,
        }
    }

    /// How many were answered well.
    pub(crate) fn good(&self) -> usize {
        self.good.len()
    }

    /// For the report.
    pub(crate) fn report(&self) -> Value {
        json!({
            "good": latencies(&self.good), "shed": latencies(&self.shed),
            "shed_without_retry_after": self.shed_without_retry_after, "failed": self.failed,
        })
    }
}

fn is_shed(answer: &Answer) -> bool {
    matches!(answer.status, 429 | 503) || answer.body.windows(15).any(|window| window == b"TooManyRequests")
}

fn latencies(all: &[Duration]) -> Value {
    let mut sorted = all.to_vec();
    sorted.sort_unstable();
    let millis = |per_mille: usize| {
        let at = (sorted.len() * per_mille / 1000).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    };
    json!({ "count": sorted.len(), "p50_ms": millis(500), "p99_ms": millis(990), "max_ms": millis(1000) })
}
