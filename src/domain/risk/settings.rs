//! What a pool, or one of its clients, does about risk: Cognito's risk configuration, member by member, and what follows
//! from it for one attempt.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{Assessment, Level, Reason, Whereabouts};
use crate::domain::clock::Micros;
use crate::domain::sign_in::Demand;

/// Whether attempts are weighed, and whether anything is done about them (`AdvancedSecurityMode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Nothing is weighed and nothing is remembered.
    #[default]
    Off,
    /// Attempts are weighed and written down. Nothing else changes.
    Audit,
    /// What is configured is done.
    Enforced,
}

/// What is done about an attempt (`EventAction`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Nothing.
    #[default]
    Nothing,
    /// Who has a second factor is asked for it.
    MfaIfConfigured,
    /// Everyone is asked for a second factor; who has none is refused.
    MfaRequired,
    /// It is refused until the password was changed by recovery.
    ResetPassword,
    /// It is refused.
    Block,
}

impl Action {
    /// The word kept in events.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::MfaIfConfigured => "mfa_if_configured",
            Self::MfaRequired => "mfa_required",
            Self::ResetPassword => "reset_password",
            Self::Block => "block",
        }
    }

    fn demand(self) -> Demand {
        match self {
            Self::Nothing => Demand::Nothing,
            Self::MfaIfConfigured => Demand::SecondIfSetUp,
            Self::MfaRequired => Demand::Second,
            Self::ResetPassword => Demand::Recovery,
            Self::Block => Demand::Block,
        }
    }
}

/// What is done at one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// What is done.
    pub action: Action,
    /// Whether the person is told by mail.
    pub notifies: bool,
}

/// The words of one mail; placeholders in braces are filled in (`messaging::mail::risk`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeText {
    /// The subject.
    pub subject: String,
    /// The HTML body; empty: the shipped one.
    pub html: String,
    /// The plain body; empty: the shipped one.
    pub text: String,
}

/// The pool's own words for its mails about risk (`NotifyConfiguration`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// In whose name Cognito would send. Here the server's own account sends; it is kept for those who read it back.
    pub source: String,
    /// Where an attempt was refused.
    pub block: Option<NoticeText>,
    /// Where a second factor was asked for.
    pub mfa: Option<NoticeText>,
    /// Where nothing was done.
    pub nothing: Option<NoticeText>,
}

/// What a mail about an attempt says was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// It was refused.
    Block,
    /// A second factor was asked for.
    Mfa,
    /// It was let through.
    Nothing,
}

/// What is done about risk, level by level (`AccountTakeoverRiskConfiguration`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takeover {
    /// At a low risk; `None`: nothing.
    pub low: Option<Response>,
    /// At a medium one.
    pub medium: Option<Response>,
    /// At a high one.
    pub high: Option<Response>,
    /// The pool's own words.
    pub notices: Option<Notices>,
}

/// Where a password is seen in the plain (`EventFilter`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordUse {
    /// At a sign-in.
    SignIn,
    /// Where one is changed.
    PasswordChange,
    /// At a sign-up.
    SignUp,
}

/// What is done about passwords that are known from breaches (`CompromisedCredentialsRiskConfiguration`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompromisedPasswords {
    /// Where they are looked up; empty: wherever they are seen. New passwords are looked up in any case (decision D6).
    pub uses: BTreeSet<PasswordUse>,
    /// Whether whoever comes with one must choose another.
    pub blocks: bool,
}

/// Addresses that are not weighed (`RiskExceptionConfiguration`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exceptions {
    /// Always refused.
    pub blocked: Vec<IpNet>,
    /// Never a risk.
    pub skipped: Vec<IpNet>,
}

impl Exceptions {
    /// Most ranges of one kind (`cognito.md` §8).
    pub const MOST: usize = 200;

    /// Whether `address` is always refused. What is in both lists is refused.
    pub fn blocks(&self, address: IpAddr) -> bool {
        contains(&self.blocked, address)
    }

    /// Whether `address` is never a risk.
    pub fn skips(&self, address: IpAddr) -> bool {
        contains(&self.skipped, address)
    }
}

fn contains(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address.to_canonical()))
}

/// What a pool or a client does about risk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RiskConfiguration {
    /// About passwords that are known from breaches; `None`: they are not looked up at a sign-in.
    pub compromised: Option<CompromisedPasswords>,
    /// About risk, level by level; `None`: nothing.
    pub takeover: Option<Takeover>,
    /// Addresses that are not weighed.
    pub exceptions: Option<Exceptions>,
    /// When it was set.
    pub modified_at: Micros,
}

impl RiskConfiguration {
    /// Whether the password of a sign-in is looked up.
    pub fn looks_up_at_sign_in(&self) -> bool {
        let covers = |uses: &BTreeSet<PasswordUse>| uses.is_empty() || uses.contains(&PasswordUse::SignIn);
        self.compromised.as_ref().is_some_and(|compromised| covers(&compromised.uses))
    }

    /// Whether this is done at some level.
    pub fn has_action(&self, action: Action) -> bool {
        [Level::Low, Level::Medium, Level::High].into_iter().any(|level| self.response(level).action == action)
    }

    fn response(&self, level: Level) -> Response {
        let takeover = self.takeover.as_ref();
        let response = match level {
            Level::None => None,
            Level::Low => takeover.and_then(|takeover| takeover.low),
            Level::Medium => takeover.and_then(|takeover| takeover.medium),
            Level::High => takeover.and_then(|takeover| takeover.high),
        };
        response.unwrap_or_default()
    }

    /// What is to be done about an attempt.
    pub fn response_to(&self, assessment: &Assessment) -> Response {
        if assessment.has(Reason::BlockedAddress) {
            return Response { action: Action::Block, notifies: false };
        }
        let response = self.response(assessment.level);
        let resets = self.compromised.as_ref().is_some_and(|compromised| compromised.blocks)
            && assessment.has(Reason::CompromisedPassword);
        let least = if resets { Action::ResetPassword } else { Action::Nothing };
        Response { action: response.action.max(least), ..response }
    }
}

/// What a pool says of risk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RiskSettings {
    /// Whether anything is weighed or done.
    pub mode: Mode,
    /// What is done, for clients that say nothing of their own.
    pub configuration: Option<RiskConfiguration>,
}

/// What was found of one attempt and is done about it. It goes with the sign-in, and into the events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// How risky it is, and why.
    #[serde(flatten)]
    pub assessment: Assessment,
    /// What the configuration says about that.
    pub action: Action,
    /// Whether it is done. Where a pool only watches, it is not.
    pub is_enforced: bool,
    /// Where the attempt comes from, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Whereabouts>,
}

impl Decision {
    /// What the sign-in must do beyond the policy.
    pub fn demand(&self) -> Demand {
        if self.is_enforced { self.action.demand() } else { Demand::Nothing }
    }

    /// What the person is told by mail, where they are told: of a risk about which something could be said.
    pub fn notice(&self, configuration: &RiskConfiguration) -> Option<Notice> {
        let notifies = configuration.response_to(&self.assessment).notifies;
        if !self.is_enforced || !notifies {
            return None;
        }
        Some(match self.action {
            Action::Nothing => Notice::Nothing,
            Action::MfaIfConfigured | Action::MfaRequired => Notice::Mfa,
            Action::ResetPassword | Action::Block => Notice::Block,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration() -> RiskConfiguration {
        let at = |action| Some(Response { action, notifies: true });
        RiskConfiguration {
            takeover: Some(Takeover {
                low: at(Action::MfaIfConfigured),
                medium: at(Action::MfaRequired),
                high: at(Action::Block),
                notices: None,
            }),
            compromised: Some(CompromisedPasswords { uses: BTreeSet::new(), blocks: true }),
            ..RiskConfiguration::default()
        }
    }

    fn judged(level: Level, reasons: &[Reason], mode: Mode) -> Decision {
        let assessment = Assessment { score: 0, level, reasons: reasons.to_vec() };
        let action = configuration().response_to(&assessment).action;
        Decision { assessment, action, is_enforced: mode == Mode::Enforced, from: None }
    }

    #[test]
    fn each_level_has_its_action() {
        for (level, demand, notice) in [
            (Level::None, Demand::Nothing, None),
            (Level::Low, Demand::SecondIfSetUp, Some(Notice::Mfa)),
            (Level::Medium, Demand::Second, Some(Notice::Mfa)),
            (Level::High, Demand::Block, Some(Notice::Block)),
        ] {
            let decision = judged(level, &[], Mode::Enforced);
            assert_eq!((decision.demand(), decision.notice(&configuration())), (demand, notice), "{level:?}");
            let watched = judged(level, &[], Mode::Audit);
            assert_eq!((watched.demand(), watched.notice(&configuration())), (Demand::Nothing, None), "{level:?}");
            assert_eq!(watched.action, decision.action, "what would have been done is written down");
        }
    }

    #[test]
    fn a_known_password_is_changed_unless_worse_is_done() {
        let known = [Reason::CompromisedPassword];
        assert_eq!(judged(Level::None, &known, Mode::Enforced).demand(), Demand::Recovery);
        assert_eq!(judged(Level::Medium, &known, Mode::Enforced).demand(), Demand::Recovery);
        assert_eq!(judged(Level::High, &known, Mode::Enforced).demand(), Demand::Block);
        assert_eq!(judged(Level::None, &known, Mode::Audit).demand(), Demand::Nothing);
    }

    #[test]
    fn a_blocked_address_is_refused_without_any_level_being_configured() {
        let nothing = RiskConfiguration::default();
        let blocked = Assessment { score: 100, level: Level::High, reasons: vec![Reason::BlockedAddress] };
        assert_eq!(nothing.response_to(&blocked).action, Action::Block);
        let high = Assessment { reasons: vec![], ..blocked };
        assert_eq!(nothing.response_to(&high), Response::default());
    }

    #[test]
    fn mapped_addresses_are_in_the_ranges_of_what_they_are() {
        let exceptions = Exceptions { blocked: vec!["203.0.113.0/24".parse().unwrap()], skipped: vec![] };
        assert!(exceptions.blocks("::ffff:203.0.113.7".parse().unwrap()));
        assert!(
            !exceptions.blocks("203.0.114.7".parse().unwrap()) && !exceptions.skips("203.0.113.7".parse().unwrap())
        );
    }
}
