//! What one can have go wrong on a trip, from the page: so that a developer sees what people see then. Each is one fault or a
//! few; a test can tell many more.

use serde_json::json;

use super::fault::{Endpoint, Fault, Place, SamlSignature, Signature, Transport};

/// More bytes than an app reads of any answer.
const BIG: usize = 2 * 1024 * 1024;
/// A little more than a message of SAML may have.
const BIG_MESSAGE: usize = 260 * 1024;
/// Seconds ago that an answer expired.
const LONG_AGO_SECS: i64 = 3600;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The answer is for another app.
    Audience,
    /// The answer was given to another app, or is for another place.
    Recipient,
    /// The answer has expired.
    Expired,
    /// The answer is not signed.
    Unsigned,
    /// The answer is signed by a key that comes along with it.
    Embedded,
    /// The signature of an honest answer was moved into a forged one.
    Wrapped,
    /// The answer to an earlier request, once more.
    Replay,
    /// No answer in time.
    Slow,
    /// Signed with a new key.
    NewKey,
    /// The address is not verified, whoever it is.
    Unverified,
    /// An answer of megabytes.
    Big,
}

/// In which protocol the provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    /// OpenID Connect.
    OpenId,
    /// OAuth with a profile of its own.
    OAuth,
    /// SAML.
    Saml,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Audience,
        Self::Recipient,
        Self::Expired,
        Self::Unsigned,
        Self::Embedded,
        Self::Wrapped,
        Self::Replay,
        Self::Slow,
        Self::NewKey,
        Self::Unverified,
        Self::Big,
    ];

    /// The word in the form, which is the end of the key of its words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Recipient => "recipient",
            Self::Expired => "expired",
            Self::Unsigned => "unsigned",
            Self::Embedded => "embedded",
            Self::Wrapped => "wrapped",
            Self::Replay => "replay",
            Self::Slow => "slow",
            Self::NewKey => "new-key",
            Self::Unverified => "unverified",
            Self::Big => "big",
        }
    }

    /// What can go wrong there.
    pub(super) fn offered(speech: Speech) -> Vec<Self> {
        let can = |trouble: &Self| match trouble {
            Self::Replay | Self::Unverified | Self::Big => true,
            Self::Audience | Self::Recipient | Self::Expired | Self::Unsigned | Self::NewKey => speech != Speech::OAuth,
            Self::Embedded => speech == Speech::OpenId,
            Self::Wrapped => speech == Speech::Saml,
            // nobody waits for the other side in SAML but the person
            Self::Slow => speech != Speech::Saml,
        };
        Self::ALL.into_iter().filter(can).collect()
    }

    /// The one that a form names, where it is offered.
    pub(super) fn named(name: &str, speech: Speech) -> Option<Self> {
        Self::offered(speech).into_iter().find(|trouble| trouble.name() == name)
    }

    /// The faults that it is made of. A new key of OpenID Connect, and an address, are the business of others.
    pub(super) fn faults(self, speech: Speech) -> Vec<Fault> {
        match speech {
            Speech::OpenId | Speech::OAuth => self.of_openid(),
            Speech::Saml => self.of_saml(),
        }
    }

    fn of_openid(self) -> Vec<Fault> {
        let expired = || Fault::of(Place::IdToken, "exp", |facts| json!(facts.now - LONG_AGO_SECS));
        match self {
            Self::Audience => vec![Fault::set(Place::IdToken, "aud", "another-app")],
            Self::Recipient => vec![Fault::set(Place::IdToken, "azp", "another-app")],
            Self::Expired => vec![expired()],
            Self::Unsigned => vec![Fault::Signature(Signature::None)],
            Self::Embedded => vec![Fault::Signature(Signature::EmbeddedKey)],
            Self::Replay => vec![Fault::Replay],
            Self::Slow => vec![Fault::Transport(Endpoint::Token, Transport::Never)],
            Self::Big => vec![Fault::Transport(Endpoint::Token, Transport::Padded(BIG))],
            Self::Wrapped | Self::NewKey | Self::Unverified => Vec::new(),
        }
    }

    fn of_saml(self) -> Vec<Fault> {
        let statement = |bend| vec![Fault::Statement(bend)];
        match self {
            Self::Audience => statement(|statement| "urn:example:another-app".clone_into(&mut statement.audience)),
            Self::Recipient => statement(|statement| {
                "https://another.example/saml".clone_into(&mut statement.destination);
                statement.recipient.clone_from(&statement.destination);
            }),
            Self::Expired => statement(|statement| {
                statement.not_before = statement.not_before.plus_secs(-LONG_AGO_SECS);
                statement.not_on_or_after = statement.not_on_or_after.plus_secs(-LONG_AGO_SECS);
            }),
            Self::Unsigned => vec![Fault::SamlSignature(SamlSignature::None)],
            Self::Wrapped => vec![Fault::SamlSignature(SamlSignature::Wrapped)],
            Self::NewKey => vec![Fault::SamlSignature(SamlSignature::OtherKey)],
            Self::Replay => vec![Fault::Replay],
            Self::Big => statement(|statement| {
                statement.attributes.push(("picture".to_owned(), "A".repeat(BIG_MESSAGE)));
            }),
            Self::Embedded | Self::Slow | Self::Unverified => Vec::new(),
        }
    }
}
