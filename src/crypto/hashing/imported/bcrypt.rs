//! bcrypt as it is (`$2a$`, `$2b$`, `$2y$`), and with a hash before it that lifts its limit of 72 bytes: Django's, passlib's
//! and WordPress's. `$2x$` is not read: it marks hashes of a broken implementation.

use std::str::FromStr as _;

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bcrypt::{HashParts, Version};
use zeroize::Zeroizing;

use super::{Imported, ImportedHashProblem, Read, Recipe, is_same};

/// Bytes of a password that bcrypt looks at.
const LOOKED_AT: usize = 72;
/// About a second on a current core.
const MAX_COST: u32 = 14;

/// What is done to the password before bcrypt sees it.
enum Before {
    Nothing,
    /// Hexadecimal SHA-256 (Django).
    HexSha256,
    /// Base64 of SHA-256 (passlib's first version).
    Base64Sha256,
    /// Base64 of HMAC-SHA-256 under the text of the salt (passlib's second version).
    Base64HmacSha256(Vec<u8>),
    /// Base64 of HMAC-SHA-384 under `wp-sha384`, of the trimmed password (WordPress 6.8).
    WordPress,
}

struct Bcrypt {
    before: Before,
    parts: HashParts,
}

pub(super) fn read(text: &str) -> Option<Read> {
    const PLAIN: &str = "bcrypt";
    let text = text.strip_prefix("{BLF-CRYPT}").unwrap_or(text);
    if let Some(rest) = text.strip_prefix("$bcrypt-sha256$") {
        return Some(read_passlib(rest));
    }
    if let Some(rest) = text.strip_prefix("bcrypt_sha256$") {
        return Some(build("Django bcrypt_sha256", Before::HexSha256, rest));
    }
    if let Some(rest) = text.strip_prefix("bcrypt$") {
        return Some(build("Django bcrypt", Before::Nothing, rest));
    }
    if let Some(rest) = text.strip_prefix("$wp") {
        return Some(build("WordPress bcrypt", Before::WordPress, rest));
    }
    ["$2a$", "$2b$", "$2y$"].iter().any(|start| text.starts_with(start)).then(|| build(PLAIN, Before::Nothing, text))
}

fn build(format: &'static str, before: Before, text: &str) -> Read {
    let malformed = ImportedHashProblem::Malformed(format);
    if !["$2a$", "$2b$", "$2y$"].iter().any(|start| text.starts_with(start)) {
        return Err(malformed);
    }
    let parts = HashParts::from_str(text).map_err(|_| malformed)?;
    match parts.get_cost() {
        0..4 => Err(malformed),
        4..=MAX_COST => Ok(Imported::new(format, Bcrypt { before, parts })),
        _ => Err(ImportedHashProblem::TooCostly("a bcrypt cost above 14")),
    }
}

/// `$bcrypt-sha256$v=2,t=2b,r=12$<salt>$<hash>`, or `$bcrypt-sha256$2b,12$<salt>$<hash>` of the first version.
fn read_passlib(rest: &str) -> Read {
    const FORMAT: &str = "passlib bcrypt_sha256";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [settings, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let (before, kind, cost) = if let Some(settings) = settings.strip_prefix("v=2,t=") {
        let (kind, cost) = settings.split_once(",r=").ok_or(malformed)?;
        (Before::Base64HmacSha256(salt.as_bytes().to_vec()), kind, cost)
    } else {
        let (kind, cost) = settings.split_once(',').ok_or(malformed)?;
        (Before::Base64Sha256, kind, cost)
    };
    let cost: u32 = cost.parse().map_err(|_| malformed)?;
    build(FORMAT, before, &format!("${kind}${cost:02}${salt}{hash}"))
}

impl Recipe for Bcrypt {
    fn work(&self) -> u64 {
        1 << self.parts.get_cost()
    }

    fn matches(&self, password: &[u8]) -> bool {
        let base64 = |bytes: &[u8]| Zeroizing::new(STANDARD.encode(bytes).into_bytes());
        let given = match &self.before {
            Before::Nothing => Zeroizing::new(password.to_vec()),
            Before::HexSha256 => Zeroizing::new(hex::encode(digest::digest(&digest::SHA256, password)).into_bytes()),
            Before::Base64Sha256 => base64(digest::digest(&digest::SHA256, password).as_ref()),
            Before::Base64HmacSha256(key) => {
                base64(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), password).as_ref())
            }
            Before::WordPress => {
                let key = hmac::Key::new(hmac::HMAC_SHA384, b"wp-sha384");
                base64(hmac::sign(&key, password.trim_ascii()).as_ref())
            }
        };
        // What follows would not be compared: another end, or a slip in it, would open the account and become its password,
        // since the hash is made anew from what was typed (case 228). It is hashed all the same, to take as long.
        let is_whole = given.len() <= LOOKED_AT;
        let text = |parts: &HashParts| parts.format_for_version(Version::TwoB);
        bcrypt::hash_with_salt(given.as_slice(), self.parts.get_cost(), self.parts.get_salt_raw())
            .is_ok_and(|computed| is_same(text(&computed).as_bytes(), text(&self.parts).as_bytes()))
            && is_whole
    }
}
