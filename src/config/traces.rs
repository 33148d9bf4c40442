//! Where the traces of requests go: `[traces]`.

use url::Url;

use super::{key::section, problem::Problems};

section! {
    /// Where the traces of requests go: one span for each, with the request's id and the pattern of its route. Only for a
    /// program that was built with the feature `otel`.
    struct TracesKeys in "traces" {
        /// The collector that takes OTLP over HTTP (protobuf), such as `http://collector:4318/v1/traces`. A program that
        /// was built without the feature refuses it. Unset: no traces.
        ("traces.otlp_url", "VESTIBULE_TRACES__OTLP_URL")
        otlp_url: Option<String> = None;
    }
}

/// The section, read and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// The collector; `None`: no traces.
    pub otlp_url: Option<Url>,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &TracesKeys, problems: &mut Problems) -> Option<Traces> {
    const PATH: &str = "traces.otlp_url";
    let Some(text) = &keys.otlp_url else { return Some(Traces::default()) };
    if !cfg!(feature = "otel") {
        problems.add(PATH, "is not supported by this program: it was built without the feature `otel`");
        return None;
    }
    let fits = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    };
    let url = Url::parse(text).ok().filter(fits);
    if url.is_none() {
        problems.add(PATH, "must be an http or https URL without a user name, such as http://collector:4318/v1/traces");
    }
    url.map(|url| Traces { otlp_url: Some(url) })
}
