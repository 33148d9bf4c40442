//! Who we are to a provider, and the metadata that says so.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_xml::uppsala::XmlWriter;

use super::names::{DSIG, METADATA, POST, PROTOCOL};
use crate::crypto::saml::ServiceKey;

/// A pool, as a service provider.
#[derive(Clone, Copy)]
pub struct Service<'a> {
    /// Our entity id.
    pub entity_id: &'a str,
    /// Where responses are posted to (the assertion consumer service).
    pub answers: &'a str,
    /// Where messages of a logout are posted to.
    pub logout: &'a str,
    /// The pool's key.
    pub key: &'a ServiceKey,
}

/// The metadata that an administrator gives to the provider: an `EntityDescriptor` with one `SPSSODescriptor`. It asks for
/// signed assertions, names the key for both uses, and POST as the one binding of everything that comes to us.
#[must_use]
pub fn service_metadata(service: &Service<'_>) -> String {
    let mut xml = XmlWriter::new();
    xml.write_declaration();
    xml.start_element(
        "md:EntityDescriptor",
        &[("xmlns:md", METADATA), ("xmlns:ds", DSIG), ("entityID", service.entity_id)],
    );
    xml.start_element(
        "md:SPSSODescriptor",
        &[("AuthnRequestsSigned", "true"), ("WantAssertionsSigned", "true"), ("protocolSupportEnumeration", PROTOCOL)],
    );
    for purpose in ["signing", "encryption"] {
        xml.start_element("md:KeyDescriptor", &[("use", purpose)]);
        xml.raw(&key_info(service.key));
        xml.end_element("md:KeyDescriptor");
    }
    xml.empty_element("md:SingleLogoutService", &[("Binding", POST), ("Location", service.logout)]);
    for format in ["2.0:nameid-format:persistent", "1.1:nameid-format:emailAddress", "1.1:nameid-format:unspecified"] {
        xml.start_element("md:NameIDFormat", &[]);
        xml.text(&format!("urn:oasis:names:tc:SAML:{format}"));
        xml.end_element("md:NameIDFormat");
    }
    xml.empty_element(
        "md:AssertionConsumerService",
        &[("Binding", POST), ("Location", service.answers), ("index", "0"), ("isDefault", "true")],
    );
    xml.end_element("md:SPSSODescriptor");
    xml.end_element("md:EntityDescriptor");
    xml.into_string()
}

/// `ds:KeyInfo` with our certificate, where the prefix is declared.
pub(super) fn key_info(key: &ServiceKey) -> String {
    let mut xml = XmlWriter::new();
    for name in ["ds:KeyInfo", "ds:X509Data", "ds:X509Certificate"] {
        xml.start_element(name, &[]);
    }
    xml.text(&STANDARD.encode(key.certificate()));
    for name in ["ds:X509Certificate", "ds:X509Data", "ds:KeyInfo"] {
        xml.end_element(name);
    }
    xml.into_string()
}
