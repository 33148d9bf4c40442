//! phpass's portable hashes (`$P$` of WordPress, `$H$` of phpBB) and Drupal 7's, which is phpass over SHA-512 (`$S$`); with
//! `U` before it, Drupal wrapped a plain MD5 of an older version.

use super::encoding::{crypt_base64, crypt_value};
use super::ldap::Digest;
use super::{Imported, ImportedHashProblem, Read, Recipe, is_same};

/// Rounds are two to this power. phpass itself begins at 7.
const ROUNDS: std::ops::RangeInclusive<u8> = 7..=18;
/// How many characters of SHA-512 Drupal keeps: 55 with what is before them.
const DRUPAL_LEN: usize = 43;

struct Phpass {
    digest: Digest,
    rounds: u32,
    salt: Vec<u8>,
    expected: Vec<u8>,
    /// The hash is one of a password's MD5 in hexadecimal.
    of_md5: bool,
}

pub(super) fn read(text: &str) -> Option<Read> {
    if let Some(rest) = text.strip_prefix("$P$").or_else(|| text.strip_prefix("$H$")) {
        return Some(build("phpass", Digest::Md5, rest, false));
    }
    if let Some(rest) = text.strip_prefix("U$S$") {
        return Some(build("Drupal 7 over MD5", Digest::Sha512, rest, true));
    }
    text.strip_prefix("$S$").map(|rest| build("Drupal 7", Digest::Sha512, rest, false))
}

fn build(format: &'static str, digest: Digest, rest: &str, of_md5: bool) -> Read {
    let malformed = ImportedHashProblem::Malformed(format);
    let (&[power], rest) = rest.as_bytes().split_first_chunk().ok_or(malformed)?;
    let power = crypt_value(power).ok_or(malformed)?;
    if power > *ROUNDS.end() {
        return Err(ImportedHashProblem::TooCostly("more than 2^18 rounds of phpass"));
    }
    let (salt, expected) = rest.split_at_checked(8).ok_or(malformed)?;
    let length = if matches!(digest, Digest::Md5) { 22 } else { DRUPAL_LEN };
    if !ROUNDS.contains(&power) || expected.len() != length {
        return Err(malformed);
    }
    let (salt, expected) = (salt.to_vec(), expected.to_vec());
    Ok(Imported::new(format, Phpass { digest, rounds: 1 << power, salt, expected, of_md5 }))
}

impl Recipe for Phpass {
    fn work(&self) -> u64 {
        self.rounds.into()
    }

    fn matches(&self, password: &[u8]) -> bool {
        let old = self.of_md5.then(|| hex::encode(Digest::Md5.of(&[password])));
        let password = old.as_deref().map_or(password, str::as_bytes);
        let mut hash = self.digest.of(&[&self.salt, password]);
        for _ in 0..self.rounds {
            hash = self.digest.of(&[&hash, password]);
        }
        let text = crypt_base64(&hash);
        is_same(&text[..self.expected.len().min(text.len())], &self.expected)
    }
}
