//! What is queued: the event and its values, composed into a mail or a text message only when it is sent.

use serde::{Deserialize, Serialize};

use crate::domain::code::CodeKind;
use crate::domain::pool::{Contact, MessageText, Pool};
use crate::domain::risk::{Notice, NoticeText};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::UserId;
use crate::messaging::attempt::Attempt;
use crate::messaging::mail::{self, Composed, CustomText, Event, Letter, Lifetime};
use crate::render::RenderError;
use crate::render::Translator;

/// A message as it lies, sealed, in the outbox.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Message {
    /// The code of a sign-up.
    SignUp {
        /// Whose code it is.
        user: UserId,
        /// What the person signs in with.
        username: String,
        /// The code.
        code: String,
    },
    /// The code of a recovery.
    ForgotPassword {
        /// Whose code it is.
        user: UserId,
        /// What the person signs in with.
        username: String,
        /// The code.
        code: String,
    },
    /// The code that proves the address of a user who has signed up before.
    VerifyEmail {
        /// Whose code it is.
        user: UserId,
        /// What the person signs in with.
        username: String,
        /// The code.
        code: String,
    },
    /// The code that proves the phone number of a user who has signed up before.
    VerifyPhone {
        /// Whose code it is.
        user: UserId,
        /// What the person signs in with.
        username: String,
        /// The code.
        code: String,
    },
    /// The code that is the second factor of a sign-in.
    SecondFactorCode {
        /// What the person signs in with.
        username: String,
        /// The code.
        code: String,
        /// Seconds for which it holds.
        lifetime_secs: i64,
    },
    /// The code that is the first factor of a sign-in, with a link that does the same.
    FirstCode {
        /// What the person signs in with.
        username: String,
        /// The code.
        code: String,
        /// The link; empty for none.
        href: String,
        /// Seconds for which both hold.
        lifetime_secs: i64,
    },
    /// The temporary password of a user whom an admin made.
    Invitation {
        /// What the person signs in with.
        username: String,
        /// The temporary password.
        password: String,
    },
    /// The password was changed.
    PasswordChanged {
        /// What the person signs in with.
        username: String,
        /// How many passkeys sign in to the account still.
        #[serde(default)]
        passkeys: u64,
    },
    /// A second factor was set up.
    SecondFactorAdded {
        /// What the person signs in with.
        username: String,
    },
    /// A passkey was added.
    PasskeyAdded {
        /// What the person signs in with.
        username: String,
    },
    /// A passkey was removed.
    PasskeyRemoved {
        /// What the person signs in with.
        username: String,
    },
    /// An account at a provider was linked.
    IdentityLinked {
        /// What the person signs in with.
        username: String,
        /// What people call the provider.
        provider: String,
    },
    /// An account at a provider is linked no more.
    IdentityUnlinked {
        /// What the person signs in with.
        username: String,
        /// What people call the provider.
        provider: String,
    },
    /// A second factor was taken away by its person.
    SecondFactorRemoved {
        /// What the person signs in with.
        username: String,
    },
    /// The account was deleted by its person.
    AccountDeleted {
        /// What the person signed in with.
        username: String,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// What the person signs in with.
        username: String,
        /// How many are left.
        left: u64,
    },
    /// An admin took the second factors away.
    SecondFactorsReset {
        /// What the person signs in with.
        username: String,
    },
    /// The address was changed; this goes to the old one.
    EmailChanged {
        /// What the person signed in with.
        username: String,
    },
    /// The phone number was changed; this goes to the address.
    PhoneChanged {
        /// What the person signs in with.
        username: String,
    },
    /// Another account proved the contact by which one signs in to this one, and has it from then on.
    ContactMoved {
        /// What the person signs in with.
        username: String,
        /// Which contact it was; not the one that this goes to.
        moved: Contact,
    },
    /// Somebody signed in, or tried to, in a way that is a risk.
    SignInNotice {
        /// What the person signs in with.
        username: String,
        /// What was done.
        notice: Notice,
        /// The pool's own words, where it has some.
        own: Option<NoticeText>,
        /// What is known of the attempt.
        attempt: Box<Attempt>,
    },
    /// Somebody tried to sign up with the person's address.
    AccountExists {
        /// What the person signs in with.
        username: String,
    },
}

/// A message and the language of its reader, as they lie in the outbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct Queued {
    /// The tag of the language that the reader is known to read; empty when that is not known.
    #[serde(default)]
    pub language: String,
    /// The contact that it goes to, which says how it leaves.
    #[serde(default = "by_mail")]
    pub contact: Contact,
    /// The message.
    #[serde(flatten)]
    pub message: Message,
}

/// What was queued before there were text messages.
fn by_mail() -> Contact {
    Contact::Email
}

impl Message {
    /// The message of a code.
    pub fn code(kind: CodeKind, user: UserId, username: String, code: &Secret) -> Self {
        let code = code.expose_secret().to_owned();
        match kind {
            CodeKind::SignUp => Self::SignUp { user, username, code },
            CodeKind::ResetPassword => Self::ForgotPassword { user, username, code },
            CodeKind::VerifyEmail => Self::VerifyEmail { user, username, code },
            CodeKind::VerifyPhone => Self::VerifyPhone { user, username, code },
        }
    }

    /// The code that the message carries, if it carries one: whose, what for, and its digits.
    pub fn carries(&self) -> Option<(UserId, CodeKind, &str)> {
        match self {
            Self::SignUp { user, code, .. } => Some((*user, CodeKind::SignUp, code)),
            Self::ForgotPassword { user, code, .. } => Some((*user, CodeKind::ResetPassword, code)),
            Self::VerifyEmail { user, code, .. } => Some((*user, CodeKind::VerifyEmail, code)),
            Self::VerifyPhone { user, code, .. } => Some((*user, CodeKind::VerifyPhone, code)),
            // A late one is worth nothing: it goes with its sign-in.
            Self::SecondFactorCode { .. }
            | Self::FirstCode { .. }
            | Self::Invitation { .. }
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
            | Self::AccountExists { .. } => None,
        }
    }

    /// The message with the code that is the second factor of a sign-in.
    pub fn second_factor(username: String, code: &Secret, lifetime_secs: i64) -> Self {
        Self::SecondFactorCode { username, code: code.expose_secret().to_owned(), lifetime_secs }
    }

    /// The message with the code that is the first factor of a sign-in.
    pub fn first_code(username: String, code: &Secret, href: String, lifetime_secs: i64) -> Self {
        Self::FirstCode { username, code: code.expose_secret().to_owned(), href, lifetime_secs }
    }

    /// The message of a temporary password.
    pub fn invitation(username: String, password: &Secret) -> Self {
        Self::Invitation { username, password: password.expose_secret().to_owned() }
    }

    /// The word kept beside the sealed payload.
    pub fn event(&self) -> &'static str {
        self.template().folder()
    }

    fn template(&self) -> Event {
        match self {
            Self::SignUp { .. } => Event::SignUp,
            Self::ForgotPassword { .. } => Event::ForgotPassword,
            Self::VerifyEmail { .. } | Self::VerifyPhone { .. } => Event::ResendCode,
            Self::SecondFactorCode { .. } => Event::SecondFactorCode,
            Self::FirstCode { .. } => Event::FirstCode,
            Self::EmailChanged { .. } => Event::EmailChanged,
            Self::PhoneChanged { .. } => Event::PhoneChanged,
            Self::ContactMoved { moved: Contact::Email, .. } => Event::EmailMoved,
            Self::ContactMoved { moved: Contact::PhoneNumber, .. } => Event::PhoneMoved,
            Self::Invitation { .. } => Event::Invitation,
            Self::PasswordChanged { .. } => Event::PasswordChanged,
            Self::SecondFactorAdded { .. } => Event::SecondFactorAdded,
            Self::PasskeyAdded { .. } => Event::PasskeyAdded,
            Self::PasskeyRemoved { .. } => Event::PasskeyRemoved,
            Self::IdentityLinked { .. } => Event::IdentityLinked,
            Self::IdentityUnlinked { .. } => Event::IdentityUnlinked,
            Self::SecondFactorRemoved { .. } => Event::SecondFactorRemoved,
            Self::AccountDeleted { .. } => Event::AccountDeleted,
            Self::RecoveryCodeUsed { .. } => Event::RecoveryCodeUsed,
            Self::SecondFactorsReset { .. } => Event::SecondFactorsReset,
            Self::SignInNotice { notice: Notice::Block, .. } => Event::SignInBlocked,
            Self::SignInNotice { notice: Notice::Mfa, .. } => Event::SignInQuestioned,
            Self::SignInNotice { notice: Notice::Nothing, .. } => Event::SignInNoticed,
            Self::AccountExists { .. } => Event::AccountExists,
        }
    }

    /// Writes the mail: the pool's own words where it has some, the shipped templates otherwise (DESIGN.md §5).
    pub(super) fn compose(&self, pool: &Pool, translator: &Translator) -> Result<Composed, RenderError> {
        let (username, code, lifetime_secs, custom) = match self {
            Self::SignUp { username, code, .. }
            | Self::VerifyEmail { username, code, .. }
            | Self::VerifyPhone { username, code, .. } => {
                (username, code.as_str(), CodeKind::SignUp.lifetime_secs(), Some(&pool.settings.messages.verification))
            }
            Self::ForgotPassword { username, code, .. } => (
                username,
                code.as_str(),
                CodeKind::ResetPassword.lifetime_secs(),
                Some(&pool.settings.messages.verification),
            ),
            Self::SecondFactorCode { username, code, lifetime_secs } => {
                (username, code.as_str(), *lifetime_secs, Some(&pool.settings.messages.second_factor))
            }
            Self::FirstCode { username, code, lifetime_secs, .. } => (username, code.as_str(), *lifetime_secs, None),
            Self::Invitation { username, password } => {
                let days = pool.settings.password.temporary_password_validity_days;
                (username, password.as_str(), i64::from(days) * 86_400, Some(&pool.settings.messages.invitation))
            }
            Self::PasswordChanged { username, .. }
            | Self::SecondFactorAdded { username }
            | Self::PasskeyAdded { username }
            | Self::PasskeyRemoved { username }
            | Self::IdentityLinked { username, .. }
            | Self::IdentityUnlinked { username, .. }
            | Self::SecondFactorRemoved { username }
            | Self::AccountDeleted { username }
            | Self::RecoveryCodeUsed { username, .. }
            | Self::SecondFactorsReset { username }
            | Self::EmailChanged { username }
            | Self::PhoneChanged { username }
            | Self::ContactMoved { username, .. }
            | Self::SignInNotice { username, .. }
            | Self::AccountExists { username } => (username, "", 0, None),
        };
        let mut letter = Letter::new(translator, &pool.name, username);
        if !code.is_empty() {
            letter = letter.with_code(code, Lifetime::from_secs(u32::try_from(lifetime_secs).unwrap_or(u32::MAX)));
        }
        if let Self::IdentityLinked { provider, .. } | Self::IdentityUnlinked { provider, .. } = self {
            letter = letter.with_provider(provider);
        }
        if let Self::FirstCode { href, .. } = self {
            letter = letter.with_sign_in(href);
        }
        if let Self::RecoveryCodeUsed { left, .. } = self {
            letter = letter.with_left(*left);
        }
        if let Self::SignInNotice { attempt, .. } = self {
            letter = letter.with_attempt(&attempt.when(), &attempt.address, &attempt.place(), &attempt.device);
            letter = letter.with_answers(&attempt.valid_href, &attempt.invalid_href);
        }
        if let Self::PasswordChanged { passkeys, .. } = self {
            letter = letter.with_passkeys(*passkeys);
        }
        let shipped = mail::compose(self.template(), &letter, translator)?;
        if let Self::SignInNotice { own: Some(own), attempt, .. } = self {
            return Ok(attempt.told_by(own, username, shipped));
        }
        Ok(custom.map_or(shipped.clone(), |text| with_own_words(shipped, text, code, username)))
    }
}

/// The shipped mail with the pool's own subject and body in their places, where it has them.
fn with_own_words(shipped: Composed, own: &MessageText, code: &str, username: &str) -> Composed {
    if own.subject.is_empty() && own.body.is_empty() {
        return shipped;
    }
    let composed = mail::compose_custom(CustomText { subject: &own.subject, message: &own.body }, code, username);
    Composed {
        subject: if own.subject.is_empty() { shipped.subject } else { composed.subject },
        text: if own.body.is_empty() { shipped.text } else { composed.text },
        html: if own.body.is_empty() { shipped.html } else { composed.html },
    }
}
