//! A private key, ready to sign.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value, json};
use thiserror::Error;
use zeroize::Zeroizing;

use super::jwk::{self, base64url};
use super::{SigningAlgorithm, VerifyingKey};

/// Why a key could not be made or read, or a token not signed.
#[derive(Debug, Error)]
pub enum SigningError {
    /// The DER is not a PKCS#8 private key of the algorithm, or is too weak for it (RSA below 2048 bits).
    #[error("not a usable {} private key in PKCS#8", .0.name())]
    KeyRejected(SigningAlgorithm),
    /// The library could not make a key or a signature.
    #[error("the cryptographic library failed")]
    Library,
    /// The claims are not a JSON object.
    #[error("the claims do not serialize")]
    Claims(#[from] serde_json::Error),
}

/// The DER in a PEM (RFC 7468), or in its base64 alone, as it is pasted into consoles; `None` where it is neither.
#[must_use]
pub fn pem_body(pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    let lines = pem.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    // Reserved at once, so that no copy of a key is left behind by growing.
    let mut body = Zeroizing::new(String::with_capacity(pem.len()));
    lines.for_each(|line| body.extend(line.chars().filter(|letter| !letter.is_whitespace())));
    STANDARD.decode(body.as_bytes()).ok().filter(|der| !der.is_empty()).map(Zeroizing::new)
}

enum KeyPair {
    Rsa(Box<RsaKeyPair>, &'static signature::RsaSignatureEncoding),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A parsed private key with its public half, its id and the header that its tokens carry.
pub struct SigningKey {
    key_pair: KeyPair,
    /// base64url of `{"kid":…,"alg":…}`.
    header: String,
    public: VerifyingKey,
}

impl SigningKey {
    /// Makes a new key, with the id that follows from it. RSA (2048 bits) takes a good part of a second of computing: call
    /// it from [`SigningKey::generate_in_background`] unless nothing waits. The library draws the randomness itself.
    pub fn generate(algorithm: SigningAlgorithm) -> Result<Self, SigningError> {
        let key_pair = match algorithm {
            SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 => {
                RsaKeyPair::generate(KeySize::Rsa2048).map(|key| KeyPair::rsa(key, algorithm))
            }
            SigningAlgorithm::Es256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(KeyPair::P256),
            SigningAlgorithm::EdDsa => Ed25519KeyPair::generate().map(KeyPair::Ed25519),
        };
        Self::new(None, algorithm, key_pair.map_err(|_| SigningError::Library)?)
    }

    /// Makes a new key on a thread where computing disturbs nobody.
    pub async fn generate_in_background(algorithm: SigningAlgorithm) -> Result<Self, SigningError> {
        let made = tokio::task::spawn_blocking(move || Self::generate(algorithm)).await;
        made.unwrap_or(Err(SigningError::Library))
    }

    /// Reads a stored key. `kid` is the id that it was published under.
    pub fn from_pkcs8(kid: &str, algorithm: SigningAlgorithm, der: &[u8]) -> Result<Self, SigningError> {
        Self::new(Some(kid), algorithm, KeyPair::parse(algorithm, der)?)
    }

    /// Reads a key that was never published, and gives it the id that follows from it.
    pub fn from_new_pkcs8(algorithm: SigningAlgorithm, der: &[u8]) -> Result<Self, SigningError> {
        Self::new(None, algorithm, KeyPair::parse(algorithm, der)?)
    }

    /// The private key as PKCS#8 DER, to be sealed and stored.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, SigningError> {
        let der = match &self.key_pair {
            KeyPair::Rsa(key, _) => AsDer::<Pkcs8V1Der<'_>>::as_der(&**key).map(|der| der.as_ref().to_vec()),
            KeyPair::P256(key) => key.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
            KeyPair::Ed25519(key) => key.to_pkcs8().map(|der| der.as_ref().to_vec()),
        };
        der.map(Zeroizing::new).map_err(|_| SigningError::Library)
    }

    /// The key's id.
    #[must_use]
    pub fn kid(&self) -> &str {
        self.public.kid()
    }

    /// The key's algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> SigningAlgorithm {
        self.public.algorithm()
    }

    /// The public half as it is published: `{kty, …, alg, use, kid}`.
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        self.public.jwk().clone()
    }

    /// The public half, for [`super::verify()`].
    #[must_use]
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// Signs claims into a compact JWS whose header is `{"kid":…,"alg":…}`, as Cognito's is.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, SigningError> {
        self.sign_under(&self.header, claims)
    }

    /// Signs claims with a `typ` in the header, such as `at+jwt` (RFC 9068 §2.1).
    pub fn sign_typed(&self, typ: &str, claims: &impl Serialize) -> Result<String, SigningError> {
        let header = json!({ "typ": typ, "kid": self.kid(), "alg": self.algorithm().name() });
        self.sign_under(&base64url(header.to_string().as_bytes()), claims)
    }

    /// Signs claims under a header, both as they are written: for the simulator, whose forgeries no honest method makes.
    pub fn sign_parts(&self, header: &str, claims: &str) -> Result<String, SigningError> {
        let message = format!("{}.{}", base64url(header.as_bytes()), base64url(claims.as_bytes()));
        let signature = self.key_pair.sign(message.as_bytes())?;
        Ok(format!("{message}.{}", base64url(&signature)))
    }

    fn sign_under(&self, header: &str, claims: &impl Serialize) -> Result<String, SigningError> {
        let claims = base64url(&serde_json::to_vec(claims)?);
        let mut token = String::with_capacity(header.len() + claims.len() + 350);
        token.push_str(header);
        token.push('.');
        token.push_str(&claims);
        let signature = self.key_pair.sign(token.as_bytes())?;
        token.push('.');
        token.push_str(&base64url(&signature));
        Ok(token)
    }

    fn new(kid: Option<&str>, algorithm: SigningAlgorithm, key_pair: KeyPair) -> Result<Self, SigningError> {
        let kid = kid.map_or_else(|| key_pair.kid(), str::to_owned);
        let jwk = key_pair.public_jwk(&kid, algorithm).ok_or(SigningError::KeyRejected(algorithm))?;
        let public = VerifyingKey::from_jwk(&jwk).map_err(|_| SigningError::KeyRejected(algorithm))?;
        let header = format!(r#"{{"kid":{},"alg":"{}"}}"#, Value::String(kid), algorithm.name());
        Ok(Self { key_pair, header: base64url(header.as_bytes()), public })
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl KeyPair {
    fn rsa(key: RsaKeyPair, algorithm: SigningAlgorithm) -> Self {
        let is_pss = algorithm == SigningAlgorithm::Ps256;
        Self::Rsa(Box::new(key), if is_pss { &signature::RSA_PSS_SHA256 } else { &signature::RSA_PKCS1_SHA256 })
    }

    fn parse(algorithm: SigningAlgorithm, der: &[u8]) -> Result<Self, SigningError> {
        let parsed = match algorithm {
            SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 => {
                RsaKeyPair::from_pkcs8(der).map(|key| Self::rsa(key, algorithm))
            }
            SigningAlgorithm::Es256 => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map(Self::P256),
            SigningAlgorithm::EdDsa => Ed25519KeyPair::from_pkcs8(der).map(Self::Ed25519),
        };
        parsed.map_err(|_| SigningError::KeyRejected(algorithm))
    }

    fn kid(&self) -> String {
        match self {
            Self::Rsa(key, _) => jwk::kid(key.public_key().as_ref()),
            Self::P256(key) => jwk::kid(key.public_key().as_ref()),
            Self::Ed25519(key) => jwk::kid(key.public_key().as_ref()),
        }
    }

    fn public_jwk(&self, kid: &str, algorithm: SigningAlgorithm) -> Option<Value> {
        match self {
            Self::Rsa(key, _) => Some(jwk::of_rsa(kid, algorithm, key.public_key())),
            Self::P256(key) => jwk::of_p256(kid, key.public_key().as_ref()),
            Self::Ed25519(key) => Some(jwk::of_ed25519(kid, key.public_key().as_ref())),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &random, message, &mut signature).map_err(|_| SigningError::Library)?;
                Ok(signature)
            }
            Self::P256(key) => {
                let signature = key.sign(&random, message).map_err(|_| SigningError::Library)?;
                Ok(signature.as_ref().to_vec())
            }
            Self::Ed25519(key) => Ok(key.sign(message).as_ref().to_vec()),
        }
    }
}
