//! Dates on the wire: a JSON number of seconds since the epoch, with milliseconds as its fraction.

use serde::{Serialize, Serializer};

use crate::domain::clock::Micros;

/// A moment as Cognito writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochSeconds(pub Micros);

impl From<Micros> for EpochSeconds {
    fn from(at: Micros) -> Self {
        Self(at)
    }
}

impl Serialize for EpochSeconds {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since the epoch fit 53 bits for 285,000 years")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0.millis() as f64 / 1000.0)
    }
}
