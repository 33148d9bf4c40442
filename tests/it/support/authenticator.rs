//! An authenticator with one passkey, and the browser around it, written from the specification (Web Authentication §5.8.1,
//! §6.1, §6.5): what it makes honestly, and what it makes when it lies.

use std::cell::Cell;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::node::PUBLIC_URL;

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const CAN_BE_BACKED_UP: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_KEY: u8 = 0x40;

thread_local! {
    /// Names are told apart by number.
    static NEXT: Cell<u64> = const { Cell::new(1) };
}

/// An authenticator with one passkey. What is public can be set to lie.
pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    /// The name of its passkey.
    pub(crate) credential_id: Vec<u8>,
    /// Whom it keeps the passkey for, as it was told at the registration.
    pub(crate) user_handle: Vec<u8>,
    /// The page that the browser shows.
    pub(crate) origin: String,
    /// Whether that page stands inside another one.
    pub(crate) is_framed: bool,
    /// The relying party, where it is not the one that is asked for.
    pub(crate) relying_party: Option<String>,
    /// Whether it makes sure who holds it.
    pub(crate) verifies: bool,
    /// Whether its passkey has a copy.
    pub(crate) is_backed_up: bool,
    /// The last count of signatures; `None`: it does not count.
    pub(crate) count: Option<u32>,
}

impl Authenticator {
    /// An honest one that counts and makes sure who holds it.
    pub(crate) fn new() -> Self {
        let number = NEXT.replace(NEXT.get() + 1);
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            credential_id: digest(&SHA256, &number.to_be_bytes()).as_ref().to_vec(),
            user_handle: Vec::new(),
            origin: PUBLIC_URL.to_owned(),
            is_framed: false,
            relying_party: None,
            verifies: true,
            is_backed_up: false,
            count: Some(0),
        }
    }

    /// The name of its passkey, as the API has it.
    pub(crate) fn name(&self) -> String {
        encoded(&self.credential_id)
    }

    /// Answers the options of a registration (`RegistrationResponseJSON`).
    pub(crate) fn create(&mut self, options: &Value) -> Value {
        self.user_handle = decoded(&options["user"]["id"]);
        let said = self.client_data("webauthn.create", options["challenge"].as_str().unwrap());
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), HAS_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential_id.len()).unwrap().to_be_bytes());
        data.extend(&self.credential_id);
        data.extend(self.public_key());
        let attestation = [
            &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"[..],
            &u16::try_from(data.len()).unwrap().to_be_bytes(),
            &data,
        ]
        .concat();
        json!({
            "id": self.name(), "rawId": self.name(), "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": encoded(said.as_bytes()), "attestationObject": encoded(&attestation),
                "transports": ["internal", "hybrid", "smoke-signals"],
            },
        })
    }

    /// Answers the options of an assertion (`AuthenticationResponseJSON`).
    pub(crate) fn get(&mut self, options: &Value) -> Value {
        self.count = self.count.map(|count| count + 1);
        self.get_uncounted(options)
    }

    /// The same with the count that it had, as a copy of it would.
    pub(crate) fn get_uncounted(&self, options: &Value) -> Value {
        let said = self.client_data("webauthn.get", options["challenge"].as_str().unwrap());
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let signed = [data.as_slice(), digest(&SHA256, said.as_bytes()).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": self.name(), "rawId": self.name(), "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform",
            "response": {
                "clientDataJSON": encoded(said.as_bytes()), "authenticatorData": encoded(&data),
                "signature": encoded(signature.as_ref()), "userHandle": encoded(&self.user_handle),
            },
        })
    }

    fn client_data(&self, kind: &str, challenge: &str) -> String {
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.is_framed}).to_string()
    }

    fn data(&self, asked_for: &str, more: u8) -> Vec<u8> {
        let party = self.relying_party.as_deref().unwrap_or(asked_for);
        let verified = if self.verifies { VERIFIED } else { 0 };
        let copied = if self.is_backed_up { CAN_BE_BACKED_UP | BACKED_UP } else { 0 };
        let mut data = digest(&SHA256, party.as_bytes()).as_ref().to_vec();
        data.push(PRESENT | verified | copied | more);
        data.extend(self.count.unwrap_or_default().to_be_bytes());
        data
    }

    /// Its public key (RFC 9053 §7.1.1): type EC2, algorithm ES256, curve P-256, and the two halves.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let (x, y) = (&point[1..33], &point[33..65]);
        [&b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..], x, b"\x22\x58\x20", y].concat()
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().unwrap()).unwrap()
}
