//! Hashes of other software verify; what is broken or costs too much is refused when it is read.

use super::*;
use crate::crypto::hashing::imported::vectors::{MADE_ELSEWHERE, PASSWORD};

fn is_argon2(text: &str) -> bool {
    text.trim_start_matches("argon2$").trim_start_matches('$').starts_with("argon2")
}

#[test]
fn hashes_made_by_the_original_software_verify() {
    let mut formats = std::collections::BTreeSet::new();
    for (how, text) in MADE_ELSEWHERE.iter().filter(|(_, text)| !is_argon2(text)) {
        let hash = Imported::read(text).unwrap_or_else(|problem| panic!("{how}: {text}: {problem}"));
        assert!(hash.matches(PASSWORD.as_bytes()), "{how}: {text}");
        for wrong in ["", "Größe 7 & correct hors", "größe 7 & correct horse", "Größe 7 & correct horse "] {
            // WordPress trims what it hashes.
            let is_trimmed = hash.format == "WordPress bcrypt" && wrong.ends_with(' ');
            assert_eq!(hash.matches(wrong.as_bytes()), is_trimmed, "{how}: {wrong:?}");
        }
        formats.insert(hash.format);
    }
    assert!(formats.len() >= 30, "{formats:?}");
}

/// Vectors that others published.
#[test]
fn published_vectors_verify() {
    let vectors = [
        // The example of Firebase's own scrypt program.
        (
            "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
            "user1password",
        ),
        // RFC 7914 §12.
        (
            "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA",
            "password",
        ),
        // RFC 6070: SHA-1, 4096 iterations.
        ("$pbkdf2$4096$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE", "password"),
    ];
    for (text, password) in vectors {
        assert!(Imported::read(text).unwrap().matches(password.as_bytes()), "{text}");
    }
}

/// Case 228: the 73rd byte counts, or nothing does.
#[test]
fn bcrypt_takes_no_password_for_its_first_72_bytes() {
    let (whole, salt) = ("x".repeat(72), [7; 16]);
    let text = bcrypt_of(&whole, salt);
    let hash = Imported::read(&text).unwrap();
    assert!(hash.matches(whole.as_bytes()));
    for longer in [format!("{whole}y"), format!("{whole}z"), "x".repeat(80)] {
        assert!(!hash.matches(longer.as_bytes()), "{longer}");
    }
    // What is hashed before has no such end.
    let (long, other) = ("y".repeat(80), format!("{}z", "y".repeat(79)));
    let hashed = hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, long.as_bytes()));
    let hash = Imported::read(&format!("bcrypt_sha256${}", bcrypt_of(&hashed, salt))).unwrap();
    assert!(hash.matches(long.as_bytes()) && !hash.matches(other.as_bytes()));
}

fn bcrypt_of(password: &str, salt: [u8; 16]) -> String {
    ::bcrypt::hash_with_salt(password, 4, salt).unwrap().format_for_version(::bcrypt::Version::TwoB)
}

#[test]
fn schemes_of_ldap_have_no_case() {
    let hash = Imported::read("{ssha}NjVWRWrEJtXqQoPJfd4CWpNmUmWYAAAA");
    assert_eq!(hash.map(|hash| hash.format), Ok("LDAP SSHA"));
}

#[test]
fn what_would_keep_a_thread_busy_is_refused() {
    let b64 = "A".repeat(43);
    let too_costly = [
        "$2b$15$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTK6".to_owned(),
        "$2b$31$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTK6".to_owned(),
        format!("$scrypt$ln=22,r=8,p=1$c2FsdA${b64}"),
        format!("$scrypt$ln=63,r=8,p=1$c2FsdA${b64}"),
        format!("$scrypt$ln=17,r=8,p=4294967295$c2FsdA${b64}"),
        format!("$scrypt$ln=14,r=4294967295,p=1$c2FsdA${b64}"),
        format!("scrypt:4294967296:8:1$salt${}", "ab".repeat(32)),
        format!("pbkdf2_sha256$4294967295$salt${b64}"),
        format!("$pbkdf2-sha512$2000001$c2FsdA${b64}"),
        format!("$pbkdf2-sha1$i=1000001$c2FsdA${b64}"),
        format!("$6$rounds=999999999$salt${}", "A".repeat(86)),
        format!("$P$U12345678{}", "A".repeat(22)),
        format!("$S$z12345678{}", "A".repeat(43)),
    ];
    for text in too_costly {
        let problem = Imported::read(&text).map(|hash| hash.format).unwrap_err();
        assert!(matches!(problem, ImportedHashProblem::TooCostly(_)), "{text}: {problem}");
    }
}

#[test]
fn what_is_broken_is_refused_and_never_matches() {
    let broken = [
        "",
        "plain",
        "$",
        "$2b$05$short",
        "$2x$05$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTK6",
        "$2b$03$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTK6",
        "bcrypt_sha256$plain",
        "$wp",
        "$bcrypt-sha256$v=3,t=2b,r=5$salt$hash",
        "$scrypt$ln=10,r=8,p=1$c2FsdA$",
        "$scrypt$ln=10,r=0,p=1$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=10,r=8,p=1$c2FsdA$AAAA",
        "scrypt:1000:8:1$salt$00",
        "$fbscrypt$v=1,n=10,r=8,p=1,ss=Bw==,sk=$42xE$AAAA",
        "pbkdf2_sha256$0$salt$AAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2_md5$1000$salt$AAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2_sha256$1000$salt$AAAA",
        "{SSHA}AAAA",
        "{SHA}NjVWRWrEJtXqQoPJfd4CWpNmUmWYAAAA",
        "{PKCS5S2}AAAA",
        "{CRYPT}ab1234567890.",
        "{UNKNOWN}AAAA",
        "sha1$salt$zz",
        "$P$",
        "$P$B",
        "$P$/12345678AAAAAAAAAAAAAAAAAAAAAA",
        "$1$salt$short",
        "$5$rounds=x$salt$AAAA",
        "$y$j75$.YKQKwB6kX6aLyP9hpwqI/$",
        "$y$zzzzzzzz$.YKQKwB6kX6aLyP9hpwqI/$T4e4.1A2wR6Fr5qoMWkGeBM65WjVE5chGkpOgw7hpi2",
        "AQAAAAEAACcQ/////0AD",
        "$2b$05$6k9YvHD8jJjP2ZS1FZbeI.g1XwxqN9JSuSrDsYNINidgSqfDsnTü",
    ];
    for text in broken {
        assert!(Imported::read(text).is_err(), "{text}");
    }
}

#[test]
fn a_changed_hash_is_refused_or_matches_no_longer() {
    for (how, text) in MADE_ELSEWHERE.iter().filter(|(_, text)| !is_argon2(text)) {
        for cut in 0..text.len() {
            let _never_panics = Imported::read(&text[..cut]).map(|hash| hash.format);
        }
        // In the middle of the last field; its end may hold bits that no byte has.
        let at = text.trim_end_matches('=').len() - 12;
        let other = if text.as_bytes()[at] == b'a' { "b" } else { "a" };
        let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        if let Ok(hash) = Imported::read(&changed) {
            assert!(!hash.matches(PASSWORD.as_bytes()), "{how}: {changed}");
        }
    }
}

#[test]
fn credentials_of_keycloak_are_read() {
    // The shapes of a realm's export; the hash is Python 3.11's hashlib.pbkdf2_hmac("sha256", P, salt, 1000, 64).
    let credential = serde_json::json!({
        "type": "password",
        "secretData": "{\"value\":\"BMQL/26wABk8rV4K7hhiorEILfM15niIfUgYhzhNJN99oU/Gbv7sbwP0GGWFNfGaxh2reqJBvg5j59Odppbi/g==\",\"salt\":\"c2l4dGVlbiBieXRlcyE=\",\"additionalParameters\":{}}",
        "credentialData": "{\"hashIterations\":1000,\"algorithm\":\"pbkdf2-sha256\",\"additionalParameters\":{}}",
    });
    let text = from_keycloak(&serde_json::from_value(credential).unwrap()).unwrap();
    assert!(Imported::read(&text).unwrap().matches(PASSWORD.as_bytes()), "{text}");
    let argon2 = serde_json::json!({
        "type": "password",
        "secretData": "{\"value\":\"AAAA\",\"salt\":\"BBBB\"}",
        "credentialData": "{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],\"memory\":[\"7168\"],\"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}",
    });
    let text = from_keycloak(&serde_json::from_value(argon2).unwrap()).unwrap();
    assert_eq!(text, "$argon2id$v=19$m=7168,t=5,p=1$BBBB$AAAA");
}
