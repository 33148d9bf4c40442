//! Tokens of others: honest ones hold under each algorithm, and forged ones under none.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
    RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use serde_json::{Value, json};

use super::jwk::base64url;
use super::*;
use crate::crypto::digest::hmac_sha256;

const KEY_1: &[u8] = include_bytes!("../../../tests/it/support/fixtures/rsa-test-key-1.pkcs8.der");
const KEY_2: &[u8] = include_bytes!("../../../tests/it/support/fixtures/rsa-test-key-2.pkcs8.der");

/// The modulus of an RSA key of 1024 bits, and a token that it signed.
const SHORT_KEY: &str = "qBEyIOTM6_wa8MUIrnyLtehKf7GU2V0iZ1FPsC11LNLzhNdDvL5U4h-RSA7x7I8SbE0A7dvLmpMLyltiAvT_9YFzfk30DLSp8o2VTPbuCTWsNRP1ACdNY3q8LPFmHhd06qG8zpJ5dNMQs4Ynr_cx5BOsHBFoRNoBaJgW9AWX3dk";
const SHORT_TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbmEifQ.J0t3sNFxoL6elU8AOfDPDmvBaKCpj_FpFFjOVUECL0xELcrEBPXO7lbptR_K3Coy3vJAOFlQYeqbOaqnRc5XrlBsR_mVMKbS0G_1oLNEcMW0lc7o1Gei9ZuHSrOFHG9OTRiihuv_KZ5deWSWCtzMYda8RAIkkJLfXvHdT-H3ufY";

fn rsa() -> SigningKey {
    SigningKey::from_new_pkcs8(SigningAlgorithm::Rs256, KEY_1).unwrap()
}

fn published(keys: &[Value]) -> ForeignKeys {
    ForeignKeys::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

fn check(token: &str, keys: &[Value]) -> Result<Value, ForeignError> {
    ForeignToken::read(token)?.verify(&published(keys)).map(|verified| Value::Object(verified.claims))
}

fn message(header: &Value) -> String {
    format!("{}.{}", base64url(header.to_string().as_bytes()), base64url(br#"{"sub":"ana"}"#))
}

fn with_rsa(alg: &str, encoding: &'static dyn RsaEncoding) -> String {
    let message = message(&json!({ "alg": alg }));
    let pair = RsaKeyPair::from_pkcs8(KEY_1).unwrap();
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    format!("{message}.{}", base64url(&signature))
}

/// The public key of [`rsa`], published for no algorithm in particular.
fn unlabelled() -> Value {
    let mut jwk = rsa().public_jwk();
    jwk.as_object_mut().unwrap().retain(|name, _| matches!(name.as_str(), "kty" | "n" | "e"));
    jwk
}

#[test]
fn every_algorithm_of_a_public_key_holds() {
    for algorithm in SigningAlgorithm::ALL {
        let key = match algorithm {
            SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 => SigningKey::from_new_pkcs8(algorithm, KEY_1),
            SigningAlgorithm::Es256 | SigningAlgorithm::EdDsa => SigningKey::generate(algorithm),
        };
        let key = key.unwrap();
        let token = key.sign(&json!({ "sub": "ana" })).unwrap();
        assert_eq!(check(&token, &[key.public_jwk()]), Ok(json!({ "sub": "ana" })), "{algorithm:?}");
    }
    let others: [(&str, &'static dyn RsaEncoding); 4] = [
        ("RS384", &RSA_PKCS1_SHA384),
        ("RS512", &RSA_PKCS1_SHA512),
        ("PS384", &RSA_PSS_SHA384),
        ("PS512", &RSA_PSS_SHA512),
    ];
    for (alg, encoding) in others {
        let token = with_rsa(alg, encoding);
        assert_eq!(check(&token, &[unlabelled()]), Ok(json!({ "sub": "ana" })), "{alg}");
    }
    let pair = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(48);
    let jwk = json!({ "kty": "EC", "crv": "P-384", "x": base64url(x), "y": base64url(y) });
    for (alg, expected) in [("ES384", Ok(json!({ "sub": "ana" }))), ("ES256", Err(ForeignError::UnknownKey))] {
        let message = message(&json!({ "alg": alg }));
        let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        let token = format!("{message}.{}", base64url(signature.as_ref()));
        assert_eq!(check(&token, std::slice::from_ref(&jwk)), expected, "{alg}");
    }
}

/// RFC 8725 §2.1, case 174.
#[test]
fn no_shared_secret_and_no_missing_signature_holds() {
    let key = rsa();
    let jwk = key.public_jwk();
    for alg in ["none", "None", "nOnE", "", "RS257", "HS256", "HS384", "HS512"] {
        let message = message(&json!({ "alg": alg, "kid": key.kid() }));
        for secret in [jwk.to_string().as_bytes(), jwk["n"].as_str().unwrap().as_bytes(), b""] {
            let tag = base64url(&hmac_sha256(secret, message.as_bytes()));
            let secret = json!({ "kty": "oct", "k": base64url(secret), "kid": key.kid() });
            for keys in [vec![jwk.clone()], vec![secret.clone()], vec![jwk.clone(), secret]] {
                assert_eq!(check(&format!("{message}.{tag}"), &keys), Err(ForeignError::Malformed), "{alg}");
                assert_eq!(check(&format!("{message}."), &keys), Err(ForeignError::Malformed), "{alg}");
            }
        }
    }
    assert_eq!(check(&key.sign(&json!({ "sub": "ana" })).unwrap(), &[jwk]), Ok(json!({ "sub": "ana" })));
}

#[test]
fn a_key_is_used_for_what_it_is_published_for() {
    let (key, other) = (rsa(), SigningKey::from_new_pkcs8(SigningAlgorithm::Rs256, KEY_2).unwrap());
    let token = key.sign(&json!({ "sub": "ana" })).unwrap();
    let with = |name: &str, value: Value| {
        let mut jwk = key.public_jwk();
        jwk[name] = value;
        jwk
    };
    for (changed, refusal) in [
        (with("use", json!("enc")), ForeignError::UnknownKey),
        (with("alg", json!("RS512")), ForeignError::BadSignature),
        (with("alg", json!("RSA-OAEP")), ForeignError::BadSignature),
        (with("kid", json!("another")), ForeignError::UnknownKey),
        (with("kty", json!("EC")), ForeignError::UnknownKey),
        (with("n", other.public_jwk()["n"].clone()), ForeignError::BadSignature),
        (with("n", json!("%%%")), ForeignError::BadSignature),
    ] {
        assert_eq!(check(&token, std::slice::from_ref(&changed)), Err(refusal), "{changed}");
        // The right one beside it is found, whatever stands before it under the same name.
        assert_eq!(check(&token, &[changed, key.public_jwk()]), Ok(json!({ "sub": "ana" })));
    }
    let odd = [json!(7), json!({}), with("kid", json!(7)), with("x5c", json!("MII"))];
    assert_eq!(check(&token, &odd), Err(ForeignError::UnknownKey));
    let beside = [&odd[..], &[key.public_jwk()]].concat();
    assert_eq!(check(&token, &beside), Ok(json!({ "sub": "ana" })), "what cannot be read is in nobody's way");
    let nameless = with_rsa("RS256", &RSA_PKCS1_SHA256);
    assert_eq!(check(&nameless, &[other.public_jwk(), key.public_jwk()]), Ok(json!({ "sub": "ana" })));
    assert_eq!(check(&nameless, &[other.public_jwk()]), Err(ForeignError::BadSignature));
    assert_eq!(check(&nameless, &[]), Err(ForeignError::UnknownKey));
    let weak = json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(&[0; 32]) });
    let message = message(&json!({ "alg": "EdDSA" }));
    let signature = [&[1_u8][..], &[0; 63]].concat();
    assert_eq!(check(&format!("{message}.{}", base64url(&signature)), &[weak]), Err(ForeignError::UnknownKey));
}

/// Case 98: keys that anybody can work out, and signatures that fit everything (RFC 7518 §3.3, CVE-2022-21449).
#[test]
fn weak_keys_and_empty_signatures_do_not_hold() {
    let short = json!({ "kty": "RSA", "n": SHORT_KEY, "e": "AQAB" });
    assert_eq!(check(SHORT_TOKEN, &[short]), Err(ForeignError::BadSignature));
    let curve = SigningKey::generate(SigningAlgorithm::Es256).unwrap().public_jwk();
    let message = message(&json!({ "alg": "ES256" }));
    for signature in [[0_u8; 64].as_slice(), &[], &[0; 63], &[0; 96], &[0xff; 64]] {
        let token = format!("{message}.{}", base64url(signature));
        assert_eq!(check(&token, std::slice::from_ref(&curve)), Err(ForeignError::BadSignature), "{signature:?}");
    }
}

#[test]
fn a_token_is_read_one_way_or_not_at_all() {
    let key = rsa();
    let honest = key.sign(&json!({ "sub": "ana" })).unwrap();
    let parts: Vec<&str> = honest.split('.').collect();
    let header = |text: &str| key.sign_parts(text, r#"{"sub":"ana"}"#).unwrap();
    let claims = |text: &str| key.sign_parts(r#"{"alg":"RS256"}"#, text).unwrap();
    for token in [
        String::new(),
        "..".to_owned(),
        parts[0].to_owned(),
        parts[..2].join("."),
        format!("{honest}.AA"),
        format!("{honest}="),
        format!("{honest}\n"),
        format!(" {honest}"),
        "a".repeat(70_000),
        header("{}"),
        header(r#"{"alg":7}"#),
        header(r#"{"alg":"RS256","alg":"RS256"}"#),
        header(r#"{"alg":"RS256","crit":["exp"]}"#),
        header(r#"{"alg":"RS256","crit":[]}"#),
        claims(r#"{"sub":"ana","sub":"ada"}"#),
        claims(r#"{"sub":"ana"}{"sub":"ada"}"#),
        claims(r#"[{"sub":"ana"}]"#),
        claims("null"),
        claims("sub=ana"),
        claims("\u{feff}{}"),
    ] {
        assert_eq!(check(&token, &[key.public_jwk()]), Err(ForeignError::Malformed), "{token}");
    }
    let changed = format!("{}.{}.{}", parts[0], base64url(br#"{"sub":"ada"}"#), parts[2]);
    assert_eq!(check(&changed, &[key.public_jwk()]), Err(ForeignError::BadSignature));
    // What is inside a claim is the caller's business.
    let odd = r#"{"locale":{"a":1},"address":7,"aud":[["x"]],"exp":1e300,"nested":{"a":1,"a":2}}"#;
    assert!(check(&claims(odd), &[key.public_jwk()]).is_ok());
}

#[test]
fn sets_of_keys_are_read_within_bounds() {
    let read = |text: &str| ForeignKeys::read(text.as_bytes()).map(drop);
    for text in ["", "[]", "{}", "null", r#"{"keys":{}}"#, r#"{"keys":null}"#, "keys"] {
        assert_eq!(read(text), Err(ForeignError::BadKeys), "{text}");
    }
    let many = |count: usize| json!({ "keys": vec![unlabelled(); count] }).to_string();
    assert_eq!(read(&many(100)), Ok(()));
    assert_eq!(read(&many(101)), Err(ForeignError::TooManyKeys));
}

/// The left halves of SHA-256, SHA-384 and SHA-512 of `abc` (FIPS 180-4).
#[test]
fn hashes_go_with_the_algorithm() {
    for (alg, encoding, half) in [
        ("RS256", &RSA_PKCS1_SHA256 as &'static dyn RsaEncoding, "ba7816bf8f01cfea414140de5dae2223"),
        ("RS384", &RSA_PKCS1_SHA384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"),
        ("RS512", &RSA_PKCS1_SHA512, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"),
    ] {
        let token = with_rsa(alg, encoding);
        let verified = ForeignToken::read(&token).unwrap().verify(&published(&[unlabelled()])).unwrap();
        assert_eq!(verified.half_hash("abc"), base64url(&hex::decode(half).unwrap()), "{alg}");
    }
}
