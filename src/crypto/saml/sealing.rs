//! Encrypting for whoever has the key of a certificate. Nothing of ours is encrypted so: it is what identity providers do to us, and
//! here the simulated one.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PublicEncryptingKey};
use x509_parser::parse_x509_certificate;

const KEY_LEN: usize = 32;
const NONCE_LEN: usize = 12;

/// Encrypted content.
#[derive(Debug)]
pub struct Sealed {
    /// The key of the content, by RSA-OAEP with SHA-1 ([`super::TransportAlgorithm::OaepSha1`]).
    pub key: Vec<u8>,
    /// The content, by AES-256 in GCM, its nonce before it.
    pub content: Vec<u8>,
}

/// Encrypts `plain`, with a fresh key and nonce of the library's own randomness. None where the certificate holds no RSA key.
#[must_use]
pub fn seal_for(certificate: &[u8], plain: &[u8]) -> Option<Sealed> {
    let (_, certificate) = parse_x509_certificate(certificate).ok()?;
    let public = PublicEncryptingKey::from_der(certificate.public_key().raw).ok()?;
    let public = OaepPublicEncryptingKey::new(public).ok()?;
    let (mut key, mut nonce) = ([0; KEY_LEN], [0; NONCE_LEN]);
    rand::fill(&mut key).ok()?;
    rand::fill(&mut nonce).ok()?;
    let mut wrapped = vec![0; public.ciphertext_size()];
    let len = public.encrypt(&OAEP_SHA1_MGF1SHA1, &key, &mut wrapped, None).ok()?.len();
    wrapped.truncate(len);
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).ok()?);
    let mut text = plain.to_vec();
    cipher.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text).ok()?;
    Some(Sealed { key: wrapped, content: [nonce.to_vec(), text].concat() })
}
