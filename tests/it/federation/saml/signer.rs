//! A provider's signer that shares nothing with the code under test: it writes XML that is canonical already, so that the
//! bytes to sign are the text itself, and nobody has to compute them.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
    RSA_PSS_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256};
use vestibule::crypto::saml::PeerKey;

pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(super) const EXC: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub(super) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
pub(super) const SHA256_URI: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// Where a signature goes in an element's text.
pub(super) const MARK: &str = "{signature}";

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

    pub(super) fn sign_bytes(&self, algorithm: &str, message: &[u8]) -> Vec<u8> {
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

/// How to sign. The default is what an honest provider does.
#[derive(Clone)]
pub(super) struct Manner {
    pub(super) canonicalisation: String,
    pub(super) algorithm: String,
    pub(super) digest: String,
    /// The reference, instead of the element's own id.
    pub(super) uri: Option<String>,
    pub(super) transforms: String,
    /// What follows the value.
    pub(super) key_info: String,
    /// Instead of a signature over `SignedInfo`.
    pub(super) value: Option<Vec<u8>>,
    /// Written between the reference and the end of `SignedInfo`.
    pub(super) more: String,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            canonicalisation: method("CanonicalizationMethod", EXC),
            algorithm: RSA_SHA256.to_owned(),
            digest: SHA256_URI.to_owned(),
            uri: None,
            transforms: [ENVELOPED, EXC].map(|uri| method("Transform", uri)).concat(),
            key_info: String::new(),
            value: None,
            more: String::new(),
        }
    }
}

pub(super) fn method(name: &str, uri: &str) -> String {
    format!(r#"<ds:{name} Algorithm="{uri}"></ds:{name}>"#)
}

/// `KeyInfo` with a certificate.
pub(super) fn key_info(certificate: &[u8]) -> String {
    let certificate = STANDARD.encode(certificate);
    format!(
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
    )
}

impl Manner {
    /// The canonical element with a signature of `signer` in the place of the mark. `id` is the element's.
    pub(super) fn sign(&self, signer: &Signer, element: &str, id: &str) -> String {
        let content = element.replace(MARK, "");
        let algorithm = match self.digest.as_str() {
            uri if uri.ends_with("sha1") => &SHA1_FOR_LEGACY_USE_ONLY,
            uri if uri.ends_with("sha384") => &SHA384,
            uri if uri.ends_with("sha512") => &SHA512,
            _ => &SHA256,
        };
        let digest = STANDARD.encode(digest(algorithm, content.as_bytes()));
        element.replace(MARK, &self.signature(signer, &digest, id))
    }

    /// A `Signature` over that digest.
    pub(super) fn signature(&self, signer: &Signer, digest: &str, id: &str) -> String {
        let info = self.info(digest, id);
        let canonical = info.replacen("<ds:SignedInfo>", &format!(r#"<ds:SignedInfo xmlns:ds="{DS}">"#), 1);
        let value = self.value.clone().unwrap_or_else(|| signer.sign_bytes(&self.algorithm, canonical.as_bytes()));
        let value = STANDARD.encode(value);
        let key_info = &self.key_info;
        format!(
            r#"<ds:Signature xmlns:ds="{DS}">{info}<ds:SignatureValue>{value}</ds:SignatureValue>{key_info}</ds:Signature>"#
        )
    }

    fn info(&self, digest: &str, id: &str) -> String {
        let uri = self.uri.clone().unwrap_or_else(|| format!("#{id}"));
        let (canonicalisation, transforms, more) = (&self.canonicalisation, &self.transforms, &self.more);
        let (signature_method, digest_method) =
            (method("SignatureMethod", &self.algorithm), method("DigestMethod", &self.digest));
        format!(
            r#"<ds:SignedInfo>{canonicalisation}{signature_method}<ds:Reference URI="{uri}"><ds:Transforms>{transforms}</ds:Transforms>{digest_method}<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>{more}</ds:SignedInfo>"#
        )
    }
}
