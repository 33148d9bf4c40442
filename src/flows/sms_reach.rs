//! Which numbers text messages may be sent to: what the operator allows, and of that what the pool does (lesson L8).

use std::sync::Arc;

use crate::domain::code::Destination;
use crate::domain::dialling::DialPrefix;
use crate::domain::pool::{Contact, Pool};

/// Why nothing can be sent to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undeliverable {
    /// The server has no gateway.
    NoGateway,
    /// Messages to where the number is are not paid for.
    NotAllowed,
}

/// The numbers that the server's gateway may be asked to send to. None by default.
#[derive(Clone, Debug, Default)]
pub struct SmsReach(Arc<[DialPrefix]>);

impl SmsReach {
    /// Numbers that begin with one of these; with none of them there is no gateway.
    #[must_use]
    pub fn new(prefixes: Vec<DialPrefix>) -> Self {
        Self(prefixes.into())
    }

    /// Whether text messages can be sent at all.
    #[must_use]
    pub fn is_available(&self) -> bool {
        !self.0.is_empty()
    }

    /// Why nothing can be sent there in the name of `pool`; `None` where it can.
    pub(crate) fn obstacle(&self, pool: &Pool, to: Destination<'_>) -> Option<Undeliverable> {
        let of_pool = &pool.settings.sms.allowed_prefixes;
        match to.contact {
            Contact::Email => None,
            Contact::PhoneNumber if !self.is_available() => Some(Undeliverable::NoGateway),
            Contact::PhoneNumber => {
                let covers = |prefix: &DialPrefix| prefix.covers(to.address);
                let is_allowed = self.0.iter().any(covers) && (of_pool.is_empty() || of_pool.iter().any(covers));
                (!is_allowed).then_some(Undeliverable::NotAllowed)
            }
        }
    }
}
