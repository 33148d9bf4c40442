//! Why a trip to a provider came to nothing: a closed list, for the page that says which side failed, the log and the event.

use crate::outbound::OutboundError;

/// Whose turn it is to do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The person: they said no, or can try again.
    Person,
    /// The provider.
    Provider,
    /// The admin of the pool, or whoever runs the server.
    Ours,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The person said no, or the provider did not let them in.
    Denied,
    /// The provider says that it cannot.
    ProviderError,
    /// No connection to it, or none may be made.
    Unreachable,
    /// It took too long.
    Slow,
    /// Too many are asking it already.
    Busy,
    /// What it answered cannot be read.
    Malformed,
    /// What it answered does not hold: it is not for us, not from it, not of this trip, over, or not signed as it should be.
    Untrusted,
    /// It did not ask the person to prove anew who they are, or does not say so.
    NotFresh,
    /// It does not know the code.
    CodeRefused,
    /// It does not know us, or takes our secret for another's.
    ClientRefused,
    /// What the admin configured does not do.
    Misconfigured,
}

impl Fault {
    /// Who failed.
    pub fn side(self) -> Side {
        match self {
            Self::Denied | Self::CodeRefused => Side::Person,
            Self::ProviderError
            | Self::Unreachable
            | Self::Slow
            | Self::Malformed
            | Self::Untrusted
            | Self::NotFresh => Side::Provider,
            Self::Busy | Self::ClientRefused | Self::Misconfigured => Side::Ours,
        }
    }

    /// Its word, in events and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::ProviderError => "provider_error",
            Self::Unreachable => "unreachable",
            Self::Slow => "slow",
            Self::Busy => "busy",
            Self::Malformed => "malformed",
            Self::Untrusted => "untrusted",
            Self::NotFresh => "not_fresh",
            Self::CodeRefused => "code_refused",
            Self::ClientRefused => "client_refused",
            Self::Misconfigured => "misconfigured",
        }
    }
}

/// Why a trip came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub fault: Fault,
    /// More of it, in English, for the log and the event: never a secret, and nothing that a stranger wrote.
    pub detail: &'static str,
}

impl Failure {
    /// A failure.
    pub fn new(fault: Fault, detail: &'static str) -> Self {
        Self { fault, detail }
    }

    /// What the provider said does not hold.
    pub fn untrusted(detail: &'static str) -> Self {
        Self::new(Fault::Untrusted, detail)
    }

    /// What the provider said cannot be read.
    pub fn malformed(detail: &'static str) -> Self {
        Self::new(Fault::Malformed, detail)
    }

    /// What the admin configured does not do.
    pub fn misconfigured(detail: &'static str) -> Self {
        Self::new(Fault::Misconfigured, detail)
    }
}

impl From<&OutboundError> for Failure {
    /// Says the same of a port that is closed, filtered, or not to be reached (case 198).
    fn from(error: &OutboundError) -> Self {
        match error {
            OutboundError::Timeout => Self::new(Fault::Slow, "no answer in time"),
            OutboundError::TooLarge => Self::new(Fault::Malformed, "the answer is too large"),
            OutboundError::Broken(_) => Self::new(Fault::Malformed, "the answer cannot be read"),
            OutboundError::Request(_) | OutboundError::Setup(_) | OutboundError::Authority => {
                Self::new(Fault::Misconfigured, "the request cannot be sent")
            }
            OutboundError::Scheme | OutboundError::Port | OutboundError::PrivateAddress | OutboundError::Connect(_) => {
                Self::new(Fault::Unreachable, "no connection")
            }
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.fault.as_str(), self.detail)
    }
}

impl std::error::Error for Failure {}
