//! What is measured and logged: that it is there, that strangers cannot widen it, and that no secret is in it.

mod canary;
mod collected;
mod listener;
mod series;
#[cfg(feature = "otel")]
mod traces;
