//! Encrypted assertions. Everybody can encrypt to a certificate that is published: it proves nothing.

use std::sync::LazyLock;

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey, PublicEncryptingKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::crypto::saml::ServiceKey;
use vestibule::federation::saml::Refusal::{self, Assertions, EncryptionAlgorithm, Malformed, Undecryptable};

use super::provider::{ATTACKER_NAME, Forgery, NOW, Parts, Pool, SAML, VICTIM, all_refused, forgery};
use super::signer::{ATTACKER, MARK, Manner, PROVIDER, SHA256_URI};

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";

static OURS: LazyLock<ServiceKey> = LazyLock::new(|| ServiceKey::generate("ours", NOW).unwrap());
static OTHERS: LazyLock<ServiceKey> = LazyLock::new(|| ServiceKey::generate("others", NOW).unwrap());

pub(super) fn pool() -> Pool {
    Pool { decryption: vec![&OURS], must_be_encrypted: true, ..Pool::default() }
}

/// How to encrypt. The default is what a provider of today does.
#[derive(Clone)]
pub(super) struct Cipher {
    to: &'static LazyLock<ServiceKey>,
    transport: &'static OaepAlgorithm,
    key_method: String,
    content: &'static str,
    /// What is written for the algorithm of the content.
    content_uri: String,
    /// Instead of a key that fits.
    key: Vec<u8>,
}

impl Default for Cipher {
    fn default() -> Self {
        Self {
            to: &OURS,
            transport: &OAEP_SHA1_MGF1SHA1,
            key_method: format!(r#"<xenc:EncryptionMethod Algorithm="{XENC}rsa-oaep-mgf1p"/>"#),
            content: "aes256-gcm",
            content_uri: format!("{XENC11}aes256-gcm"),
            key: vec![9; 32],
        }
    }
}

impl Cipher {
    fn cbc() -> Self {
        Self { content: "aes256-cbc", content_uri: format!("{XENC}aes256-cbc"), ..Self::default() }
    }

    /// The encrypted element.
    pub(super) fn seal(&self, plain: &str) -> String {
        let spki = {
            let (_, certificate) = x509_parser::parse_x509_certificate(self.to.certificate()).unwrap();
            certificate.public_key().raw.to_vec()
        };
        let public = OaepPublicEncryptingKey::new(PublicEncryptingKey::from_der(&spki).unwrap()).unwrap();
        let mut wrapped = vec![0; public.ciphertext_size()];
        public.encrypt(self.transport, &self.key, &mut wrapped, None).unwrap();
        let sealed = match self.content {
            "aes256-cbc" => {
                let key =
                    PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, &self.key).unwrap()).unwrap();
                let mut text = plain.as_bytes().to_vec();
                key.less_safe_encrypt(&mut text, EncryptionContext::Iv128(FixedLength::from([5; 16]))).unwrap();
                [vec![5; 16], text].concat()
            }
            name => {
                let algorithm = if name == "aes128-gcm" { &AES_128_GCM } else { &AES_256_GCM };
                let key = LessSafeKey::new(UnboundKey::new(algorithm, &self.key).unwrap());
                let mut text = plain.as_bytes().to_vec();
                key.seal_in_place_append_tag(Nonce::assume_unique_for_key([5; 12]), Aad::empty(), &mut text).unwrap();
                [vec![5; 12], text].concat()
            }
        };
        self.element(&wrapped, &sealed)
    }

    fn element(&self, wrapped: &[u8], sealed: &[u8]) -> String {
        let Self { key_method, content_uri, .. } = self;
        let (wrapped, sealed) = (STANDARD.encode(wrapped), STANDARD.encode(sealed));
        format!(
            r#"<saml:EncryptedAssertion xmlns:saml="{SAML}"><xenc:EncryptedData xmlns:xenc="{XENC}" Type="{XENC}Element"><xenc:EncryptionMethod Algorithm="{content_uri}"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>{key_method}<xenc:CipherData><xenc:CipherValue>{wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{sealed}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>"#
        )
    }
}

pub(super) fn around(inner: &str) -> String {
    Parts::of(VICTIM).around(inner).replace(MARK, "")
}

pub(super) fn honest_assertion() -> String {
    Parts::of(VICTIM).signed_assertion(&PROVIDER, &Manner::default())
}

pub(super) fn unsigned_assertion() -> String {
    Parts::of(VICTIM).assertion().replace(MARK, "")
}

/// The encrypted honest assertion with one character of base64 changed, `at` so many from the end of the last value.
fn tampered(cipher: &Cipher, at: usize) -> String {
    let mut sealed = cipher.seal(&honest_assertion()).into_bytes();
    let end = String::from_utf8_lossy(&sealed).rfind("</xenc:CipherValue>").unwrap() - at;
    sealed[end] = if sealed[end] == b'Q' { b'R' } else { b'Q' };
    around(&String::from_utf8(sealed).unwrap())
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn forgeries() -> Vec<Forgery> {
    let cipher = Cipher::default();
    let (good, bare) = (cipher.seal(&honest_assertion()), unsigned_assertion());
    let by_attacker = Parts::of(VICTIM).signed_assertion(&ATTACKER, &Manner::default());
    let key_method = |text: &str| Cipher { key_method: text.to_owned(), ..Cipher::default() }.seal(&honest_assertion());
    let content_uri = |uri: &str| Cipher { content_uri: uri.to_owned(), ..Cipher::default() }.seal(&honest_assertion());
    let mine = Parts::of(ATTACKER_NAME).signed_assertion(&PROVIDER, &Manner::default());
    let wrapped = unsigned_assertion().replace("</saml:Assertion>", &format!("{mine}</saml:Assertion>"));
    vec![
        forgery("an unsigned assertion, encrypted", around(&cipher.seal(&bare)), Undecryptable),
        forgery("an unsigned assertion, encrypted in CBC", around(&Cipher::cbc().seal(&bare)), Undecryptable),
        forgery("an assertion of the attacker's key, encrypted", around(&cipher.seal(&by_attacker)), Undecryptable),
        forgery(
            "a changed assertion, encrypted",
            around(&cipher.seal(&honest_assertion().replace("staff", "admin"))),
            Undecryptable,
        ),
        forgery("a signed assertion within a forged one, encrypted", around(&cipher.seal(&wrapped)), Undecryptable),
        forgery(
            "two assertions, encrypted",
            around(&cipher.seal(&(bare.clone() + &honest_assertion()))),
            Undecryptable,
        ),
        forgery("a response, encrypted", around(&cipher.seal(&Parts::of(VICTIM).assertion_signed())), Undecryptable),
        forgery(
            "a document type, encrypted",
            around(&cipher.seal(&format!("<!DOCTYPE r>{}", honest_assertion()))),
            Undecryptable,
        ),
        forgery(
            "a comment in the name, encrypted",
            around(&cipher.seal(&honest_assertion().replace("@corp", "@<!---->corp"))),
            Undecryptable,
        ),
        forgery("no XML, encrypted", around(&cipher.seal("victim")), Undecryptable),
        forgery("an encrypted assertion, encrypted", around(&cipher.seal(&good)), Undecryptable),
        forgery("an unsigned assertion beside the encrypted one", around(&format!("{bare}{good}")), Assertions),
        forgery("an unsigned assertion after the encrypted one", around(&format!("{good}{bare}")), Assertions),
        forgery("two encrypted assertions", around(&format!("{good}{}", cipher.seal(&bare))), Assertions),
        forgery(
            "an encrypted assertion in extensions",
            around(&format!("<samlp:Extensions>{good}</samlp:Extensions>{bare}")),
            Assertions,
        ),
        forgery(
            "an encrypted assertion beside the one of a signed response",
            Parts::of(VICTIM).response_signed().replace("</samlp:Response>", &format!("{good}</samlp:Response>")),
            Assertions,
        ),
        forgery("the encrypted assertion of a signed response exchanged", exchanged(), Refusal::Changed),
        forgery(
            "encrypted to another",
            around(&Cipher { to: &OTHERS, ..cipher.clone() }.seal(&honest_assertion())),
            Undecryptable,
        ),
        forgery("the ciphertext changed in GCM", tampered(&cipher, 80), Undecryptable),
        forgery("the tag changed in GCM", tampered(&cipher, 8), Undecryptable),
        forgery("the last block changed in CBC", tampered(&Cipher::cbc(), 8), Undecryptable),
        forgery("a block in the middle changed in CBC", tampered(&Cipher::cbc(), 800), Undecryptable),
        forgery("ciphertext shorter than its nonce", around(&cipher.element(&[1; 256], &[5; 11])), Undecryptable),
        forgery("no ciphertext", around(&cipher.element(&[1; 256], &[])), Undecryptable),
        forgery("a wrapped key of zeros", around(&cipher.element(&[0; 256], &[5; 64])), Undecryptable),
        forgery("a wrapped key of another length", around(&cipher.element(&[1; 16], &[5; 64])), Undecryptable),
        forgery(
            "a key for AES-128 with AES-256",
            around(&Cipher { content: "aes128-gcm", key: vec![9; 16], ..cipher.clone() }.seal(&honest_assertion())),
            Undecryptable,
        ),
        forgery(
            "the key wrapped by PKCS#1 v1.5 (Bleichenbacher)",
            around(&key_method(&format!(r#"<xenc:EncryptionMethod Algorithm="{XENC}rsa-1_5"/>"#))),
            EncryptionAlgorithm,
        ),
        forgery(
            "a digest of OAEP that does not go with its mask",
            around(&key_method(&format!(
                r#"<xenc:EncryptionMethod Algorithm="{XENC}rsa-oaep-mgf1p"><ds:DigestMethod Algorithm="{SHA256_URI}"/></xenc:EncryptionMethod>"#
            ))),
            EncryptionAlgorithm,
        ),
        forgery(
            "a key wrapped by AES",
            around(&key_method(&format!(r#"<xenc:EncryptionMethod Algorithm="{XENC}kw-aes256"/>"#))),
            EncryptionAlgorithm,
        ),
        forgery("3DES", around(&content_uri(&format!("{XENC}tripledes-cbc"))), EncryptionAlgorithm),
        forgery("AES-192", around(&content_uri(&format!("{XENC}aes192-cbc"))), EncryptionAlgorithm),
        forgery("GCM said to be CBC", around(&content_uri(&format!("{XENC}aes256-cbc"))), Undecryptable),
        forgery("no encryption after all", around(&content_uri("none")), EncryptionAlgorithm),
        forgery(
            "ciphertext elsewhere",
            around(&good)
                .replacen(
                    "<xenc:CipherValue>",
                    r#"<xenc:CipherReference URI="http://attacker.example/"/><xenc:CipherValue>"#,
                    1,
                )
                .replacen("<xenc:CipherValue>", "<x>", 1)
                .replacen("</xenc:CipherValue>", "</x>", 1),
            Malformed("CipherValue"),
        ),
        forgery("no wrapped key", around(&without(&good, "<ds:KeyInfo", "</ds:KeyInfo>")), Malformed("EncryptedKey")),
        forgery(
            "two wrapped keys",
            around(&good.replace("</ds:KeyInfo>", "<xenc:EncryptedKey/></ds:KeyInfo>")),
            Malformed("EncryptedKey"),
        ),
        forgery(
            "content of an element, not an element",
            around(&good.replace(&format!("{XENC}Element"), &format!("{XENC}Content"))),
            Malformed("EncryptedData"),
        ),
        forgery(
            "a plain assertion where encryption is required",
            Parts::of(VICTIM).assertion_signed(),
            Refusal::NotEncrypted,
        ),
        forgery(
            "a plain assertion in a signed response where encryption is required",
            Parts::of(VICTIM).response_signed(),
            Refusal::NotEncrypted,
        ),
        forgery(
            "an honest assertion for another audience, encrypted",
            around(&cipher.seal(&for_another())),
            Refusal::Audience,
        ),
    ]
}

fn for_another() -> String {
    let parts = Parts::of(VICTIM);
    let parts = Parts { conditions: parts.conditions.replace("AbCdEfGhI", "ZZZZZZZZZ"), ..parts };
    parts.signed_assertion(&PROVIDER, &Manner::default())
}

fn without(text: &str, from: &str, to: &str) -> String {
    let (start, end) = (text.find(from).unwrap(), text.find(to).unwrap() + to.len());
    format!("{}{}", &text[..start], &text[end..])
}

/// A response that is signed with an encrypted assertion in it. What is encrypted has to be canonical to be signed.
pub(super) fn signed_around(sealed: &str) -> String {
    let canonical = sealed
        .replace(
            &format!(r#"Algorithm="{XENC11}aes256-gcm"/>"#),
            &format!(r#"Algorithm="{XENC11}aes256-gcm"></xenc:EncryptionMethod>"#),
        )
        .replace(r#"rsa-oaep-mgf1p"/>"#, r#"rsa-oaep-mgf1p"></xenc:EncryptionMethod>"#);
    Manner::default().sign(&*PROVIDER, &Parts::of(VICTIM).around(&canonical), "_r1")
}

fn exchanged() -> String {
    let signed = signed_around(&Cipher::default().seal(&honest_assertion()));
    let inner = Cipher::default().seal(&unsigned_assertion());
    let (from, end) = ("<saml:EncryptedAssertion", "</saml:EncryptedAssertion>");
    let (start, stop) = (signed.find(from).unwrap(), signed.find(end).unwrap() + end.len());
    format!("{}{inner}{}", &signed[..start], &signed[stop..])
}

#[test]
fn encryption_proves_nothing() {
    all_refused(&pool(), &forgeries(), &around(&Cipher::default().seal(&honest_assertion())));
}

#[test]
fn honest_ones_open_with_any_sound_algorithm() {
    let oaep_256 = format!(
        r#"<xenc:EncryptionMethod Algorithm="{XENC11}rsa-oaep"><ds:DigestMethod Algorithm="{SHA256_URI}"/><xenc11:MGF xmlns:xenc11="{XENC11}" Algorithm="{XENC11}mgf1sha256"/></xenc:EncryptionMethod>"#
    );
    let aes_128 = Cipher {
        content: "aes128-gcm",
        content_uri: format!("{XENC11}aes128-gcm"),
        key: vec![9; 16],
        ..Cipher::default()
    };
    for cipher in [
        Cipher::default(),
        Cipher::cbc(),
        aes_128,
        Cipher { key_method: oaep_256, transport: &OAEP_SHA256_MGF1SHA256, ..Cipher::default() },
    ] {
        let verified = pool().read(&around(&cipher.seal(&honest_assertion()))).unwrap();
        assert_eq!(verified.name_id.value, VICTIM);
        let either = Pool { decryption: vec![&OTHERS, &OURS], ..pool() };
        assert!(either.read(&around(&cipher.seal(&honest_assertion()))).is_ok());
    }
    assert_eq!(Pool::default().read(&around(&Cipher::default().seal(&honest_assertion()))), Err(Undecryptable));
}

#[test]
fn a_signed_response_covers_what_is_encrypted_in_it() {
    let message = signed_around(&Cipher::default().seal(&unsigned_assertion()));
    assert_eq!(pool().read(&message).unwrap().name_id.value, VICTIM);
}

#[test]
fn a_wrapped_key_may_lie_beside_the_data() {
    let sealed = Cipher::default().seal(&honest_assertion());
    let (from, end) = ("<xenc:EncryptedKey>", "</xenc:EncryptedKey>");
    let (start, stop) = (sealed.find(from).unwrap(), sealed.find(end).unwrap() + end.len());
    let key = sealed[start..stop].replace(from, &format!(r#"<xenc:EncryptedKey xmlns:xenc="{XENC}">"#));
    let beside = format!("{}{}", &sealed[..start], &sealed[stop..]);
    let beside = beside.replace("</saml:EncryptedAssertion>", &format!("{key}</saml:EncryptedAssertion>"));
    assert_eq!(pool().read(&around(&beside)).unwrap().name_id.value, VICTIM);
}
