//! Why a message of a provider is not believed.

use std::error::Error;
use std::fmt;

/// The closed list of reasons. They are for the log and the event; a browser is told the same in every case, so that nobody
/// can learn by trying (least of all what lies within an encrypted assertion).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    // --- the text
    /// More bytes than any honest message has.
    TooLarge,
    /// Not base64.
    NotBase64,
    /// Not well-formed XML with namespaces, in UTF-8.
    NotXml,
    /// There is a document type declaration.
    Doctype,
    /// Too many elements or attributes, or nested too deep.
    TooComplex,
    /// A comment or a processing instruction, where some parsers end a text.
    Comment,
    /// Two elements have the same ID.
    DuplicateId,
    // --- its shape
    /// Another message than the one that belongs here.
    WrongMessage,
    /// Not SAML 2.0.
    Version,
    /// No assertion, or more than one, or one in a place where none belongs.
    Assertions,
    /// A signature in a place where none belongs, or two.
    SignaturePlace,
    /// An element that must be there is not, is there twice, or is not as the schema wants it.
    Malformed(&'static str),
    // --- signatures
    /// Neither the message nor the assertion is signed.
    Unsigned,
    /// A signature algorithm that is not taken.
    SignatureAlgorithm,
    /// A digest algorithm that is not taken.
    DigestAlgorithm,
    /// A canonicalisation that is not taken.
    Canonicalisation,
    /// Other transforms than enveloped signature and exclusive canonicalisation.
    Transforms,
    /// The signature covers something else than the element that it stands in.
    Reference,
    /// What is signed differs from what the message shows of it.
    Differential,
    /// No trusted key verifies the signature.
    BadSignature,
    /// The signed element was changed.
    Changed,
    // --- encryption
    /// An encryption algorithm that is not taken.
    EncryptionAlgorithm,
    /// The assertion is encrypted and does not open, or what is in it does not verify.
    Undecryptable,
    /// The provider is set to encrypt, and the assertion is not encrypted.
    NotEncrypted,
    /// An encrypted name or attribute.
    EncryptedPart,
    // --- who, to whom, when
    /// The provider says that the sign-in did not succeed.
    Status,
    /// Issued by another than the provider that was asked.
    Issuer,
    /// Sent to another place.
    Destination,
    /// An answer to another question, or to none.
    InResponseTo,
    /// Made in the future.
    FromTheFuture,
    /// For another audience, or for nobody in particular.
    Audience,
    /// Before its time.
    NotYet,
    /// After its time.
    Expired,
    /// A condition that we do not know, so that we cannot say whether it holds.
    UnknownCondition,
    /// No bearer confirmation that holds here and now.
    Confirmation,
    /// No usable name of the subject.
    NameId,
    /// No statement of how and when the person signed in.
    NoAuthentication,
    /// The provider's session has ended.
    SessionEnded,
}

impl Refusal {
    /// The reason, without anything of the message.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "the message is too large",
            Self::NotBase64 => "the message is not base64",
            Self::NotXml => "the message is not well-formed XML",
            Self::Doctype => "the message has a document type declaration",
            Self::TooComplex => "the message has too many or too deeply nested elements",
            Self::Comment => "the message has a comment or a processing instruction",
            Self::DuplicateId => "an ID occurs twice in the message",
            Self::WrongMessage => "not the message that is expected here",
            Self::Version => "not of SAML version 2.0",
            Self::Assertions => "not exactly one assertion, in its place",
            Self::SignaturePlace => "a signature in a place where none belongs",
            Self::Malformed(_) => "an element is missing, or there twice, or not as it must be",
            Self::Unsigned => "nothing is signed",
            Self::SignatureAlgorithm => "the signature algorithm is not one that is taken",
            Self::DigestAlgorithm => "the digest algorithm is not one that is taken",
            Self::Canonicalisation => "the canonicalisation is not exclusive, or names too many prefixes",
            Self::Transforms => "the transforms are not the two that SAML needs",
            Self::Reference => "the signature covers something else than the element that it stands in",
            Self::Differential => "what the signature covers is not what the message shows",
            Self::BadSignature => "no trusted key verifies the signature",
            Self::Changed => "the signed element was changed",
            Self::EncryptionAlgorithm => "the encryption algorithm is not one that is taken",
            Self::Undecryptable => "the encrypted assertion does not open, or does not hold a signed assertion",
            Self::NotEncrypted => "the assertion is not encrypted",
            Self::EncryptedPart => "encrypted names and attributes are not supported",
            Self::Status => "the provider answered that the sign-in did not succeed",
            Self::Issuer => "issued by another provider",
            Self::Destination => "the message is for another destination",
            Self::InResponseTo => "the message answers another request, or none",
            Self::FromTheFuture => "the message is from the future",
            Self::Audience => "the assertion is for another audience",
            Self::NotYet => "the assertion is not valid yet",
            Self::Expired => "the assertion has expired",
            Self::UnknownCondition => "a condition is not known",
            Self::Confirmation => "no subject confirmation holds for this place, time and request",
            Self::NameId => "there is no usable NameID",
            Self::NoAuthentication => "there is no authentication statement",
            Self::SessionEnded => "the provider's session has ended",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        if let Self::Malformed(what) = self { write!(f, ": {what}") } else { Ok(()) }
    }
}

impl Error for Refusal {}
