//! Who one can be at Demo ID. The choices differ in what federation must tell apart: an address that the provider has
//! verified, one that it has not, and none.

use std::borrow::Cow;

use crate::crypto::digest::sha256;

/// Somebody who has an account at Demo ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// From which every provider's identifier for them follows. Below 2^53: GitHub's are JSON numbers.
    pub number: u64,
    /// The given name.
    pub given_name: Cow<'static, str>,
    /// The family name.
    pub family_name: Cow<'static, str>,
    /// The address; empty for none.
    pub email: Cow<'static, str>,
    /// Whether the provider has seen that the address is theirs.
    pub email_verified: bool,
    /// Whether apps get an address of a relay in its place, as Apple offers.
    pub hides_email: bool,
    /// Their tenant, where there are any.
    pub tenant: &'static str,
}

/// A company's tenant.
const COMPANY: &str = "11111111-2222-4333-8444-555555555555";
/// Another company's.
const OTHER_COMPANY: &str = "99999999-8888-4777-8666-555555555555";
/// The tenant of personal accounts, as Microsoft numbers it.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Those who are offered by name.
pub const PEOPLE: [Person; 4] = [
    Person {
        number: 1815,
        given_name: Cow::Borrowed("Ada"),
        family_name: Cow::Borrowed("Lovelace"),
        email: Cow::Borrowed("ada@example.com"),
        email_verified: true,
        hides_email: false,
        tenant: COMPANY,
    },
    Person {
        number: 1906,
        given_name: Cow::Borrowed("Grace"),
        family_name: Cow::Borrowed("Hopper"),
        email: Cow::Borrowed("grace@example.com"),
        email_verified: true,
        hides_email: true,
        tenant: OTHER_COMPANY,
    },
    Person {
        number: 1912,
        given_name: Cow::Borrowed("Alan"),
        family_name: Cow::Borrowed("Turing"),
        email: Cow::Borrowed("alan@example.com"),
        email_verified: false,
        hides_email: false,
        tenant: COMPANY,
    },
    Person {
        number: 1918,
        given_name: Cow::Borrowed("Katherine"),
        family_name: Cow::Borrowed("Johnson"),
        email: Cow::Borrowed(""),
        email_verified: false,
        hides_email: false,
        tenant: PERSONAL,
    },
];

impl Person {
    /// Somebody whose name and address were typed. The same address is the same person, and so is the same name
    /// without one.
    #[must_use]
    pub fn typed(name: &str, email: &str, email_verified: bool) -> Self {
        let digest = sha256(if email.is_empty() { name } else { email }.as_bytes());
        let number = digest[..6].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let (given_name, family_name) = name.split_once(' ').unwrap_or((name, ""));
        Self {
            number,
            given_name: Cow::Owned(given_name.to_owned()),
            family_name: Cow::Owned(family_name.to_owned()),
            email: Cow::Owned(email.to_owned()),
            email_verified: email_verified && !email.is_empty(),
            hides_email: false,
            tenant: PERSONAL,
        }
    }

    /// The whole name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }
}
