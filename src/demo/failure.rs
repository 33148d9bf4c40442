//! What can go wrong in the app, in words for its developer: a message of the catalog and a technical detail.

use std::error::Error;

/// The longest detail shown, in characters; parts of it may come from a stranger's URL.
const LONGEST_DETAIL: usize = 300;

/// Why a step failed. Nobody was signed in by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    step: Step,
    detail: String,
}

/// The step that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The issuer's description of itself, or its keys.
    Discovery,
    /// The answer does not belong to a sign-in that this browser began here, or was used already.
    State,
    /// The answer does not say that it comes from the issuer (RFC 9207 §2.4).
    Issuer,
    /// The answer lacks something, or has it twice.
    Answer,
    /// The server answered with an error (RFC 6749 §4.1.2.1).
    Refused,
    /// The code was not exchanged for tokens.
    Exchange,
    /// The ID token did not verify.
    IdToken,
    /// userInfo did not answer, or for another person.
    UserInfo,
    /// The refresh token gave nothing new.
    Refresh,
    /// A form was not sent by the app's own page.
    Form,
}

impl Failure {
    /// A failure without more to say.
    pub(super) fn new(step: Step) -> Self {
        Self { step, detail: String::new() }
    }

    /// A failure with what is known of it, cut to a length that fits a page.
    pub(super) fn with_detail(step: Step, detail: &str) -> Self {
        Self { step, detail: detail.chars().take(LONGEST_DETAIL).collect() }
    }

    /// A failure with an error and all its causes. The errors in question carry no tokens.
    pub(super) fn of(step: Step, error: &(dyn Error + 'static)) -> Self {
        let causes = std::iter::successors(Some(error), |error: &&(dyn Error + 'static)| (*error).source());
        let mut texts: Vec<String> = causes.map(ToString::to_string).collect();
        // Some errors repeat their cause in their own text.
        texts.dedup_by(|cause, effect| effect.ends_with(cause.as_str()));
        Self::with_detail(step, &texts.join(": "))
    }

    /// The step.
    pub(super) fn step(&self) -> Step {
        self.step
    }

    /// The key of the message.
    pub(super) fn key(&self) -> &'static str {
        match self.step {
            Step::Discovery => "demo-failed-discovery",
            Step::State => "demo-failed-state",
            Step::Issuer => "demo-failed-issuer",
            Step::Answer => "demo-failed-answer",
            Step::Refused => "demo-failed-refused",
            Step::Exchange => "demo-failed-exchange",
            Step::IdToken => "demo-failed-id-token",
            Step::UserInfo => "demo-failed-user-info",
            Step::Refresh => "demo-failed-refresh",
            Step::Form => "demo-failed-form",
        }
    }

    /// What is known beyond the message; empty for nothing.
    pub(super) fn detail(&self) -> &str {
        &self.detail
    }
}
