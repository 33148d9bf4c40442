//! Six-digit codes that are sent by mail or SMS.
//!
//! Of a code only a keyed hash is stored, bound to what it is for, so that no code is accepted in another's place: not of
//! another kind, pool, user or attribute. How often and how long it may be tried is the caller's rule.

use uuid::Uuid;

use super::ring::{KeyRing, MacPurpose};
use crate::domain::code::CodeKind;
use crate::domain::pool::PoolId;
use crate::domain::random::{self, Random};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::user::UserId;

/// The length of a code, in digits.
pub const DIGITS: usize = 6;
/// The length of a code that stands in for the password (`cognito.md` §4.6).
pub const MOST_DIGITS: usize = 8;

/// What a code is bound to.
#[derive(Debug, Clone, Copy)]
pub struct CodeBinding<'a> {
    /// What the code is for.
    pub kind: CodeKind,
    /// The pool.
    pub pool: &'a PoolId,
    /// The user.
    pub user: UserId,
    /// The attribute that the code proves (`email`, `phone_number`).
    pub attribute: &'a str,
}

/// What the code of a sign-in is bound to.
#[derive(Debug, Clone, Copy)]
pub struct SignInBinding<'a> {
    /// The sign-in in which it is asked for.
    pub sign_in: Uuid,
    /// The address that it was sent to: a changed one cannot answer for it.
    pub address: &'a str,
}

/// What is stored of the code of a sign-in.
#[must_use]
pub fn hash_of_sign_in(ring: &KeyRing, binding: SignInBinding<'_>, code: &Secret) -> String {
    ring.keyed_hash(MacPurpose::OneTimeCode, &sign_in_parts(&binding, code.expose_secret()))
}

/// Whether `presented` is the code of this sign-in whose hash was `stored`, in constant time.
#[must_use]
pub fn verify_of_sign_in(ring: &KeyRing, binding: SignInBinding<'_>, presented: &str, stored: &str) -> bool {
    let is_code = presented.len() <= MOST_DIGITS && presented.bytes().all(|byte| byte.is_ascii_digit());
    is_code && ring.verify_keyed_hash(MacPurpose::OneTimeCode, &sign_in_parts(&binding, presented), stored)
}

fn sign_in_parts<'a>(binding: &'a SignInBinding<'_>, code: &'a str) -> [&'a [u8]; 4] {
    [b"sign_in", binding.sign_in.as_bytes(), binding.address.as_bytes(), code.as_bytes()]
}

/// A fresh code, each of the million as likely as every other.
#[must_use]
pub fn generate(random: &dyn Random) -> Secret {
    Secret::from(random::digits(random, DIGITS))
}

/// A fresh code that stands in for the password.
#[must_use]
pub fn generate_long(random: &dyn Random) -> Secret {
    Secret::from(random::digits(random, MOST_DIGITS))
}

/// What is stored of `code`.
#[must_use]
pub fn hash(ring: &KeyRing, binding: &CodeBinding<'_>, code: &Secret) -> String {
    ring.keyed_hash(MacPurpose::OneTimeCode, &parts(binding, code.expose_secret()))
}

/// Whether `presented` is the code whose hash was `stored` for the same binding, in constant time. Anything but six
/// ASCII digits is not.
#[must_use]
pub fn verify(ring: &KeyRing, binding: &CodeBinding<'_>, presented: &str, stored: &str) -> bool {
    let is_code = presented.len() == DIGITS && presented.bytes().all(|byte| byte.is_ascii_digit());
    is_code && ring.verify_keyed_hash(MacPurpose::OneTimeCode, &parts(binding, presented), stored)
}

fn parts<'a>(binding: &'a CodeBinding<'_>, code: &'a str) -> [&'a [u8]; 5] {
    [
        binding.kind.as_str().as_bytes(),
        binding.pool.as_str().as_bytes(),
        binding.user.0.as_bytes(),
        binding.attribute.as_bytes(),
        code.as_bytes(),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::crypto::ring::MasterKey;
    use crate::domain::clock::Micros;
    use crate::domain::random::{SeededRandom, SystemRandom};

    const ANA: UserId = UserId(Uuid::from_u128(1));
    const BOB: UserId = UserId(Uuid::from_u128(2));

    fn pool(name: &str) -> PoolId {
        PoolId::parse(name).unwrap()
    }

    fn of_ana(pool: &PoolId) -> CodeBinding<'_> {
        CodeBinding { kind: CodeKind::SignUp, pool, user: ANA, attribute: "email" }
    }

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
        let (pool, other_pool) = (pool("xx-local-1_abc"), pool("xx-local-1_xyz"));
        let ana = of_ana(&pool);
        let stored = hash(&ring, &ana, &code);
        let code = code.expose_secret();
        assert!(verify(&ring, &ana, code, &stored));
        assert!(!verify(&ring, &CodeBinding { kind: CodeKind::ResetPassword, ..ana }, code, &stored));
        assert!(!verify(&ring, &CodeBinding { pool: &other_pool, ..ana }, code, &stored));
        assert!(!verify(&ring, &CodeBinding { user: BOB, ..ana }, code, &stored));
        assert!(!verify(&ring, &CodeBinding { attribute: "phone_number", ..ana }, code, &stored));
        assert!(!stored.contains(code));
    }

    #[test]
    fn other_codes_and_what_is_no_code_are_refused() {
        let ring = ring();
        let pool = pool("xx-local-1_abc");
        let ana = of_ana(&pool);
        let stored = hash(&ring, &ana, &Secret::from("012345"));
        assert!(verify(&ring, &ana, "012345", &stored));
        for bad in ["012346", "12345", "", "0123456", " 12345", "012345\n", "０１２３４５", "٠١٢٣٤٥", "+12345"]
        {
            assert!(!verify(&ring, &ana, bad, &stored), "{bad:?}");
        }
        assert!(!verify(&ring, &ana, "012345", ""));
    }

    #[test]
    fn the_code_of_a_sign_in_answers_in_it_and_for_its_address_only() {
        let ring = ring();
        let code = Secret::from("01234567");
        let ours = SignInBinding { sign_in: ANA.0, address: "ana@example.com" };
        let stored = hash_of_sign_in(&ring, ours, &code);
        assert!(verify_of_sign_in(&ring, ours, "01234567", &stored));
        assert!(!verify_of_sign_in(&ring, SignInBinding { sign_in: BOB.0, ..ours }, "01234567", &stored));
        assert!(!verify_of_sign_in(&ring, SignInBinding { address: "ana@example.org", ..ours }, "01234567", &stored));
        for bad in ["0123456", "012345678", "", "01234567 ", "٠١٢٣٤٥٦٧"] {
            assert!(!verify_of_sign_in(&ring, ours, bad, &stored), "{bad:?}");
        }
    }

    #[test]
    fn codes_keep_their_leading_zeros() {
        let random = SeededRandom::new(9);
        let drawn: Vec<_> = (0..1_000).map(|_| generate(&random)).collect();
        assert!(drawn.iter().all(|code| code.expose_secret().len() == DIGITS));
        assert!(drawn.iter().any(|code| code.expose_secret().starts_with('0')));
    }
}
