//! A code that is sent on a channel to be the second factor of one sign-in. It is kept as a keyed hash beside that sign-in
//! and dies with it; its message is queued in the transaction that makes the sign-in wait for it.

use uuid::Uuid;

use super::guess::Guess;
use super::{ProofRefused, RightProof};
use crate::crypto::one_time_code::{self, SignInBinding};
use crate::domain::clock::Micros;
use crate::domain::code::{Channel, Delivery, Destination};
use crate::domain::pool::Pool;
use crate::domain::secret::Secret;
use crate::domain::user::User;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, message_budget, messages};
use crate::limits::Limit;
use crate::messaging::Message;
use crate::storage::Tx;

/// A code that is about to be sent.
pub(crate) struct SentCode {
    channel: Channel,
    address: String,
    code: Secret,
}

impl SentCode {
    /// A code for `user`, reserved from what may be sent; `None`: that is used up for now, or there is no proven address
    /// that something can be sent to.
    pub(crate) async fn reserve(
        deps: &Deps,
        pool: &Pool,
        user: &User,
        channel: Channel,
    ) -> Result<Option<Self>, Error> {
        let contact = channel.contact();
        let Some(to) = user.reached_by(contact).filter(|_| user.has_verified(contact)) else { return Ok(None) };
        let is_reached = deps.sms.obstacle(pool, to).is_none();
        if !is_reached || !message_budget::reserve_of_sign_in(deps, pool, user, to).await? {
            return Ok(None);
        }
        let code = one_time_code::generate(deps.random.as_ref());
        Ok(Some(Self { channel, address: to.address.to_owned(), code }))
    }

    /// Where it goes, masked.
    pub(crate) fn delivery(&self) -> Delivery {
        self.channel.delivery(&self.address)
    }

    /// What is kept of it beside the sign-in of this id.
    pub(crate) fn hash(&self, deps: &Deps, sign_in: Uuid) -> String {
        one_time_code::hash_of_sign_in(&deps.ring, SignInBinding { sign_in, address: &self.address }, &self.code)
    }

    /// Queues the message; it is given up when the sign-in is over at `until`.
    pub(crate) async fn queue(
        &self,
        deps: &Deps,
        tx: &Tx,
        (pool, user): (&Pool, &User),
        language: &str,
        until: Micros,
    ) -> Result<(), Error> {
        let to = Destination { contact: self.channel.contact(), address: &self.address };
        let recipient = messages::Recipient::of(user, to, language);
        let lifetime_secs = (until.secs() - deps.now().secs()).max(0);
        let message = Message::second_factor(messages::shown_name(pool, user), &self.code, lifetime_secs);
        messages::enqueue(deps, tx, pool, recipient, message, until).await
    }
}

/// Whether `presented` is the code that was sent for the sign-in `sign_in`, of which `stored` is kept.
pub(crate) async fn check(
    deps: &Deps,
    (pool, user): (&Pool, &User),
    channel: Channel,
    (sign_in, stored): (Uuid, Option<&str>),
    presented: &str,
) -> Result<Result<RightProof, ProofRefused>, Error> {
    let guess = match Guess::reserve(deps, pool, user, channel.factor()).await? {
        Ok(guess) => guess,
        Err(refused) => return Ok(Err(refused)),
    };
    let contact = channel.contact();
    let address = user.attribute(contact.attribute()).filter(|_| user.has_verified(contact));
    let is_right = address.zip(stored).is_some_and(|(address, stored)| {
        one_time_code::verify_of_sign_in(&deps.ring, SignInBinding { sign_in, address }, presented, stored)
    });
    if !is_right {
        return guess.was_wrong().await.map(Err);
    }
    let person = person_bucket(deps, pool, Some(user), "");
    let mut clears = vec![guess.was_right()];
    let asked = [Limit::SignInCodesHourly, Limit::SignInCodesDaily];
    clears.extend(asked.map(|limit| format!("{}:{person}", limit.as_str())));
    Ok(Ok(RightProof::sent(channel.factor(), clears)))
}
