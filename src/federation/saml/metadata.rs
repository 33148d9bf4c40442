//! The metadata of an identity provider (SAML Metadata): who it is, where it listens, which keys it signs with.
//!
//! It is trusted because an administrator brought it, or because it came over TLS from where an administrator said; a
//! signature within it is not looked at. Its validity is told ([`ProviderMetadata::valid_until`]) and not enforced at
//! sign-in: an expired document that was verified once is no reason to lock everybody out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;
use thiserror::Error;
use url::{Host, Url};

use super::document::{self, METADATA, attribute, children, is, required};
use super::names::{self, DSIG, POST, PROTOCOL, REDIRECT};
use super::{Refusal, instant};
use crate::crypto::saml::{PeerKey, PeerKeyError};
use crate::domain::clock::Micros;

/// SAML Core §8.3.6.
const MAX_ENTITY_ID_CHARS: usize = 1024;
/// Of base64, as Cognito has it.
const MAX_CERTIFICATE_CHARS: usize = 4096;
const MAX_CERTIFICATES: usize = 8;
const MAX_URL_BYTES: usize = 2048;

/// Why a document is not the metadata of an identity provider that we can work with. Worded for administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MetadataError {
    /// See the refusal.
    #[error("the metadata cannot be read: {0}")]
    Unreadable(#[from] Refusal),
    /// Neither an `EntityDescriptor` nor an `EntitiesDescriptor`.
    #[error("the metadata is not an EntityDescriptor of SAML 2.0")]
    NotMetadata,
    /// No identity provider, or more than one.
    #[error("the metadata must describe exactly one identity provider (IDPSSODescriptor)")]
    NotOneProvider,
    /// Its `entityID` is missing, empty or too long.
    #[error("the entityID of the metadata is missing or longer than 1024 characters")]
    EntityId,
    /// No certificate for signing, or too many.
    #[error("the metadata must have one to eight certificates for signing")]
    Certificates,
    /// A certificate that cannot be used.
    #[error("a certificate for signing in the metadata is {0}")]
    Certificate(#[from] PeerKeyError),
    /// A certificate that is not base64, or too long.
    #[error("a certificate in the metadata is not base64, or longer than 4096 characters")]
    CertificateText,
    /// Neither a redirect nor a POST binding for sign-in.
    #[error("the metadata has no SingleSignOnService with the HTTP-Redirect or the HTTP-POST binding")]
    NoSignIn,
    /// A location that is not an https URL.
    #[error("a location in the metadata is not an https URL")]
    Location,
}

/// Where a service of the provider listens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Endpoint {
    /// With the HTTP-Redirect binding.
    pub redirect: Option<String>,
    /// With the HTTP-POST binding.
    pub post: Option<String>,
    /// Where answers go with the HTTP-POST binding, if elsewhere than requests.
    pub post_answers: Option<String>,
}

impl Endpoint {
    const fn is_empty(&self) -> bool {
        self.redirect.is_none() && self.post.is_none()
    }
}

/// What we need of a provider's metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderMetadata {
    /// Its entity id, which it issues assertions under.
    pub entity_id: String,
    /// The keys that it signs with; any of them.
    pub keys: Vec<PeerKey>,
    /// The first of its certificates, base64 without line breaks.
    pub first_certificate: String,
    /// Where sign-ins go.
    pub sign_in: Endpoint,
    /// Where logouts go, if it knows them.
    pub logout: Option<Endpoint>,
    /// Whether it wants signed requests.
    pub wants_signed_requests: bool,
    /// Until when the document says it is good.
    pub valid_until: Option<Micros>,
}

impl ProviderMetadata {
    /// Reads a document. A byte order mark and comments are allowed, a DTD is not.
    pub fn read(text: &str) -> Result<Self, MetadataError> {
        let tree = document::parse(text.trim_start_matches('\u{feff}'), METADATA)?;
        let root = tree.root_element();
        let entity = the_entity(root)?;
        let entity_id = attribute(entity, "entityID").unwrap_or_default();
        if entity_id.is_empty() || entity_id.chars().count() > MAX_ENTITY_ID_CHARS {
            return Err(MetadataError::EntityId);
        }
        let role = provider_role(entity).ok_or(MetadataError::NotOneProvider)?;
        let certificates = certificates(role)?;
        let keys: Vec<PeerKey> =
            certificates.iter().map(|der| PeerKey::from_certificate(der)).collect::<Result<_, _>>()?;
        let first_certificate =
            certificates.first().map(|der| STANDARD.encode(der)).ok_or(MetadataError::Certificates)?;
        let sign_in = endpoint(role, "SingleSignOnService")?;
        if sign_in.is_empty() {
            return Err(MetadataError::NoSignIn);
        }
        let logout = endpoint(role, "SingleLogoutService")?;
        let valid_until = [root, entity, role]
            .iter()
            .filter_map(|node| attribute(*node, "validUntil"))
            .map(|at| instant::read(at, "validUntil"))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            entity_id: entity_id.to_owned(),
            keys,
            first_certificate,
            sign_in,
            logout: Some(logout).filter(|logout| !logout.is_empty()),
            wants_signed_requests: matches!(attribute(role, "WantAuthnRequestsSigned"), Some("true" | "1")),
            valid_until: valid_until.into_iter().min(),
        })
    }
}

fn the_entity<'a, 'x>(root: Node<'a, 'x>) -> Result<Node<'a, 'x>, MetadataError> {
    if is(root, names::METADATA, "EntityDescriptor") {
        return Ok(root);
    }
    if !is(root, names::METADATA, "EntitiesDescriptor") {
        return Err(MetadataError::NotMetadata);
    }
    let mut providers =
        children(root, names::METADATA, "EntityDescriptor").filter(|entity| provider_role(*entity).is_some());
    match (providers.next(), providers.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(MetadataError::NotOneProvider),
    }
}

/// The one role of an identity provider that speaks SAML 2.0.
fn provider_role<'a, 'x>(entity: Node<'a, 'x>) -> Option<Node<'a, 'x>> {
    let speaks = |role: &Node<'_, '_>| {
        attribute(*role, "protocolSupportEnumeration")
            .is_some_and(|protocols| protocols.split_ascii_whitespace().any(|protocol| protocol == PROTOCOL))
    };
    let mut roles = children(entity, names::METADATA, "IDPSSODescriptor").filter(speaks);
    roles.next().filter(|_| roles.next().is_none())
}

/// The certificates of the keys that may sign: `use="signing"`, or no use at all.
fn certificates(role: Node<'_, '_>) -> Result<Vec<Vec<u8>>, MetadataError> {
    let descriptors = children(role, names::METADATA, "KeyDescriptor")
        .filter(|descriptor| attribute(*descriptor, "use").is_none_or(|purpose| purpose == "signing"));
    let nodes: Vec<Node<'_, '_>> = descriptors
        .flat_map(|descriptor| children(descriptor, DSIG, "KeyInfo"))
        .flat_map(|info| children(info, DSIG, "X509Data"))
        .flat_map(|data| children(data, DSIG, "X509Certificate"))
        .collect();
    if nodes.is_empty() || nodes.len() > MAX_CERTIFICATES {
        return Err(MetadataError::Certificates);
    }
    let mut all = Vec::new();
    for node in nodes {
        let text = document::text(node).ok_or(MetadataError::CertificateText)?;
        let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        if packed.len() > MAX_CERTIFICATE_CHARS {
            return Err(MetadataError::CertificateText);
        }
        let der = STANDARD.decode(packed).map_err(|_| MetadataError::CertificateText)?;
        if !all.contains(&der) {
            all.push(der);
        }
    }
    Ok(all)
}

fn endpoint(role: Node<'_, '_>, name: &'static str) -> Result<Endpoint, MetadataError> {
    let mut endpoint = Endpoint::default();
    for service in children(role, names::METADATA, name) {
        let location = || location(required(service, "Location")?);
        match attribute(service, "Binding") {
            Some(REDIRECT) if endpoint.redirect.is_none() => endpoint.redirect = Some(location()?),
            Some(POST) if endpoint.post.is_none() => {
                endpoint.post = Some(location()?);
                endpoint.post_answers = attribute(service, "ResponseLocation").map(self::location).transpose()?;
            }
            _ => {}
        }
    }
    Ok(endpoint)
}

/// A URL that browsers may be sent to: https, or http on this machine; without a name, a password or a fragment.
fn location(text: &str) -> Result<String, MetadataError> {
    let url = Url::parse(text).map_err(|_| MetadataError::Location)?;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(MetadataError::Location),
    };
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback);
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if is_safe && is_plain && text.len() <= MAX_URL_BYTES { Ok(text.to_owned()) } else { Err(MetadataError::Location) }
}
