//! What a risk configuration cannot be.

use super::{Exceptions, NoticeText, RiskConfiguration};

/// Why a risk configuration cannot be as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskProblem {
    /// More than two hundred ranges of one kind.
    TooManyRanges,
}

impl NoticeText {
    /// The placeholders of Cognito's mails (`cognito.md` §8), in the order in which `messaging` fills them in.
    pub const PLACEHOLDERS: [&'static str; 10] = [
        "{username}",
        "{ip-address}",
        "{city}",
        "{country}",
        "{login-time}",
        "{device-name}",
        "{event-id}",
        "{feedback-token}",
        "{one-click-link-valid}",
        "{one-click-link-invalid}",
    ];
}

impl RiskConfiguration {
    /// The first thing that is wrong with it.
    pub fn problem(&self) -> Option<RiskProblem> {
        let is_too_long = |exceptions: &Exceptions| {
            exceptions.blocked.len() > Exceptions::MOST || exceptions.skipped.len() > Exceptions::MOST
        };
        self.exceptions.as_ref().is_some_and(is_too_long).then_some(RiskProblem::TooManyRanges)
    }
}
