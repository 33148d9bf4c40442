//! The compiled text-message templates, one for each event.

use askama::Template;
use serde::Serialize;

use super::Note;
use crate::render::Translator;
use crate::render::{RenderError, Sample, View, filters, render};

macro_rules! texts {
    ($($(#[$doc:meta])* $event:ident in $name:ident from $path:literal;)*) => {
        /// What a text message is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Event { $($(#[$doc])* $event,)* }

        impl Event {
            /// Every event.
            pub const ALL: &[Self] = &[$(Self::$event),*];

            /// The name of its template below `templates/sms/`, without the extension.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$event => stringify!($name),)* }
            }
        }

        $(
            #[derive(Template, Serialize)]
            #[template(path = $path)]
            struct $event {
                sms: Note,
            }

            impl View for $event {
                const TEMPLATE: &'static str = $path;

                fn samples() -> Vec<(&'static str, Self)> {
                    notes().into_iter().map(|(state, sms)| (state, Self { sms })).collect()
                }
            }
        )*

        /// The text.
        pub(super) fn render_one(event: Event, note: &Note, translator: &Translator) -> Result<String, RenderError> {
            let sms = note.clone();
            match event {
                $(Event::$event => render(&$event { sms }, translator),)*
            }
        }

        /// Every text-message template in every state.
        #[must_use]
        pub fn samples() -> Vec<Sample> {
            [$(Sample::of::<$event>()),*].into_iter().flatten().collect()
        }
    };
}

texts! {
    /// The code of a sign-up.
    SignUp in sign_up from "sms/sign_up.txt";
    /// A code that proves a number.
    VerifyNumber in verify_number from "sms/verify_number.txt";
    /// The code to set a new password.
    ForgotPassword in forgot_password from "sms/forgot_password.txt";
    /// The code of a sign-in, in the place of the password or after it.
    SignIn in sign_in from "sms/sign_in.txt";
    /// An administrator made an account: username and temporary password.
    Invitation in invitation from "sms/invitation.txt";
}

fn notes() -> Vec<(&'static str, Note)> {
    let note = |brand: &str, username: &str, code: &str| Note {
        lang: "en".to_owned(),
        dir: "ltr".to_owned(),
        brand_name: brand.to_owned(),
        username: username.to_owned(),
        code: code.to_owned(),
    };
    let payload = "\"><script>alert('x')</script>{{7*7}}";
    let long = "Donaudampfschifffahrt".repeat(4);
    let arabic = note("متجر النخيل", "+966501234567", "391204");
    vec![
        ("plain", note("Northwind", "+4915112345678", "391204")),
        ("long-words", note(&long, &long, "Xy7!-aaaaaaaaaaaaaaaaaaaa")),
        ("right-to-left", Note { lang: "ar".to_owned(), dir: "rtl".to_owned(), ..arabic }),
        ("hostile", note(payload, payload, payload)),
    ]
}
