//! Compares the signature with the one that a secret yields, and the time of signing with the clock.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac::sign;

use super::sign::signing_key;
use super::signing_date::basic;
use super::{ParsedAuthorization, SKEW_SECS, SigV4Error};
use crate::domain::clock::Micros;

/// What to verify with when the access key is unknown or disabled, so that the answer takes as long (case 208). Of
/// the length of a real secret. Verifying with it must be followed by a refusal, whatever it says.
pub const DUMMY_SECRET: &str = "0000000000000000000000000000000000000000";

impl ParsedAuthorization {
    /// Whether `secret` made this signature no more than [`SKEW_SECS`] before or after `now`.
    ///
    /// The comparison is constant-time, and is made before the clock is looked at: a stale request with a wrong
    /// secret learns nothing of the clock.
    pub fn verify(&self, secret: &str, now: Micros) -> Result<(), SigV4Error> {
        let expected = sign(&signing_key(secret, &self.scope), self.string_to_sign.as_bytes());
        verify_slices_are_equal(expected.as_ref(), &self.signature).map_err(|_| SigV4Error::Mismatch)?;
        self.check_clock(now)
    }

    fn check_clock(&self, now: Micros) -> Result<(), SigV4Error> {
        let skew = SKEW_SECS * 1_000_000;
        let age = now.since(self.date.at);
        if age > skew {
            return Err(SigV4Error::invalid(format!(
                "Signature expired: {} is now earlier than {} ({} - 5 min.)",
                self.date.text,
                basic(now.plus_secs(-SKEW_SECS)),
                basic(now)
            )));
        }
        if age < -skew {
            return Err(SigV4Error::invalid(format!(
                "Signature not yet current: {} is still later than {} ({} + 5 min.)",
                self.date.text,
                basic(now.plus_secs(SKEW_SECS)),
                basic(now)
            )));
        }
        Ok(())
    }
}
