//! What `xmlsec1` signed and encrypted is taken; see fixtures/README.md.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::crypto::saml::{PeerKey, ServiceKey};
use vestibule::domain::clock::Micros;
use vestibule::federation::saml::{Exclusive, Expected, Refusal, Verified, read_response};

use super::provider::{AUDIENCE, ISSUER, NOW, RECIPIENT, REQUEST};

const NAME: &str = "Zoë & \"Ann\"";
const MAIL: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text.trim()).unwrap()
}

fn read(xml: &str) -> Result<Verified, Refusal> {
    read_of(xml, (ISSUER, NOW))
}

fn read_of(xml: &str, (issuer, now): (&str, Micros)) -> Result<Verified, Refusal> {
    let ours = ServiceKey::from_parts(
        &decoded(include_str!("fixtures/sp.key.txt")),
        decoded(include_str!("fixtures/sp.crt.txt")),
    )
    .unwrap();
    let certificates = [
        include_str!("fixtures/idp.crt.txt"),
        include_str!("fixtures/curve.crt.txt"),
        include_str!("fixtures/samlify.crt.txt"),
        include_str!("fixtures/pysaml2.crt.txt"),
    ];
    let keys = certificates.map(|text| PeerKey::from_certificate(&decoded(text)).unwrap());
    let expected = Expected {
        issuer,
        keys: &keys,
        audience: AUDIENCE,
        recipient: RECIPIENT,
        request_id: Some(REQUEST),
        now,
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
    ("encrypted-inheriting", include_str!("fixtures/encrypted-inheriting.xml")),
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

#[test]
fn what_samlify_signed_is_read_as_it_was_meant() {
    let xml = include_str!("fixtures/samlify.xml").trim();
    let (issuer, now) = ("http://localhost:36523/metadata", Micros::from_secs(1_795_898_910));
    let verified = read_of(xml, (issuer, now)).unwrap();
    assert_eq!(verified.name_id.value, "person-7a6f65406578616d706c652e636f6d");
    assert_eq!(verified.attributes["email"], ["zoe@example.com"]);
    assert_eq!(verified.attributes["name"], ["Ada Lovelace"]);
    assert_eq!(read_of(xml, (issuer, now.plus_secs(600))), Err(Refusal::Expired));
    assert_eq!(read_of(&xml.replace("Ada", "Eve"), (issuer, now)), Err(Refusal::Changed));
}

#[test]
fn what_pysaml2_signed_is_read_as_it_was_meant() {
    // all of its namespaces are declared at the root, and both the response and the assertion are signed
    let xml = include_str!("fixtures/pysaml2.xml").trim();
    let of_it = ("https://py.example/metadata", Micros::from_secs(1_795_899_035));
    let verified = read_of(xml, of_it).unwrap();
    assert_eq!(verified.name_id.value, "py-zoe");
    assert_eq!(verified.name_id.name_qualifier.as_deref(), Some("https://py.example/metadata"));
    assert_eq!(verified.attributes["urn:oid:2.5.4.42"], ["Zoë"]);
    assert_eq!(read_of(&xml.replace("py-zoe", "py-eve"), of_it), Err(Refusal::Changed));
}
