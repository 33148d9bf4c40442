//! Events: audited facts, written in the transaction of their cause.

use std::fmt::Write as _;

use serde_json::Value;
use uuid::Uuid;

use crate::domain::access_key::AccessKeyId;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// Declares the events: a variant for each, its word, and what it says on the reference page.
macro_rules! events {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal;)*) => {
        /// What happened. The list is published: an audited operation writes exactly one of these.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum EventName {
            $($(#[doc = $doc])+ $name,)*
        }

        impl EventName {
            /// All of them, in the order of the reference page.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$name),*];

            /// The word kept in the database.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// What it says, line by line.
            const fn said(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($doc),+],)*
                }
            }
        }
    };
}

events! {
    /// A user signed up.
    UserSignedUp = "user.signed_up";
    /// Somebody else signed up with the address of a sign-up that was not confirmed: none of their passwords counts.
    SignUpContested = "user.sign_up_contested";
    /// A sign-up was confirmed.
    UserConfirmed = "user.confirmed";
    /// Somebody came from an upstream provider for the first time, and has an account now.
    UserProvisioned = "user.provisioned";
    /// A sign-in through an upstream provider came to nothing; the detail says what failed.
    ProviderFailed = "provider.failed";
    /// An admin made a user.
    UserCreated = "user.created";
    /// A user's attributes changed.
    UserUpdated = "user.updated";
    /// A proven contact of a user moved to another user.
    AliasMoved = "user.alias_moved";
    /// An admin enabled a user.
    UserEnabled = "user.enabled";
    /// An admin disabled a user.
    UserDisabled = "user.disabled";
    /// A user was deleted.
    UserDeleted = "user.deleted";
    /// A sign-in completed.
    SignedIn = "sign_in.completed";
    /// A sign-in failed at the password, of a user or of nobody; or at a second factor.
    SignInFailed = "sign_in.failed";
    /// A sign-in was refused for its risk, after the first factor was proven or because of where it came from.
    SignInBlocked = "sign_in.blocked";
    /// More was asked of a sign-in than the pool asks of all, for its risk, or its person was told of the risk before it went on.
    SignInQuestioned = "sign_in.questioned";
    /// Somebody said of a sign-in whether it was its person: by the link in the mail about it, or as an admin.
    FeedbackGiven = "sign_in.feedback_given";
    /// Many different people failed to sign in, from one place or at one pool: leaked passwords are being tried.
    StuffingSuspected = "sign_in.stuffing_suspected";
    /// A pool sent as much mail as it may in a day.
    MailBudgetExhausted = "mail.budget_exhausted";
    /// A pool sent as many text messages as it may in a day, or as many to one country.
    SmsBudgetExhausted = "sms.budget_exhausted";
    /// A new password was set.
    PasswordChanged = "password.changed";
    /// A user set up a second factor.
    FactorRegistered = "factor.registered";
    /// A user took a second factor away that they had set up.
    FactorRemoved = "factor.removed";
    /// A user's second factors were switched on or off.
    FactorsChanged = "factor.changed";
    /// New recovery codes were made for a user; earlier ones count no more.
    RecoveryCodesMade = "factor.recovery_codes_made";
    /// A recovery code was used in the place of a second factor.
    RecoveryCodeUsed = "factor.recovery_code_used";
    /// An admin took all second factors, recovery codes and passkeys of a user away.
    FactorsReset = "factor.reset";
    /// A user added a passkey.
    PasskeyAdded = "passkey.added";
    /// A user linked an account at a provider to their own.
    IdentityLinked = "identity.linked";
    /// A user took such a link away.
    IdentityUnlinked = "identity.unlinked";
    /// A user removed a passkey.
    PasskeyRemoved = "passkey.removed";
    /// A passkey came with a count of signatures that it had left behind, and was refused: there may be a copy of it.
    PasskeyCountWentBack = "passkey.count_went_back";
    /// A device of a user was remembered: after a second factor was proven on it, or because they say so.
    DeviceRemembered = "device.remembered";
    /// A device of a user was forgotten: by them, by an admin, or because somebody has a copy of its cookie.
    DeviceForgotten = "device.forgotten";
    /// A remembered device spared its user the second factor of a sign-in.
    DeviceStoodIn = "device.stood_in";
    /// Recovery was asked for, by a user or under a name that cannot recover.
    RecoveryRequested = "recovery.requested";
    /// A browser session was signed out.
    SignedOut = "session.signed_out";
    /// A user was signed out everywhere.
    SignedOutEverywhere = "user.signed_out_everywhere";
    /// A user signed everything out but the browser that they were using.
    SignedOutElsewhere = "user.signed_out_elsewhere";
    /// A code or an old refresh token came back: its family was killed.
    ReplayDetected = "grant.replay_detected";
    /// A client gave a family of tokens back.
    GrantRevoked = "grant.revoked";
    /// A pool was made.
    PoolCreated = "pool.created";
    /// A pool changed.
    PoolUpdated = "pool.updated";
    /// A pool was deleted.
    PoolDeleted = "pool.deleted";
    /// A client was made.
    ClientCreated = "client.created";
    /// A client changed.
    ClientUpdated = "client.updated";
    /// A client was deleted.
    ClientDeleted = "client.deleted";
    /// A group was made.
    GroupCreated = "group.created";
    /// A group changed.
    GroupUpdated = "group.updated";
    /// A group was deleted.
    GroupDeleted = "group.deleted";
    /// A user was put into a group.
    UserAddedToGroup = "group.user_added";
    /// A user was taken out of a group.
    UserRemovedFromGroup = "group.user_removed";
    /// A resource server was made.
    ResourceServerCreated = "resource_server.created";
    /// A resource server changed.
    ResourceServerUpdated = "resource_server.updated";
    /// A resource server was deleted.
    ResourceServerDeleted = "resource_server.deleted";
    /// An upstream identity provider was configured for a pool.
    ProviderCreated = "provider.created";
    /// The configuration of an upstream identity provider changed.
    ProviderUpdated = "provider.updated";
    /// An upstream identity provider was taken away; who was linked to an account there is not any more.
    ProviderDeleted = "provider.deleted";
    /// A pool's theme changed.
    ThemeUpdated = "theme.updated";
    /// A pool's own words changed.
    WordingUpdated = "wording.updated";
    /// An access key was made.
    AccessKeyCreated = "access_key.created";
    /// An access key was taken away.
    AccessKeyDeleted = "access_key.deleted";
    /// A pool's signing keys were rotated, or withdrawn and replaced.
    SigningKeysRotated = "signing_keys.rotated";
    /// The key ring was sealed under a new master key.
    MasterKeyRotated = "ring.master_key_rotated";
    /// A working key was added to the key ring.
    RingKeyAdded = "ring.key_added";
    /// The database was filled from a backup.
    BackupRestored = "backup.restored";
}

impl EventName {
    /// Reads the word kept in the database.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }
}

/// The list as the rows of the reference page's table.
#[must_use]
pub fn reference() -> String {
    let mut rows = String::new();
    for name in EventName::ALL {
        let said: Vec<&str> = name.said().iter().map(|line| line.trim()).collect();
        let _ = writeln!(rows, "| `{}` | {} |", name.as_str(), said.join(" "));
    }
    rows
}

/// One audited fact.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id, in order of time.
    pub id: Uuid,
    /// What happened.
    pub name: EventName,
    /// When.
    pub at: Micros,
    /// In which pool.
    pub pool: Option<PoolId>,
    /// To whom.
    pub user: Option<UserId>,
    /// Through which client.
    pub client: Option<ClientId>,
    /// By whom: the access key with which it was asked for. `None`: the person themself, the command line, or the server.
    pub actor: Option<AccessKeyId>,
    /// More, without secrets and without what a person typed.
    pub detail: Value,
}
