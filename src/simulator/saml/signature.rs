//! XML signatures over text that is canonical as it is written: honest, or wrong in one place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::saml::{DigestAlgorithm, ServiceKey};

/// The namespace of signatures.
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Exclusive canonicalisation.
pub const EXC_C14N: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// The transform that leaves out the signature itself.
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// RSA, PKCS#1 v1.5, with SHA-256.
pub const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
/// SHA-256 as a digest.
pub const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
/// Where a signature goes in an element's text. No XML can hold it.
pub const MARK: &str = "\u{0}";

/// Whoever can sign.
pub trait Signs {
    /// A signature by the algorithm with this identifier, or by one of its own where it does not know that.
    fn sign_bytes(&self, algorithm: &str, message: &[u8]) -> Vec<u8>;
}

impl Signs for ServiceKey {
    fn sign_bytes(&self, _algorithm: &str, message: &[u8]) -> Vec<u8> {
        // what the library does not sign is refused as any wrong signature
        self.sign(message).unwrap_or_default()
    }
}

/// How to sign. The default is what an honest provider does.
#[derive(Clone, Debug)]
pub struct Manner {
    /// `CanonicalizationMethod`, the element.
    pub canonicalisation: String,
    /// The identifier of the signature algorithm.
    pub algorithm: String,
    /// The identifier of the digest algorithm.
    pub digest: String,
    /// The reference, instead of the element's own id.
    pub uri: Option<String>,
    /// The transforms, as elements.
    pub transforms: String,
    /// What follows the value.
    pub key_info: String,
    /// Instead of a signature over `SignedInfo`.
    pub value: Option<Vec<u8>>,
    /// Written between the reference and the end of `SignedInfo`.
    pub more: String,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            canonicalisation: method("CanonicalizationMethod", EXC_C14N),
            algorithm: RSA_SHA256.to_owned(),
            digest: SHA256.to_owned(),
            uri: None,
            transforms: [ENVELOPED, EXC_C14N].map(|uri| method("Transform", uri)).concat(),
            key_info: String::new(),
            value: None,
            more: String::new(),
        }
    }
}

/// An element that names an algorithm.
#[must_use]
pub fn method(name: &str, uri: &str) -> String {
    format!(r#"<ds:{name} Algorithm="{uri}"></ds:{name}>"#)
}

/// `KeyInfo` with a certificate.
#[must_use]
pub fn key_info(certificate: &[u8]) -> String {
    let certificate = STANDARD.encode(certificate);
    format!(
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
    )
}

impl Manner {
    /// The canonical element with a signature of `signer` in the place of the mark. `id` is the element's.
    pub fn sign(&self, signer: &impl Signs, element: &str, id: &str) -> String {
        let content = element.replace(MARK, "");
        let algorithm = match self.digest.as_str() {
            uri if uri.ends_with("sha384") => DigestAlgorithm::Sha384,
            uri if uri.ends_with("sha512") => DigestAlgorithm::Sha512,
            // what names anything else is refused for the name
            _ => DigestAlgorithm::Sha256,
        };
        let digest = STANDARD.encode(algorithm.of(content.as_bytes()));
        element.replace(MARK, &self.signature(signer, &digest, id))
    }

    /// A `Signature` over that digest.
    pub fn signature(&self, signer: &impl Signs, digest: &str, id: &str) -> String {
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
