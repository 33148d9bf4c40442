//! PHC strings: what a stored hash says, how one is computed, how one is compared.
//!
//! ```text
//! $argon2id$v=19$m=19456,t=2,p=1,keyid=AAAAAQ$<salt>$<hash>
//! ```
//!
//! `keyid` is the ring version of the pepper, 4 bytes in base64. A hash without it has no pepper: it was made elsewhere.

use argon2::password_hash::phc::{Ident, Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, KeyId, Params, ParamsBuilder, Version};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::imported::{ImportedHashProblem, MAX_LEN};
use super::{HashError, HashingParams};
use crate::crypto::ring::KeyRing;
use crate::domain::random::{self, Random};

/// RFC 9106 §3.1 recommends 16 bytes of salt and at least 16 of output; §4 uses 32 of output.
pub(super) const SALT_LEN: usize = 16;
const OUTPUT_LEN: usize = 32;

/// The most that an imported hash may cost: otherwise a row decides how long a worker is away.
const MAX_STORED_MEMORY_KIB: u32 = 256 * 1024;
const MAX_STORED_WORK_KIB: u64 = 1024 * 1024;

/// Argon2's secret and the ring version that it comes from.
#[derive(Clone)]
pub(super) struct Pepper {
    version: u32,
    key: Zeroizing<[u8; 32]>,
}

impl Pepper {
    /// The pepper for new hashes.
    pub(super) fn newest(ring: &KeyRing) -> Self {
        let (version, key) = ring.newest_pepper();
        Self { version, key }
    }
}

/// An argon2 hash, read and found affordable.
pub(super) struct Argon2Hash {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Salt,
    expected: Output,
}

impl Argon2Hash {
    /// Reads a hash of whichever software.
    pub(super) fn read(phc: &str, today: &HashingParams) -> Result<Self, ImportedHashProblem> {
        const MALFORMED: ImportedHashProblem = ImportedHashProblem::Malformed("argon2");
        if phc.len() > MAX_LEN {
            return Err(MALFORMED);
        }
        let hash = PasswordHash::new(phc).map_err(|_| MALFORMED)?;
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| MALFORMED)?;
        // The format's rule: no version means the old one.
        let version = hash.version.map_or(Ok(Version::V0x10), Version::try_from).map_err(|_| MALFORMED)?;
        let params = Params::try_from(&hash).map_err(|_| MALFORMED)?;
        let work = u64::from(params.m_cost()).saturating_mul(params.t_cost().into());
        if params.m_cost() > MAX_STORED_MEMORY_KIB.max(today.memory_kib) || work > MAX_STORED_WORK_KIB.max(today.work())
        {
            return Err(ImportedHashProblem::TooCostly("argon2 with more than 256 MiB, or 1 GiB over all passes"));
        }
        let (salt, expected) = (hash.salt.ok_or(MALFORMED)?, hash.hash.ok_or(MALFORMED)?);
        if salt.len() < argon2::MIN_SALT_LEN {
            return Err(MALFORMED);
        }
        Ok(Self { algorithm, version, params, salt, expected })
    }

    /// Whether it was made with a pepper, which only we do.
    pub(super) fn is_peppered(&self) -> bool {
        !self.params.keyid().is_empty()
    }

    /// Memory times passes, in KiB.
    pub(super) fn work(&self) -> u64 {
        u64::from(self.params.m_cost()).saturating_mul(self.params.t_cost().into())
    }

    /// The pepper that it was made with.
    pub(super) fn pepper(&self, ring: &KeyRing) -> Result<Option<Pepper>, HashError> {
        if !self.is_peppered() {
            return Ok(None);
        }
        let version = self.params.keyid().try_into().map(u32::from_be_bytes).map_err(|_| HashError::BadStoredHash)?;
        let key = ring.pepper(version).ok_or(HashError::UnknownPepper(version))?;
        Ok(Some(Pepper { version, key }))
    }

    /// Whether a hash made today would be stronger.
    pub(super) fn needs_upgrade(&self, pepper: Option<&Pepper>, today: &HashingParams, newest: u32) -> bool {
        self.algorithm != Algorithm::Argon2id
            || self.version != Version::V0x13
            || self.params.m_cost() < today.memory_kib
            || self.params.t_cost() < today.iterations
            || self.salt.len() < SALT_LEN
            || self.expected.len() < OUTPUT_LEN
            || pepper.is_none_or(|pepper| pepper.version != newest)
    }

    /// Computes the hash of `password` the stored way and compares in constant time.
    pub(super) fn matches(
        &self,
        password: &str,
        pepper: Option<&Pepper>,
        memory: &mut [Block],
    ) -> Result<bool, HashError> {
        let secret = pepper.map_or(&[][..], |pepper| pepper.key.as_slice());
        let argon2 = Argon2::new_with_secret(secret, self.algorithm, self.version, self.params.clone())
            .map_err(|_| HashError::BadStoredHash)?;
        let mut computed = Zeroizing::new(vec![0; self.expected.len()]);
        fill(&argon2, password, &self.salt, &mut computed, memory).map_err(|_| HashError::BadStoredHash)?;
        Ok(computed.ct_eq(self.expected.as_bytes()).into())
    }
}

/// Computes a hash at today's cost and throws it away.
pub(super) fn waste(params: &HashingParams, password: &str, memory: &mut [Block]) -> Result<(), HashError> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, argon2_params(params, 0));
    let mut output = Zeroizing::new([0; OUTPUT_LEN]);
    fill(&argon2, password, &[0; SALT_LEN], output.as_mut_slice(), memory).map_err(|_| HashError::Stopped)?;
    std::hint::black_box(&output);
    Ok(())
}

/// The PHC string of a new password.
pub(super) fn hash(
    params: &HashingParams,
    password: &str,
    pepper: &Pepper,
    salt: &[u8; SALT_LEN],
    memory: &mut [Block],
) -> Result<String, HashError> {
    let params = argon2_params(params, pepper.version);
    let argon2 = Argon2::new_with_secret(pepper.key.as_slice(), Algorithm::Argon2id, Version::V0x13, params.clone())
        .map_err(|_| HashError::Stopped)?;
    let mut output = [0; OUTPUT_LEN];
    fill(&argon2, password, salt, &mut output, memory).map_err(|_| HashError::Stopped)?;
    Ok(format(&params, salt, &output))
}

/// The hash of no password, in the shape and at the cost of a new one: salt and hash are random bytes.
pub(super) fn of_nobody(params: &HashingParams, pepper_version: u32, random: &dyn Random) -> String {
    format(&argon2_params(params, pepper_version), &random::bytes(random), &random::bytes(random))
}

fn fill(
    argon2: &Argon2<'_>,
    password: &str,
    salt: &[u8],
    output: &mut [u8],
    memory: &mut [Block],
) -> argon2::Result<()> {
    let needed = argon2.params().block_count();
    if needed <= memory.len() {
        return argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, memory);
    }
    // An imported hash that wants more than today's parameters: its memory is given back at once.
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, vec![Block::new(); needed])
}

fn argon2_params(params: &HashingParams, pepper_version: u32) -> Params {
    let keyid = KeyId::new(&pepper_version.to_be_bytes()).expect("a key id may have 4 bytes");
    let mut builder = ParamsBuilder::new();
    builder.m_cost(params.memory_kib).t_cost(params.iterations).p_cost(1).keyid(keyid).output_len(OUTPUT_LEN);
    builder.build().expect("HashingParams holds argon2's bounds")
}

fn format(params: &Params, salt: &[u8; SALT_LEN], output: &[u8; OUTPUT_LEN]) -> String {
    let hash = PasswordHash {
        algorithm: Ident::from(Algorithm::Argon2id),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).expect("three numbers and a key id fit"),
        salt: Some(Salt::new(salt).expect("a salt may have 16 bytes")),
        hash: Some(Output::new(output).expect("a hash may have 32 bytes")),
    };
    hash.to_string()
}
