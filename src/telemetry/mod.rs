//! Logs, metrics, and traces where the program was built with them. Logs are structured, with request ids and without secrets: one record is one line on standard error.
//!
//! Called once, at start. What may be recorded is decided where the record is made; this layer is the second line of
//! defence: it cuts queries and passwords out of anything that looks like a URL, and keeps the drivers quiet that would
//! print statements and messages.

pub mod metrics;
mod one_line;
mod process;
mod redact;
#[cfg(feature = "otel")]
pub mod traces;

use tracing_subscriber::{
    EnvFilter, Layer as _, fmt, fmt::MakeWriter, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _,
};

use crate::config::{Log, LogFormat, Traces};
use one_line::OneLine;

/// Levels of libraries that would otherwise log statements, bodies or headers under a general `debug`. Naming one of
/// them in the filter lifts its cap.
const CAPS: &str = "actix_http=info,actix_server=warn,h2=info,hyper=info,hyper_util=info,lettre=info,reqwest=info,rustls=info,\
                    sea_orm=info,sea_orm_migration=warn,sqlx=warn";

/// What goes on in the background; to be kept until the process ends.
#[derive(Debug, Default)]
#[must_use]
pub struct Started {
    #[cfg(feature = "otel")]
    _traces: Option<traces::Traces>,
}

/// Starts logging for the whole process, and traces where they are wanted.
///
/// # Errors
/// When the filter does not parse, the exporter of traces cannot be built, or logging was started before.
pub fn start(log: &Log, wanted: &Traces) -> anyhow::Result<Started> {
    let subscriber = subscriber(log, std::io::stderr)?;
    let started = install(subscriber, wanted)?;
    std::panic::set_hook(Box::new(record_panic));
    Ok(started)
}

#[cfg(feature = "otel")]
fn install(subscriber: impl Readable, wanted: &Traces) -> anyhow::Result<Started> {
    let traces = wanted.otlp_url.as_ref().map(traces::Traces::start).transpose()?;
    subscriber.with(traces.as_ref().map(traces::Traces::layer)).try_init()?;
    Ok(Started { _traces: traces })
}

/// Without the feature nothing can be wanted: the configuration refuses it.
#[cfg(not(feature = "otel"))]
fn install(subscriber: impl Readable, _: &Traces) -> anyhow::Result<Started> {
    subscriber.try_init()?;
    Ok(Started::default())
}

/// A subscriber on which a layer can be laid.
pub trait Readable: tracing::Subscriber + for<'span> registry::LookupSpan<'span> + Send + Sync {}

impl<S: tracing::Subscriber + for<'span> registry::LookupSpan<'span> + Send + Sync> Readable for S {}

/// What [`start`] starts, but for what it writes to: so that tests can read every record that an operator would.
///
/// # Errors
/// When the filter does not parse.
pub fn subscriber<W>(log: &Log, writer: W) -> anyhow::Result<impl Readable + use<W>>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(format!("{CAPS},{}", log.filter))?;
    Ok(registry().with(layer(log.format, writer).with_filter(filter)))
}

/// A panic is a record like any other: one line, with the request's id when it happened in one.
fn record_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(location, "panicked: {}", panic.payload_as_str().unwrap_or("without a message"));
}

/// The layer that writes records in a format; apart from [`start`] so that tests can read what it writes.
fn layer<S, W>(format: LogFormat, writer: W) -> Box<dyn tracing_subscriber::Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'span> registry::LookupSpan<'span>,
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let layer = fmt::layer().with_ansi(false).with_writer(writer);
    match format {
        LogFormat::Json => {
            let json = fmt::format().json().flatten_event(true).with_span_list(false).with_ansi(false);
            layer.fmt_fields(fmt::format::JsonFields::new()).event_format(OneLine(json)).boxed()
        }
        LogFormat::Pretty => {
            let line = fmt::format().compact().with_ansi(false);
            layer.event_format(OneLine(line)).boxed()
        }
    }
}

#[cfg(test)]
mod tests;
