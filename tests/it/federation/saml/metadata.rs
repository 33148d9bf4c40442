//! Metadata in: of one provider, within bounds, with keys that are worth something.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vestibule::domain::clock::Micros;
use vestibule::federation::saml::{MetadataError, ProviderMetadata, Refusal};

use super::provider::ISSUER;
use super::signer::{ATTACKER, PROVIDER, Signer, key_info};

const MD: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";

fn key(purpose: &str, certificate: &[u8]) -> String {
    let info = key_info(certificate).replacen(
        "<ds:KeyInfo>",
        r#"<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">"#,
        1,
    );
    format!("<KeyDescriptor{purpose}>{info}</KeyDescriptor>")
}

fn service(name: &str, binding: &str, location: &str) -> String {
    format!(r#"<{name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:{binding}" Location="{location}"/>"#)
}

fn role(inner: &str) -> String {
    format!(
        r#"<IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="{PROTOCOL}">{inner}</IDPSSODescriptor>"#
    )
}

fn entity(attributes: &str, inner: &str) -> String {
    format!(r#"<EntityDescriptor xmlns="{MD}" entityID="{ISSUER}"{attributes}>{inner}</EntityDescriptor>"#)
}

fn honest_role() -> String {
    role(
        &(key(r#" use="signing""#, &PROVIDER.certificate)
            + &key("", &ATTACKER.certificate)
            + &service("SingleLogoutService", "HTTP-Redirect", "https://idp.example/slo")
            + &service("SingleSignOnService", "SOAP", "https://idp.example/soap")
            + &service("SingleSignOnService", "HTTP-Redirect", "https://idp.example/sso?tenant=1")
            + &service("SingleSignOnService", "HTTP-POST", "https://idp.example/sso/post")),
    )
}

/// Metadata of the provider with this entity id and the one key of `signer`.
pub(super) fn metadata_with(entity_id: &str, signer: &Signer) -> String {
    let sign_in = service("SingleSignOnService", "HTTP-Redirect", "https://idp.example/sso");
    entity("", &role(&(key("", &signer.certificate) + &sign_in))).replace(ISSUER, entity_id)
}

/// Metadata of the provider, as its administrator gives them out.
pub(super) fn honest_metadata() -> String {
    let others = key("", &ATTACKER.certificate);
    entity("", &honest_role().replace(&others, ""))
}

#[test]
fn what_is_needed_is_read() {
    let text = format!(
        "\u{feff}<?xml version='1.0'?><!-- of the provider -->{}",
        entity(r#" validUntil="2027-01-01T00:00:00Z""#, &honest_role())
    );
    let metadata = ProviderMetadata::read(&text).unwrap();
    assert_eq!(metadata.entity_id, ISSUER);
    assert_eq!(metadata.keys.len(), 2, "the one for signing, and the one for anything");
    assert_eq!(metadata.first_certificate, STANDARD.encode(&PROVIDER.certificate));
    assert_eq!(metadata.sign_in.redirect.as_deref(), Some("https://idp.example/sso?tenant=1"));
    assert_eq!(metadata.sign_in.post.as_deref(), Some("https://idp.example/sso/post"));
    assert_eq!(metadata.logout.unwrap().redirect.as_deref(), Some("https://idp.example/slo"));
    assert!(metadata.wants_signed_requests);
    assert_eq!(metadata.valid_until, Some(Micros(1_798_761_600_000_000)));
    let among_others = format!(
        r#"<EntitiesDescriptor xmlns="{MD}">{}<EntityDescriptor entityID="x"><SPSSODescriptor/></EntityDescriptor></EntitiesDescriptor>"#,
        entity("", &honest_role())
    );
    assert_eq!(ProviderMetadata::read(&among_others).unwrap().entity_id, ISSUER);
}

#[test]
fn the_rest_is_refused() {
    let sign_in = service("SingleSignOnService", "HTTP-POST", "https://idp.example/sso");
    let signing = key("", &PROVIDER.certificate);
    let with_key = |key: &str| entity("", &role(&(key.to_owned() + &sign_in)));
    let at =
        |location: &str| entity("", &role(&(signing.clone() + &service("SingleSignOnService", "HTTP-POST", location))));
    let weak = r#"<KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>"#;
    let cases = [
        ("no metadata", "<x/>".to_owned(), MetadataError::NotMetadata),
        (
            "a document type",
            format!("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{}", entity("", &honest_role())),
            MetadataError::Unreadable(Refusal::Doctype),
        ),
        ("too much", entity("", &" ".repeat(1024 * 1024)), MetadataError::Unreadable(Refusal::TooLarge)),
        ("no XML", "{}".to_owned(), MetadataError::Unreadable(Refusal::NotXml)),
        (
            "an id twice",
            entity(r#" ID="a""#, &honest_role().replace("<KeyDescriptor>", r#"<KeyDescriptor ID="a">"#)),
            MetadataError::Unreadable(Refusal::DuplicateId),
        ),
        ("no provider", entity("", "<SPSSODescriptor/>"), MetadataError::NotOneProvider),
        ("two providers", entity("", &honest_role().repeat(2)), MetadataError::NotOneProvider),
        (
            "a provider of SAML 1.1",
            entity("", &honest_role().replace(PROTOCOL, "urn:oasis:names:tc:SAML:1.1:protocol")),
            MetadataError::NotOneProvider,
        ),
        ("no name", entity("", &honest_role()).replace(ISSUER, ""), MetadataError::EntityId),
        ("an endless name", entity("", &honest_role()).replace(ISSUER, &"a".repeat(1025)), MetadataError::EntityId),
        ("no key", entity("", &role(&sign_in)), MetadataError::Certificates),
        (
            "only a key for encryption",
            with_key(&key(r#" use="encryption""#, &PROVIDER.certificate)),
            MetadataError::Certificates,
        ),
        ("nine keys", with_key(&signing.repeat(9)), MetadataError::Certificates),
        (
            "a certificate that is none",
            with_key(weak),
            MetadataError::Certificate(vestibule::crypto::saml::PeerKeyError::NotACertificate),
        ),
        ("a certificate that is not base64", with_key(&weak.replace("AAAA", "%%")), MetadataError::CertificateText),
        (
            "a certificate that is too long",
            with_key(&weak.replace("AAAA", &"A".repeat(4100))),
            MetadataError::CertificateText,
        ),
        (
            "a key of 1024 bits",
            with_key(&weak.replace("AAAA", include_str!("fixtures/rsa-1024.txt").trim())),
            MetadataError::Certificate(vestibule::crypto::saml::PeerKeyError::RsaSize(1024)),
        ),
        ("nowhere to sign in", entity("", &role(&signing)), MetadataError::NoSignIn),
        ("http", at("http://idp.example/sso"), MetadataError::Location),
        ("a script", at("javascript:alert(1)"), MetadataError::Location),
        ("a path", at("/sso"), MetadataError::Location),
        ("a name and a password", at("https://a:b@idp.example/"), MetadataError::Location),
        ("a fragment", at("https://idp.example/#x"), MetadataError::Location),
        ("an endless URL", at(&format!("https://idp.example/{}", "a".repeat(2048))), MetadataError::Location),
        (
            "validity that is no time",
            entity(r#" validUntil="soon""#, &honest_role()),
            MetadataError::Unreadable(Refusal::Malformed("validUntil")),
        ),
    ];
    for (name, text, error) in cases {
        assert_eq!(ProviderMetadata::read(&text).err(), Some(error), "{name}");
    }
    assert!(ProviderMetadata::read(&at("http://localhost:8080/sso")).is_ok(), "a provider under development");
}
