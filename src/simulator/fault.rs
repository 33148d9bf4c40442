//! What can be wrong with an answer. Faults are small and add up; a test names the lie, and a fault is how it is told.

use serde_json::{Map, Value};

use super::saml::Statement;

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A member of an answer is another, or missing.
    Member(Place, &'static str, Change),
    /// The claims of the ID token as text, before they are signed: members twice, and other JSON that no value is.
    Claims(fn(&str) -> String),
    /// The ID token as text, after it was signed.
    IdToken(fn(&str) -> String),
    /// Who signed the ID token, and how.
    Signature(Signature),
    /// What is published as keys.
    Keys(KeyFault),
    /// What a SAML assertion says, and what is around it, before it is signed.
    Statement(fn(&mut Statement)),
    /// A SAML response as text, after it was signed.
    Message(fn(&str) -> String),
    /// Who signed a SAML assertion, and how.
    SamlSignature(SamlSignature),
    /// The answer to an earlier request once more, in the place of a new one.
    Replay,
    /// How an endpoint answers, whatever it has to say.
    Transport(Endpoint, Transport),
}

impl Fault {
    /// A member with another value.
    pub fn set(place: Place, name: &'static str, value: impl Into<Value>) -> Self {
        Self::Member(place, name, Change::Set(value.into()))
    }

    /// A member that is missing.
    #[must_use]
    pub const fn without(place: Place, name: &'static str) -> Self {
        Self::Member(place, name, Change::Remove)
    }

    /// A member with a value that follows from what it should have been.
    #[must_use]
    pub const fn of(place: Place, name: &'static str, value: fn(&Facts<'_>) -> Value) -> Self {
        Self::Member(place, name, Change::Of(value))
    }
}

/// Which answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The discovery document.
    Discovery,
    /// The parameters that go back with the browser.
    Redirect,
    /// The answer of the token endpoint.
    Token,
    /// The claims of the ID token.
    IdToken,
    /// The header of the ID token.
    Header,
    /// The claims of userInfo, or of whatever else is a profile.
    UserInfo,
}

/// Another value.
#[derive(Clone, Debug)]
pub enum Change {
    /// This one.
    Set(Value),
    /// None at all.
    Remove,
    /// One that follows from the facts.
    Of(fn(&Facts<'_>) -> Value),
}

/// What an honest answer would be made of. What an answer has not is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// The person.
    pub subject: &'a str,
    /// The nonce of the request.
    pub nonce: &'a str,
    /// Seconds since the epoch.
    pub now: i64,
}

/// How an ID token is signed instead of by the published key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// By a key that is not published, under the name of the published one.
    OtherKey,
    /// Not at all: `alg` is `none` (RFC 7518 §3.6).
    None,
    /// By HMAC with the published key as the secret (RFC 8725 §2.1).
    PublicKeyAsHmac,
    /// By HMAC with the client's id as the secret.
    ClientIdAsHmac,
    /// By RSASSA-PSS with the published key, which is published for PKCS#1 v1.5.
    Pss,
    /// By a key that the token itself brings along in `jwk` (RFC 8725 §3.10).
    EmbeddedKey,
}

/// How a SAML assertion is signed instead of by the published key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamlSignature {
    /// Not at all.
    None,
    /// By a key that the metadata do not name.
    OtherKey,
    /// Honestly, but moved into a forged assertion about somebody else (XSW).
    Wrapped,
}

/// What is wrong with the published keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// Before the real ones come so many that nobody signs with.
    Many(usize),
    /// The key that signs is not among them.
    Missing,
    /// Another key stands first under the name of the one that signs.
    NameTwice,
    /// The key that signs is published for encryption.
    ForEncryption,
    /// The key that signs is published for another algorithm.
    OtherAlgorithm,
    /// A secret stands under the name of the key that signs.
    Symmetric,
    /// No keys at all.
    Empty,
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// The discovery document.
    Discovery,
    /// The keys.
    Keys,
    /// The token endpoint.
    Token,
    /// userInfo, or whatever else is a profile.
    UserInfo,
    /// The metadata of SAML.
    Metadata,
}

/// How it answers.
#[derive(Clone, Debug)]
pub enum Transport {
    /// With this status and this body.
    Answer(u16, &'static str, Vec<u8>),
    /// As it should, but with this status.
    Status(u16),
    /// As it should, but as another media type.
    MediaType(&'static str),
    /// Elsewhere: by a redirect to a place that answers what was asked for.
    Redirect(u16),
    /// Never.
    Never,
    /// A byte each second, without an end.
    Trickle,
    /// As it should, with this many bytes of white space before it.
    Padded(usize),
    /// With this many megabytes of white space, compressed to very little.
    GzipBomb(usize),
    /// With half of what it announced, and the end of the connection.
    Cut,
}

/// Changes one member.
pub(super) fn change(members: &mut Map<String, Value>, name: &str, change: &Change, facts: &Facts<'_>) {
    match change {
        Change::Set(value) => members.insert(name.to_owned(), value.clone()),
        Change::Of(value) => members.insert(name.to_owned(), value(facts)),
        Change::Remove => members.remove(name),
    };
}
