//! The identifiers of algorithms that are taken (RFC 9231, XML Encryption 1.1). Everything else is refused by not being here.

use super::Refusal;
use super::names::{EXC_C14N, RSA_SHA256, SHA256};
use crate::crypto::saml::DigestAlgorithm::{Sha256, Sha384, Sha512};
use crate::crypto::saml::{ContentAlgorithm, DigestAlgorithm, SignatureAlgorithm, TransportAlgorithm};

/// `SignatureMethod`.
pub(super) fn signature(uri: &str) -> Result<SignatureAlgorithm, Refusal> {
    Ok(match uri {
        RSA_SHA256 => SignatureAlgorithm::Rsa(Sha256),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => SignatureAlgorithm::Rsa(Sha384),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => SignatureAlgorithm::Rsa(Sha512),
        "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1" => SignatureAlgorithm::RsaPss(Sha256),
        "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1" => SignatureAlgorithm::RsaPss(Sha384),
        "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1" => SignatureAlgorithm::RsaPss(Sha512),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => SignatureAlgorithm::Ecdsa(Sha256),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => SignatureAlgorithm::Ecdsa(Sha384),
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512" => SignatureAlgorithm::Ecdsa(Sha512),
        _ => return Err(Refusal::SignatureAlgorithm),
    })
}

/// `DigestMethod` of a reference.
pub(super) fn digest(uri: &str) -> Result<DigestAlgorithm, Refusal> {
    Ok(match uri {
        SHA256 => Sha256,
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => Sha384,
        "http://www.w3.org/2001/04/xmlenc#sha512" => Sha512,
        _ => return Err(Refusal::DigestAlgorithm),
    })
}

/// `CanonicalizationMethod`, and the second transform: exclusive, without comments.
pub(super) fn canonicalisation(uri: &str) -> Result<(), Refusal> {
    if uri == EXC_C14N { Ok(()) } else { Err(Refusal::Canonicalisation) }
}

/// `EncryptionMethod` of content.
pub(super) fn content(uri: &str) -> Result<ContentAlgorithm, Refusal> {
    Ok(match uri {
        "http://www.w3.org/2009/xmlenc11#aes128-gcm" => ContentAlgorithm::Aes128Gcm,
        "http://www.w3.org/2009/xmlenc11#aes256-gcm" => ContentAlgorithm::Aes256Gcm,
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc" => ContentAlgorithm::Aes128Cbc,
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => ContentAlgorithm::Aes256Cbc,
        _ => return Err(Refusal::EncryptionAlgorithm),
    })
}

/// `EncryptionMethod` of a key, with the digest and the mask generation that it names; absent ones are SHA-1 by the
/// specification. RSA with the padding of PKCS#1 v1.5 is refused: what decrypts it can be made to decrypt anything.
pub(super) fn transport(uri: &str, digest: Option<&str>, mask: Option<&str>) -> Result<TransportAlgorithm, Refusal> {
    const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
    let sha1_mask = "http://www.w3.org/2009/xmlenc11#mgf1sha1";
    let mask = match uri {
        "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p" => sha1_mask,
        "http://www.w3.org/2009/xmlenc11#rsa-oaep" => mask.unwrap_or(sha1_mask),
        _ => return Err(Refusal::EncryptionAlgorithm),
    };
    Ok(match (digest.unwrap_or(SHA1), mask) {
        (SHA1, "http://www.w3.org/2009/xmlenc11#mgf1sha1") => TransportAlgorithm::OaepSha1,
        (SHA256, "http://www.w3.org/2009/xmlenc11#mgf1sha256") => TransportAlgorithm::OaepSha256,
        ("http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2009/xmlenc11#mgf1sha384") => {
            TransportAlgorithm::OaepSha384
        }
        ("http://www.w3.org/2001/04/xmlenc#sha512", "http://www.w3.org/2009/xmlenc11#mgf1sha512") => {
            TransportAlgorithm::OaepSha512
        }
        _ => return Err(Refusal::EncryptionAlgorithm),
    })
}
