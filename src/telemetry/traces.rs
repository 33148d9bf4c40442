//! Traces: the span of each request, sent to a collector as OTLP over HTTP.
//!
//! Only spans of ours are sent, with the fields that they are opened with: a request's id, its method, where it came from,
//! the pattern of its route, and how it ended. What is logged within them is not, and what libraries record is not: it could
//! hold a URL. No trace is taken over from a request, since whoever sends it would choose what belongs together.

use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;
use url::Url;

/// Longest time that the collector may take for a batch.
const PATIENCE: Duration = Duration::from_secs(5);

/// What sends the spans. Those that wait are sent when it is dropped.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Sends spans to the collector at `url`, in batches, from a thread of its own. Call it where no runtime runs: the client
    /// of that thread blocks.
    ///
    /// # Errors
    /// The exporter cannot be built.
    pub fn start(url: &Url) -> anyhow::Result<Self> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(url.as_str())
            .with_timeout(PATIENCE)
            .build()?;
        let us = Resource::builder_empty().with_service_name("vestibule").build();
        Ok(Self(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(us).build()))
    }

    /// The layer that hands it the spans.
    pub fn layer<S>(&self) -> impl Layer<S> + Send + Sync + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let ours = |metadata: &tracing::Metadata<'_>| {
            metadata.is_span() && *metadata.level() <= Level::INFO && is_ours(metadata.target())
        };
        let layer = tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("vestibule"))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false);
        layer.with_filter(filter_fn(ours))
    }

    /// Sends what waits.
    ///
    /// # Errors
    /// The collector did not take it.
    pub fn flush(&self) -> anyhow::Result<()> {
        Ok(self.0.force_flush()?)
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

fn is_ours(target: &str) -> bool {
    target == "vestibule" || target.starts_with("vestibule::")
}
