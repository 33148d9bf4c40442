//! scrypt (RFC 7914) as a PHC string, as Django and Werkzeug write it, and Firebase's, which encrypts the project's signer
//! key under what scrypt makes of the password.

use aws_lc_rs::cipher::{AES_256, DecryptingKey, DecryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use scrypt::Params;
use zeroize::Zeroizing;

use super::encoding::{base64, some_base64};
use super::{Imported, ImportedHashProblem, MIN_OUTPUT, Read, Recipe, is_same};

/// The most memory that one check may take, in bytes.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
/// The most memory that one check may go through.
const MAX_WORK: u64 = 1024 * 1024 * 1024;

struct Scrypt {
    params: Params,
    salt: Vec<u8>,
    expected: Vec<u8>,
    /// Firebase: what is encrypted under the derived key.
    signer_key: Option<Vec<u8>>,
}

pub(super) fn read(text: &str) -> Option<Read> {
    if let Some(rest) = text.strip_prefix("$scrypt$") {
        return Some(phc(rest));
    }
    if let Some(rest) = text.strip_prefix("$fbscrypt$") {
        return Some(firebase(rest));
    }
    if let Some(rest) = text.strip_prefix("scrypt:") {
        return Some(werkzeug(rest));
    }
    text.strip_prefix("scrypt$").map(django)
}

/// `ln=16,r=8,p=1$<salt>$<hash>`
fn phc(rest: &str) -> Read {
    const FORMAT: &str = "scrypt";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [settings, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let value = |name| number(settings, name).ok_or(malformed);
    let params = params(value("ln")?, value("r")?, value("p")?, malformed)?;
    build(FORMAT, params, base64(salt).ok_or(malformed)?, base64(hash), None)
}

/// Supabase's way of writing what Firebase exports:
/// `v=1,n=14,r=8,p=1,ss=<salt separator>,sk=<signer key>$<salt>$<hash>`
fn firebase(rest: &str) -> Read {
    const FORMAT: &str = "Firebase scrypt";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [settings, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let value = |name| number(settings, name).ok_or(malformed);
    if setting(settings, "v") != Some("1") {
        return Err(malformed);
    }
    let params = params(value("n")?, value("r")?, value("p")?, malformed)?;
    let separator = setting(settings, "ss").and_then(base64).ok_or(malformed)?;
    let signer_key = setting(settings, "sk").and_then(some_base64).ok_or(malformed)?;
    let salt = [some_base64(salt).ok_or(malformed)?, separator].concat();
    let hash = base64(hash).filter(|hash| hash.len() == signer_key.len());
    build(FORMAT, params, salt, hash, Some(signer_key))
}

/// `32768:8:1$<salt as it is>$<hexadecimal hash>`
fn werkzeug(rest: &str) -> Read {
    const FORMAT: &str = "Werkzeug scrypt";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [settings, salt, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let [n, r, p] = settings.split(':').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let params = params(log2(n).ok_or(malformed)?, decimal(r, malformed)?, decimal(p, malformed)?, malformed)?;
    build(FORMAT, params, salt.as_bytes().to_vec(), hex::decode(hash).ok(), None)
}

/// `16384$<salt as it is>$8$5$<hash>`
fn django(rest: &str) -> Read {
    const FORMAT: &str = "Django scrypt";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let [n, salt, r, p, hash] = rest.split('$').collect::<Vec<_>>().try_into().map_err(|_| malformed)?;
    let params = params(log2(n).ok_or(malformed)?, decimal(r, malformed)?, decimal(p, malformed)?, malformed)?;
    build(FORMAT, params, salt.as_bytes().to_vec(), base64(hash), None)
}

fn build(
    format: &'static str,
    params: Params,
    salt: Vec<u8>,
    expected: Option<Vec<u8>>,
    signer_key: Option<Vec<u8>>,
) -> Read {
    let expected = expected
        .filter(|expected| (MIN_OUTPUT..=128).contains(&expected.len()))
        .ok_or(ImportedHashProblem::Malformed(format))?;
    Ok(Imported::new(format, Scrypt { params, salt, expected, signer_key }))
}

/// The parameters, if a check against them is affordable.
fn params(log_n: u32, r: u32, p: u32, malformed: ImportedHashProblem) -> Result<Params, ImportedHashProblem> {
    const TOO_COSTLY: ImportedHashProblem =
        ImportedHashProblem::TooCostly("scrypt with more than 256 MiB, or 1 GiB over all p");
    let log_n = u8::try_from(log_n).ok().filter(|log_n| (1..32).contains(log_n)).ok_or(TOO_COSTLY)?;
    let memory = 128_u64.checked_mul(1 << log_n).and_then(|memory| memory.checked_mul(r.into())).ok_or(TOO_COSTLY)?;
    let work = memory.checked_mul(p.into()).ok_or(TOO_COSTLY)?;
    if memory > MAX_MEMORY || work > MAX_WORK {
        return Err(TOO_COSTLY);
    }
    Params::new(log_n, r, p).map_err(|_| malformed)
}

/// A setting of `name=value,name=value`; values in base64 may have `=` in them.
fn setting<'a>(settings: &'a str, name: &str) -> Option<&'a str> {
    settings
        .split(',')
        .filter_map(|setting| setting.split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

fn number(settings: &str, name: &str) -> Option<u32> {
    setting(settings, name)?.parse().ok()
}

fn decimal(text: &str, malformed: ImportedHashProblem) -> Result<u32, ImportedHashProblem> {
    text.parse().map_err(|_| malformed)
}

fn log2(text: &str) -> Option<u32> {
    text.parse::<u64>().ok().filter(|n| n.is_power_of_two()).map(u64::ilog2)
}

impl Recipe for Scrypt {
    fn work(&self) -> u64 {
        (u64::from(self.params.r()) * u64::from(self.params.p())) << self.params.log_n()
    }

    fn matches(&self, password: &[u8]) -> bool {
        let length = if self.signer_key.is_some() { 64 } else { self.expected.len() };
        let mut derived = Zeroizing::new(vec![0; length]);
        if scrypt::scrypt(password, &self.salt, &self.params, &mut derived).is_err() {
            return false;
        }
        match &self.signer_key {
            None => is_same(&derived, &self.expected),
            Some(signer_key) => {
                encrypted(&derived[..32], signer_key).is_some_and(|text| is_same(&text, &self.expected))
            }
        }
    }
}

/// AES-256-CTR from a counter of zero; in this mode, decrypting is encrypting.
fn encrypted(key: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let key = DecryptingKey::ctr(UnboundCipherKey::new(&AES_256, key).ok()?).ok()?;
    let mut text = plain.to_vec();
    key.decrypt(&mut text, DecryptionContext::Iv128(FixedLength::from([0; 16]))).ok()?;
    Some(text)
}
