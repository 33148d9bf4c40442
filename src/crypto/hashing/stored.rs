//! What a user's row holds in the place of a password: our own hash, or one that was imported, sealed.
//!
//! ```text
//! $argon2id$…,keyid=…$…      ours: worth nothing without the pepper
//! $imported$<base64url>      of other software, sealed under the ring: a stolen database must not give away what was
//!                            hashed with less care elsewhere
//! ```

use argon2::Block;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::imported::{Imported, ImportedHashProblem};
use super::phc::{self, Argon2Hash, Pepper};
use super::{HashError, HashingParams, Verified};
use crate::crypto::ring::{KeyRing, SealContext};

/// What a sealed imported hash begins with.
pub const IMPORTED: &str = "$imported$";

/// Where a sealed hash opens. Not bound to its row, as our own hashes are not.
const PLACE: SealContext<'static> = SealContext { table: "users", column: "password", row: "", pool: "" };

/// Django writes the name of its algorithm before argon2's own text.
const DJANGO_ARGON2: &str = "argon2$argon2";

enum Recipe {
    Argon2(Box<(Argon2Hash, Option<Pepper>)>),
    Other(Imported),
}

/// A stored hash, read and found affordable.
pub(super) struct Stored {
    recipe: Recipe,
    needs_upgrade: bool,
    /// Made elsewhere: of the password as it was typed.
    is_imported: bool,
    /// Checking it costs less than one of ours: that would tell it from nobody's.
    is_cheap: bool,
}

/// An imported hash, ready for a user's row.
#[derive(Clone)]
pub struct SealedHash {
    /// What goes into the row.
    pub text: String,
    /// The name of its format, for reports.
    pub format: &'static str,
    /// How much there is to do to check a password against it, beside others of its format.
    pub work: u64,
}

impl Stored {
    pub(super) fn parse(text: &str, today: &HashingParams, ring: &KeyRing) -> Result<Self, HashError> {
        let bad = HashError::BadStoredHash;
        let opened = match text.strip_prefix(IMPORTED) {
            Some(sealed) => Some(open(sealed, ring).ok_or(bad)?),
            None => None,
        };
        let text = opened.as_deref().map_or(text, String::as_str);
        if opened.is_some() && !is_argon2(text) {
            let hash = Imported::read(text).map_err(|_| bad)?;
            return Ok(Self { recipe: Recipe::Other(hash), needs_upgrade: true, is_imported: true, is_cheap: true });
        }
        let hash = Argon2Hash::read(phc_of(text), today).map_err(|_| bad)?;
        let pepper = hash.pepper(ring)?;
        Ok(Self {
            needs_upgrade: hash.needs_upgrade(pepper.as_ref(), today, ring.newest_version()),
            is_imported: pepper.is_none(),
            is_cheap: hash.work() < today.work(),
            recipe: Recipe::Argon2(Box::new((hash, pepper))),
        })
    }

    /// Whether it is of the password byte for byte, and not of its normal form.
    pub(super) fn is_imported(&self) -> bool {
        self.is_imported
    }

    /// Whether this is the password. Costs what one of today's hashes costs, or more.
    pub(super) fn verify(
        &self,
        password: &str,
        today: &HashingParams,
        memory: &mut [Block],
    ) -> Result<Verified, HashError> {
        let is_same = match &self.recipe {
            Recipe::Argon2(own) => own.0.matches(password, own.1.as_ref(), memory)?,
            Recipe::Other(hash) => hash.matches(password.as_bytes()),
        };
        if self.is_cheap {
            phc::waste(today, password, memory)?;
        }
        Ok(match (is_same, self.needs_upgrade) {
            (false, _) => Verified::No,
            (true, false) => Verified::Yes,
            (true, true) => Verified::YesUpgrade,
        })
    }
}

/// Reads a hash of other software and seals it.
pub(super) fn import(text: &str, today: &HashingParams, ring: &KeyRing) -> Result<SealedHash, ImportedHashProblem> {
    let (format, work) = if is_argon2(text) {
        let hash = Argon2Hash::read(phc_of(text), today)?;
        if hash.is_peppered() {
            return Err(ImportedHashProblem::Ours);
        }
        ("argon2", hash.work())
    } else if text.starts_with(IMPORTED) {
        return Err(ImportedHashProblem::Ours);
    } else {
        let hash = Imported::read(text)?;
        (hash.format, hash.work())
    };
    let sealed = URL_SAFE_NO_PAD.encode(ring.seal(&PLACE, text.as_bytes()));
    Ok(SealedHash { text: format!("{IMPORTED}{sealed}"), format, work })
}

/// Whether a stored text is a sealed hash that does not open.
pub(crate) fn is_unopened(text: &str, ring: &KeyRing) -> bool {
    text.strip_prefix(IMPORTED).is_some_and(|sealed| open(sealed, ring).is_none())
}

fn open(sealed: &str, ring: &KeyRing) -> Option<Zeroizing<String>> {
    let plain = ring.unseal(&PLACE, &URL_SAFE_NO_PAD.decode(sealed).ok()?).ok()?;
    std::str::from_utf8(&plain).ok().map(|text| Zeroizing::new(text.to_owned()))
}

fn is_argon2(text: &str) -> bool {
    text.starts_with("$argon2") || text.starts_with(DJANGO_ARGON2)
}

fn phc_of(text: &str) -> &str {
    if text.starts_with(DJANGO_ARGON2) { &text["argon2".len()..] } else { text }
}
