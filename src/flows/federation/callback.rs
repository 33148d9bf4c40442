//! Where providers send browsers back to: one address for each pool, or, where the admin says so, one for each provider.
//!
//! A code is worth something at the address of its own trip only. With an address of its own, a provider's codes are taken nowhere
//! else, and no other's there: whoever runs another provider of the same pool cannot have them delivered as answers of his own
//! (RFC 9700 §4.4.2.2, case 175).

use super::saml_key;
use super::trip::Carried;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Provider, ProviderId, ProviderType};
use crate::federation::Answer;
use crate::flows::Urls;

/// Where OAuth providers send browsers back to, below a pool.
const PATH: &str = "/oauth2/idpresponse";

/// The address that a browser came back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CameTo {
    /// The pool in its path; `None`: it names none.
    pub pool: Option<PoolId>,
    /// The provider whose address it is; `None`: the one that the providers of the pool share.
    pub provider: Option<ProviderId>,
}

impl CameTo {
    /// Its path below where the pages of the trip are mounted.
    pub fn path(&self) -> String {
        self.provider.map_or_else(|| PATH.to_owned(), |id| format!("{PATH}/{id}"))
    }
}

/// The URL that an admin registers for us with `provider`.
pub fn callback_url(urls: &Urls, provider: &Provider) -> String {
    of_trip(urls, provider, &provider.pool, provider.settings.has_own_callback)
}

/// The URL to which a trip to `provider` comes back.
pub(super) fn of_trip(urls: &Urls, provider: &Provider, pool: &PoolId, is_own: bool) -> String {
    match provider.kind {
        ProviderType::Saml => format!("{}{}", urls.base(), saml_key::CALLBACK),
        ProviderType::Google
        | ProviderType::Facebook
        | ProviderType::LoginWithAmazon
        | ProviderType::SignInWithApple
        | ProviderType::Oidc
        | ProviderType::Microsoft
        | ProviderType::GitHub => {
            let came_to = CameTo { pool: None, provider: is_own.then_some(provider.id) };
            format!("{}{}", urls.issuer(pool), came_to.path())
        }
    }
}

/// Whether the answer of a trip came where it was to come. A SAML response says itself for whom it is.
pub(super) fn is_expected(carried: &Carried, came_to: &CameTo, answer: &Answer) -> bool {
    match answer {
        Answer::Code { .. } | Answer::Error { .. } => {
            came_to.pool.as_ref() == Some(&carried.pool)
                && came_to.provider == carried.has_own_callback.then_some(carried.provider)
        }
        Answer::Saml(_) => true,
    }
}
