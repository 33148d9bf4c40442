//! The ciphers of encrypted content.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use zeroize::Zeroizing;

use super::ContentAlgorithm;

const NONCE_LEN: usize = 12;
const BLOCK_LEN: usize = 16;

/// Decrypts what begins with its nonce or IV (XML Encryption 1.1 §5.2). None for anything that is wrong, whatever it is.
#[must_use]
pub fn open_content(algorithm: ContentAlgorithm, key: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    match algorithm {
        ContentAlgorithm::Aes128Gcm | ContentAlgorithm::Aes256Gcm => open_gcm(algorithm, key, sealed),
        ContentAlgorithm::Aes128Cbc | ContentAlgorithm::Aes256Cbc => open_cbc(algorithm, key, sealed),
    }
}

fn open_gcm(algorithm: ContentAlgorithm, key: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = if algorithm == ContentAlgorithm::Aes128Gcm { &AES_128_GCM } else { &AES_256_GCM };
    let key = LessSafeKey::new(UnboundKey::new(cipher, key).ok()?);
    let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
    let mut content = Zeroizing::new(rest.to_vec());
    let len = key.open_in_place(Nonce::try_assume_unique_for_key(nonce).ok()?, Aad::empty(), &mut content).ok()?.len();
    content.truncate(len);
    Some(content)
}

fn open_cbc(algorithm: ContentAlgorithm, key: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = if algorithm == ContentAlgorithm::Aes128Cbc { &AES_128 } else { &AES_256 };
    // XML Encryption pads as ISO 10126 does: only the last byte, the length, has a meaning.
    let key = PaddedBlockDecryptingKey::cbc_iso10126(UnboundCipherKey::new(cipher, key).ok()?).ok()?;
    let (iv, rest) = sealed.split_at_checked(BLOCK_LEN)?;
    if rest.is_empty() || !rest.len().is_multiple_of(BLOCK_LEN) {
        return None;
    }
    let iv: [u8; BLOCK_LEN] = iv.try_into().ok()?;
    let mut content = Zeroizing::new(rest.to_vec());
    let len = key.decrypt(&mut content, DecryptionContext::Iv128(FixedLength::from(iv))).ok()?.len();
    content.truncate(len);
    Some(content)
}
