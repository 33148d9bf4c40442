//! Encrypted assertions (SAML Core §2.3.4, XML Encryption 1.1).
//!
//! Anybody can encrypt to our certificate, so that encryption proves nothing. And AES in CBC does not notice changes: who
//! can tell a broken text from a broken signature can decrypt byte by byte. Therefore whatever goes wrong from the first
//! use of our key on is one refusal, [`Refusal::Undecryptable`], until a signature over the content was verified.

use roxmltree::Node;

use super::document::{at_most_one, attribute, exactly_one, is, required};
use super::names::{DSIG, ELEMENT_TYPE, XENC, XENC11};
use super::signature::base64_of;
use super::{Refusal, algorithms};
use crate::crypto::saml::{ServiceKey, open_content};

/// The text of the assertion in an `EncryptedAssertion`.
pub(super) fn open(encrypted: Node<'_, '_>, keys: &[&ServiceKey]) -> Result<String, Refusal> {
    let data = exactly_one(encrypted, XENC, "EncryptedData")?;
    if attribute(data, "Type").is_some_and(|kind| kind != ELEMENT_TYPE) {
        return Err(Refusal::Malformed("EncryptedData"));
    }
    let content = algorithms::content(method(data)?.0)?;
    // within the key information of the data, or beside the data (SAML Core §6.2)
    let mut wrapped = encrypted.descendants().filter(|node| is(*node, XENC, "EncryptedKey"));
    let (Some(wrapped_key), None) = (wrapped.next(), wrapped.next()) else {
        return Err(Refusal::Malformed("EncryptedKey"));
    };
    let (uri, digest, mask) = method(wrapped_key)?;
    let transport = algorithms::transport(uri, digest, mask)?;
    let (wrapped_key, sealed) = (cipher_value(wrapped_key)?, cipher_value(data)?);
    let opened = keys.iter().find_map(|key| {
        let key = key.unwrap_key(transport, &wrapped_key).filter(|key| key.len() == content.key_len())?;
        let plain = open_content(content, &key, &sealed)?;
        String::from_utf8(plain.to_vec()).ok()
    });
    opened.ok_or(Refusal::Undecryptable)
}

/// The algorithm of an `EncryptionMethod`, with its digest and mask generation.
fn method<'a>(node: Node<'a, '_>) -> Result<(&'a str, Option<&'a str>, Option<&'a str>), Refusal> {
    let method = exactly_one(node, XENC, "EncryptionMethod")?;
    let digest = at_most_one(method, DSIG, "DigestMethod")?.map(|node| required(node, "Algorithm")).transpose()?;
    let mask = at_most_one(method, XENC11, "MGF")?.map(|node| required(node, "Algorithm")).transpose()?;
    Ok((required(method, "Algorithm")?, digest, mask))
}

/// The bytes in the message itself; a reference to bytes elsewhere is refused.
fn cipher_value(node: Node<'_, '_>) -> Result<Vec<u8>, Refusal> {
    base64_of(exactly_one(exactly_one(node, XENC, "CipherData")?, XENC, "CipherValue")?)
}
