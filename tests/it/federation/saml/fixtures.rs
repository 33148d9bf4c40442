//! What `xmlsec1` signed and encrypted is taken; see fixtures/README.md.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::crypto::saml::{PeerKey, ServiceKey};
use vestibule::federation::saml::{Exclusive, Expected, Refusal, Verified, read_response};

use super::provider::{AUDIENCE, ISSUER, NOW, RECIPIENT, REQUEST};

const NAME: &str = "Zoë & \"Ann\"";
const MAIL: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text.trim()).unwrap()
}

fn read(xml: &str) -> Result<Verified, Refusal> {
    let ours = ServiceKey::from_parts(
        &decoded(include_str!("fixtures/sp.key.txt")),
        decoded(include_str!("fixtures/sp.crt.txt")),
    )
    .unwrap();
    let keys = [include_str!("fixtures/idp.crt.txt"), include_str!("fixtures/curve.crt.txt")]
        .map(|text| PeerKey::from_certificate(&decoded(text)).unwrap());
    let expected = Expected {
        issuer: ISSUER,
        keys: &keys,
        audience: AUDIENCE,
        recipient: RECIPIENT,
        request_id: Some(REQUEST),
        now: NOW,
        skew_secs: 60,
        decryption: &[&ours],
        must_be_encrypted: false,
    };
    read_response(&Exclusive, &STANDARD.encode(xml), &expected)
}

const TAKEN: &[(&str, &str)] = &[
    ("assertion-signed", include_str!("fixtures/assertion-signed.xml")),
    ("response-signed", include_str!("fixtures/response-signed.xml")),
    ("both-signed", include_str!("fixtures/both-signed.xml")),
    ("inclusive-prefixes", include_str!("fixtures/inclusive-prefixes.xml")),
    ("ecdsa", include_str!("fixtures/ecdsa.xml")),
    ("encrypted-cbc", include_str!("fixtures/encrypted-cbc.xml")),
    ("encrypted-gcm", include_str!("fixtures/encrypted-gcm.xml")),
];

#[test]
fn what_another_program_signed_is_read_as_it_was_meant() {
    for (name, xml) in TAKEN {
        let verified = read(xml).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        assert_eq!(verified.name_id.value, NAME, "{name}");
        assert_eq!(verified.attributes[MAIL], ["zoë@example.com"], "{name}");
    }
}

#[test]
fn what_is_not_taken_is_not_taken_from_another_program_either() {
    assert_eq!(read(include_str!("fixtures/sha1.xml")), Err(Refusal::SignatureAlgorithm));
    assert_eq!(read(include_str!("fixtures/encrypted-rsa15.xml")), Err(Refusal::EncryptionAlgorithm));
    for (name, xml) in TAKEN.iter().filter(|(name, _)| !name.starts_with("encrypted")) {
        assert_eq!(read(&xml.replace("zoë@example.com", "eve@example.com")), Err(Refusal::Changed), "{name}");
    }
}
