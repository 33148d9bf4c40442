//! Signing and verifying: honest tokens hold, forged ones do not.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::jwk::base64url;
use super::*;
use crate::domain::clock::Micros;

const KEY_1: &[u8] = include_bytes!("../../../tests/it/support/fixtures/rsa-test-key-1.pkcs8.der");
const KEY_2: &[u8] = include_bytes!("../../../tests/it/support/fixtures/rsa-test-key-2.pkcs8.der");
const NOW: Micros = Micros::from_secs(1_800_000_000);

fn rsa() -> SigningKey {
    SigningKey::from_new_pkcs8(SigningAlgorithm::Rs256, KEY_1).unwrap()
}

fn claims() -> Value {
    json!({ "sub": "ana", "exp": NOW.secs() + 60, "aud": "client" })
}

fn check(token: &str, key: &SigningKey) -> Result<Value, VerifyError> {
    verify(token, [key.verifying_key()], NOW).map(Value::Object)
}

/// A token with this header, signed properly by `key`.
fn with_header(key: &SigningKey, header: &str) -> String {
    let header = base64url(header.as_bytes());
    let token = key.sign(&claims()).unwrap();
    let body = token.split('.').nth(1).unwrap();
    let message = format!("{header}.{body}");
    let pair = aws_lc_rs::signature::RsaKeyPair::from_pkcs8(KEY_1).unwrap();
    let mut signature = vec![0; pair.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    pair.sign(&aws_lc_rs::signature::RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
    format!("{message}.{}", base64url(&signature))
}

#[test]
fn every_algorithm_signs_verifies_and_survives_storage() {
    for algorithm in SigningAlgorithm::ALL {
        let key = match algorithm {
            SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 => SigningKey::from_new_pkcs8(algorithm, KEY_1),
            SigningAlgorithm::Es256 | SigningAlgorithm::EdDsa => SigningKey::generate(algorithm),
        };
        let key = key.unwrap();
        let token = key.sign(&claims()).unwrap();
        assert_eq!(check(&token, &key), Ok(claims()), "{algorithm:?}");

        let read_back = SigningKey::from_pkcs8(key.kid(), algorithm, &key.to_pkcs8().unwrap()).unwrap();
        assert_eq!(read_back.public_jwk(), key.public_jwk());
        assert!(check(&read_back.sign(&claims()).unwrap(), &key).is_ok());
        let published = VerifyingKey::from_jwk(&key.public_jwk()).unwrap();
        assert!(verify(&token, [&published], NOW).is_ok());

        let other = SigningKey::generate(SigningAlgorithm::Es256).unwrap();
        assert_eq!(check(&token, &other), Err(VerifyError::UnknownKey));
        assert_eq!(SigningAlgorithm::from_name(algorithm.name()), Some(algorithm));
        assert_eq!(serde_json::to_value(algorithm).unwrap(), algorithm.name());
    }
}

#[tokio::test]
async fn a_fresh_rsa_key_has_2048_bits_and_an_id_of_its_own() {
    let key = SigningKey::generate_in_background(SigningAlgorithm::Rs256).await.unwrap();
    let jwk = key.public_jwk();
    assert_eq!(URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap().len(), 256);
    assert_ne!(key.kid(), rsa().kid());
    assert!(check(&key.sign(&claims()).unwrap(), &key).is_ok());
}

#[test]
fn header_and_jwk_have_cognito_s_shape() {
    let key = rsa();
    let jwk = key.public_jwk();
    assert_eq!(
        (&jwk["kty"], &jwk["alg"], &jwk["use"], &jwk["e"]),
        (&"RSA".into(), &"RS256".into(), &"sig".into(), &"AQAB".into())
    );
    assert_eq!(jwk["kid"], key.kid());
    assert_eq!(STANDARD.decode(key.kid()).unwrap().len(), 32);
    assert_eq!(key.kid().len(), 44);
    let token = key.sign(&claims()).unwrap();
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    assert_eq!(String::from_utf8(header).unwrap(), format!(r#"{{"kid":"{}","alg":"RS256"}}"#, key.kid()));
    assert!(!format!("{key:?}").contains("key_pair"));
}

#[test]
fn a_typed_token_carries_its_type_and_verifies() {
    let key = rsa();
    let token = key.sign_typed("at+jwt", &claims()).unwrap();
    let header: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
    assert_eq!(header, json!({ "typ": "at+jwt", "kid": key.kid(), "alg": "RS256" }));
    assert_eq!(check(&token, &key), Ok(claims()));
}

#[test]
fn no_spelling_of_none_is_accepted() {
    let key = rsa();
    let token = key.sign(&claims()).unwrap();
    let [_, body, signature] = token.split('.').collect::<Vec<_>>()[..] else { unreachable!() };
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = base64url(json!({ "kid": key.kid(), "alg": alg }).to_string().as_bytes());
        for signature in [signature, "", "AA"] {
            assert!(check(&format!("{header}.{body}.{signature}"), &key).is_err(), "{alg} {signature}");
        }
        assert!(check(&format!("{header}.{body}"), &key).is_err());
    }
    assert!(check(&token, &key).is_ok());
}

#[test]
fn a_public_key_is_no_hmac_secret() {
    let key = rsa();
    let jwk = key.public_jwk();
    let modulus = URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap();
    let header = base64url(json!({ "kid": key.kid(), "alg": "HS256" }).to_string().as_bytes());
    let message = format!("{header}.{}", base64url(claims().to_string().as_bytes()));
    for secret in [modulus.as_slice(), jwk.to_string().as_bytes(), key.kid().as_bytes()] {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
        let forged = format!("{message}.{}", base64url(tag.as_ref()));
        assert_eq!(check(&forged, &key), Err(VerifyError::WrongAlgorithm));
    }
}

#[test]
fn the_key_decides_the_algorithm() {
    let rs256 = rsa();
    let ps256 = SigningKey::from_pkcs8(rs256.kid(), SigningAlgorithm::Ps256, KEY_1).unwrap();
    assert_eq!(check(&ps256.sign(&claims()).unwrap(), &rs256), Err(VerifyError::WrongAlgorithm));
    let relabelled = with_header(&rs256, &json!({ "kid": rs256.kid(), "alg": "PS256" }).to_string());
    assert_eq!(check(&relabelled, &ps256), Err(VerifyError::BadSignature));
}

#[test]
fn another_key_under_the_same_id_does_not_verify() {
    let key = rsa();
    let impostor = SigningKey::from_pkcs8(key.kid(), SigningAlgorithm::Rs256, KEY_2).unwrap();
    assert_eq!(check(&impostor.sign(&claims()).unwrap(), &key), Err(VerifyError::BadSignature));
    let both = [impostor.verifying_key(), key.verifying_key()];
    assert!(verify(&key.sign(&claims()).unwrap(), both, NOW).is_err(), "an id names one key");
    assert_eq!(verify(&key.sign(&claims()).unwrap(), [], NOW), Err(VerifyError::UnknownKey));
}

#[test]
fn changed_cut_and_lengthened_tokens_are_refused() {
    let key = rsa();
    let token = key.sign(&claims()).unwrap();
    let [header, body, signature] = token.split('.').collect::<Vec<_>>()[..] else { unreachable!() };
    let other_body = base64url(json!({ "sub": "eve", "exp": NOW.secs() + 60 }).to_string().as_bytes());
    assert_eq!(check(&format!("{header}.{other_body}.{signature}"), &key), Err(VerifyError::BadSignature));
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let longer = base64url(&[raw.as_slice(), b"x"].concat());
    let last = if signature.ends_with('A') { 'B' } else { 'A' };
    // 256 bytes leave four unused bits in the last character: they must be zero.
    let uncanonical =
        format!("{}{}", &signature[..signature.len() - 1], char::from(signature.as_bytes()[signature.len() - 1] + 1));
    for bad in [
        format!("{header}.{body}."),
        format!("{header}.{body}"),
        format!("{header}.{body}.{}", base64url(&raw[1..])),
        format!("{header}.{body}.{longer}"),
        format!("{header}.{body}.{signature}="),
        format!("{header}.{body}.{signature}\n"),
        format!("{header}.{body}.{signature}."),
        format!("{header}.{body}.{uncanonical}"),
        format!("{header}.{body}.{}{last}", &signature[..signature.len() - 2]),
        format!(" {token}"),
        format!("{header}={body}.{signature}"),
        format!(".{body}.{signature}"),
        "..".to_owned(),
        String::new(),
        json!({ "payload": body, "protected": header, "signature": signature }).to_string(),
        format!("{token}{}", "A".repeat(MAX_TOKEN_LEN)),
    ] {
        assert!(check(&bad, &key).is_err(), "{bad}");
    }
    assert!(check(&token, &key).is_ok());
}

#[test]
fn headers_that_we_do_not_issue_are_refused_though_properly_signed() {
    let key = rsa();
    let kid = key.kid();
    let jwk = key.public_jwk();
    for header in [
        format!(r#"{{"kid":"{kid}","alg":"RS256","crit":["exp"],"exp":1}}"#),
        format!(r#"{{"kid":"{kid}","alg":"RS256","b64":false,"crit":["b64"]}}"#),
        format!(r#"{{"kid":"{kid}","alg":"RS256","jwk":{jwk}}}"#),
        format!(r#"{{"kid":"{kid}","alg":"RS256","jku":"https://evil.example/jwks"}}"#),
        format!(r#"{{"kid":"{kid}","alg":"RS256","x5c":[]}}"#),
        format!(r#"{{"kid":"{kid}","alg":"RS256","zip":"DEF"}}"#),
        format!(r#"{{"kid":"{kid}","alg":"RS256","alg":"RS256"}}"#),
        format!(r#"{{"kid":"x","kid":"{kid}","alg":"RS256"}}"#),
        format!(r#"{{"kid":"{kid}","alg":"RS256","typ":"logout+jwt"}}"#),
        format!(r#"{{"kid":["{kid}"],"alg":"RS256"}}"#),
        format!(r#"{{"kid":"{kid}","alg":"rs256"}}"#),
        format!(r#"{{"kid":"{kid}"}}"#),
        r#"{"alg":"RS256"}"#.to_owned(),
        r#"{"kid":"../../dev/null","alg":"RS256"}"#.to_owned(),
        "[]".to_owned(),
        "x".to_owned(),
    ] {
        assert!(check(&with_header(&key, &header), &key).is_err(), "{header}");
    }
    assert!(check(&with_header(&key, &format!(r#"{{"kid":"{kid}","alg":"RS256"}}"#)), &key).is_ok());
}

#[test]
fn time_is_the_caller_s() {
    let key = rsa();
    let at = |claims: Value, now: Micros| verify(&key.sign(&claims).unwrap(), [key.verifying_key()], now).map(|_| ());
    let exp = NOW.secs();
    assert_eq!(at(json!({ "exp": exp }), Micros(NOW.0 - 1)), Ok(()));
    assert_eq!(at(json!({ "exp": exp }), NOW), Err(VerifyError::Expired));
    assert_eq!(at(json!({}), NOW), Err(VerifyError::Expired));
    assert_eq!(at(json!({ "exp": "9999999999" }), NOW), Err(VerifyError::Expired));
    assert_eq!(at(json!({ "exp": exp + 9, "nbf": exp }), NOW), Ok(()));
    assert_eq!(at(json!({ "exp": exp + 9, "nbf": exp + 1 }), NOW), Err(VerifyError::NotYetValid));
    let old = key.sign(&json!({ "exp": 1, "sub": "ana" })).unwrap();
    assert_eq!(check(&old, &key), Err(VerifyError::Expired));
    assert_eq!(verify_signature(&old, [key.verifying_key()]).unwrap()["sub"], "ana");
    let other = SigningKey::from_pkcs8(key.kid(), SigningAlgorithm::Rs256, KEY_2).unwrap();
    assert!(verify_signature(&old, [other.verifying_key()]).is_err());
}

#[test]
fn keys_of_another_kind_are_refused() {
    assert!(SigningKey::from_new_pkcs8(SigningAlgorithm::Es256, KEY_1).is_err());
    assert!(SigningKey::from_new_pkcs8(SigningAlgorithm::EdDsa, KEY_1).is_err());
    assert!(SigningKey::from_new_pkcs8(SigningAlgorithm::Rs256, b"").is_err());
    assert!(SigningKey::from_new_pkcs8(SigningAlgorithm::Rs256, &KEY_1[..600]).is_err());
    let mut jwk = rsa().public_jwk();
    jwk["alg"] = "HS256".into();
    assert_eq!(VerifyingKey::from_jwk(&jwk).unwrap_err(), VerifyError::BadKey);
    jwk["alg"] = "ES256".into();
    assert_eq!(VerifyingKey::from_jwk(&jwk).unwrap_err(), VerifyError::BadKey);
}

#[tokio::test]
async fn fixed_keys_come_in_turn_and_only_rsa_is_fixed() {
    let source = KeySource::fixed(vec![KEY_1.to_vec(), KEY_2.to_vec()]);
    let mut kids = Vec::new();
    for _ in 0..3 {
        kids.push(source.next(SigningAlgorithm::Rs256).await.unwrap().kid().to_owned());
    }
    assert_eq!(kids[0], rsa().kid());
    assert_ne!(kids[0], kids[1]);
    assert_eq!(kids[0], kids[2]);
    let one = source.next(SigningAlgorithm::Es256).await.unwrap();
    assert_ne!(one.kid(), source.next(SigningAlgorithm::Es256).await.unwrap().kid());
}

/// Case 98, CVE-2022-21449: a signature of zeros, or with a half of them, holds under no key.
#[test]
fn an_ecdsa_signature_with_a_zero_or_an_order_in_it_is_refused() {
    let key = SigningKey::generate(SigningAlgorithm::Es256).unwrap();
    let token = key.sign(&claims()).unwrap();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let honest = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let (r, s) = honest.split_at(32);
    let (zero, order) = ([0; 32], hex::decode(P256_ORDER).unwrap());
    for (name, r, s) in [
        ("r = s = 0", &zero[..], &zero[..]),
        ("r = 0", &zero, s),
        ("s = 0", r, &zero),
        ("r = n", &order, s),
        ("s = n", r, &order),
        ("swapped", s, r),
    ] {
        let forged = format!("{message}.{}", base64url(&[r, s].concat()));
        assert_eq!(check(&forged, &key), Err(VerifyError::BadSignature), "{name}");
    }
    let der = [&[0x30, 0x44, 0x02, 0x20], r, &[0x02, 0x20], s].concat();
    assert_eq!(check(&format!("{message}.{}", base64url(&der)), &key), Err(VerifyError::BadSignature), "DER");
    assert_eq!(check(&token, &key), Ok(claims()));
}

/// The order of P-256's base point.
const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

/// Case 98: signers make either of two values of `s`, ours too, and nothing is told apart by a token's bytes. So the twin
/// says the same, of the same claims and no others.
#[test]
fn the_twin_of_an_ecdsa_signature_says_the_same() {
    let key = SigningKey::generate(SigningAlgorithm::Es256).unwrap();
    let token = key.sign(&claims()).unwrap();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let honest = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let (r, s) = honest.split_at(32);
    let twin = format!("{message}.{}", base64url(&[r, &negated(s)].concat()));
    assert_ne!(twin, token);
    assert_eq!(check(&twin, &key), Ok(claims()));
    let other = key.sign(&json!({ "sub": "bob", "exp": NOW.secs() + 60 })).unwrap();
    let (other, _) = other.rsplit_once('.').unwrap();
    let moved = format!("{other}.{}", twin.rsplit_once('.').unwrap().1);
    assert_eq!(check(&moved, &key), Err(VerifyError::BadSignature));
}

/// The order of P-256 less `s`, both big-endian.
fn negated(s: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    let order = hex::decode(P256_ORDER).unwrap();
    let mut out: Vec<u8> = order
        .iter()
        .zip(s)
        .rev()
        .map(|(n, s)| {
            let difference = i16::from(*n) - i16::from(*s) - borrow;
            borrow = i16::from(difference < 0);
            u8::try_from(difference.rem_euclid(256)).unwrap()
        })
        .collect();
    out.reverse();
    out
}

/// Case 98: under a point of small order one signature holds for every message. Such a key is none.
#[test]
fn an_eddsa_key_of_small_order_is_refused() {
    let small = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
    for point in small {
        let x = base64url(&hex::decode(point).unwrap());
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "k", "x": x });
        assert_eq!(VerifyingKey::from_jwk(&jwk).err(), Some(VerifyError::BadKey), "{point}");
    }
    let honest = SigningKey::generate(SigningAlgorithm::EdDsa).unwrap();
    assert!(VerifyingKey::from_jwk(&honest.public_jwk()).is_ok());
    // A signature whose number is not below the order is another spelling of an honest one.
    let token = honest.sign(&claims()).unwrap();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let mut large = URL_SAFE_NO_PAD.decode(signature).unwrap();
    large[63] |= 0xf0;
    assert_eq!(check(&format!("{message}.{}", base64url(&large)), &honest), Err(VerifyError::BadSignature));
}

/// Case 98: a key that can be factored is not one that a token holds under.
#[test]
fn a_short_rsa_key_is_refused() {
    let honest = rsa().public_jwk();
    let mut short = honest.clone();
    short["n"] = base64url(&[&[0xc5], [0x5a; 62].as_slice(), &[0x01]].concat()).into();
    let token = rsa().sign(&claims()).unwrap();
    let refused = VerifyingKey::from_jwk(&short).and_then(|key| verify(&token, [&key], NOW));
    assert!(refused.is_err(), "{refused:?}");
    assert!(verify(&token, [&VerifyingKey::from_jwk(&honest).unwrap()], NOW).is_ok());
}
