//! An admin links an account at a provider to a user, and unlinks it (`cognito.md` §6.6, case 168). Nobody proves anything
//! here: whoever holds the account at the provider is let in as the user from then on, on the admin's word.

use std::collections::BTreeSet;

use serde_json::json;

use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::provider::{
    Identity, LONGEST_SUBJECT, MOST_IDENTITIES_OF_USER, MOST_LINKED_CLAIMS, Provider, ProviderType, SUBJECT,
};
use crate::domain::user::User;
use crate::flows::account::end_everything;
use crate::flows::federation::follow;
use crate::flows::manage::providers;
use crate::flows::{Deps, Error, events};
use crate::storage::{StoredTokens, Tx, UserWrite};

/// An account at a provider, as an admin names it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The provider's name.
    pub provider: String,
    /// `Cognito_Subject`, or the claim that is compared.
    pub attribute: String,
    /// Its exact value.
    pub value: String,
}

/// Why an account is not linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkRefused {
    /// There is no such user.
    NoUser,
    /// There is no such provider.
    NoProvider,
    /// The user comes from a provider: an account that is linked to has a password or another way in of its own.
    Federated,
    /// The claim is none by which accounts at this provider can be linked.
    Claim(String),
    /// The value is empty or too long.
    Value,
    /// It opens somebody's account already, be it the same user's.
    Linked,
    /// Whoever has it came with it before, and has an account of their own.
    SignedUp,
    /// The user has as many links as one can have.
    TooMany,
    /// Accounts at this provider are linked by as many claims as can be.
    TooManyClaims,
}

/// How unlinking ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlinkChange {
    /// It opens nobody's account any more.
    Done,
    /// There is no such provider.
    NoProvider,
    /// It opened nobody's.
    NotLinked,
}

/// Links `account` to the user whom the admin names.
pub async fn link(deps: &Deps, pool: &Pool, name: &str, account: &Account) -> Result<Result<(), LinkRefused>, Error> {
    let Some(user) = super::find(deps, pool, name).await? else { return Ok(Err(LinkRefused::NoUser)) };
    if user.is_from_elsewhere() {
        return Ok(Err(LinkRefused::Federated));
    }
    let Some(provider) = provider(deps, pool, &account.provider).await? else {
        return Ok(Err(LinkRefused::NoProvider));
    };
    let Some(attribute) = attribute(&provider, &account.attribute) else {
        return Ok(Err(LinkRefused::Claim(account.attribute.clone())));
    };
    if account.value.is_empty() || account.value.len() > LONGEST_SUBJECT {
        return Ok(Err(LinkRefused::Value));
    }
    let identity = Identity {
        pool: pool.id.clone(),
        provider: provider.id,
        attribute,
        subject: account.value.clone(),
        user: user.id,
        is_primary: false,
        created_at: deps.now(),
    };
    let mut event = events::of_user(deps, EventName::IdentityLinked, &pool.id, user.id, None);
    event.detail = json!({ "provider": provider.name });
    let write = async |tx: &Tx| -> Result<Result<(), LinkRefused>, Error> {
        if let Some(refused) = obstacle(tx, &identity).await? {
            return Ok(Err(refused));
        }
        if !tx.identities().add(&identity).await? {
            return Ok(Err(LinkRefused::Linked));
        }
        save(deps, tx, pool, user.clone()).await?;
        tx.events().add(&event).await?;
        Ok(Ok(()))
    };
    deps.storage.unit(write).await
}

/// What stands in the way of a link among those that are there.
async fn obstacle(tx: &Tx, identity: &Identity) -> Result<Option<LinkRefused>, Error> {
    let (pool, links) = (&identity.pool, tx.identities());
    let value = [(identity.attribute.clone(), identity.subject.clone())];
    if let Some(there) = links.find(pool, identity.provider, &value).await?.into_iter().next() {
        return Ok(Some(if there.is_primary { LinkRefused::SignedUp } else { LinkRefused::Linked }));
    }
    if links.list(pool, identity.user).await?.len() >= MOST_IDENTITIES_OF_USER {
        return Ok(Some(LinkRefused::TooMany));
    }
    let mut claims: BTreeSet<String> = links.attributes(pool, identity.provider).await?.into_iter().collect();
    claims.insert(identity.attribute.clone());
    Ok((claims.len() > MOST_LINKED_CLAIMS).then_some(LinkRefused::TooManyClaims))
}

/// Unlinks `account`. Of whoever was made by signing in with it and has no other way in the account is closed, as on Cognito:
/// without the link they would be somebody new the next time. Whatever was open for the user ends: it may have come that way.
pub async fn unlink(deps: &Deps, pool: &Pool, account: &Account) -> Result<UnlinkChange, Error> {
    let Some(provider) = provider(deps, pool, &account.provider).await? else { return Ok(UnlinkChange::NoProvider) };
    let Some(attribute) = attribute(&provider, &account.attribute) else { return Ok(UnlinkChange::NotLinked) };
    let write = async |tx: &Tx| -> Result<UnlinkChange, Error> {
        let value = [(attribute.clone(), account.value.clone())];
        let found = tx.identities().find(&pool.id, provider.id, &value).await?.into_iter().next();
        let Some(identity) = found else { return Ok(UnlinkChange::NotLinked) };
        let Some(mut user) = tx.users().find(&pool.id, identity.user).await? else {
            return Ok(UnlinkChange::NotLinked);
        };
        let is_whole = identity.is_primary && user.is_from_elsewhere();
        let name = if is_whole {
            user.enabled = false;
            EventName::UserDisabled
        } else {
            tx.identities().remove(&identity).await?;
            tx.provider_tokens().remove(&pool.id, provider.id, user.id).await?;
            EventName::IdentityUnlinked
        };
        user.end_all(deps.now());
        let user = save(deps, tx, pool, user).await?;
        end_everything(deps, tx, &user).await?;
        let mut event = events::of_user(deps, name, &pool.id, user.id, None);
        event.detail = json!({ "provider": provider.name });
        tx.events().add(&event).await?;
        Ok(UnlinkChange::Done)
    };
    deps.storage.unit(write).await
}

/// The tokens that the provider of this name gave for a user, where they are kept; `None`: there is no such provider.
pub async fn tokens(deps: &Deps, pool: &Pool, user: &User, name: &str) -> Result<Option<Option<StoredTokens>>, Error> {
    let Some(provider) = provider(deps, pool, name).await? else { return Ok(None) };
    Ok(Some(deps.storage.read().provider_tokens().find(&pool.id, provider.id, user.id).await?))
}

/// Saves a user who shows what they are linked to now.
async fn save(deps: &Deps, tx: &Tx, pool: &Pool, mut user: User) -> Result<User, Error> {
    let read_version = user.version;
    follow(deps, tx, &mut user).await?;
    user.updated_at = deps.now();
    match tx.users().save(&user, read_version, &pool.settings).await? {
        UserWrite::Done => Ok(user),
        UserWrite::Conflict(_) | UserWrite::Stale => Err(Error::Busy { retry_after_secs: 1 }),
    }
}

/// The provider of this name, which this node knows of from then on.
async fn provider(deps: &Deps, pool: &Pool, name: &str) -> Result<Option<Provider>, Error> {
    let found = providers::describe(deps, &pool.id, name).await?.filter(|provider| !provider.settings.is_leaving);
    if let Some(provider) = &found {
        let known = deps.directory.providers(&pool.id).await?;
        if !known.iter().any(|known| known.id == provider.id) {
            deps.directory.forget_providers(&pool.id);
        }
    }
    Ok(found)
}

/// By what an account is linked: the provider's own id of the person, or a claim that is mapped. Of social providers only the
/// former (`cognito.md` §6.6).
fn attribute(provider: &Provider, named: &str) -> Option<String> {
    if named == SUBJECT || named == provider.kind.subject_claim() {
        return Some(SUBJECT.to_owned());
    }
    let takes_claims = match provider.kind {
        ProviderType::Oidc | ProviderType::Saml | ProviderType::Microsoft => true,
        ProviderType::Google
        | ProviderType::Facebook
        | ProviderType::LoginWithAmazon
        | ProviderType::SignInWithApple
        | ProviderType::GitHub => false,
    };
    (takes_claims && provider.mapping.values().any(|claim| claim == named)).then(|| named.to_owned())
}
