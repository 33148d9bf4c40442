//! Six-digit codes that are sent by mail or SMS.
//!
//! Of a code only a keyed hash is stored, bound to what it is for, so that no code is accepted in another's place: not of
//! another kind, pool, user or attribute. How often and how long it may be tried is the caller's rule.

use super::ring::{KeyRing, MacPurpose};
use crate::domain::random::{self, Random};
use crate::domain::secret::{ExposeSecret as _, Secret};

/// The length of a code, in digits.
pub const DIGITS: usize = 6;

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// Confirms a sign-up.
    ConfirmSignUp,
    /// Sets a new password for one that was forgotten.
    ForgotPassword,
    /// Verifies an attribute of an existing user.
    VerifyAttribute,
    /// Answers a sign-in challenge (first or second factor).
    SignIn,
}

impl CodeKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::ConfirmSignUp, Self::ForgotPassword, Self::VerifyAttribute, Self::SignIn];

    /// The name that is stored and hashed; it never changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfirmSignUp => "confirm-sign-up",
            Self::ForgotPassword => "forgot-password",
            Self::VerifyAttribute => "verify-attribute",
            Self::SignIn => "sign-in",
        }
    }
}

/// What a code is bound to.
#[derive(Debug, Clone, Copy)]
pub struct CodeBinding<'a> {
    /// What the code is for.
    pub kind: CodeKind,
    /// The pool's id.
    pub pool: &'a str,
    /// The user's `sub`, or the identifier where there is no user yet.
    pub user: &'a str,
    /// The attribute that the code proves (`email`, `phone_number`).
    pub attribute: &'a str,
}

/// A fresh code, each of the million as likely as every other.
#[must_use]
pub fn generate(random: &dyn Random) -> Secret {
    Secret::from(random::digits(random, DIGITS))
}

/// What is stored of `code`.
#[must_use]
pub fn hash(ring: &KeyRing, binding: &CodeBinding<'_>, code: &Secret) -> String {
    ring.keyed_hash(MacPurpose::OneTimeCode, &binding.parts(code.expose_secret()))
}

/// Whether `presented` is the code whose hash was `stored` for the same binding, in constant time. Anything but six
/// ASCII digits is not.
#[must_use]
pub fn verify(ring: &KeyRing, binding: &CodeBinding<'_>, presented: &str, stored: &str) -> bool {
    let is_code = presented.len() == DIGITS && presented.bytes().all(|byte| byte.is_ascii_digit());
    is_code && ring.verify_keyed_hash(MacPurpose::OneTimeCode, &binding.parts(presented), stored)
}

impl<'a> CodeBinding<'a> {
    fn parts(&self, code: &'a str) -> [&'a [u8]; 5] {
        [
            self.kind.name().as_bytes(),
            self.pool.as_bytes(),
            self.user.as_bytes(),
            self.attribute.as_bytes(),
            code.as_bytes(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::crypto::ring::MasterKey;
    use crate::domain::clock::Micros;
    use crate::domain::random::{SeededRandom, SystemRandom};

    const ANA: CodeBinding<'_> =
        CodeBinding { kind: CodeKind::ConfirmSignUp, pool: "xx-local-1_abc", user: "ana", attribute: "email" };

    fn ring() -> KeyRing {
        let random = Arc::new(SeededRandom::new(1));
        let master = MasterKey::generate(&*random);
        let row = KeyRing::create_first(&master, &*random, Micros(0));
        KeyRing::open(&master, &[row], random).unwrap()
    }

    #[test]
    fn a_code_proves_what_it_is_bound_to_and_nothing_else() {
        let ring = ring();
        let code = generate(&SystemRandom);
        let stored = hash(&ring, &ANA, &code);
        let code = code.expose_secret();
        assert!(verify(&ring, &ANA, code, &stored));
        for kind in CodeKind::ALL.into_iter().filter(|&kind| kind != ANA.kind) {
            assert!(!verify(&ring, &CodeBinding { kind, ..ANA }, code, &stored), "{kind:?}");
        }
        assert!(!verify(&ring, &CodeBinding { pool: "xx-local-1_xyz", ..ANA }, code, &stored));
        assert!(!verify(&ring, &CodeBinding { user: "bob", ..ANA }, code, &stored));
        assert!(!verify(&ring, &CodeBinding { attribute: "phone_number", ..ANA }, code, &stored));
        assert!(!stored.contains(code));
    }

    #[test]
    fn other_codes_and_what_is_no_code_are_refused() {
        let ring = ring();
        let stored = hash(&ring, &ANA, &Secret::from("012345"));
        assert!(verify(&ring, &ANA, "012345", &stored));
        for bad in ["012346", "12345", "", "0123456", " 12345", "012345\n", "０１２３４５", "٠١٢٣٤٥", "+12345"]
        {
            assert!(!verify(&ring, &ANA, bad, &stored), "{bad:?}");
        }
        assert!(!verify(&ring, &ANA, "012345", ""));
    }

    #[test]
    fn codes_keep_their_leading_zeros() {
        let random = SeededRandom::new(9);
        let drawn: Vec<_> = (0..1_000).map(|_| generate(&random)).collect();
        assert!(drawn.iter().all(|code| code.expose_secret().len() == DIGITS));
        assert!(drawn.iter().any(|code| code.expose_secret().starts_with('0')));
    }
}
