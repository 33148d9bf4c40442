//! One-time codes: what they are for and how long they hold. Their bits are made in `crypto/`.

use serde::{Deserialize, Serialize};

use crate::domain::pool::Contact;
use crate::domain::sign_in::Factor;

/// What a code is for. A code of one kind is never accepted in the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    /// Proves the contact of a sign-up.
    SignUp,
    /// Lets a new password be set.
    ResetPassword,
    /// Proves the address of a user who has signed up before.
    VerifyEmail,
    /// Proves the phone number of a user who has signed up before.
    VerifyPhone,
}

impl CodeKind {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::ResetPassword => "reset_password",
            Self::VerifyEmail => "verify_email",
            Self::VerifyPhone => "verify_phone",
        }
    }

    /// Reads the word kept in the database.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::SignUp, Self::ResetPassword, Self::VerifyEmail, Self::VerifyPhone];
        all.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind that proves such a contact of a user who has signed up before.
    pub fn verifies(contact: Contact) -> Self {
        match contact {
            Contact::Email => Self::VerifyEmail,
            Contact::PhoneNumber => Self::VerifyPhone,
        }
    }

    /// Seconds for which a code holds (`cognito.md` §6.4).
    pub fn lifetime_secs(self) -> i64 {
        match self {
            Self::SignUp | Self::VerifyEmail | Self::VerifyPhone => 24 * 3600,
            Self::ResetPassword => 3600,
        }
    }
}

/// Where a code goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination<'a> {
    /// Which of the person's contacts that is.
    pub contact: Contact,
    /// The address, or the number.
    pub address: &'a str,
}

/// The way on which a code of a sign-in reaches its person. Each is a factor of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A mail to the proven address.
    Email,
    /// A text message to the proven number.
    Sms,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Email, Self::Sms];

    /// The way on which codes for `factor` are sent; `None`: it is proven otherwise, or there is no such way here.
    pub fn of(factor: Factor) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.factor() == factor)
    }

    /// The way to this contact.
    pub fn to(contact: Contact) -> Self {
        match contact {
            Contact::Email => Self::Email,
            Contact::PhoneNumber => Self::Sms,
        }
    }

    /// The word kept in the database and said by the pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// Reads that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == text)
    }

    /// What such a code proves.
    pub fn factor(self) -> Factor {
        match self {
            Self::Email => Factor::EmailCode,
            Self::Sms => Factor::SmsCode,
        }
    }

    /// The contact to which it is sent.
    pub fn contact(self) -> Contact {
        match self {
            Self::Email => Contact::Email,
            Self::Sms => Contact::PhoneNumber,
        }
    }

    /// Cognito's word (`DeliveryMediumType`).
    pub fn medium(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
        }
    }

    /// What is told of a delivery to `address`.
    pub fn delivery(self, address: &str) -> Delivery {
        Delivery::to(Destination { contact: self.contact(), address })
    }
}

/// Where a code was sent, told to the person in masked form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The masked address, such as `a***@e***` or `+*******1234`; empty where even so much must not be said.
    pub destination: String,
    /// The contact that has it.
    pub contact: Contact,
}

impl Delivery {
    /// A delivery to an e-mail address.
    pub fn email(address: &str) -> Self {
        Self::to(Destination { contact: Contact::Email, address })
    }

    /// A delivery to a contact.
    pub fn to(Destination { contact, address }: Destination<'_>) -> Self {
        let mask = match contact {
            Contact::Email => mask_email,
            Contact::PhoneNumber => mask_phone,
        };
        Self { destination: mask(address), contact }
    }

    /// Whether it says nothing of the address.
    pub fn tells_nothing(&self) -> bool {
        *self == Self::to(Destination { contact: self.contact, address: "" })
    }
}

/// Digits of a number that are shown.
const SHOWN_DIGITS: usize = 4;

/// A number with all but its last four digits hidden, as Cognito shows it.
pub fn mask_phone(number: &str) -> String {
    let digits = number.strip_prefix('+').unwrap_or(number);
    let (hidden, shown) = digits.split_at_checked(digits.len().saturating_sub(SHOWN_DIGITS)).unwrap_or_default();
    if hidden.is_empty() { "+***********".to_owned() } else { format!("+{}{shown}", "*".repeat(hidden.len())) }
}

/// An address with all but the first letter of each half hidden, as Cognito shows it.
pub fn mask_email(address: &str) -> String {
    let first = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}***@{}***", first(local), first(domain))
}

#[cfg(test)]
mod tests {
    use super::{Delivery, mask_email, mask_phone};

    #[test]
    fn an_address_is_masked() {
        assert_eq!(mask_email("ada@example.com"), "a***@e***");
        assert_eq!(mask_email("äda@example.com"), "ä***@e***");
        assert_eq!(mask_email(""), "***@***");
    }

    #[test]
    fn a_number_is_masked_but_for_its_end() {
        assert_eq!(mask_phone("+12065551234"), "+*******1234");
        assert_eq!(mask_phone("+4915112345678"), "+*********5678");
        assert_eq!((mask_phone(""), mask_phone("+123")), ("+***********".to_owned(), "+***********".to_owned()));
        assert!(Delivery::email("").tells_nothing() && !Delivery::email("ada@example.com").tells_nothing());
    }
}
