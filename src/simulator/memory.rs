//! What the simulator remembers, in this process only and within bounds: requests under way, codes, access tokens, who
//! has said yes to whom, and what it was asked.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::asked::Asked;
use super::fault::Endpoint;
use super::people::Person;
use crate::domain::clock::{Micros, SharedClock};
use crate::domain::random::{self, SharedRandom};

/// No more of each kind than these; the oldest makes room.
const MOST: usize = 1000;
/// Seconds for which a request waits for a choice.
const REQUEST_SECS: i64 = 30 * 60;
/// Seconds for which a code may be redeemed.
const CODE_SECS: i64 = 60;
/// Seconds for which an access token is good.
pub(super) const ACCESS_SECS: i64 = 3600;

/// What an app got: on a code first, then on an access token.
#[derive(Clone, Debug)]
pub(super) struct Granted {
    /// What it asked for.
    pub(super) asked: Asked,
    /// Who said yes.
    pub(super) person: Person,
}

/// Something that was asked of the provider by a server.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Of which endpoint.
    pub endpoint: Endpoint,
    /// The query.
    pub query: String,
    /// The `Authorization` header; empty for none.
    pub authorization: String,
    /// The body.
    pub body: String,
}

/// The memory.
pub(super) struct Memory {
    requests: Mutex<Kept<Asked>>,
    codes: Mutex<Kept<Granted>>,
    tokens: Mutex<Kept<Granted>>,
    consents: Mutex<HashSet<(String, u64)>>,
    seen: Mutex<VecDeque<Seen>>,
    clock: SharedClock,
    random: SharedRandom,
}

impl Memory {
    pub(super) fn new(clock: SharedClock, random: SharedRandom) -> Self {
        Self {
            requests: Mutex::default(),
            codes: Mutex::default(),
            tokens: Mutex::default(),
            consents: Mutex::default(),
            seen: Mutex::default(),
            clock,
            random,
        }
    }

    /// Keeps a request until a choice is made; answers its handle, which the page's forms carry.
    pub(super) fn keep_request(&self, asked: Asked) -> String {
        self.keep(&self.requests, "", asked, REQUEST_SECS)
    }

    /// The request of a handle. It stays, since people go back and choose again.
    pub(super) fn request(&self, handle: &str) -> Option<Asked> {
        lock(&self.requests).get(handle, self.clock.now()).cloned()
    }

    /// A new code.
    pub(super) fn keep_code(&self, granted: Granted) -> String {
        self.keep(&self.codes, "", granted, CODE_SECS)
    }

    /// What a code is worth, if `is_for` says that it is presented by whom it was given to. It is gone then.
    pub(super) fn take_code(&self, code: &str, is_for: impl Fn(&Granted) -> bool) -> Option<Granted> {
        let mut codes = lock(&self.codes);
        if !codes.get(code, self.clock.now()).is_some_and(is_for) {
            return None;
        }
        codes.take(code)
    }

    /// A new access token that begins as the provider's do.
    pub(super) fn keep_token(&self, beginning: &str, granted: Granted) -> String {
        self.keep(&self.tokens, beginning, granted, ACCESS_SECS)
    }

    /// What an access token is worth.
    pub(super) fn token(&self, token: &str) -> Option<Granted> {
        lock(&self.tokens).get(token, self.clock.now()).cloned()
    }

    /// Whether a person says yes to an app for the first time.
    pub(super) fn consents_first(&self, client: &str, person: &Person) -> bool {
        let mut consents = lock(&self.consents);
        if consents.len() >= MOST {
            consents.clear();
        }
        consents.insert((client.to_owned(), person.number))
    }

    /// Notes what was asked.
    pub(super) fn note(&self, seen: Seen) {
        let mut all = lock(&self.seen);
        if all.len() == MOST {
            all.pop_front();
        }
        all.push_back(seen);
    }

    /// What was asked, oldest first.
    pub(super) fn seen(&self) -> Vec<Seen> {
        lock(&self.seen).iter().cloned().collect()
    }

    fn keep<T>(&self, place: &Mutex<Kept<T>>, beginning: &str, value: T, secs: i64) -> String {
        let name = format!("{beginning}{}", random::alphanumeric(self.random.as_ref(), 43));
        lock(place).put(name.clone(), value, self.clock.now().plus_secs(secs));
        name
    }
}

/// Values under names that cannot be guessed, with an end.
struct Kept<T> {
    values: HashMap<String, (Micros, T)>,
    order: VecDeque<String>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { values: HashMap::new(), order: VecDeque::new() }
    }
}

impl<T> Kept<T> {
    fn put(&mut self, name: String, value: T, until: Micros) {
        if self.order.len() == MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.values.remove(&oldest);
        }
        self.order.push_back(name.clone());
        self.values.insert(name, (until, value));
    }

    fn get(&self, name: &str, now: Micros) -> Option<&T> {
        self.values.get(name).filter(|(until, _)| now < *until).map(|(_, value)| value)
    }

    fn take(&mut self, name: &str) -> Option<T> {
        self.values.remove(name).map(|(_, value)| value)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
