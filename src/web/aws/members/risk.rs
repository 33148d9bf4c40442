//! What is done about risk, in Cognito's words.

use ipnet::IpNet;

use crate::domain::clock::Micros;
use crate::domain::risk::{
    Action, CompromisedPasswords, Exceptions, Mode, NoticeText, Notices, PasswordUse, Response, RiskConfiguration,
    Takeover, parse_network,
};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::risk::{
    AccountTakeoverActionType, AccountTakeoverRiskConfigurationType, CompromisedCredentialsRiskConfigurationType,
    NotifyConfigurationType, NotifyEmailType, RiskExceptionConfigurationType,
};

/// The three parts of a risk configuration, as a request has them.
pub(in crate::web::aws) type RiskMembers = (
    Option<CompromisedCredentialsRiskConfigurationType>,
    Option<AccountTakeoverRiskConfigurationType>,
    Option<RiskExceptionConfigurationType>,
);

/// Whether attempts are weighed; the shape lets three words through.
pub(in crate::web::aws) fn risk_mode(word: &str) -> Mode {
    match word {
        "ENFORCED" => Mode::Enforced,
        "AUDIT" => Mode::Audit,
        _ => Mode::Off,
    }
}

/// The configuration that the members say; `None`: all three are left out, which takes away what was said before.
pub(in crate::web::aws) fn risk_configuration(
    (compromised, takeover, exceptions): RiskMembers,
    now: Micros,
) -> Result<Option<RiskConfiguration>, CognitoError> {
    if compromised.is_none() && takeover.is_none() && exceptions.is_none() {
        return Ok(None);
    }
    Ok(Some(RiskConfiguration {
        compromised: compromised.as_ref().map(compromised_passwords),
        takeover: takeover.map(takeover_of),
        exceptions: exceptions.map(exceptions_of).transpose()?,
        modified_at: now,
    }))
}

fn compromised_passwords(given: &CompromisedCredentialsRiskConfigurationType) -> CompromisedPasswords {
    let use_of = |word: &String| match word.as_str() {
        "SIGN_IN" => PasswordUse::SignIn,
        "PASSWORD_CHANGE" => PasswordUse::PasswordChange,
        _ => PasswordUse::SignUp,
    };
    CompromisedPasswords {
        uses: given.event_filter.iter().flatten().map(use_of).collect(),
        blocks: given.actions.event_action == "BLOCK",
    }
}

fn takeover_of(given: AccountTakeoverRiskConfigurationType) -> Takeover {
    let actions = given.actions;
    Takeover {
        low: actions.low_action.as_ref().map(response),
        medium: actions.medium_action.as_ref().map(response),
        high: actions.high_action.as_ref().map(response),
        notices: given.notify_configuration.map(notices),
    }
}

fn response(given: &AccountTakeoverActionType) -> Response {
    let action = match given.event_action.as_str() {
        "BLOCK" => Action::Block,
        "MFA_REQUIRED" => Action::MfaRequired,
        "MFA_IF_CONFIGURED" => Action::MfaIfConfigured,
        _ => Action::Nothing,
    };
    Response { action, notifies: given.notify }
}

fn notices(given: NotifyConfigurationType) -> Notices {
    let text = |given: NotifyEmailType| NoticeText {
        subject: given.subject,
        html: given.html_body.unwrap_or_default(),
        text: given.text_body.unwrap_or_default(),
    };
    Notices {
        source: given.source_arn,
        block: given.block_email.map(text),
        mfa: given.mfa_email.map(text),
        nothing: given.no_action_email.map(text),
    }
}

fn exceptions_of(given: RiskExceptionConfigurationType) -> Result<Exceptions, CognitoError> {
    let ranges = |texts: Option<Vec<String>>, member: &str| -> Result<Vec<IpNet>, CognitoError> {
        let range = |text: String| {
            parse_network(&text).ok_or_else(|| {
                CognitoError::invalid_parameter(format!("'{member}' has {text}, which is not a range of addresses."))
            })
        };
        texts.unwrap_or_default().into_iter().map(range).collect()
    };
    Ok(Exceptions {
        blocked: ranges(given.blocked, "BlockedIPRangeList")?,
        skipped: ranges(given.skipped, "SkippedIPRangeList")?,
    })
}
