//! What a risk configuration cannot be.

use super::{Exceptions, NoticeText, RiskConfiguration};

/// Placeholders of Cognito's mails that are filled in here.
const FILLED: [&str; 7] =
    ["{username}", "{ip-address}", "{city}", "{country}", "{login-time}", "{device-name}", "{event-id}"];
/// Those of links with which a person says whether it was them; there are none here yet.
const UNFILLED: [&str; 3] = ["{feedback-token}", "{one-click-link-valid}", "{one-click-link-invalid}"];

/// Why a risk configuration cannot be as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskProblem {
    /// More than two hundred ranges of one kind.
    TooManyRanges,
    /// A mail has a placeholder that would stay empty.
    Placeholder(&'static str),
}

impl NoticeText {
    /// The placeholders that are filled in.
    pub const PLACEHOLDERS: [&'static str; 7] = FILLED;

    fn problem(&self) -> Option<RiskProblem> {
        let says =
            |placeholder: &str| [&self.subject, &self.html, &self.text].iter().any(|part| part.contains(placeholder));
        UNFILLED.into_iter().find(|placeholder| says(placeholder)).map(RiskProblem::Placeholder)
    }
}

impl RiskConfiguration {
    /// The first thing that is wrong with it.
    pub fn problem(&self) -> Option<RiskProblem> {
        let is_too_long = |exceptions: &Exceptions| {
            exceptions.blocked.len() > Exceptions::MOST || exceptions.skipped.len() > Exceptions::MOST
        };
        if self.exceptions.as_ref().is_some_and(is_too_long) {
            return Some(RiskProblem::TooManyRanges);
        }
        let notices = self.takeover.as_ref().and_then(|takeover| takeover.notices.as_ref())?;
        [&notices.block, &notices.mfa, &notices.nothing].into_iter().flatten().find_map(NoticeText::problem)
    }
}
