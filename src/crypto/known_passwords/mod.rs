//! The passwords that others have chosen before: a compact list within the program, so that no look-up leaves it
//! (case 231). `README.md` says what it was made of.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::digest::sha256;

/// An index of buckets, then the distances between the entries of each (`make.py`).
static LIST: &[u8] = include_bytes!("list.bin");

/// Bits that are kept of each password's hash.
const KEPT: u32 = 36;
/// Those of them that say which bucket it is in.
const BUCKET: u32 = 14;
/// Bits of a distance that are written as they are; the rest of it is so many ones and a zero.
const PLAIN: u32 = 16;
const BUCKETS: usize = 1 << BUCKET;
const START_LEN: usize = 4;

/// Whether a password is one of the list, in whichever case it is written.
#[must_use]
pub fn is_common(password: &str) -> bool {
    let folded: Zeroizing<String> = Zeroizing::new(password.nfkc().flat_map(char::to_lowercase).collect());
    let hash = sha256(folded.as_bytes());
    let kept = hash.iter().take(8).fold(0_u64, |kept, byte| kept << 8 | u64::from(*byte)) >> (u64::BITS - KEPT);
    let wanted = kept & ((1 << (KEPT - BUCKET)) - 1);
    usize::try_from(kept >> (KEPT - BUCKET)).is_ok_and(|bucket| Entries::of(bucket).any(|entry| entry == wanted))
}

/// At which bit a bucket begins.
fn start(bucket: usize) -> usize {
    let at = bucket * START_LEN;
    let bytes = LIST.get(at..at + START_LEN).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
    u32::from_le_bytes(bytes) as usize
}

/// The entries of a bucket, in order.
struct Entries {
    at: usize,
    end: usize,
    next: u64,
}

impl Entries {
    fn of(bucket: usize) -> Self {
        Self { at: start(bucket), end: start(bucket + 1), next: 0 }
    }

    fn bit(&mut self) -> u64 {
        let byte = LIST.get((BUCKETS + 1) * START_LEN + self.at / 8).copied().unwrap_or_default();
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        bit.into()
    }
}

impl Iterator for Entries {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        if self.at >= self.end {
            return None;
        }
        let mut distance = 0;
        while self.bit() == 1 {
            distance += 1;
        }
        for _ in 0..PLAIN {
            distance = distance << 1 | self.bit();
        }
        let entry = self.next + distance;
        self.next = entry + 1;
        Some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_small() {
        assert!(LIST.len() <= 4 * 1024 * 1024);
        assert_eq!(LIST.len(), (BUCKETS + 1) * START_LEN + start(BUCKETS).div_ceil(8));
        assert!((0..BUCKETS).all(|bucket| start(bucket) <= start(bucket + 1)));
        let is_in_order = |bucket: &usize| {
            Entries::of(*bucket).is_sorted() && Entries::of(*bucket).all(|entry| entry < 1 << (KEPT - BUCKET))
        };
        assert!((0..BUCKETS).step_by(64).all(|bucket| is_in_order(&bucket)));
        assert!((0..BUCKETS).map(|bucket| Entries::of(bucket).count()).sum::<usize>() > 800_000);
    }

    #[test]
    fn what_everybody_chooses_is_in_it_in_any_case() {
        for common in
            ["password", "Password", "PASSWORD1", "12345678", "qwertyuiop", "iloveyou", "trustno1", "password1!"]
        {
            assert!(is_common(common), "{common}");
        }
        assert!(is_common("ｐａｓｓｗｏｒｄ"), "compatibility forms are one password");
    }

    #[test]
    fn what_somebody_made_up_is_not() {
        for own in
            ["", "correct horse 7 battery", "Größe 7 & correct horse", "vk3-pLomm-oqt", "schnabeltier wohnt oben"]
        {
            assert!(!is_common(own), "{own}");
        }
    }
}
