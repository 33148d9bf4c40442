//! Django's fast hashes of old: `sha1$<salt>$<hexadecimal>` and `md5$…`, the salt before the password. Its slow ones are with
//! their algorithms.

use super::ldap::{Digest, Salted};
use super::{Imported, ImportedHashProblem, Read};

pub(super) fn read(text: &str) -> Option<Read> {
    let (format, digest, rest) = if let Some(rest) = text.strip_prefix("sha1$") {
        ("Django sha1", Digest::Sha1, rest)
    } else {
        ("Django md5", Digest::Md5, text.strip_prefix("md5$")?)
    };
    let salted = rest.split_once('$').and_then(|(salt, hash)| {
        let expected = hex::decode(hash).ok().filter(|hash| hash.len() == digest.length())?;
        Some(Salted { digest, before: salt.as_bytes().to_vec(), after: Vec::new(), expected })
    });
    Some(salted.map(|salted| Imported::new(format, salted)).ok_or(ImportedHashProblem::Malformed(format)))
}
