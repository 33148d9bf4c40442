//! What pages say of a trip to a provider that came to nothing: which side failed, by the provider's name, with the id under
//! which the log has more, and a link that sets out anew.

use serde::{Deserialize, Serialize};

use super::context::PageContext;
use super::fields::readable;
use super::route::Route;
use super::visit::Visit;
use crate::domain::provider::Provider;
use crate::flows::federation::{Failure, Fault};

/// Why somebody who came back from a provider was not signed in; no key: nothing of the kind happened.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProviderProblem {
    /// The key of the words. They may take `provider`.
    pub key: String,
    /// What people call the provider.
    pub provider: String,
    /// What the provider did not say although an account here needs it.
    pub lacks: Vec<Lacking>,
    /// The id of the request, as in the log.
    pub reference: String,
    /// Where one sets out for the provider again; empty where that leads nowhere.
    pub retry_href: String,
}

/// Something that a provider did not say.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Lacking {
    /// The key of what it is called.
    pub label: String,
    /// The same where there is no such key.
    pub text: String,
}

/// The same as it is kept between two pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mishap {
    /// The end of the key.
    #[serde(rename = "c")]
    pub(super) code: String,
    /// The provider's name, as the admin gave it.
    #[serde(rename = "n")]
    pub(super) name: String,
    /// What people call it.
    #[serde(rename = "d")]
    pub(super) display: String,
    /// Attributes that it did not say.
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) lacks: Vec<String>,
    /// The id of the request in which it happened.
    #[serde(rename = "r")]
    pub(super) reference: String,
}

impl PageContext {
    /// What happened with `provider` in this request; `code` is the end of the words' key.
    pub(super) fn mishap(&self, provider: &Provider, code: &str, lacks: Vec<String>) -> Mishap {
        Mishap {
            code: code.to_owned(),
            name: provider.name.clone(),
            display: provider.display_name().to_owned(),
            lacks,
            reference: self.request_id(),
        }
    }
}

impl Mishap {
    /// As the sign-in pages show it.
    pub(super) fn shown(&self, visit: &Visit) -> ProviderProblem {
        let is_way = visit.request.ways_in.providers.iter().any(|provider| provider.name == self.name);
        let retry = if is_way { visit.href_choosing(Route::Login, &self.name) } else { String::new() };
        self.with_retry(retry)
    }

    /// The same with another way to set out anew.
    pub(super) fn with_retry(&self, retry_href: String) -> ProviderProblem {
        let lacking = |name: &String| Lacking {
            label: format!("attribute-{}", name.replace([':', '_'], "-").to_ascii_lowercase()),
            text: readable(name),
        };
        ProviderProblem {
            key: format!("problem-{}", self.code),
            provider: self.display.clone(),
            lacks: self.lacks.iter().map(lacking).collect(),
            reference: self.reference.clone(),
            retry_href,
        }
    }
}

/// The code of the words for a failure.
pub(super) fn code_of(failure: &Failure) -> &'static str {
    match failure.fault {
        Fault::Denied => "provider-denied",
        Fault::NotFresh => "provider-not-fresh",
        Fault::CodeRefused => "provider-too-late",
        Fault::ProviderError | Fault::Malformed | Fault::Untrusted => "provider-failed",
        Fault::Unreachable | Fault::Slow => "provider-unreachable",
        Fault::Busy => "provider-busy",
        Fault::ClientRefused | Fault::Misconfigured => "provider-misconfigured",
    }
}

impl ProviderProblem {
    /// What samples show.
    pub(super) fn sample(code: &str, provider: &str, lacks: &[&str]) -> Self {
        let mishap = Mishap {
            code: code.to_owned(),
            name: provider.to_owned(),
            display: provider.to_owned(),
            lacks: lacks.iter().map(|name| (*name).to_owned()).collect(),
            reference: "0199a1c2-7d3e".to_owned(),
        };
        mishap.with_retry("/login?client_id=7h1&identity_provider=Google".to_owned())
    }
}
