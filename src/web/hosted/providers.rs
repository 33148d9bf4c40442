//! The ways in through upstream providers, as pages show them: a link for each, in the order of their names, with its mark.

use std::sync::Arc;

use actix_web::http::header::USER_AGENT;
use serde::Serialize;

use super::context::PageContext;
use super::route::Route;
use super::visit::Visit;
use super::web_view::{self, WebView};
use crate::domain::provider::{Provider, ProviderType};

/// The ways in through providers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Providers {
    /// One for each.
    pub links: Vec<ProviderLink>,
    /// The names of those that let nobody in from where the page is shown: inside another app. Empty for none.
    pub not_here: String,
}

/// The way in through a provider.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ProviderLink {
    /// Whose mark it carries: `google`, `apple`, `facebook`, `amazon`, `microsoft`, `github`, or `other`.
    pub brand: String,
    /// What people call it.
    pub name: String,
    /// Where it leads.
    pub href: String,
}

impl ProviderLink {
    /// The way through `provider` by `href`.
    pub(in crate::web::hosted) fn new(provider: &Provider, href: String) -> Self {
        Self { brand: mark_of(provider.kind).to_owned(), name: provider.display_name().to_owned(), href }
    }

    /// What samples show.
    pub(in crate::web::hosted) fn sample(kind: ProviderType, name: &str) -> Self {
        let href = format!("/login?client_id=7h1&identity_provider={}", kind.as_str());
        Self { brand: mark_of(kind).to_owned(), name: kind.brand().unwrap_or(name).to_owned(), href }
    }
}

impl Providers {
    /// What samples show: one of each mark.
    pub(in crate::web::hosted) fn sample(name: &str) -> Self {
        let all = [
            ProviderType::Oidc,
            ProviderType::Facebook,
            ProviderType::GitHub,
            ProviderType::Google,
            ProviderType::LoginWithAmazon,
            ProviderType::Microsoft,
            ProviderType::SignInWithApple,
        ];
        let name_of = |kind: ProviderType| if kind == ProviderType::Oidc { name } else { kind.as_str() };
        let links = all.into_iter().map(|kind| ProviderLink::sample(kind, name_of(kind))).collect();
        Self { links, not_here: String::new() }
    }

    /// What samples show: these, and no other.
    pub(in crate::web::hosted) fn of_kinds(kinds: &[ProviderType], name: &str) -> Self {
        Self { links: kinds.iter().map(|kind| ProviderLink::sample(*kind, name)).collect(), not_here: String::new() }
    }
}

fn mark_of(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Google => "google",
        ProviderType::SignInWithApple => "apple",
        ProviderType::Facebook => "facebook",
        ProviderType::LoginWithAmazon => "amazon",
        ProviderType::Microsoft => "microsoft",
        ProviderType::GitHub => "github",
        ProviderType::Oidc | ProviderType::Saml => "other",
    }
}

impl PageContext {
    /// The ways in through the providers of the client that `visit` is for.
    pub(super) fn providers(&self, visit: &Visit) -> Providers {
        let through = &visit.state.through;
        let is_way = |provider: &&Arc<Provider>| through.is_empty() || through.contains(&provider.name);
        let all: Vec<_> = visit.request.ways_in.providers.iter().filter(is_way).cloned().collect();
        self.providers_among(&all, |provider| visit.href_choosing(Route::Login, &provider.name))
    }

    /// The ways to these providers, by what `href` answers.
    pub(in crate::web::hosted) fn providers_among(
        &self,
        all: &[Arc<Provider>],
        href: impl Fn(&Provider) -> String,
    ) -> Providers {
        let (here, not_here): (Vec<_>, Vec<_>) = all.iter().partition(|provider| self.can_set_out_for(provider));
        let names: Vec<&str> = not_here.iter().map(|provider| provider.display_name()).collect();
        let links = here.into_iter().map(|provider| ProviderLink::new(provider, href(provider))).collect();
        Providers { links, not_here: names.join(", ") }
    }

    /// Whether `provider` lets people in from the browser that asks.
    pub(super) fn can_set_out_for(&self, provider: &Provider) -> bool {
        !self.web_view().is_some_and(|view| view.is_refused_by(provider.kind))
    }

    fn web_view(&self) -> Option<WebView> {
        let agent = self.request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        web_view::of(agent.unwrap_or_default())
    }
}
