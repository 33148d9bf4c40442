//! What LDAP directories keep (RFC 2307 §5.3): one round of a hash over the password and its salt.

use aws_lc_rs::digest;
use md5::Digest as _;

use super::encoding::base64;
use super::{Imported, ImportedHashProblem, Read, Recipe, is_same};

/// Most bytes of salt that are taken.
const MAX_SALT: usize = 64;

/// A hash function.
#[derive(Clone, Copy)]
pub(super) enum Digest {
    Md5,
    Sha1,
    Sha256,
    Sha512,
}

impl Digest {
    /// How many bytes it makes.
    pub(super) fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    /// The hash of all parts behind one another.
    pub(super) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        let algorithm = match self {
            Self::Md5 => {
                let mut context = md5::Md5::new();
                for part in parts {
                    context.update(part);
                }
                return context.finalize().to_vec();
            }
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha512 => &digest::SHA512,
        };
        let mut context = digest::Context::new(algorithm);
        for part in parts {
            context.update(part);
        }
        context.finish().as_ref().to_vec()
    }
}

/// One round over the password, with salt on one side or none.
pub(super) struct Salted {
    pub(super) digest: Digest,
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
    pub(super) expected: Vec<u8>,
}

/// Scheme, digest, whether it has a salt, and the name in reports.
const SCHEMES: [(&str, Digest, bool, &str); 8] = [
    ("{SSHA}", Digest::Sha1, true, "LDAP SSHA"),
    ("{SSHA256}", Digest::Sha256, true, "LDAP SSHA256"),
    ("{SSHA512}", Digest::Sha512, true, "LDAP SSHA512"),
    ("{SMD5}", Digest::Md5, true, "LDAP SMD5"),
    ("{SHA}", Digest::Sha1, false, "LDAP SHA"),
    ("{SHA256}", Digest::Sha256, false, "LDAP SHA256"),
    ("{SHA512}", Digest::Sha512, false, "LDAP SHA512"),
    ("{MD5}", Digest::Md5, false, "LDAP MD5"),
];

pub(super) fn read(text: &str) -> Option<Read> {
    // Names of schemes have no case.
    let end = text.find('}').filter(|_| text.starts_with('{'))? + 1;
    let (scheme, rest) = text.split_at(end);
    let &(_, digest, has_salt, format) = SCHEMES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(scheme))?;
    Some(build(digest, has_salt, format, rest))
}

fn build(digest: Digest, has_salt: bool, format: &'static str, rest: &str) -> Read {
    let malformed = ImportedHashProblem::Malformed(format);
    let bytes = base64(rest).ok_or(malformed)?;
    let (expected, salt) = bytes.split_at_checked(digest.length()).ok_or(malformed)?;
    if salt.is_empty() == has_salt || salt.len() > MAX_SALT {
        return Err(malformed);
    }
    let salted = Salted { digest, before: Vec::new(), after: salt.to_vec(), expected: expected.to_vec() };
    Ok(Imported::new(format, salted))
}

impl Recipe for Salted {
    fn matches(&self, password: &[u8]) -> bool {
        is_same(&self.digest.of(&[&self.before, password, &self.after]), &self.expected)
    }
}
