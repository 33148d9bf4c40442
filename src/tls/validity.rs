//! From when until when a certificate holds (RFC 5280 §4.1.2.5), read from its DER without judging anything else in it.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::domain::clock::Micros;

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The time in which a certificate holds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub not_before: Micros,
    /// The last moment.
    pub not_after: Micros,
}

impl Validity {
    /// Reads it from a certificate's DER; `None`: that is none.
    #[must_use]
    pub fn of(der: &[u8]) -> Option<Self> {
        let mut certificate = Reader(Reader(der).expect(SEQUENCE)?);
        let mut body = Reader(certificate.expect(SEQUENCE)?);
        // version (absent in version 1), serialNumber, signature, issuer stand before the validity
        let (tag, _) = body.next()?;
        let before = if tag == VERSION { 3 } else { 2 };
        for _ in 0..before {
            body.next()?;
        }
        let mut times = Reader(body.expect(SEQUENCE)?);
        Some(Self { not_before: moment(times.next()?)?, not_after: moment(times.next()?)? })
    }
}

/// A moment as an operator reads it.
pub(super) fn shown(moment: Micros) -> String {
    DateTime::from_timestamp(moment.secs(), 0).map_or_else(|| "an impossible time".to_owned(), |at| at.to_rfc3339())
}

/// `YYMMDDHHMMSSZ` until 2049, `YYYYMMDDHHMMSSZ` from then on.
fn moment((tag, content): (u8, &[u8])) -> Option<Micros> {
    let text = std::str::from_utf8(content).ok()?;
    let full = match tag {
        UTC_TIME => {
            let century = if text.get(..2)?.parse::<u8>().ok()? >= 50 { "19" } else { "20" };
            format!("{century}{text}")
        }
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let at: DateTime<Utc> = NaiveDateTime::parse_from_str(&full, "%Y%m%d%H%M%SZ").ok()?.and_utc();
    Some(Micros::from_secs(at.timestamp()))
}

/// Reads one DER element after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (bytes.iter().fold(0_usize, |length, byte| (length << 8) | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    fn expect(&mut self, wanted: u8) -> Option<&'a [u8]> {
        self.next().filter(|(tag, _)| *tag == wanted).map(|(_, content)| content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_time_are_read() {
        let utc = moment((UTC_TIME, b"270102030405Z")).unwrap();
        assert_eq!(shown(utc), "2027-01-02T03:04:05+00:00");
        assert_eq!(moment((GENERALIZED_TIME, b"20270102030405Z")).unwrap(), utc);
        assert_eq!(shown(moment((UTC_TIME, b"500101000000Z")).unwrap()), "1950-01-01T00:00:00+00:00");
        for broken in [b"2701020304Z".as_slice(), b"270102030405", b"", b"27\xff102030405Z", b"271302030405Z"] {
            assert_eq!(moment((UTC_TIME, broken)), None);
        }
    }

    #[test]
    fn what_is_cut_off_is_no_certificate() {
        let signed = rcgen::generate_simple_self_signed(vec!["id.example.test".to_owned()]).unwrap();
        let der = signed.cert.der();
        assert!(Validity::of(der).is_some_and(|validity| validity.not_before < validity.not_after));
        for end in 0..der.len() {
            assert_eq!(Validity::of(&der[..end]), None, "{end}");
        }
    }
}
