//! The keys of providers and attackers. How they sign is the simulator's, which shares nothing with the code under test: it writes
//! XML that is canonical already, so that the bytes to sign are the text itself, and nobody has to compute them.

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
    RSA_PSS_SHA256, RsaKeyPair,
};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use vestibule::crypto::saml::PeerKey;

pub(super) use vestibule::simulator::saml::{
    DS, ENVELOPED, EXC_C14N as EXC, MARK, Manner, SHA256 as SHA256_URI, Signs, key_info, method,
};

enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(EcdsaKeyPair),
}

/// A key with its certificate.
pub(super) struct Signer {
    pair: Pair,
    pub(super) certificate: Vec<u8>,
}

/// The provider that the pool trusts.
pub(super) static PROVIDER: LazyLock<Signer> = LazyLock::new(Signer::rsa);
/// Whoever can make a key, too.
pub(super) static ATTACKER: LazyLock<Signer> = LazyLock::new(Signer::rsa);
/// A provider with a key on P-256.
pub(super) static CURVE: LazyLock<Signer> = LazyLock::new(Signer::p256);

impl Signer {
    fn rsa() -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&der.as_ref().into(), &PKCS_RSA_SHA256).unwrap();
        let certificate = CertificateParams::default().self_signed(&key).unwrap().der().to_vec();
        Self { pair: Pair::Rsa(Box::new(pair)), certificate }
    }

    fn p256() -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let der = pair.to_pkcs8v1().unwrap();
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&der.as_ref().into(), &PKCS_ECDSA_P256_SHA256).unwrap();
        let certificate = CertificateParams::default().self_signed(&key).unwrap().der().to_vec();
        Self { pair: Pair::P256(pair), certificate }
    }

    pub(super) fn key(&self) -> PeerKey {
        PeerKey::from_certificate(&self.certificate).unwrap()
    }
}

impl Signs for Signer {
    fn sign_bytes(&self, algorithm: &str, message: &[u8]) -> Vec<u8> {
        match &self.pair {
            Pair::P256(pair) => pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let encoding: &'static dyn signature::RsaEncoding = match algorithm {
                    a if a.ends_with("#rsa-sha384") => &RSA_PKCS1_SHA384,
                    a if a.ends_with("#rsa-sha512") => &RSA_PKCS1_SHA512,
                    a if a.ends_with("#sha256-rsa-MGF1") => &RSA_PSS_SHA256,
                    // what names anything else is refused for the name: that it would verify is not the reason
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &SystemRandom::new(), message, &mut signature).unwrap();
                signature
            }
        }
    }
}
