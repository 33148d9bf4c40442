//! PBKDF2 (RFC 8018 §5.2) with SHA-1, SHA-256 and SHA-512, in the shapes of PHC, passlib, Django, Werkzeug, OpenLDAP and
//! Atlassian.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2::{self, Algorithm, PBKDF2_HMAC_SHA1, PBKDF2_HMAC_SHA256, PBKDF2_HMAC_SHA512};

use super::encoding::{base64, some_base64};
use super::{Imported, ImportedHashProblem, MIN_OUTPUT, Read, Recipe};

/// The most iterations, over all blocks of the output: about two seconds.
const MAX_ITERATIONS: u64 = 2_000_000;

struct Pbkdf2 {
    algorithm: Algorithm,
    iterations: NonZeroU32,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

pub(super) fn read(text: &str) -> Option<Read> {
    if let Some(rest) = text.strip_prefix("pbkdf2:") {
        return Some(werkzeug(rest));
    }
    if let Some(rest) = text.strip_prefix("pbkdf2_") {
        return Some(django(rest));
    }
    if let Some(rest) = text.strip_prefix("{PKCS5S2}") {
        return Some(atlassian(rest));
    }
    if let Some(rest) = text.strip_prefix("$pbkdf2") {
        return Some(modular(rest));
    }
    text.strip_prefix("{PBKDF2").map(openldap)
}

fn algorithm(name: &str) -> Option<Algorithm> {
    Some(match name {
        "sha1" => PBKDF2_HMAC_SHA1,
        "sha256" => PBKDF2_HMAC_SHA256,
        "sha512" => PBKDF2_HMAC_SHA512,
        _ => return None,
    })
}

/// What follows `$pbkdf2`: `-sha256$29000$<salt>$<hash>` of passlib, where `$pbkdf2$` is SHA-1, or `-sha256$i=29000,l=32$…`.
fn modular(rest: &str) -> Read {
    const FORMAT: &str = "PBKDF2";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [name, settings, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let name = if name.is_empty() { "sha1" } else { name.strip_prefix('-').ok_or(malformed)? };
    let iterations = match settings.strip_prefix("i=") {
        Some(settings) => settings.split_once(",l=").map_or(settings, |(iterations, _)| iterations),
        None => settings,
    };
    build(FORMAT, name, iterations, base64(salt), base64(hash))
}

/// `sha256$1200000$<salt as it is>$<hash>`
fn django(rest: &str) -> Read {
    const FORMAT: &str = "Django pbkdf2";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [name, iterations, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    build(FORMAT, name, iterations, Some(salt.as_bytes().to_vec()), base64(hash))
}

/// `sha256:1000000$<salt as it is>$<hexadecimal hash>`
fn werkzeug(rest: &str) -> Read {
    const FORMAT: &str = "Werkzeug pbkdf2";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [settings, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let (name, iterations) = settings.split_once(':').ok_or(malformed)?;
    build(FORMAT, name, iterations, Some(salt.as_bytes().to_vec()), hex::decode(hash).ok())
}

/// `{PKCS5S2}` and 16 bytes of salt before 32 of hash.
fn atlassian(rest: &str) -> Read {
    const FORMAT: &str = "Atlassian PBKDF2";
    let bytes = base64(rest).filter(|bytes| bytes.len() == 48).ok_or(ImportedHashProblem::Malformed(FORMAT))?;
    let (salt, hash) = bytes.split_at(16);
    build(FORMAT, "sha1", "10000", Some(salt.to_vec()), Some(hash.to_vec()))
}

/// What follows `{PBKDF2`: `-SHA256}60000$<salt>$<hash>`, where `{PBKDF2}` is SHA-1.
fn openldap(rest: &str) -> Read {
    const FORMAT: &str = "OpenLDAP PBKDF2";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let (name, rest) = rest.split_once('}').ok_or(malformed)?;
    let name = if name.is_empty() { "sha1".to_owned() } else { name.trim_start_matches('-').to_ascii_lowercase() };
    let [iterations, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    build(FORMAT, &name, iterations, some_base64(salt), base64(hash))
}

/// Puts one together from what a format says.
pub(super) fn build(
    format: &'static str,
    name: &str,
    iterations: &str,
    salt: Option<Vec<u8>>,
    expected: Option<Vec<u8>>,
) -> Read {
    let malformed = ImportedHashProblem::Malformed(format);
    let algorithm = algorithm(name).ok_or(malformed)?;
    let iterations: NonZeroU32 = iterations.parse().map_err(|_| malformed)?;
    let expected = expected.filter(|expected| (MIN_OUTPUT..=128).contains(&expected.len())).ok_or(malformed)?;
    let block = match name {
        "sha1" => 20,
        "sha256" => 32,
        _ => 64,
    };
    if u64::from(iterations.get()) * expected.len().div_ceil(block) as u64 > MAX_ITERATIONS {
        return Err(ImportedHashProblem::TooCostly("more than 2000000 iterations of PBKDF2"));
    }
    Ok(Imported::new(format, Pbkdf2 { algorithm, iterations, salt: salt.ok_or(malformed)?, expected }))
}

impl Recipe for Pbkdf2 {
    fn work(&self) -> u64 {
        u64::from(self.iterations.get()) * self.expected.len() as u64
    }

    fn matches(&self, password: &[u8]) -> bool {
        pbkdf2::verify(self.algorithm, self.iterations, &self.salt, password, &self.expected).is_ok()
    }
}
