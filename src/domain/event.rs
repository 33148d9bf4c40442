//! Events: audited facts, written in the transaction of their cause.

use serde_json::Value;
use uuid::Uuid;

use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// What happened. The list is published: an audited operation writes exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventName {
    /// A user signed up.
    UserSignedUp,
    /// Somebody else signed up with the address of a sign-up that was not confirmed: none of their passwords counts.
    SignUpContested,
    /// A sign-up was confirmed.
    UserConfirmed,
    /// An admin made a user.
    UserCreated,
    /// A user's attributes changed.
    UserUpdated,
    /// A proven contact of a user moved to another user.
    AliasMoved,
    /// An admin enabled a user.
    UserEnabled,
    /// An admin disabled a user.
    UserDisabled,
    /// A user was deleted.
    UserDeleted,
    /// A sign-in completed.
    SignedIn,
    /// A sign-in failed at the password, of a user or of nobody.
    SignInFailed,
    /// Many different people failed to sign in, from one place or at one pool: leaked passwords are being tried.
    StuffingSuspected,
    /// A pool sent as much mail as it may in a day.
    MailBudgetExhausted,
    /// A new password was set.
    PasswordChanged,
    /// Recovery was asked for, by a user or under a name that cannot recover.
    RecoveryRequested,
    /// A browser session was signed out.
    SignedOut,
    /// A user was signed out everywhere.
    SignedOutEverywhere,
    /// A code or an old refresh token came back: its family was killed.
    ReplayDetected,
    /// A client gave a family of tokens back.
    GrantRevoked,
    /// A pool was made.
    PoolCreated,
    /// A pool changed.
    PoolUpdated,
    /// A pool was deleted.
    PoolDeleted,
    /// A client was made.
    ClientCreated,
    /// A client changed.
    ClientUpdated,
    /// A client was deleted.
    ClientDeleted,
    /// A group was made.
    GroupCreated,
    /// A group changed.
    GroupUpdated,
    /// A group was deleted.
    GroupDeleted,
    /// A user was put into a group.
    UserAddedToGroup,
    /// A user was taken out of a group.
    UserRemovedFromGroup,
    /// A resource server was made.
    ResourceServerCreated,
    /// A resource server changed.
    ResourceServerUpdated,
    /// A resource server was deleted.
    ResourceServerDeleted,
    /// A pool's theme changed.
    ThemeUpdated,
    /// A pool's own words changed.
    WordingUpdated,
    /// An access key was made.
    AccessKeyCreated,
    /// An access key was deleted.
    AccessKeyDeleted,
    /// A pool's signing keys were rotated, or withdrawn and replaced.
    SigningKeysRotated,
    /// The database was filled from a backup.
    BackupRestored,
}

impl EventName {
    /// All of them.
    pub const ALL: [Self; 39] = [
        Self::UserSignedUp,
        Self::SignUpContested,
        Self::UserConfirmed,
        Self::UserCreated,
        Self::UserUpdated,
        Self::AliasMoved,
        Self::UserEnabled,
        Self::UserDisabled,
        Self::UserDeleted,
        Self::SignedIn,
        Self::SignInFailed,
        Self::StuffingSuspected,
        Self::MailBudgetExhausted,
        Self::PasswordChanged,
        Self::RecoveryRequested,
        Self::SignedOut,
        Self::SignedOutEverywhere,
        Self::ReplayDetected,
        Self::GrantRevoked,
        Self::PoolCreated,
        Self::PoolUpdated,
        Self::PoolDeleted,
        Self::ClientCreated,
        Self::ClientUpdated,
        Self::ClientDeleted,
        Self::GroupCreated,
        Self::GroupUpdated,
        Self::GroupDeleted,
        Self::UserAddedToGroup,
        Self::UserRemovedFromGroup,
        Self::ResourceServerCreated,
        Self::ResourceServerUpdated,
        Self::ResourceServerDeleted,
        Self::ThemeUpdated,
        Self::WordingUpdated,
        Self::AccessKeyCreated,
        Self::AccessKeyDeleted,
        Self::SigningKeysRotated,
        Self::BackupRestored,
    ];

    /// Reads the word kept in the database.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UserSignedUp => "user.signed_up",
            Self::SignUpContested => "user.sign_up_contested",
            Self::UserConfirmed => "user.confirmed",
            Self::UserCreated => "user.created",
            Self::UserUpdated => "user.updated",
            Self::AliasMoved => "user.alias_moved",
            Self::UserEnabled => "user.enabled",
            Self::UserDisabled => "user.disabled",
            Self::UserDeleted => "user.deleted",
            Self::SignedIn => "sign_in.completed",
            Self::SignInFailed => "sign_in.failed",
            Self::StuffingSuspected => "sign_in.stuffing_suspected",
            Self::MailBudgetExhausted => "mail.budget_exhausted",
            Self::PasswordChanged => "password.changed",
            Self::RecoveryRequested => "recovery.requested",
            Self::SignedOut => "session.signed_out",
            Self::SignedOutEverywhere => "user.signed_out_everywhere",
            Self::ReplayDetected => "grant.replay_detected",
            Self::GrantRevoked => "grant.revoked",
            Self::PoolCreated => "pool.created",
            Self::PoolUpdated => "pool.updated",
            Self::PoolDeleted => "pool.deleted",
            Self::ClientCreated => "client.created",
            Self::ClientUpdated => "client.updated",
            Self::ClientDeleted => "client.deleted",
            Self::GroupCreated => "group.created",
            Self::GroupUpdated => "group.updated",
            Self::GroupDeleted => "group.deleted",
            Self::UserAddedToGroup => "group.user_added",
            Self::UserRemovedFromGroup => "group.user_removed",
            Self::ResourceServerCreated => "resource_server.created",
            Self::ResourceServerUpdated => "resource_server.updated",
            Self::ResourceServerDeleted => "resource_server.deleted",
            Self::ThemeUpdated => "theme.updated",
            Self::WordingUpdated => "wording.updated",
            Self::AccessKeyCreated => "access_key.created",
            Self::AccessKeyDeleted => "access_key.deleted",
            Self::SigningKeysRotated => "signing_keys.rotated",
            Self::BackupRestored => "backup.restored",
        }
    }
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
    /// More, without secrets and without what a person typed.
    pub detail: Value,
}
