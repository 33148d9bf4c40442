//! The compiled mail templates: for each event a subject, a plain text and an HTML document.

use askama::Template;
use serde::Serialize;

use super::{Letter, Lifetime};
use crate::render::Translator;
use crate::render::{RenderError, Sample, View, filters, render};

macro_rules! mails {
    ($($(#[$doc:meta])* $event:ident in $module:ident from $subject:literal, $text:literal, $html:literal;)*) => {
        /// What a mail is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Event { $($(#[$doc])* $event,)* }

        impl Event {
            /// Every event.
            pub const ALL: &[Self] = &[$(Self::$event),*];

            /// The folder of its templates below `templates/email/`.
            #[must_use]
            pub fn folder(self) -> &'static str {
                match self { $(Self::$event => stringify!($module),)* }
            }
        }

        $(mod $module {
            use super::*;
            part!(Subject, $subject);
            part!(Text, $text);
            part!(Html, $html);
        })*

        /// Subject, plain text and HTML.
        pub(super) fn render_all(
            event: Event,
            letter: &Letter,
            translator: &Translator,
        ) -> Result<(String, String, String), RenderError> {
            let mail = letter.clone();
            match event {
                $(Event::$event => Ok((
                    render(&$module::Subject { mail: mail.clone() }, translator)?,
                    render(&$module::Text { mail: mail.clone() }, translator)?,
                    render(&$module::Html { mail }, translator)?,
                )),)*
            }
        }

        /// Every mail template in every state.
        #[must_use]
        pub fn samples() -> Vec<Sample> {
            let all = [$(
                Sample::of::<$module::Subject>(),
                Sample::of::<$module::Text>(),
                Sample::of::<$module::Html>(),
            )*];
            all.into_iter().flatten().collect()
        }
    };
}

macro_rules! part {
    ($name:ident, $path:literal) => {
        #[derive(Template, Serialize)]
        #[template(path = $path)]
        pub(super) struct $name {
            pub(super) mail: Letter,
        }

        impl View for $name {
            const TEMPLATE: &'static str = $path;

            fn samples() -> Vec<(&'static str, Self)> {
                letters().into_iter().map(|(state, mail)| (state, Self { mail })).collect()
            }
        }
    };
}

mails! {
    /// The code of a sign-up.
    SignUp in sign_up from "email/sign_up/subject.txt", "email/sign_up/body.txt", "email/sign_up/body.html";
    /// Another code, asked for; also the one that proves a changed address.
    ResendCode in resend_code from "email/resend_code/subject.txt", "email/resend_code/body.txt", "email/resend_code/body.html";
    /// The code to set a new password.
    ForgotPassword in forgot_password from "email/forgot_password/subject.txt", "email/forgot_password/body.txt", "email/forgot_password/body.html";
    /// An administrator made an account: username and temporary password.
    Invitation in invitation from "email/invitation/subject.txt", "email/invitation/body.txt", "email/invitation/body.html";
    /// The password was changed.
    PasswordChanged in password_changed from "email/password_changed/subject.txt", "email/password_changed/body.txt", "email/password_changed/body.html";
    /// The code that is the second factor of a sign-in.
    SecondFactorCode in second_factor_code from "email/second_factor_code/subject.txt", "email/second_factor_code/body.txt", "email/second_factor_code/body.html";
    /// The code that is the first factor of a sign-in, and a link.
    FirstCode in first_code from "email/first_code/subject.txt", "email/first_code/body.txt", "email/first_code/body.html";
    /// A second factor was set up.
    SecondFactorAdded in second_factor_added from "email/second_factor_added/subject.txt", "email/second_factor_added/body.txt", "email/second_factor_added/body.html";
    /// A passkey was added.
    PasskeyAdded in passkey_added from "email/passkey_added/subject.txt", "email/passkey_added/body.txt", "email/passkey_added/body.html";
    /// A passkey was removed.
    PasskeyRemoved in passkey_removed from "email/passkey_removed/subject.txt", "email/passkey_removed/body.txt", "email/passkey_removed/body.html";
    /// An account at a provider was linked.
    IdentityLinked in identity_linked from "email/identity_linked/subject.txt", "email/identity_linked/body.txt", "email/identity_linked/body.html";
    /// An account at a provider is linked no more.
    IdentityUnlinked in identity_unlinked from "email/identity_unlinked/subject.txt", "email/identity_unlinked/body.txt", "email/identity_unlinked/body.html";
    /// A second factor was taken away by its person.
    SecondFactorRemoved in second_factor_removed from "email/second_factor_removed/subject.txt", "email/second_factor_removed/body.txt", "email/second_factor_removed/body.html";
    /// The account was deleted by its person.
    AccountDeleted in account_deleted from "email/account_deleted/subject.txt", "email/account_deleted/body.txt", "email/account_deleted/body.html";
    /// A recovery code was used.
    RecoveryCodeUsed in recovery_code_used from "email/recovery_code_used/subject.txt", "email/recovery_code_used/body.txt", "email/recovery_code_used/body.html";
    /// An administrator took the second factors away.
    SecondFactorsReset in second_factors_reset from "email/second_factors_reset/subject.txt", "email/second_factors_reset/body.txt", "email/second_factors_reset/body.html";
    /// The address was changed; to the old one.
    EmailChanged in email_changed from "email/email_changed/subject.txt", "email/email_changed/body.txt", "email/email_changed/body.html";
    /// The phone number was changed; to the address.
    PhoneChanged in phone_changed from "email/phone_changed/subject.txt", "email/phone_changed/body.txt", "email/phone_changed/body.html";
    /// Another account has the address now; to the address.
    EmailMoved in email_moved from "email/email_moved/subject.txt", "email/email_moved/body.txt", "email/email_moved/body.html";
    /// Another account has the phone number now; to the address.
    PhoneMoved in phone_moved from "email/phone_moved/subject.txt", "email/phone_moved/body.txt", "email/phone_moved/body.html";
    /// A sign-in was refused for its risk.
    SignInBlocked in sign_in_blocked from "email/sign_in_blocked/subject.txt", "email/sign_in_blocked/body.txt", "email/sign_in_blocked/body.html";
    /// A second factor was asked for because of the risk.
    SignInQuestioned in sign_in_questioned from "email/sign_in_questioned/subject.txt", "email/sign_in_questioned/body.txt", "email/sign_in_questioned/body.html";
    /// Somebody signed in in a way that is new.
    SignInNoticed in sign_in_noticed from "email/sign_in_noticed/subject.txt", "email/sign_in_noticed/body.txt", "email/sign_in_noticed/body.html";
    /// Someone tried to sign up with an address that has an account.
    AccountExists in account_exists from "email/account_exists/subject.txt", "email/account_exists/body.txt", "email/account_exists/body.html";
}

fn letters() -> Vec<(&'static str, Letter)> {
    let letter = |brand: &str, username: &str, code: &str| {
        let base = Letter { lang: "en".to_owned(), dir: "ltr".to_owned(), ..Letter::default() };
        let base = Letter { brand_name: brand.to_owned(), username: username.to_owned(), ..base };
        base.with_code(code, Lifetime::Minutes(10)).with_sign_in("https://id.northwind.example/login?client_id=7h1&a=b")
    };
    let arabic = letter("متجر النخيل", "+966501234567", "391204");
    let payload = "\"><script>alert('x')</script>{{7*7}}";
    let bare =
        Letter { code: String::new(), lifetime: String::new(), sign_in_href: String::new(), ..letter("N", "a", "") };
    vec![
        (
            "plain",
            letter("Northwind", "ada@example.com", "391204")
                .with_left(9)
                .with_provider("Google")
                .with_passkeys(2)
                .with_attempt(
                    "2027-01-15 08:00 UTC",
                    "203.0.113.7",
                    "Leipzig, DE",
                    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                )
                .with_answers(
                    "https://id.northwind.example/feedback?event=1&value=Valid&token=abc",
                    "https://id.northwind.example/feedback?event=1&value=Invalid&token=abc",
                ),
        ),
        ("bare", bare),
        (
            "long-words",
            letter(&"Donaudampfschifffahrt".repeat(4), &"Donaudampfschifffahrt".repeat(4), "Xy7!-aaaaaaaaaaaaaaaaaaaa"),
        ),
        ("few-left", letter("Northwind", "ada@example.com", "").with_left(2)),
        ("right-to-left", Letter { lang: "ar".to_owned(), dir: "rtl".to_owned(), ..arabic }),
        (
            "hostile",
            letter(payload, payload, payload)
                .with_provider(payload)
                .with_attempt(payload, payload, payload, payload)
                .with_answers(payload, payload),
        ),
    ]
}
