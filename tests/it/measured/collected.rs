//! What one test collected: the text that an operator's Prometheus would read, taken apart.

use std::collections::BTreeSet;

use metrics_exporter_prometheus::PrometheusRecorder;
use vestibule::telemetry::metrics::Metrics;

/// Everything collected so far, by sample.
pub(super) struct Collected(pub(super) String);

impl Collected {
    pub(super) fn of(recorder: &PrometheusRecorder) -> Self {
        Self(Metrics::of(recorder).render())
    }

    /// The samples, without their values.
    pub(super) fn samples(&self) -> BTreeSet<String> {
        self.lines().map(|(sample, _)| sample.to_owned()).collect()
    }

    /// The names of the series, without what a histogram adds to them.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let name = |sample: &str| sample.split('{').next().unwrap_or_default().to_owned();
        let plain = |name: String| {
            let stem = ["_bucket", "_sum", "_count"].into_iter().find_map(|end| name.strip_suffix(end));
            stem.map_or(name.clone(), str::to_owned)
        };
        self.samples().iter().map(|sample| plain(name(sample))).collect()
    }

    /// The values of a label, over all samples.
    pub(super) fn values(&self, label: &str) -> BTreeSet<String> {
        let beginning = format!("{label}=\"");
        let value = |sample: &str| {
            let at = sample
                .find(&format!(",{beginning}"))
                .map(|at| at + 1)
                .or_else(|| sample.find(&format!("{{{beginning}")).map(|at| at + 1))?;
            sample[at + beginning.len()..].split('"').next().map(str::to_owned)
        };
        self.lines().filter_map(|(sample, _)| value(sample)).collect()
    }

    /// The value of a sample; 0 when there is none.
    pub(super) fn value(&self, sample: &str) -> f64 {
        self.lines().find(|(known, _)| *known == sample).map_or(0.0, |(_, value)| value.parse().unwrap())
    }

    fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.rsplit_once(' ').unwrap())
    }
}
