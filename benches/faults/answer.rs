//! What came back, sorted by what it says about the effect.

use serde_json::Value;

/// The end of one request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Success, with what it carried.
    Done(Value),
    /// The server declines, and has its reasons.
    Refused {
        /// The name of the error: Cognito's, or OAuth's.
        error: String,
        /// Its message.
        message: String,
    },
    /// "Try again later", said as it must be: 503 or 429 with `Retry-After`.
    Busy {
        /// Whether the request was refused before anything was tried.
        untried: bool,
    },
    /// What the server must never say, whatever is the matter: a 5xx without `Retry-After`, or nonsense.
    Broken(String),
    /// The connection was refused: nothing was sent.
    Unreached,
    /// Sent, and nothing came back.
    Lost(String),
}

/// What is known of the effect of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is there.
    Done,
    /// There is none.
    None,
    /// All of it or nothing, and nobody knows which.
    Unknown,
}

impl Answer {
    /// What it says about the effect. A 503 says nothing: the database may have gone away in the very moment of the
    /// commit.
    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::Done(_) => Effect::Done,
            Self::Refused { .. } | Self::Unreached | Self::Busy { untried: true } => Effect::None,
            Self::Busy { untried: false } | Self::Broken(_) | Self::Lost(_) => Effect::Unknown,
        }
    }

    /// Whether it is the refusal of this name.
    pub(crate) fn is_refused_as(&self, name: &str) -> bool {
        matches!(self, Self::Refused { error, .. } if error == name)
    }

    /// Whether the server declined, rather than failed.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// Whether it succeeded.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// The text at `pointer` of what it carried.
    pub(crate) fn text(&self, pointer: &str) -> Option<String> {
        let Self::Done(value) = self else { return None };
        value.pointer(pointer).and_then(Value::as_str).map(str::to_owned)
    }

    /// In a few words, without what it carried: that may be a secret.
    pub(crate) fn why(&self) -> String {
        match self {
            Self::Done(_) => "done".to_owned(),
            Self::Refused { error, message } => format!("{error}: {message}"),
            Self::Busy { .. } => "busy".to_owned(),
            Self::Broken(what) => format!("broken: {what}"),
            Self::Unreached => "unreached".to_owned(),
            Self::Lost(why) => format!("lost: {why}"),
        }
    }
}
