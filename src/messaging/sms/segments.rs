//! How long a text is to those who bill for it: in the 7-bit alphabet of GSM where all its letters are in it, else in
//! UCS-2 (3GPP TS 23.038 §6.2.1, TS 23.040 §9.2.3.24.1).

/// Letters of the basic alphabet besides the ASCII ones that are listed in [`is_basic`].
const BASIC: &str = "£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
/// Letters that take an escape and a letter.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// The most septets of a text in one part, and of each part of a longer one.
const SEPTETS: (usize, usize) = (160, 153);
/// The same in UTF-16 units.
const UNITS: (usize, usize) = (70, 67);

/// How a text is written on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Seven bits a letter: 160 letters in one part.
    Gsm7,
    /// Sixteen bits a letter: 70 letters in one part.
    Ucs2,
}

/// The alphabet that `text` takes, and the number of parts that are paid for.
#[must_use]
pub fn measure(text: &str) -> (Alphabet, usize) {
    let septets: Option<usize> = text.chars().map(septets_of).sum();
    match septets {
        Some(septets) => (Alphabet::Gsm7, parts(septets, SEPTETS)),
        None => (Alphabet::Ucs2, parts(text.encode_utf16().count(), UNITS)),
    }
}

fn parts(length: usize, (alone, each): (usize, usize)) -> usize {
    if length <= alone { 1 } else { length.div_ceil(each) }
}

fn septets_of(letter: char) -> Option<usize> {
    if is_basic(letter) { Some(1) } else { EXTENDED.contains(letter).then_some(2) }
}

fn is_basic(letter: char) -> bool {
    let is_ascii = letter.is_ascii_alphanumeric() || " \n\r@$!\"#%&'()*+,-./:;<=>?".contains(letter);
    is_ascii || BASIC.contains(letter)
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, measure};

    #[test]
    fn the_alphabet_is_the_smallest_that_has_every_letter() {
        for (text, expected) in [
            ("", (Alphabet::Gsm7, 1)),
            ("391204 is your code: ÄÖÜäöüß Ñ @ _ £ €", (Alphabet::Gsm7, 1)),
            ("don’t", (Alphabet::Ucs2, 1)),
            ("`", (Alphabet::Ucs2, 1)),
            ("ç", (Alphabet::Ucs2, 1)), // only the capital is in the alphabet
            ("رمزك", (Alphabet::Ucs2, 1)),
        ] {
            assert_eq!(measure(text), expected, "{text}");
        }
    }

    #[test]
    fn a_longer_text_has_shorter_parts() {
        let of = |letter: &str, count: usize| measure(&letter.repeat(count)).1;
        assert_eq!([of("a", 160), of("a", 161), of("a", 306), of("a", 307)], [1, 2, 2, 3]);
        assert_eq!([of("€", 80), of("€", 81)], [1, 2], "an escaped letter counts twice");
        assert_eq!([of("ر", 70), of("ر", 71), of("ر", 134), of("ر", 135)], [1, 2, 2, 3]);
        assert_eq!([of("😀", 35), of("😀", 36)], [1, 2], "and so does one outside the basic plane");
    }
}
