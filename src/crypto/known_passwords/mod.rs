//! The passwords that others have chosen before: a compact list within the program, so that no look-up leaves it
//! (case 231). `README.md` says what it was made of.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::digest::sha256;

/// Counts of entries by their first 16 bits, then the other 24 bits of each (`make.py`).
static LIST: &[u8] = include_bytes!("list.bin");

/// Buckets of the index.
const BUCKETS: usize = 1 << 16;
const COUNT_LEN: usize = 4;
const REST_LEN: usize = 3;

/// Whether a password is one of the list, in whichever case it is written.
#[must_use]
pub fn is_common(password: &str) -> bool {
    let folded: Zeroizing<String> = Zeroizing::new(password.nfkc().flat_map(char::to_lowercase).collect());
    let [first, second, rest @ ..] = sha256(folded.as_bytes());
    let bucket = usize::from(u16::from_be_bytes([first, second]));
    let entries = &LIST[(BUCKETS + 1) * COUNT_LEN..];
    let within = entries.get(count(bucket) * REST_LEN..count(bucket + 1) * REST_LEN).unwrap_or_default();
    within.chunks_exact(REST_LEN).any(|entry| entry == &rest[..REST_LEN])
}

/// How many entries lie before a bucket.
fn count(bucket: usize) -> usize {
    let at = bucket * COUNT_LEN;
    let bytes = LIST.get(at..at + COUNT_LEN).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
    u32::from_le_bytes(bytes) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_small() {
        assert!(LIST.len() <= 4 * 1024 * 1024);
        assert_eq!(LIST.len(), (BUCKETS + 1) * COUNT_LEN + count(BUCKETS) * REST_LEN);
        assert!(count(BUCKETS) > 800_000);
        assert!((0..BUCKETS).all(|bucket| count(bucket) <= count(bucket + 1)));
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
