//! From columns to domain types and back. A row that makes no sense is [`StorageError::Inconsistent`], a sealed value
//! that does not open [`StorageError::Sealed`]; both name the table and the row's key, never a value.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::super::StorageError;
use crate::crypto::ring::{KeyRing, SealContext};
use crate::domain::client::ClientId;
use crate::domain::code::Channel;
use crate::domain::pool::PoolId;
use crate::domain::session::{SessionId, UpstreamSession};
use crate::domain::user::UserId;

/// The row that is read or written, for errors and for sealing.
#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    pub(super) table: &'static str,
    pub(super) key: &'r str,
}

impl Row<'_> {
    pub(super) fn senseless(self) -> StorageError {
        StorageError::Inconsistent { table: self.table, row: self.key.to_owned() }
    }

    /// A word of a closed list.
    pub(super) fn word<T>(self, word: Option<T>) -> Result<T, StorageError> {
        word.ok_or_else(|| self.senseless())
    }

    pub(super) fn pool(self, text: &str) -> Result<PoolId, StorageError> {
        self.word(PoolId::parse(text))
    }

    pub(super) fn client(self, text: &str) -> Result<ClientId, StorageError> {
        self.word(ClientId::parse(text))
    }

    pub(super) fn uuid(self, text: &str) -> Result<Uuid, StorageError> {
        self.word(Uuid::parse_str(text).ok())
    }

    pub(super) fn user(self, text: &str) -> Result<UserId, StorageError> {
        self.uuid(text).map(UserId)
    }

    pub(super) fn session(self, text: &str) -> Result<SessionId, StorageError> {
        self.uuid(text).map(SessionId)
    }

    pub(super) fn upstream(self, text: &str) -> Result<UpstreamSession, StorageError> {
        self.uuid(text).map(UpstreamSession)
    }

    pub(super) fn channel(self, text: &str) -> Result<Channel, StorageError> {
        self.word(Channel::parse(text))
    }

    pub(super) fn read_json<T: DeserializeOwned>(self, text: &str) -> Result<T, StorageError> {
        self.word(serde_json::from_str(text).ok())
    }

    pub(super) fn write_json<T: Serialize + ?Sized>(self, value: &T) -> Result<String, StorageError> {
        self.word(serde_json::to_string(value).ok())
    }

    pub(super) fn seal(self, ring: &KeyRing, column: &str, pool: &str, plain: &[u8]) -> Vec<u8> {
        ring.seal(&SealContext { table: self.table, column, row: self.key, pool }, plain)
    }

    pub(super) fn unseal(
        self,
        ring: &KeyRing,
        column: &str,
        pool: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StorageError> {
        ring.unseal(&SealContext { table: self.table, column, row: self.key, pool }, sealed).map_err(|_| self.sealed())
    }

    /// Opens a sealed text.
    pub(super) fn unseal_text(
        self,
        ring: &KeyRing,
        column: &str,
        pool: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<String>, StorageError> {
        let plain = self.unseal(ring, column, pool, sealed)?;
        let text = std::str::from_utf8(&plain).map_err(|_| self.sealed())?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    fn sealed(self) -> StorageError {
        StorageError::Sealed { table: self.table, row: self.key.to_owned() }
    }
}

/// Whether a text from outside can be in a column at all: PostgreSQL's texts have no NUL, and asking for one is an error
/// there instead of "not found".
pub(super) fn can_be_stored(text: &str) -> bool {
    !text.contains('\0')
}
