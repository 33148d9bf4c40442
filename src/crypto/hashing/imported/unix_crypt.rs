//! `crypt(3)`: MD5 (`$1$`, Apache's `$apr1$`), SHA-256 (`$5$`), SHA-512 (`$6$`) and yescrypt (`$y$`), also behind LDAP's
//! `{CRYPT}`. DES is not read: it looks at eight characters only.

use sha_crypt::{Params, sha256_crypt, sha512_crypt};
use yescrypt::{PasswordVerifier as _, Yescrypt};

use super::encoding::crypt_base64;
use super::ldap::Digest;
use super::{Imported, ImportedHashProblem, Read, Recipe, bcrypt, is_same};

const MAX_SHA_ROUNDS: u32 = 1_000_000;
const MIN_SHA_ROUNDS: u32 = 1000;
const MAX_YESCRYPT_MEMORY: u64 = 256 * 1024 * 1024;

pub(super) fn read(text: &str) -> Option<Read> {
    if let Some(inner) = text.strip_prefix("{CRYPT}").or_else(|| text.strip_prefix("{crypt}")) {
        return Some(
            bcrypt::read(inner).or_else(|| read(inner)).unwrap_or(Err(ImportedHashProblem::Malformed("LDAP CRYPT"))),
        );
    }
    if let Some(rest) = text.strip_prefix("$1$") {
        return Some(Md5Crypt::build("md5crypt", b"$1$", rest));
    }
    if let Some(rest) = text.strip_prefix("$apr1$") {
        return Some(Md5Crypt::build("Apache apr1", b"$apr1$", rest));
    }
    if let Some(rest) = text.strip_prefix("$5$") {
        return Some(ShaCrypt::build("sha256crypt", false, rest));
    }
    if let Some(rest) = text.strip_prefix("$6$") {
        return Some(ShaCrypt::build("sha512crypt", true, rest));
    }
    text.starts_with("$y$").then(|| yescrypt(text))
}

struct ShaCrypt {
    is_512: bool,
    rounds: u32,
    params: Params,
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl ShaCrypt {
    /// `[rounds=N$]<salt>$<hash>`; 5000 rounds where it does not say.
    fn build(format: &'static str, is_512: bool, rest: &str) -> Read {
        let malformed = ImportedHashProblem::Malformed(format);
        let (rounds, rest) = match rest.strip_prefix("rounds=") {
            Some(rest) => {
                let (rounds, rest) = rest.split_once('$').ok_or(malformed)?;
                (rounds.parse().map_err(|_| malformed)?, rest)
            }
            None => (5000_u32, rest),
        };
        if rounds > MAX_SHA_ROUNDS {
            return Err(ImportedHashProblem::TooCostly("more than 1000000 rounds of sha-crypt"));
        }
        let rounds = rounds.max(MIN_SHA_ROUNDS);
        let params = Params::new(rounds).map_err(|_| malformed)?;
        let (salt, hash) = rest.split_once('$').ok_or(malformed)?;
        if salt.len() > 16 || hash.len() != if is_512 { 86 } else { 43 } {
            return Err(malformed);
        }
        let (salt, expected) = (salt.as_bytes().to_vec(), hash.as_bytes().to_vec());
        Ok(Imported::new(format, Self { is_512, rounds, params, salt, expected }))
    }
}

impl Recipe for ShaCrypt {
    fn work(&self) -> u64 {
        self.rounds.into()
    }

    fn matches(&self, password: &[u8]) -> bool {
        let text = if self.is_512 {
            crypt_base64(&rotated(&sha512_crypt(password, &self.salt, self.params), 21, 1))
        } else {
            crypt_base64(&rotated(&sha256_crypt(password, &self.salt, self.params), 10, 2))
        };
        is_same(&text, &self.expected)
    }
}

/// The order in which sha-crypt writes its bytes: from three thirds, in turn, each group beginning at another of them; what
/// is left comes last.
fn rotated(hash: &[u8], third: usize, step: usize) -> Vec<u8> {
    let mut ordered = Vec::with_capacity(hash.len());
    for index in 0..third {
        let starts = [0, third, 2 * third];
        for place in 0..3 {
            ordered.push(hash[starts[(2 - place + index * step) % 3] + index]);
        }
    }
    ordered.extend(&hash[3 * third..]);
    ordered
}

struct Md5Crypt {
    magic: &'static [u8],
    salt: Vec<u8>,
    expected: Vec<u8>,
}

impl Md5Crypt {
    /// `<salt>$<hash>`
    fn build(format: &'static str, magic: &'static [u8], rest: &str) -> Read {
        let malformed = ImportedHashProblem::Malformed(format);
        let (salt, hash) = rest.split_once('$').ok_or(malformed)?;
        if salt.len() > 8 || hash.len() != 22 {
            return Err(malformed);
        }
        let (salt, expected) = (salt.as_bytes().to_vec(), hash.as_bytes().to_vec());
        Ok(Imported::new(format, Self { magic, salt, expected }))
    }
}

impl Recipe for Md5Crypt {
    fn matches(&self, password: &[u8]) -> bool {
        /// In which order the bytes are written.
        const ORDER: [usize; 16] = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11];
        let md5 = |parts: &[&[u8]]| Digest::Md5.of(parts);
        let inner = md5(&[password, &self.salt, password]);
        let mut begin = [password, self.magic, &self.salt].concat();
        begin.extend(inner.iter().cycle().take(password.len()));
        // One byte for each bit of the length: nothing where it is set, the password's first where it is not.
        let mut length = password.len();
        while length > 0 {
            begin.push(if length & 1 == 1 { 0 } else { password[0] });
            length >>= 1;
        }
        let mut hash = md5(&[&begin]);
        for round in 0..1000 {
            let (first, last): (&[u8], &[u8]) = if round % 2 == 1 { (password, &hash) } else { (&hash, password) };
            let salt: &[u8] = if round % 3 == 0 { &[] } else { &self.salt };
            let again: &[u8] = if round % 7 == 0 { &[] } else { password };
            hash = md5(&[first, salt, again, last]);
        }
        is_same(&crypt_base64(&ORDER.map(|index| hash[index])), &self.expected)
    }
}

struct OfYescrypt(String);

/// `$y$<parameters>$<salt>$<hash>`; only yescrypt's own flavour without more time, which is what systems write.
fn yescrypt(text: &str) -> Read {
    const FORMAT: &str = "yescrypt";
    let malformed = ImportedHashProblem::Malformed(FORMAT);
    let ["", "y", settings, salt, hash] = text.split('$').collect::<Vec<_>>()[..] else { return Err(malformed) };
    let params: yescrypt::Params = settings.parse().map_err(|_| malformed)?;
    let plain = yescrypt::Params::new(yescrypt::Mode::default(), params.n(), params.r(), params.p());
    if plain.map_err(|_| malformed)?.to_string() != settings || salt.is_empty() || hash.len() != 43 {
        return Err(malformed);
    }
    let memory = params.n().checked_mul(128).and_then(|memory| memory.checked_mul(params.r().into()));
    if params.p() != 1 || memory.is_none_or(|memory| memory > MAX_YESCRYPT_MEMORY) {
        return Err(ImportedHashProblem::TooCostly("yescrypt with more than 256 MiB"));
    }
    Ok(Imported::new(FORMAT, OfYescrypt(text.to_owned())))
}

impl Recipe for OfYescrypt {
    fn matches(&self, password: &[u8]) -> bool {
        Yescrypt::default().verify_password(password, self.0.as_str()).is_ok()
    }
}
