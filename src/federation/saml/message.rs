//! What we send: its text, and the two bindings that carry it through a browser (SAML Bindings §3.4, §3.5).

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_xml::uppsala::XmlWriter;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::canonical::Canonicaliser;
use super::instant;
use super::names::{ASSERTION, DSIG, ENVELOPED, EXC_C14N, POST, PROTOCOL, RSA_SHA256, SHA256};
use super::service::{Service, key_info};
use crate::crypto::saml::{DigestAlgorithm, ServiceKey, ServiceKeyError};
use crate::domain::clock::Micros;

/// All but the characters that need no encoding in a query (RFC 3986 §2.3).
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a message asks or answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `SAMLRequest`.
    Request,
    /// `SAMLResponse`.
    Response,
}

impl Direction {
    const fn parameter(self) -> &'static str {
        match self {
            Self::Request => "SAMLRequest",
            Self::Response => "SAMLResponse",
        }
    }
}

/// A form that the browser posts to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostForm {
    /// Where to.
    pub to: String,
    /// Names and values of the hidden fields.
    pub fields: Vec<(String, String)>,
}

/// A message on its way to a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    direction: Direction,
    id: String,
    destination: String,
    /// Up to and with the issuer, after which the schema has the signature.
    head: String,
    tail: String,
}

/// What every message has.
pub(super) struct Heading<'a> {
    pub(super) direction: Direction,
    pub(super) name: &'static str,
    pub(super) id: &'a str,
    pub(super) now: Micros,
    pub(super) destination: &'a str,
}

/// What differs from one request for a sign-in to the next.
#[derive(Debug, Clone, Copy)]
pub struct SignInSettings<'a> {
    /// The id, by which the response will refer to the request. A name of XML: it begins with a letter or `_`.
    pub id: &'a str,
    /// The present moment.
    pub now: Micros,
    /// Where the provider listens.
    pub destination: &'a str,
    /// Whether the person has to authenticate again.
    pub force: bool,
}

/// An `AuthnRequest` (SAML Core §3.4.1) whose response is to be posted to us.
#[must_use]
pub fn ask_sign_in(service: &Service<'_>, settings: &SignInSettings<'_>) -> Outgoing {
    let mut extra = vec![("ProtocolBinding", POST), ("AssertionConsumerServiceURL", service.answers)];
    if settings.force {
        extra.push(("ForceAuthn", "true"));
    }
    let heading = Heading {
        direction: Direction::Request,
        name: "samlp:AuthnRequest",
        id: settings.id,
        now: settings.now,
        destination: settings.destination,
    };
    Outgoing::new(service, &heading, &extra, "")
}

impl Outgoing {
    pub(super) fn new(service: &Service<'_>, heading: &Heading<'_>, extra: &[(&str, &str)], body: &str) -> Self {
        let issued = instant::write(heading.now);
        let mut attributes = vec![
            ("xmlns:samlp", PROTOCOL),
            ("xmlns:saml", ASSERTION),
            ("ID", heading.id),
            ("Version", "2.0"),
            ("IssueInstant", issued.as_str()),
            ("Destination", heading.destination),
        ];
        attributes.extend_from_slice(extra);
        let mut head = XmlWriter::new();
        head.start_element(heading.name, &attributes);
        head.start_element("saml:Issuer", &[]);
        head.text(service.entity_id);
        head.end_element("saml:Issuer");
        let mut tail = XmlWriter::new();
        tail.raw(body);
        tail.end_element(heading.name);
        Self {
            direction: heading.direction,
            id: heading.id.to_owned(),
            destination: heading.destination.to_owned(),
            head: head.into_string(),
            tail: tail.into_string(),
        }
    }

    /// The id of the message.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The URL of the redirect binding: deflated, and signed over the query where there is a key (SAML Bindings §3.4.4.1).
    pub fn by_redirect(&self, relay_state: Option<&str>, key: Option<&ServiceKey>) -> Result<String, ServiceKeyError> {
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        let written = deflated.write_all(format!("{}{}", self.head, self.tail).as_bytes());
        let deflated = written.and_then(|()| deflated.finish()).map_err(|_| ServiceKeyError::Library)?;
        let encoded = |value: &str| utf8_percent_encode(value, QUERY).to_string();
        let mut query = format!("{}={}", self.direction.parameter(), encoded(&STANDARD.encode(deflated)));
        if let Some(state) = relay_state {
            query.push_str("&RelayState=");
            query.push_str(&encoded(state));
        }
        if let Some(key) = key {
            query.push_str("&SigAlg=");
            query.push_str(&encoded(RSA_SHA256));
            let signature = key.sign(query.as_bytes())?;
            query.push_str("&Signature=");
            query.push_str(&encoded(&STANDARD.encode(signature)));
        }
        let separator = if self.destination.contains('?') { '&' } else { '?' };
        Ok(format!("{}{separator}{query}", self.destination))
    }

    /// The form of the POST binding, with a signature within the message where there is a key (SAML Bindings §3.5.4).
    pub fn by_post(
        &self,
        canonicaliser: &dyn Canonicaliser,
        relay_state: Option<&str>,
        key: Option<&ServiceKey>,
    ) -> Result<PostForm, ServiceKeyError> {
        let text = match key {
            Some(key) => self.signed(canonicaliser, key)?,
            None => format!("{}{}", self.head, self.tail),
        };
        let mut fields = vec![(self.direction.parameter().to_owned(), STANDARD.encode(text))];
        fields.extend(relay_state.map(|state| ("RelayState".to_owned(), state.to_owned())));
        Ok(PostForm { to: self.destination.clone(), fields })
    }

    fn signed(&self, canonicaliser: &dyn Canonicaliser, key: &ServiceKey) -> Result<String, ServiceKeyError> {
        let canonical = |text: &str, place: Vec<usize>| {
            canonicaliser.element(text, &place, None, &[]).ok_or(ServiceKeyError::Library)
        };
        let unsigned = format!("{}{}", self.head, self.tail);
        let digest = STANDARD.encode(DigestAlgorithm::Sha256.of(canonical(&unsigned, Vec::new())?.as_bytes()));
        let with =
            |value: &str| format!("{}{}{}", self.head, signature_element(&self.id, &digest, value, key), self.tail);
        // the signature is the second child, and what it signs is its first
        let value = key.sign(canonical(&with(""), vec![1, 0])?.as_bytes())?;
        Ok(with(&STANDARD.encode(value)))
    }
}

fn signature_element(id: &str, digest: &str, value: &str, key: &ServiceKey) -> String {
    let mut xml = XmlWriter::new();
    xml.start_element("ds:Signature", &[("xmlns:ds", DSIG)]);
    xml.start_element("ds:SignedInfo", &[]);
    xml.empty_element("ds:CanonicalizationMethod", &[("Algorithm", EXC_C14N)]);
    xml.empty_element("ds:SignatureMethod", &[("Algorithm", RSA_SHA256)]);
    xml.start_element("ds:Reference", &[("URI", &format!("#{id}"))]);
    xml.start_element("ds:Transforms", &[]);
    xml.empty_element("ds:Transform", &[("Algorithm", ENVELOPED)]);
    xml.empty_element("ds:Transform", &[("Algorithm", EXC_C14N)]);
    xml.end_element("ds:Transforms");
    xml.empty_element("ds:DigestMethod", &[("Algorithm", SHA256)]);
    xml.start_element("ds:DigestValue", &[]);
    xml.text(digest);
    xml.end_element("ds:DigestValue");
    xml.end_element("ds:Reference");
    xml.end_element("ds:SignedInfo");
    xml.start_element("ds:SignatureValue", &[]);
    xml.text(value);
    xml.end_element("ds:SignatureValue");
    xml.raw(&key_info(key));
    xml.end_element("ds:Signature");
    xml.into_string()
}
