//! Our own key: signs what we send and opens what is encrypted to us.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
    OaepPrivateDecryptingKey, PrivateDecryptingKey,
};
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_RSA_SHA256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::TransportAlgorithm;
use crate::domain::clock::Micros;

/// For how long a certificate of ours is valid. Providers pin it; it is changed by hand on both sides.
pub const CERTIFICATE_YEARS: i64 = 10;
const YEAR_SECS: i64 = 31_556_952;

/// Why a key could not be made or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ServiceKeyError {
    /// Not the PKCS#8 of an RSA key of 2048 bits or more.
    #[error("not a usable RSA private key in PKCS#8")]
    KeyRejected,
    /// The library could not make a key, a certificate or a signature.
    #[error("the cryptographic library failed")]
    Library,
}

/// An RSA key with its self-signed certificate.
pub struct ServiceKey {
    signing: RsaKeyPair,
    decrypting: OaepPrivateDecryptingKey,
    certificate: Vec<u8>,
}

impl fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceKey").finish_non_exhaustive()
    }
}

impl ServiceKey {
    /// Makes a key of 2048 bits and a certificate for ten years from `now`. Takes a good part of a second of computing.
    /// The library draws the randomness itself.
    pub fn generate(common_name: &str, now: Micros) -> Result<Self, ServiceKeyError> {
        let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| ServiceKeyError::Library)?;
        Self::certified(&pkcs8_of(&key)?, common_name, now)
    }

    /// A key that was made elsewhere (PKCS#8 DER), with a certificate for ten years from `now`.
    pub fn certified(pkcs8: &[u8], common_name: &str, now: Micros) -> Result<Self, ServiceKeyError> {
        let certificate = self_signed(pkcs8, common_name, now).ok_or(ServiceKeyError::Library)?;
        Self::from_parts(pkcs8, certificate)
    }

    /// Puts a stored key together again: the private key as PKCS#8 DER, the certificate as DER.
    pub fn from_parts(pkcs8: &[u8], certificate: Vec<u8>) -> Result<Self, ServiceKeyError> {
        let signing = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| ServiceKeyError::KeyRejected)?;
        let decrypting = PrivateDecryptingKey::from_pkcs8(pkcs8).map_err(|_| ServiceKeyError::KeyRejected)?;
        let decrypting = OaepPrivateDecryptingKey::new(decrypting).map_err(|_| ServiceKeyError::Library)?;
        Ok(Self { signing, decrypting, certificate })
    }

    /// The private key as PKCS#8 DER, to be sealed and stored.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, ServiceKeyError> {
        pkcs8_of(&self.signing)
    }

    /// The certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Signs with RSA, PKCS#1 v1.5 and SHA-256: what Cognito calls `rsa-sha256`, and what every provider understands.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ServiceKeyError> {
        let mut signature = vec![0; self.signing.public_modulus_len()];
        let signed = self.signing.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature);
        signed.map(|()| signature).map_err(|_| ServiceKeyError::Library)
    }

    /// Unwraps the key of encrypted content. None for anything that is wrong, whatever it is.
    #[must_use]
    pub fn unwrap_key(&self, algorithm: TransportAlgorithm, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let oaep = match algorithm {
            TransportAlgorithm::OaepSha1 => &OAEP_SHA1_MGF1SHA1,
            TransportAlgorithm::OaepSha256 => &OAEP_SHA256_MGF1SHA256,
            TransportAlgorithm::OaepSha384 => &OAEP_SHA384_MGF1SHA384,
            TransportAlgorithm::OaepSha512 => &OAEP_SHA512_MGF1SHA512,
        };
        let mut plain = Zeroizing::new(vec![0; self.decrypting.min_output_size()]);
        let len = self.decrypting.decrypt(oaep, wrapped, &mut plain, None).ok()?.len();
        plain.truncate(len);
        Some(plain)
    }
}

fn pkcs8_of(key: &RsaKeyPair) -> Result<Zeroizing<Vec<u8>>, ServiceKeyError> {
    let der = AsDer::<Pkcs8V1Der<'_>>::as_der(key).map_err(|_| ServiceKeyError::Library)?;
    Ok(Zeroizing::new(der.as_ref().to_vec()))
}

fn self_signed(pkcs8: &[u8], common_name: &str, now: Micros) -> Option<Vec<u8>> {
    let key = KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8.into(), &PKCS_RSA_SHA256).ok()?;
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    params.distinguished_name = name;
    let date = |at: Micros| time::OffsetDateTime::from_unix_timestamp(at.secs()).ok();
    // a day of grace for a provider whose clock is behind ours
    params.not_before = date(now.plus_secs(-86_400))?;
    params.not_after = date(now.plus_secs(CERTIFICATE_YEARS * YEAR_SECS))?;
    Some(params.self_signed(&key).ok()?.der().to_vec())
}
