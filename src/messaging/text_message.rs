//! Messages that also go as texts, and their words. Knows no gateway and no price.

use super::message::Message;
use super::sms::{self, Note, Text};
use crate::domain::pool::Pool;

use crate::render::{RenderError, Translator};

impl Message {
    /// Writes the text message; `None` where this is never sent as one.
    pub(super) fn compose_text(&self, pool: &Pool, translator: &Translator) -> Result<Option<Text>, RenderError> {
        let own = &pool.settings.messages;
        let (event, username, code, own) = match self {
            Self::SignUp { username, code, .. } => (sms::Event::SignUp, username, code, &own.sms_verification),
            Self::VerifyPhone { username, code, .. } => {
                (sms::Event::VerifyNumber, username, code, &own.sms_verification)
            }
            Self::ForgotPassword { username, code, .. } => {
                (sms::Event::ForgotPassword, username, code, &own.sms_verification)
            }
            Self::Invitation { username, password } => {
                (sms::Event::Invitation, username, password, &own.sms_invitation)
            }
            Self::SecondFactorCode { username, code, .. } | Self::FirstCode { username, code, .. } => {
                (sms::Event::SignIn, username, code, &own.sms_sign_in)
            }
            Self::VerifyEmail { .. }
            | Self::PasswordChanged { .. }
            | Self::SecondFactorAdded { .. }
            | Self::PasskeyAdded { .. }
            | Self::PasskeyRemoved { .. }
            | Self::IdentityLinked { .. }
            | Self::IdentityUnlinked { .. }
            | Self::SecondFactorRemoved { .. }
            | Self::AccountDeleted { .. }
            | Self::RecoveryCodeUsed { .. }
            | Self::SecondFactorsReset { .. }
            | Self::EmailChanged { .. }
            | Self::PhoneChanged { .. }
            | Self::ContactMoved { .. }
            | Self::SignInNotice { .. }
            | Self::AccountExists { .. } => return Ok(None),
        };
        if !own.is_empty() {
            return Ok(Some(sms::fill_in(own, code, username)));
        }
        sms::compose(event, &Note::new(translator, &pool.name, username, code), translator).map(Some)
    }
}
