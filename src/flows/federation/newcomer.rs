//! Whoever comes from a provider for the first time gets an account: of their own, whoever else has the same address here
//! (case 162). It has no password, and nobody signs in to it but through the provider.

use serde_json::json;

use crate::crypto::digest;
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::group::Group;
use crate::domain::identifier::fold;
use crate::domain::pool::Pool;
use crate::domain::provider::{Identity, Provider, SUBJECT, identities_attribute, username_of};
use crate::domain::random::{self, uuid_v4};
use crate::domain::user::{Attributes, SecondFactors, User, UserId, UserStatus};
use crate::federation::Upstream;
use crate::flows::{Deps, Error, admission, events};
use crate::limits::Rate;
use crate::storage::{Tx, UserWrite};

/// How it ends.
#[derive(Debug)]
pub(super) enum Made {
    /// The user, made by this trip or by another at the same moment.
    User(Box<User>),
    /// The provider did not say what the pool must know of everybody.
    Lacks(Vec<String>),
}

/// Makes the user with their link and their place in the provider's group, in one transaction.
pub(super) async fn make(
    deps: &Deps,
    (pool, client): (&Pool, &Client),
    provider: &Provider,
    upstream: &Upstream,
) -> Result<Made, Error> {
    let attributes = provider.map(&pool.settings, &upstream.claims, &Attributes::new()).attributes;
    let lacks = pool.settings.schema.missing(&attributes);
    if !lacks.is_empty() {
        return Ok(Made::Lacks(lacks));
    }
    admission::admit(deps, Rate::SignUp, Some(&pool.id))?.keep();
    let now = deps.now();
    let id = UserId(uuid_v4(deps.random.as_ref()));
    let identity = Identity {
        pool: pool.id.clone(),
        provider: provider.id,
        attribute: SUBJECT.to_owned(),
        subject: upstream.subject.clone(),
        user: id,
        is_primary: true,
        created_at: now,
    };
    let plain = username_of(provider, &upstream.subject, &digest::sha256(upstream.subject.as_bytes()), false);
    let folded = fold(&plain, pool.settings.sign_in_names.case_sensitive);
    let is_taken = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?.is_some();
    // Whoever took the name first cannot guess the one in its place, and take that too.
    let unguessable = random::bytes::<16>(deps.random.as_ref());
    let username = if is_taken { username_of(provider, &upstream.subject, &unguessable, true) } else { plain };
    let mut user = User {
        id,
        pool: pool.id.clone(),
        username,
        status: UserStatus::ExternalProvider,
        enabled: true,
        attributes,
        password: None,
        temporary_until: None,
        signed_out_at: None,
        second_factors: SecondFactors::default(),
        epoch: 0,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    user.attributes.insert("identities".to_owned(), identities_attribute([(&identity, provider)]));
    let group = group(provider, now);
    let mut event = events::of_user(deps, EventName::UserProvisioned, &pool.id, id, Some(&client.id));
    event.detail = json!({ "provider": provider.name });
    let write = async |tx: &Tx| -> Result<bool, Error> {
        match tx.users().add(&user, &pool.settings).await? {
            UserWrite::Done => {}
            UserWrite::Conflict(_) | UserWrite::Stale => return Ok(false),
        }
        if !tx.identities().add(&identity).await? {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        let _was_there = !tx.groups().add(&group).await?;
        tx.groups().add_member(&group, id, now).await?;
        tx.events().add(&event).await?;
        Ok(true)
    };
    if deps.storage.unit(write).await? {
        return Ok(Made::User(Box::new(user)));
    }
    // Another trip of the same person was faster.
    Err(Error::Busy { retry_after_secs: 1 })
}

/// The group of everybody who comes from the provider (`cognito.md` §6.5).
fn group(provider: &Provider, now: Micros) -> Group {
    Group {
        pool: provider.pool.clone(),
        name: provider.group(),
        description: None,
        role_arn: None,
        precedence: None,
        created_at: now,
        updated_at: now,
    }
}
