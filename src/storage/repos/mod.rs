//! The repositories: one for each aggregate, all reached through [`Repos`].
//!
//! Verbs: `find` (maybe there), `list`, `add`, `save` (on the version that was read), `remove`; a conditional write
//! answers whether it happened.

mod access_keys;
mod attempts;
mod cells;
mod clients;
mod codes;
mod configuration;
mod devices;
mod event_feedback;
mod events;
mod expiry;
mod first_codes;
mod grants;
mod groups;
mod identities;
mod integrity;
mod job_leases;
mod outbox;
mod passkey_challenges;
mod passkeys;
mod password_history;
mod places;
mod pools;
mod posted_names;
mod provider_tokens;
mod providers;
mod recovery_codes;
mod resource_servers;
mod row;
mod saml;
mod sealed;
mod sessions;
mod sign_ins;
mod signing_keys;
mod spare_keys;
mod text;
mod themes;
mod totp_secrets;
mod trips;
mod user_filter;
mod user_names;
mod users;
mod wordings;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::{DatabaseExecutor, DatabaseTransaction};

pub use self::access_keys::AccessKeys;
pub use self::attempts::{AttemptBucket, Attempts};
pub use self::clients::Clients;
pub use self::codes::{Codes, StoredCode};
pub use self::configuration::Configuration;
pub use self::devices::{DeviceUse, Devices, Rotation, StoredDevice};
pub use self::event_feedback::EventFeedback;
pub(in crate::storage) use self::events::add_event;
pub use self::events::{Events, WhichEvents};
pub use self::expiry::Expiry;
pub use self::first_codes::{FirstCodes, StoredFirstCode};
pub use self::grants::Grants;
pub use self::groups::Groups;
pub use self::identities::Identities;
pub use self::integrity::{Integrity, Orphans};
pub use self::job_leases::JobLeases;
pub use self::outbox::{Outbox, OutboxMessage, OutboxState};
pub use self::passkey_challenges::{PasskeyChallenges, StoredPasskeyChallenge};
pub use self::passkeys::{PasskeyUse, Passkeys};
pub use self::password_history::PasswordHistory;
pub use self::places::Places;
pub use self::pools::Pools;
pub use self::posted_names::PostedNames;
pub use self::provider_tokens::{ProviderTokens, StoredTokens};
pub use self::providers::{ProviderWrite, Providers};
pub use self::recovery_codes::RecoveryCodes;
pub use self::resource_servers::ResourceServers;
pub use self::saml::{Saml, StoredSamlKey, StoredSamlSession, UpstreamOf};
pub use self::sessions::Sessions;
pub use self::sign_ins::{SignIns, StoredSignIn};
pub use self::signing_keys::{SigningKeys, StoredSigningKey};
pub use self::spare_keys::{SpareKey, SpareKeys};
pub use self::themes::{StoredTheme, Themes};
pub use self::totp_secrets::{StoredTotp, TotpSecrets};
pub use self::trips::Trips;
pub use self::user_filter::{FilterAttribute, UserFilter};
pub use self::users::{UserWrite, Users};
pub use self::wordings::{StoredWording, Wordings};
use super::bounded::{Bounded, Reader};
use super::together::Writer;
use super::{Database, StorageError, Tx};
use crate::crypto::ring::KeyRing;

/// Where repositories read and write: the readers, or one transaction.
#[derive(Clone, Copy, Debug)]
pub struct Repos<'a> {
    source: Source<'a>,
    longest: Duration,
    ring: &'a KeyRing,
}

#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    Readers(&'a Database),
    /// And where to note that the unit of work changed what nodes keep in memory.
    Transaction(&'a DatabaseTransaction, &'a AtomicBool),
    /// One statement for itself, and whether it was run.
    Alone(&'a Database, &'a AtomicBool),
}

impl<'a> Repos<'a> {
    pub(super) fn reading(database: &'a Database, longest: Duration, ring: &'a KeyRing) -> Self {
        Self { source: Source::Readers(database), longest, ring }
    }

    pub(super) fn writing(
        transaction: &'a DatabaseTransaction,
        longest: Duration,
        changes_configuration: &'a AtomicBool,
        ring: &'a KeyRing,
    ) -> Self {
        Self { source: Source::Transaction(transaction, changes_configuration), longest, ring }
    }

    pub(super) fn alone(
        database: &'a Database,
        longest: Duration,
        is_spent: &'a AtomicBool,
        ring: &'a KeyRing,
    ) -> Self {
        Self { source: Source::Alone(database, is_spent), longest, ring }
    }

    /// For statements that read.
    fn reader(&self) -> Bounded<'a> {
        let reader = match self.source {
            Source::Readers(database) | Source::Alone(database, _) => database.readers(),
            Source::Transaction(transaction, _) => Reader::Executor(transaction.into()),
        };
        Bounded::new(reader, self.longest)
    }

    /// For statements that write: only a transaction will do, or the one statement that stands alone.
    fn writer(&self) -> Result<Writer<'a>, StorageError> {
        match self.source {
            Source::Transaction(transaction, _) => Ok(Writer::Itself(transaction.into())),
            Source::Alone(database, is_spent) if !is_spent.swap(true, Ordering::Relaxed) => Ok(database.alone()),
            Source::Readers(_) | Source::Alone(..) => Err(StorageError::ReadOnly),
        }
    }

    /// For work that needs a point to fall back to: only a transaction has one.
    fn transaction(&self) -> Result<DatabaseExecutor<'a>, StorageError> {
        match self.source {
            Source::Transaction(transaction, _) => Ok(transaction.into()),
            Source::Readers(_) | Source::Alone(..) => Err(StorageError::ReadOnly),
        }
    }

    /// Notes that so many rows of what nodes keep in memory were changed, and answers that number: where it is not 0, the
    /// version is counted up before the commit.
    fn changed_configuration(&self, rows: u64) -> u64 {
        if let Source::Transaction(_, changes_configuration) = self.source
            && rows > 0
        {
            changes_configuration.store(true, Ordering::Relaxed);
        }
        rows
    }
}

/// The same accessors on [`Repos`] and, as a short cut, on [`Tx`].
macro_rules! accessors {
    ($($name:ident: $repo:ident, $doc:literal;)*) => {
        impl<'a> Repos<'a> {
            $(#[doc = $doc] pub fn $name(&self) -> $repo<'a> { $repo(*self) })*
        }
        impl Tx {
            $(#[doc = $doc] pub fn $name(&self) -> $repo<'_> { $repo(self.repos()) })*
        }
    };
}

accessors! {
    pools: Pools, "Pools.";
    clients: Clients, "Clients.";
    signing_keys: SigningKeys, "Token signing keys.";
    users: Users, "Users.";
    groups: Groups, "Groups and who is in them.";
    resource_servers: ResourceServers, "Resource servers and their scopes.";
    codes: Codes, "One-time codes.";
    first_codes: FirstCodes, "Codes that are to be the first factor.";
    password_history: PasswordHistory, "Passwords that users had before.";
    recovery_codes: RecoveryCodes, "Recovery codes.";
    totp_secrets: TotpSecrets, "Secrets of authenticator apps.";
    passkeys: Passkeys, "Passkeys.";
    places: Places, "Where users usually sign in.";
    passkey_challenges: PasskeyChallenges, "Challenges that wait for a passkey.";
    devices: Devices, "Devices of users.";
    sign_ins: SignIns, "Running sign-ins.";
    attempts: Attempts, "Counted attempts.";
    sessions: Sessions, "Browser sessions and the sign-ins they hold.";
    grants: Grants, "Grants.";
    outbox: Outbox, "Messages on their way.";
    access_keys: AccessKeys, "Access keys.";
    events: Events, "Audited facts.";
    event_feedback: EventFeedback, "What was said of attempts to sign in.";
    themes: Themes, "Looks of pools.";
    integrity: Integrity, "Whether what is stored holds together.";
    configuration: Configuration, "The version of what nodes keep in memory.";
    job_leases: JobLeases, "Leases of jobs.";
    spare_keys: SpareKeys, "Private keys made ahead of need.";
    providers: Providers, "Upstream identity providers.";
    identities: Identities, "Who is linked to which account at a provider.";
    provider_tokens: ProviderTokens, "Tokens that providers gave.";
    saml: Saml, "Keys of pools for SAML, and assertions that were taken.";
    trips: Trips, "Trips to providers that came back.";
    posted_names: PostedNames, "Names that a provider posted once.";
    wordings: Wordings, "What pools say in their own words.";
    expiry: Expiry, "What is over and can go.";
}
