//! Whoever comes from a provider for the first time, with an address that a user here has proven, is asked before there is
//! another account whether that one is theirs. It is said only by the word of a provider that made sure of the address: to
//! anybody else it would tell who has an account (case 128).
//!
//! Nothing is linked by the address (decision D8): the account is linked when its owner has signed in to it, in the browser in
//! which the trip came back, for the same request. What the provider said waits at rest for that, sealed, under an id that only
//! that browser holds, and is handed out once on all nodes.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::land::Arrival;
use super::trip::{Carried, LONGEST_SECS, browser_hash};
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::{Contact, Pool};
use crate::domain::provider::{Claims, Provider, ProviderId};
use crate::domain::random;
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::user::{User, UserStatus};
use crate::federation::saml::NameId;
use crate::federation::{SamlSession, Tokens, Upstream};
use crate::flows::sign_in::Holder;
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;
use crate::storage::{FilterAttribute, Tx, UserFilter};

/// Most users of one address who are looked at: where it is no name to sign in with, anybody may write it down as theirs.
const MOST_LOOKED_AT: u64 = 20;

/// An offer, as the browser keeps it: sealed, for the request in which it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Under which what the provider said is kept.
    #[serde(rename = "i")]
    id: Uuid,
    /// What people call the provider.
    #[serde(rename = "p")]
    pub provider: String,
    /// The address.
    #[serde(rename = "a")]
    pub address: String,
    /// When it was made.
    #[serde(rename = "b")]
    made_at: i64,
    /// When it is over.
    #[serde(rename = "t")]
    until: i64,
    /// Whether the person said that the account is theirs: they are to prove it.
    #[serde(rename = "w", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_taken_up: bool,
}

impl Offer {
    /// Whether its time is over.
    pub fn is_over(&self, now: Micros) -> bool {
        now.0 >= self.until
    }

    /// The same, where the person said that the account is theirs.
    #[must_use]
    pub fn taken_up(self) -> Self {
        Self { is_taken_up: true, ..self }
    }

    /// Whether what was proven at this moment was proven for it.
    pub(super) fn is_before(&self, proven_at: Micros) -> bool {
        self.made_at <= proven_at.0
    }

    /// Whether `user` is whom it means: their address is proven, and so it was to the provider. Nothing is said of accounts that
    /// nobody can sign in to.
    pub(super) fn is_of(&self, user: &User) -> bool {
        is_at(user, &self.address)
    }
}

fn is_at(user: &User, address: &str) -> bool {
    let is_open = match user.status {
        UserStatus::Confirmed | UserStatus::ForceChangePassword | UserStatus::ResetRequired => user.enabled,
        UserStatus::Unconfirmed | UserStatus::ExternalProvider => false,
    };
    let has_address = user.attribute(Contact::Email.attribute()).is_some_and(|own| own.eq_ignore_ascii_case(address));
    is_open && has_address && user.has_verified(Contact::Email)
}

/// The offer to whom `upstream` is about, if there is an account that may be theirs; what the provider said is kept with it.
pub(super) async fn make(
    deps: &Deps,
    arrival: &Arrival,
    provider: &Provider,
    carried: &Carried,
    upstream: &Upstream,
) -> Result<Option<Offer>, Error> {
    let Arrival { pool, client, .. } = arrival;
    // Whom a provider sent by itself set out in no browser: it may be another's account there in which they are to end.
    if !provider.offers_link() || carried.is_unasked {
        return Ok(None);
    }
    let Some(address) = provider.vouched_email(&pool.settings, &upstream.claims) else { return Ok(None) };
    if !is_known(deps, pool, &address).await? {
        return Ok(None);
    }
    // Kept: each leaves a row until it is over.
    admission::admit(deps, Rate::Codes, Some(&pool.id))?.keep();
    let now = deps.now();
    let until = Micros(carried.began_at).plus_secs(LONGEST_SECS);
    let offer = Offer {
        id: Uuid::from_bytes(random::bytes(deps.random.as_ref())),
        provider: provider.display_name().to_owned(),
        address,
        made_at: now.0,
        until: until.0,
        is_taken_up: false,
    };
    let kept = Kept::of(provider.id, client.id.clone(), carried.browser.clone(), upstream);
    let plain = serde_json::to_vec(&kept).map_err(|_| Error::Internal("an offer that is not written"))?;
    let keep = async |tx: &Tx| tx.trips().keep(&pool.id, offer.id, &plain, (now, until)).await;
    let is_kept = deps.storage.unit(keep).await?;
    Ok(Some(offer).filter(|_| is_kept))
}

async fn is_known(deps: &Deps, pool: &Pool, address: &str) -> Result<bool, Error> {
    let filter = UserFilter { attribute: FilterAttribute::Email, prefix: false, value: address.to_owned() };
    let found = deps.storage.read().users().list(&pool.id, Some(&filter), None, MOST_LOOKED_AT).await?;
    Ok(found.iter().any(|user| is_at(user, address)))
}

/// Uses the offer up: what the provider said, and of which provider. `None`: it is over, was used, or is not this browser's and
/// this client's.
pub(super) async fn take(
    deps: &Deps,
    tx: &Tx,
    (pool, client, holder): (&Pool, &ClientId, &Holder),
    offer: &Offer,
) -> Result<Option<Kept>, Error> {
    let Some(plain) = tx.trips().take(&pool.id, offer.id, deps.now()).await? else { return Ok(None) };
    let kept: Kept = serde_json::from_slice(&plain).map_err(|_| Error::Internal("an offer that cannot be read"))?;
    let browser = match holder {
        Holder::Browser { cookie, .. } => browser_hash(deps, cookie),
        Holder::Api => return Ok(None),
    };
    Ok(Some(kept).filter(|kept| kept.browser == browser && kept.client == *client))
}

/// What is kept with an offer.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// The provider.
    pub(super) provider: ProviderId,
    client: ClientId,
    /// Keyed hash of the value of the browser's cookie.
    pub(super) browser: String,
    /// The provider's own id of the person.
    pub(super) subject: String,
    claims: Claims,
    tokens: Option<KeptTokens>,
    saml: Option<KeptSession>,
}

#[derive(Serialize, Deserialize)]
struct KeptTokens {
    access: String,
    refresh: Option<String>,
    id: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct KeptSession {
    assertion_id: String,
    not_on_or_after: i64,
    name_id: NameId,
    session_index: Option<String>,
}

impl Kept {
    fn of(provider: ProviderId, client: ClientId, browser: String, upstream: &Upstream) -> Self {
        let text = |secret: &Secret| secret.expose_secret().to_owned();
        let tokens = upstream.tokens.as_ref().map(|tokens| KeptTokens {
            access: text(&tokens.access),
            refresh: tokens.refresh.as_ref().map(text),
            id: tokens.id.as_ref().map(text),
        });
        let saml = upstream.saml.as_ref().map(|session| KeptSession {
            assertion_id: session.assertion_id.clone(),
            not_on_or_after: session.not_on_or_after.0,
            name_id: session.name_id.clone(),
            session_index: session.session_index.clone(),
        });
        let (subject, claims) = (upstream.subject.clone(), upstream.claims.clone());
        Self { provider, client, browser, subject, claims, tokens, saml }
    }

    /// What the provider said.
    pub(super) fn into_upstream(self) -> Upstream {
        let tokens = self.tokens.map(|tokens| Tokens {
            access: Secret::from(tokens.access),
            refresh: tokens.refresh.map(Secret::from),
            id: tokens.id.map(Secret::from),
        });
        let saml = self.saml.map(|session| SamlSession {
            assertion_id: session.assertion_id,
            not_on_or_after: Micros(session.not_on_or_after),
            name_id: session.name_id,
            session_index: session.session_index,
        });
        Upstream { subject: self.subject, claims: self.claims, tokens, saml }
    }
}
