//! What the simulator remembers, in this process only and within bounds: requests under way, codes, access tokens, who
//! has said yes to whom, and what it was asked.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::asked::Asked;
use super::fault::Endpoint;
use super::people::Person;
use super::saml::{self, Open};
use super::trouble::Speech;
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

/// A request under way.
#[derive(Clone, Debug)]
pub(super) enum Visit {
    /// Of OAuth, or of OpenID Connect.
    OAuth(Asked),
    /// Of SAML.
    Saml(saml::Asked),
}

impl Visit {
    /// In which protocol.
    pub(super) fn speech(&self) -> Speech {
        match self {
            Self::OAuth(asked) => asked.kind.speech(),
            Self::Saml(_) => Speech::Saml,
        }
    }
}

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
    requests: Mutex<Kept<Visit>>,
    codes: Mutex<Kept<Granted>>,
    tokens: Mutex<Kept<Granted>>,
    consents: Mutex<HashSet<(String, u64)>>,
    open: Mutex<VecDeque<Open>>,
    /// The last answer to each app, a code or a response: to be given again.
    last: Mutex<HashMap<String, String>>,
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
            open: Mutex::default(),
            last: Mutex::default(),
            seen: Mutex::default(),
            clock,
            random,
        }
    }

    /// Keeps a request until a choice is made; answers its handle, which the page's forms carry.
    pub(super) fn keep_request(&self, visit: Visit) -> String {
        self.keep(&self.requests, "", visit, REQUEST_SECS)
    }

    /// The request of a handle. It stays, since people go back and choose again.
    pub(super) fn request(&self, handle: &str) -> Option<Visit> {
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

    /// Remembers the answer to an app.
    pub(super) fn keep_answer(&self, app: &str, answer: &str) {
        let mut last = lock(&self.last);
        if last.len() >= MOST {
            last.clear();
        }
        last.insert(app.to_owned(), answer.to_owned());
    }

    /// The answer to an app before this one.
    pub(super) fn last_answer(&self, app: &str) -> Option<String> {
        lock(&self.last).get(app).cloned()
    }

    /// Somebody is signed in.
    pub(super) fn sign_in(&self, open: Open) {
        let mut all = lock(&self.open);
        if all.len() == MOST {
            all.pop_front();
        }
        all.push_back(open);
    }

    /// Who is signed in, oldest first.
    pub(super) fn signed_in(&self) -> Vec<Open> {
        lock(&self.open).iter().cloned().collect()
    }

    /// Ends the sessions that are meant.
    pub(super) fn sign_out(&self, is_meant: impl Fn(&Open) -> bool) {
        lock(&self.open).retain(|open| !is_meant(open));
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
