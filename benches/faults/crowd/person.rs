//! What is known of one person, and what may be: the model that the server is held against.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::answer::{Answer, Effect};
use crate::ledger::Owed;

/// The values that something may have: one after an answer, more after silence.
#[derive(Clone, Debug)]
pub(crate) struct Belief<T>(Vec<T>);

impl<T: PartialEq + Clone> Belief<T> {
    /// It is this.
    pub(crate) fn new(value: T) -> Self {
        Self(vec![value])
    }

    /// Takes in what a request that would make it `value` came to.
    pub(crate) fn learn(&mut self, value: T, effect: Effect) {
        match effect {
            Effect::Done => self.0 = vec![value],
            Effect::Unknown => self.0.push(value),
            Effect::None => {}
        }
    }

    /// It was read: whether it could be that. From now on it is.
    pub(crate) fn settle(&mut self, value: T) -> bool {
        let possible = self.0.contains(&value);
        self.0 = vec![value];
        possible
    }

    /// What it is, if that is known.
    pub(crate) fn known(&self) -> Option<&T> {
        if let [only] = self.0.as_slice() { Some(only) } else { None }
    }

    /// Everything that it may be, what was acknowledged last before the others.
    pub(crate) fn possible(&self) -> &[T] {
        &self.0
    }
}

/// A family of tokens.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    /// The newest access token.
    pub(crate) access: String,
    /// The newest refresh token.
    pub(crate) refresh: String,
    /// The one two generations before it.
    pub(crate) oldest: Option<String>,
    /// The one before it.
    pub(crate) last: Option<String>,
    /// Set when nobody knows whether the newest one was replaced: since when.
    pub(crate) doubtful_since: Option<Instant>,
}

/// Tokens that must not work any more.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    /// The refresh token.
    pub(crate) refresh: String,
    /// What ended it.
    pub(crate) by: &'static str,
}

/// Wrong passwords that cost nobody any time.
pub(super) const FREE_GUESSES: u64 = 5;
/// Tries that a code bears.
pub(super) const TRIES_OF_A_CODE: u64 = 5;

/// One person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The user name.
    pub(crate) name: String,
    /// The address.
    pub(crate) email: String,
    /// The user's id, once it was told.
    pub(crate) id: Option<String>,
    /// Whether there is an account.
    pub(crate) exists: Belief<bool>,
    /// Whether it is confirmed.
    pub(crate) confirmed: Belief<bool>,
    /// Whether it is open.
    pub(crate) enabled: Belief<bool>,
    /// A value that changes.
    pub(crate) note: Belief<String>,
    /// The password.
    pub(crate) password: Belief<String>,
    /// The password before.
    pub(crate) past_password: Option<String>,
    /// Families of tokens that work.
    pub(crate) families: Vec<Family>,
    /// Tokens that must not work.
    pub(crate) ended: Vec<Ended>,
    /// Sign-ins since the last that succeeded of which nobody knows how they ended: each may count as a guess.
    pub(crate) cut_off: u64,
    /// Confirmations that got no answer.
    pub(crate) confirmations_cut_off: u64,
    /// Events owed, by name.
    pub(crate) events: BTreeMap<&'static str, Owed>,
    /// Something about it is unknown: it rests until it was read back.
    pub(crate) is_doubtful: bool,
    /// Something happened since it was last read back.
    pub(crate) is_touched: bool,
}

impl Person {
    /// Somebody who did not sign up yet.
    pub(crate) fn new(name: String, domain: u64, password: String) -> Self {
        Self {
            email: format!("{name}@mail-{domain}.test"),
            name,
            id: None,
            exists: Belief::new(false),
            confirmed: Belief::new(false),
            enabled: Belief::new(true),
            note: Belief::new(String::new()),
            password: Belief::new(password),
            past_password: None,
            families: Vec::new(),
            ended: Vec::new(),
            cut_off: 0,
            confirmations_cut_off: 0,
            events: BTreeMap::new(),
            is_doubtful: false,
            is_touched: false,
        }
    }

    /// Takes in the end of an operation that writes the event `name`.
    pub(crate) fn owe(&mut self, name: &'static str, effect: Effect) {
        self.events.entry(name).or_default().add(effect);
    }

    /// Takes in the end of a sign-in. An attempt is counted before the password is looked at and forgotten when it was right,
    /// so that no crash forgets a guess: who was cut off five times in a row waits for a second.
    pub(crate) fn signed_in(&mut self, answer: &Answer) -> bool {
        self.owe("sign_in.completed", answer.effect());
        match answer.effect() {
            Effect::Done => self.cut_off = 0,
            Effect::Unknown => self.cut_off += 1,
            Effect::None => {}
        }
        let is_locked = matches!(answer, Answer::Refused { message, .. } if message == "Password attempts exceeded");
        is_locked && self.cut_off >= FREE_GUESSES
    }

    /// Takes in the end of a write: what is unknown must be read back before the next one.
    pub(crate) fn wrote(&mut self, answer: &Answer) -> Effect {
        let effect = answer.effect();
        self.is_touched = true;
        self.is_doubtful |= effect == Effect::Unknown;
        effect
    }

    /// Nobody can say which of the tokens work now.
    pub(crate) fn forget_tokens(&mut self) {
        self.families.clear();
    }

    /// All tokens are dead.
    pub(crate) fn end_tokens(&mut self, by: &'static str) {
        self.ended.extend(self.families.drain(..).map(|family| Ended { refresh: family.refresh, by }));
    }

    /// The password, of somebody who can sign in.
    pub(crate) fn can_sign_in(&self) -> Option<&str> {
        let is = |belief: &Belief<bool>| belief.known() == Some(&true);
        let open = is(&self.exists) && is(&self.confirmed) && is(&self.enabled) && !self.is_doubtful;
        open.then(|| self.password.known().map(String::as_str)).flatten()
    }
}
