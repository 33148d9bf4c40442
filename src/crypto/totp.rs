//! Codes of authenticator apps: TOTP as all of them know it (RFC 6238: SHA-1, six digits, 30 seconds).
//!
//! Says which time step a code belongs to. That a step counts once, and how often may be guessed, is the caller's rule.

use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

use crate::domain::clock::Micros;
use crate::domain::random::{self, Random};
use crate::domain::secret::Secret;

/// Bytes of a secret: what RFC 4226 §4 recommends.
const SECRET_BYTES: usize = 20;
/// Steps by which the app's clock may differ, either way (RFC 6238 §5.2).
const SKEW_STEPS: u16 = 1;
/// The length of a code, in digits.
const DIGITS: u8 = 6;
/// Seconds for which a code is shown.
const STEP_SECS: u64 = 30;

/// A fresh secret.
#[must_use]
pub fn generate(random: &dyn Random) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(random::bytes::<SECRET_BYTES>(random).to_vec())
}

/// The secret as a person types it: base32, without padding.
#[must_use]
pub fn typed(secret: &[u8]) -> Secret {
    Secret::from(totp_rs::Secret::from(secret.to_vec()).to_base32())
}

/// The secret that somebody typed, or another program wrote down: base32, in either case, with spaces and padding or
/// without. `None`: it is none, or has fewer than 10 bytes (what older apps used) or more than 64.
#[must_use]
pub fn from_typed(typed: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text: Zeroizing<String> = Zeroizing::new(
        typed.chars().filter(|c| !c.is_whitespace() && *c != '=').collect::<String>().to_ascii_uppercase(),
    );
    let bytes = totp_rs::Secret::try_from_base32(text.as_str()).ok()?;
    let bytes = Zeroizing::new(bytes.as_ref().to_vec());
    (10..=64).contains(&bytes.len()).then_some(bytes)
}

/// The address that an app reads from a QR code (`otpauth://totp/…`), naming the account and who runs it.
#[must_use]
pub fn address(secret: &[u8], issuer: &str, account: &str) -> Secret {
    // The format separates the two by a colon.
    let named = |text: &str| text.replace(':', " ");
    let totp = builder(secret).with_issuer(Some(named(issuer))).with_account_name(named(account)).build_noncompliant();
    Secret::from(totp.to_url().unwrap_or_default())
}

/// The step to which `presented` belongs, of those around `now`. Anything but six ASCII digits belongs to none.
#[must_use]
pub fn step_of(secret: &[u8], presented: &str, now: Micros) -> Option<i64> {
    let is_code = presented.len() == usize::from(DIGITS) && presented.bytes().all(|byte| byte.is_ascii_digit());
    let now = u64::try_from(now.secs()).ok()?;
    let step = is_code.then(|| totp(secret).check(presented, now)).flatten()?;
    i64::try_from(step).ok()
}

/// The latest step whose code is taken at `now`.
#[must_use]
pub fn latest_step(now: Micros) -> i64 {
    now.secs().div_euclid(STEP_SECS.cast_signed()) + i64::from(SKEW_STEPS)
}

fn totp(secret: &[u8]) -> Totp {
    builder(secret).build_noncompliant()
}

fn builder(secret: &[u8]) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_skew(SKEW_STEPS)
        .with_step_duration(STEP_SECS)
        .with_secret(secret.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;
    use crate::domain::secret::ExposeSecret;

    /// The secret of the RFC's vectors.
    const RFC: &[u8] = b"12345678901234567890";

    /// RFC 6238 appendix B, the last six of its eight digits.
    #[test]
    fn the_vectors_of_the_rfc_hold() {
        for (secs, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(RFC, code, Micros::from_secs(secs)), Some(secs / 30), "{secs}");
        }
    }

    #[test]
    fn a_code_holds_one_step_before_and_after_and_no_longer() {
        let at = |secs| step_of(RFC, "287082", Micros::from_secs(secs));
        assert_eq!([at(30), at(59), at(60), at(89)], [Some(1); 4]);
        assert_eq!((at(0), at(29)), (Some(1), Some(1)), "a clock that goes ahead");
        assert_eq!((at(90), at(3600)), (None, None));
        assert_eq!([0, 29, 30].map(|secs| latest_step(Micros::from_secs(secs))), [1, 1, 2]);
    }

    #[test]
    fn what_is_no_code_belongs_to_no_step() {
        for bad in ["", "28708", "2870820", " 287082", "287082\n", "２８７０８２", "٢٨٧٠٨٢", "-87082", "287 082"]
        {
            assert_eq!(step_of(RFC, bad, Micros::from_secs(59)), None, "{bad:?}");
        }
        assert_eq!(step_of(RFC, "287082", Micros(-1)), None);
    }

    #[test]
    fn apps_find_everything_in_the_address() {
        let secret = generate(&SeededRandom::new(1));
        let (typed, address) = (typed(&secret), address(&secret, "Northwind: HR", "ada@example.com"));
        assert_eq!(typed.expose_secret().len(), 32);
        let url = url::Url::parse(address.expose_secret()).unwrap();
        assert_eq!((url.scheme(), url.host_str()), ("otpauth", Some("totp")));
        let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(query["secret"], typed.expose_secret());
        assert_eq!(query["issuer"], "Northwind  HR");
        assert!(address.expose_secret().contains("ada%40example.com"), "{}", address.expose_secret());
    }
}
