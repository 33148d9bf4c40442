//! How the simulator is bent from outside, while it runs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::fault::{Endpoint, Facts, Fault, KeyFault, Place, Signature, Transport, change};
use crate::domain::signing_algorithm::SigningAlgorithm;

/// The knobs. All of them stand at honest to begin with.
#[derive(Debug, Default)]
pub struct Knobs(Mutex<Set>);

#[derive(Clone, Debug, Default)]
struct Set {
    faults: Vec<Fault>,
    algorithm: SigningAlgorithm,
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

    /// How ID tokens are signed.
    pub(super) fn algorithm(&self) -> SigningAlgorithm {
        self.lock().algorithm
    }

    /// Bends the members of an answer.
    pub(super) fn bend_members(&self, place: Place, members: &mut Map<String, Value>, facts: &Facts<'_>) {
        for fault in &self.lock().faults {
            if let Fault::Member(at, name, to) = fault
                && *at == place
            {
                change(members, name, to, facts);
            }
        }
    }

    /// The claims of an ID token as they are signed.
    pub(super) fn bend_claims(&self, claims: String) -> String {
        let bent = |claims: String, fault: &Fault| if let Fault::Claims(bend) = fault { bend(&claims) } else { claims };
        self.lock().faults.iter().fold(claims, bent)
    }

    /// An ID token as it is sent.
    pub(super) fn bend_id_token(&self, token: String) -> String {
        let bent = |token: String, fault: &Fault| if let Fault::IdToken(bend) = fault { bend(&token) } else { token };
        self.lock().faults.iter().fold(token, bent)
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

    fn find<T>(&self, found: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        self.lock().faults.iter().find_map(found)
    }

    fn lock(&self) -> MutexGuard<'_, Set> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
