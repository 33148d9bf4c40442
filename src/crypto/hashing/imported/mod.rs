//! Password hashes that other software made: how they are read, what they may cost, and how one is checked.
//!
//! The primitives come from libraries; what is ours is only how a format puts them together. A hash is read when it is
//! imported, so that one which can never open an account, or which would keep a hashing thread busy for long, is refused
//! with its row. Knows nothing of our own hashes, nor of who a hash belongs to.
//!
//! The password is taken byte for byte as it came: the software that made the hash did the same.

mod aspnet;
mod bcrypt;
mod django;
mod encoding;
mod keycloak;
mod ldap;
mod pbkdf2;
mod phpass;
mod scrypt;
#[cfg(test)]
mod tests;
mod unix_crypt;
#[cfg(test)]
pub(super) mod vectors;

use subtle::ConstantTimeEq as _;
use thiserror::Error;

pub use self::keycloak::{KeycloakCredential, from_keycloak};

/// Longest text that is looked at.
pub(super) const MAX_LEN: usize = 512;
/// The least that a computed hash must have, in bytes: fewer would be found by chance.
const MIN_OUTPUT: usize = 10;

/// Why a hash cannot be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ImportedHashProblem {
    /// None of the formats that are known.
    #[error("is of no known format")]
    UnknownFormat,
    /// The format is known, but something in it is not as it must be.
    #[error("is not well-formed for {0}")]
    Malformed(&'static str),
    /// It would take too much memory or time to check a password against it.
    #[error("costs more than is allowed: {0}")]
    TooCostly(&'static str),
    /// Made by Vestibule, with a key that is in no import.
    #[error("was made by Vestibule, with a key of the installation that made it; restore a backup instead")]
    Ours,
}

/// One way of checking a password; parameters, salt and the expected result are in it.
trait Recipe: Send {
    /// Whether this is the password. Compares in constant time.
    fn matches(&self, password: &[u8]) -> bool;

    /// How much there is to do, to compare hashes of one format: rounds, iterations. The same for all, where it is always
    /// the same.
    fn work(&self) -> u64 {
        0
    }
}

/// A hash of other software, read and found affordable.
pub(super) struct Imported {
    /// What the format is called in reports.
    pub(super) format: &'static str,
    recipe: Box<dyn Recipe>,
}

type Read = Result<Imported, ImportedHashProblem>;

impl Imported {
    fn new(format: &'static str, recipe: impl Recipe + 'static) -> Self {
        Self { format, recipe: Box::new(recipe) }
    }

    /// Reads a hash. Each family says `None` to what is not its own.
    pub(super) fn read(text: &str) -> Read {
        if text.len() > MAX_LEN || !text.is_ascii() {
            return Err(ImportedHashProblem::UnknownFormat);
        }
        let families = [
            bcrypt::read,
            scrypt::read,
            pbkdf2::read,
            django::read,
            ldap::read,
            phpass::read,
            unix_crypt::read,
            aspnet::read,
        ];
        families.iter().find_map(|read| read(text)).unwrap_or(Err(ImportedHashProblem::UnknownFormat))
    }

    /// How much there is to do to check a password against it, beside others of its format.
    pub(super) fn work(&self) -> u64 {
        self.recipe.work()
    }

    /// Whether this is the password.
    pub(super) fn matches(&self, password: &[u8]) -> bool {
        self.recipe.matches(password)
    }
}

/// Whether a computed hash is the expected one, in constant time.
fn is_same(computed: &[u8], expected: &[u8]) -> bool {
    computed.ct_eq(expected).into()
}
