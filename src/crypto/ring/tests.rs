//! The ring: what opens, what does not, and that no purpose stands in for another.

use super::*;
use crate::domain::random::SeededRandom;
use crate::domain::secret::{ExposeSecret as _, Secret};

const NOW: Micros = Micros::from_secs(1_800_000_000);
const CELL: SealContext<'_> =
    SealContext { table: "signing_keys", column: "private_key", row: "1", pool: "xx-local-1_abc" };

struct Fixture {
    master: MasterKey,
    rows: Vec<WrappedKey>,
    random: Arc<SeededRandom>,
}

impl Fixture {
    fn new() -> Self {
        let random = Arc::new(SeededRandom::new(1));
        let master = MasterKey::generate(&*random);
        let rows = vec![KeyRing::create_first(&master, &*random, NOW)];
        Self { master, rows, random }
    }

    fn rotate(&mut self) {
        self.rows.push(KeyRing::create_next(&self.master, &self.rows, &*self.random, NOW).unwrap());
    }

    fn ring(&self) -> KeyRing {
        KeyRing::open(&self.master, &self.rows, self.random.clone()).unwrap()
    }
}

#[test]
fn another_master_key_is_refused_and_says_so() {
    let fixture = Fixture::new();
    let stranger = MasterKey::generate(&*fixture.random);
    let refused = KeyRing::open(&stranger, &fixture.rows, fixture.random.clone()).unwrap_err();
    assert_eq!(refused, RingError::WrongMasterKey { version: 1 });
    assert!(refused.to_string().contains("master key does not open version 1"));
    assert!(KeyRing::create_next(&stranger, &fixture.rows, &*fixture.random, NOW).is_err());
    assert_eq!(fixture.ring().newest_version(), 1);
}

#[test]
fn an_empty_damaged_or_renumbered_ring_does_not_open() {
    let fixture = Fixture::new();
    let open = |rows: &[WrappedKey]| KeyRing::open(&fixture.master, rows, fixture.random.clone()).map(|_| ());
    let row = &fixture.rows[0];
    assert_eq!(open(&[]), Err(RingError::Empty));
    assert_eq!(open(&[row.clone(), row.clone()]), Err(RingError::DuplicateVersion { version: 1 }));
    let renumbered = WrappedKey { version: 2, ..row.clone() };
    assert_eq!(open(&[renumbered]), Err(RingError::WrongMasterKey { version: 2 }));
    let zero = WrappedKey { version: 0, ..row.clone() };
    assert_eq!(open(&[zero]), Err(RingError::VersionOutOfRange { version: 0 }));
    let cut = WrappedKey { wrapped: row.wrapped[..5].to_vec(), ..row.clone() };
    assert_eq!(open(&[cut]), Err(RingError::WrongMasterKey { version: 1 }));
    assert_eq!(open(&fixture.rows), Ok(()));
}

#[test]
fn a_master_key_is_exactly_32_bytes_of_base64() {
    let master = MasterKey::generate(&SeededRandom::new(1));
    let text = master.to_base64();
    assert_eq!(text.expose_secret().len(), 44);
    let with_line_feed = Secret::from(format!("{}\n", text.expose_secret()));
    let read_back = MasterKey::from_base64(&with_line_feed).unwrap();
    assert_eq!(read_back.to_base64().expose_secret(), text.expose_secret());
    for bad in ["", "c2hvcnQ=", "not base64", &format!("{}AAAA", text.expose_secret())] {
        assert_eq!(MasterKey::from_base64(&Secret::from(bad)).unwrap_err(), MasterKeyError);
    }
    assert_eq!(format!("{master:?}"), "MasterKey(…)");
}

#[test]
fn a_new_master_key_opens_the_same_data_keys() {
    let mut fixture = Fixture::new();
    fixture.rotate();
    let sealed = fixture.ring().seal(&CELL, b"seed");
    let new = MasterKey::generate(&*fixture.random);
    let rows = KeyRing::rewrap(&fixture.master, &new, &fixture.rows, &*fixture.random).unwrap();
    let ring = KeyRing::open(&new, &rows, fixture.random.clone()).unwrap();
    assert_eq!(*ring.unseal(&CELL, &sealed).unwrap(), b"seed");
    assert!(KeyRing::open(&fixture.master, &rows, fixture.random.clone()).is_err());
    assert!(KeyRing::rewrap(&new, &new, &fixture.rows, &*fixture.random).is_err());
}

#[test]
fn a_sealed_cell_opens_in_its_own_place_only() {
    let ring = Fixture::new().ring();
    let sealed = ring.seal(&CELL, b"seed");
    assert_eq!(*ring.unseal(&CELL, &sealed).unwrap(), b"seed");
    assert!(!sealed.windows(4).any(|window| window == b"seed"));
    let elsewhere = [
        SealContext { table: "connectors", ..CELL },
        SealContext { column: "public_key", ..CELL },
        SealContext { row: "2", ..CELL },
        SealContext { pool: "xx-local-1_xyz", ..CELL },
        // The same bytes, cut elsewhere.
        SealContext { table: "signing_key", column: "sprivate_key", ..CELL },
    ];
    for context in elsewhere {
        assert_eq!(ring.unseal(&context, &sealed).unwrap_err(), UnsealError::Broken, "{context:?}");
    }
    assert_eq!(ring.unseal_state(StatePurpose::PageState, b"", &sealed).unwrap_err(), UnsealError::Broken);
}

#[test]
fn every_bit_of_a_sealed_cell_counts() {
    let ring = Fixture::new().ring();
    let sealed = ring.seal(&CELL, b"");
    assert_eq!(*ring.unseal(&CELL, &sealed).unwrap(), b"");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(ring.unseal(&CELL, &changed).is_err(), "byte {at}");
        assert!(ring.unseal(&CELL, &sealed[..at]).is_err(), "cut at {at}");
    }
    assert!(ring.unseal(&CELL, &[sealed.as_slice(), b"x"].concat()).is_err());
}

#[test]
fn two_seals_of_one_value_differ() {
    let ring = Fixture::new().ring();
    assert_ne!(ring.seal(&CELL, b"seed"), ring.seal(&CELL, b"seed"));
}

#[test]
fn rotation_keeps_what_was_made_before_and_makes_anew_under_the_newest() {
    let mut fixture = Fixture::new();
    let ring = fixture.ring();
    let (sealed, mac) = (ring.seal(&CELL, b"seed"), ring.mac(MacPurpose::Csrf, &[b"x"]));
    let (hash, cookie) = (ring.keyed_hash(MacPurpose::SessionKey, &[b"x"]), ring.cookie_key());
    fixture.rotate();
    ring.reload(&fixture.master, &fixture.rows).unwrap();
    assert_eq!(ring.newest_version(), 2);
    assert_eq!(*ring.unseal(&CELL, &sealed).unwrap(), b"seed");
    assert!(ring.verify_mac(MacPurpose::Csrf, &[b"x"], &mac));
    assert!(ring.verify_keyed_hash(MacPurpose::SessionKey, &[b"x"], &hash));
    assert_eq!(ring.cookie_key(), cookie);
    let candidates = ring.keyed_hash_candidates(MacPurpose::SessionKey, &[b"x"]);
    assert_eq!(candidates, [ring.keyed_hash(MacPurpose::SessionKey, &[b"x"]), hash.clone()]);
    assert_ne!(ring.pepper(1), ring.pepper(2));

    // The first version leaves the ring: nothing that hangs on it is accepted any longer.
    let ring = KeyRing::open(&fixture.master, &fixture.rows[1..], fixture.random.clone()).unwrap();
    assert_eq!(ring.unseal(&CELL, &sealed).unwrap_err(), UnsealError::UnknownVersion(1));
    assert!(!ring.verify_mac(MacPurpose::Csrf, &[b"x"], &mac));
    assert!(!ring.verify_keyed_hash(MacPurpose::SessionKey, &[b"x"], &hash));
    assert_eq!(ring.pepper(1), None);
}

#[test]
fn a_failed_reload_leaves_the_ring_in_use() {
    let fixture = Fixture::new();
    let ring = fixture.ring();
    let sealed = ring.seal(&CELL, b"seed");
    assert!(ring.reload(&MasterKey::generate(&*fixture.random), &fixture.rows).is_err());
    assert_eq!(*ring.unseal(&CELL, &sealed).unwrap(), b"seed");
}

#[test]
fn no_purpose_is_accepted_in_another_s_place() {
    let ring = Fixture::new().ring();
    for made_for in MacPurpose::ALL {
        let mac = ring.mac(made_for, &[b"x"]);
        let hash = ring.keyed_hash(made_for, &[b"x"]);
        for used_as in MacPurpose::ALL {
            assert_eq!(ring.verify_mac(used_as, &[b"x"], &mac), made_for == used_as, "{made_for:?} as {used_as:?}");
            assert_eq!(ring.verify_keyed_hash(used_as, &[b"x"], &hash), made_for == used_as);
        }
        // What is stored cannot be presented as what was handed out.
        assert_ne!(hash, format!("1.{}", base64_url(&mac.bytes)));
    }
}

#[test]
fn purposes_are_listed_once_and_in_order() {
    for (index, purpose) in MacPurpose::ALL.into_iter().enumerate() {
        assert_eq!(purpose as usize, index);
    }
}

#[test]
fn the_parts_of_a_mac_are_told_apart() {
    let ring = Fixture::new().ring();
    let mac = ring.mac(MacPurpose::Csrf, &[b"ab", b"c"]);
    assert!(ring.verify_mac(MacPurpose::Csrf, &[b"ab", b"c"], &mac));
    for other in [&[b"a".as_slice(), b"bc"][..], &[b"abc"], &[b"ab", b"c", b""], &[]] {
        assert!(!ring.verify_mac(MacPurpose::Csrf, other, &mac));
    }
}

#[test]
fn a_stored_hash_that_is_none_matches_nothing() {
    let ring = Fixture::new().ring();
    for stored in ["", ".", "1.", "x.y", "2.AAAA", "1"] {
        assert!(!ring.verify_keyed_hash(MacPurpose::SessionKey, &[b"x"], stored));
    }
}

/// Derivation must never change by accident: every stored value hangs on it. The expectation was computed with another
/// implementation of RFC 5869 and RFC 2104.
#[test]
fn derived_keys_are_what_they_always_were() {
    let keys = DerivedKeys::derive(&[7; 32]);
    assert_eq!(hex::encode(keys.pepper.as_slice()), "fa71247f4c877fb62bc184fda66040d5b6c9e711dc3104e5a6918dd8a96a6c15");
    let tag = aws_lc_rs::hmac::sign(keys.mac(MacPurpose::RefreshToken), b"x");
    assert_eq!(hex::encode(tag.as_ref()), "b4828c09d5c19b57a52dfeff41ee5224d0bd56e35c04d31944ed0a3cd58fd7e8");
}

fn base64_url(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
