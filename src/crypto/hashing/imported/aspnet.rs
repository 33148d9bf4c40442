//! ASP.NET Core Identity: base64 of a byte that names the version, parameters, salt and PBKDF2's output.

use super::encoding::base64;
use super::{ImportedHashProblem, Read, pbkdf2};

pub(super) fn read(text: &str) -> Option<Read> {
    let bytes = base64(text)?;
    match bytes.split_first()? {
        (0, rest) => Some(version_2(rest)),
        (1, rest) => Some(version_3(rest)),
        _ => None,
    }
}

/// 16 bytes of salt, 32 of PBKDF2-SHA1 with 1000 iterations.
fn version_2(rest: &[u8]) -> Read {
    const FORMAT: &str = "ASP.NET Identity v2";
    if rest.len() != 48 {
        return Err(ImportedHashProblem::Malformed(FORMAT));
    }
    let (salt, hash) = rest.split_at(16);
    pbkdf2::build(FORMAT, "sha1", "1000", Some(salt.to_vec()), Some(hash.to_vec()))
}

/// Pseudo-random function, iterations and length of the salt, 4 bytes each, the highest first.
fn version_3(rest: &[u8]) -> Read {
    const FORMAT: &str = "ASP.NET Identity v3";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let (head, rest) = rest.split_at_checked(12).ok_or(malformed)?;
    let numbers: Vec<u32> =
        head.chunks_exact(4).map(|bytes| bytes.iter().fold(0, |n, &byte| n << 8 | u32::from(byte))).collect();
    let [function, iterations, salt_len] = numbers[..] else { return Err(malformed) };
    let name = match function {
        0 => "sha1",
        1 => "sha256",
        2 => "sha512",
        _ => return Err(malformed),
    };
    let (salt, hash) =
        usize::try_from(salt_len).ok().and_then(|length| rest.split_at_checked(length)).ok_or(malformed)?;
    pbkdf2::build(FORMAT, name, &iterations.to_string(), Some(salt.to_vec()), Some(hash.to_vec()))
}
