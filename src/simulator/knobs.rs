//! How the simulator is bent from outside, while it runs; and for one trip, by whoever makes it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::fault::{Endpoint, Facts, Fault, KeyFault, Place, SamlSignature, Signature, Transport, change};
use super::saml::Statement;
use crate::domain::signing_algorithm::SigningAlgorithm;

/// The knobs. All of them stand at honest to begin with.
#[derive(Debug, Default)]
pub struct Knobs(Mutex<Set>);

#[derive(Clone, Debug, Default)]
struct Set {
    faults: Vec<Fault>,
    algorithm: SigningAlgorithm,
    encrypts: bool,
}

impl Knobs {
    /// Answers with these faults from now on, and with no others.
    pub fn bend(&self, faults: impl IntoIterator<Item = Fault>) {
        self.lock().faults = faults.into_iter().collect();
    }

    /// Answers honestly from now on.
    pub fn straighten(&self) {
        self.bend([]);
    }

    /// Signs ID tokens so from now on: with RS256, as it does unless told otherwise, or with ES256.
    pub fn sign_with(&self, algorithm: SigningAlgorithm) {
        self.lock().algorithm = algorithm;
    }

    /// Encrypts assertions from now on, to apps whose certificate it knows.
    pub fn encrypt(&self, encrypts: bool) {
        self.lock().encrypts = encrypts;
    }

    /// The knobs as they stand, and what is wrong with one trip besides.
    pub(super) fn bent(&self, own: Vec<Fault>) -> Bent {
        let mut set = self.lock().clone();
        set.faults.extend(own);
        Bent(set)
    }

    fn lock(&self) -> MutexGuard<'_, Set> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How one answer is bent.
pub(super) struct Bent(Set);

impl Bent {
    /// How ID tokens are signed.
    pub(super) fn algorithm(&self) -> SigningAlgorithm {
        self.0.algorithm
    }

    /// Whether assertions are encrypted.
    pub(super) fn encrypts(&self) -> bool {
        self.0.encrypts
    }

    /// Bends the members of an answer.
    pub(super) fn members(&self, place: Place, members: &mut Map<String, Value>, facts: &Facts<'_>) {
        for fault in &self.0.faults {
            if let Fault::Member(at, name, to) = fault
                && *at == place
            {
                change(members, name, to, facts);
            }
        }
    }

    /// The claims of an ID token as they are signed.
    pub(super) fn claims(&self, claims: String) -> String {
        let bent = |claims: String, fault: &Fault| if let Fault::Claims(bend) = fault { bend(&claims) } else { claims };
        self.0.faults.iter().fold(claims, bent)
    }

    /// An ID token as it is sent.
    pub(super) fn id_token(&self, token: String) -> String {
        let bent = |token: String, fault: &Fault| if let Fault::IdToken(bend) = fault { bend(&token) } else { token };
        self.0.faults.iter().fold(token, bent)
    }

    /// How ID tokens are signed, where it is not honestly.
    pub(super) fn signature(&self) -> Option<Signature> {
        self.find(|fault| if let Fault::Signature(signature) = fault { Some(*signature) } else { None })
    }

    /// What is wrong with the keys.
    pub(super) fn keys(&self) -> Option<KeyFault> {
        self.find(|fault| if let Fault::Keys(keys) = fault { Some(*keys) } else { None })
    }

    /// How an endpoint answers, where it is not as it should.
    pub(super) fn transport(&self, endpoint: Endpoint) -> Option<Transport> {
        self.find(|fault| {
            if let Fault::Transport(at, transport) = fault {
                (*at == endpoint).then(|| transport.clone())
            } else {
                None
            }
        })
    }

    /// Bends what an assertion says.
    pub(super) fn statement(&self, statement: &mut Statement) {
        for fault in &self.0.faults {
            if let Fault::Statement(bend) = fault {
                bend(statement);
            }
        }
    }

    /// A message of SAML as it is sent.
    pub(super) fn message(&self, message: String) -> String {
        let bent =
            |message: String, fault: &Fault| if let Fault::Message(bend) = fault { bend(&message) } else { message };
        self.0.faults.iter().fold(message, bent)
    }

    /// How messages of SAML are signed, where it is not honestly.
    pub(super) fn saml_signature(&self) -> Option<SamlSignature> {
        self.find(|fault| if let Fault::SamlSignature(signature) = fault { Some(*signature) } else { None })
    }

    /// Whether it answers with what it has answered before.
    pub(super) fn replays(&self) -> bool {
        self.0.faults.iter().any(|fault| matches!(fault, Fault::Replay))
    }

    fn find<T>(&self, found: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        self.0.faults.iter().find_map(found)
    }
}
