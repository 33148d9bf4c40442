//! Collects what `meters` measures and writes it as Prometheus reads it.

use anyhow::{Context as _, anyhow};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use super::process;
use crate::domain::clock::Micros;
use crate::meters;

/// Upper ends of the buckets of every duration, in seconds: from a cached answer to the longest that a request may take.
const SECONDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// What was collected so far. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Begins to collect for the whole process, which started at `now`.
    ///
    /// # Errors
    /// Somebody collects already.
    pub fn start(now: Micros) -> anyhow::Result<Self> {
        let recorder = recorder()?;
        let metrics = Self(recorder.handle());
        metrics::set_global_recorder(recorder).map_err(|_| anyhow!("metrics are collected already"))?;
        meters::describe();
        meters::build(now);
        Ok(metrics)
    }

    /// What `recorder` collects.
    #[must_use]
    pub fn of(recorder: &PrometheusRecorder) -> Self {
        Self(recorder.handle())
    }

    /// Everything so far, in Prometheus' text format 0.0.4; looks at the process first.
    #[must_use]
    pub fn render(&self) -> String {
        meters::process(process::look());
        self.0.render()
    }

    /// Sorts new durations into their buckets, which otherwise happens at a [`Metrics::render`] only: to be called every
    /// few seconds, so that they do not pile up where nobody reads them.
    pub fn tidy(&self) {
        self.0.run_upkeep();
    }
}

/// A recorder with our buckets, for [`Metrics::start`] and for tests, which install one for their own thread.
///
/// # Errors
/// The buckets are wrong, which would be our mistake.
pub fn recorder() -> anyhow::Result<PrometheusRecorder> {
    Ok(PrometheusBuilder::new().set_buckets(&SECONDS).context("the buckets of durations")?.build_recorder())
}
