//! What the app remembers of browsers, in this process only and within bounds. The key of each lies in its cookie.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::failure::Failure;
use super::session::{Attempt, Session};
use crate::domain::clock::{Micros, SharedClock};
use crate::domain::random::{self, SharedRandom};

/// No more browsers than these; the one that was away longest makes room.
const MOST_BROWSERS: usize = 500;
/// No more sign-ins under way than these in one browser (tabs); the oldest makes room.
const MOST_ATTEMPTS: usize = 8;
/// Seconds that a sign-in may take, a new account's mail included.
const ATTEMPT_SECS: i64 = 30 * 60;
/// Seconds after which a browser that stayed away is forgotten.
const IDLE_SECS: i64 = 12 * 60 * 60;

/// The memory.
pub(super) struct Memory {
    browsers: Mutex<HashMap<String, Browser>>,
    clock: SharedClock,
    random: SharedRandom,
}

/// One browser.
#[derive(Default)]
struct Browser {
    seen: Micros,
    attempts: Vec<Attempt>,
    session: Option<Arc<Session>>,
    flash: Option<Flash>,
}

/// Something to say on the next page, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flash {
    /// What failed.
    Failed(Failure),
    /// New tokens are there.
    Refreshed,
}

impl Memory {
    pub(super) fn new(clock: SharedClock, random: SharedRandom) -> Self {
        Self { browsers: Mutex::default(), clock, random }
    }

    /// Keeps a sign-in that begins; answers the browser's key, a new one where `key` is none of ours.
    pub(super) fn begin(&self, key: Option<&str>, attempt: Attempt) -> String {
        self.change(key, |browser| {
            if browser.attempts.len() >= MOST_ATTEMPTS {
                browser.attempts.remove(0);
            }
            browser.attempts.push(attempt);
        })
    }

    /// The sign-in with this state, if it began in this browser and neither ended nor took too long. It is gone then.
    pub(super) fn take_attempt(&self, key: Option<&str>, state: &str) -> Option<Attempt> {
        let now = self.clock.now();
        let mut browsers = self.lock();
        let attempts = &mut browsers.get_mut(key?)?.attempts;
        let at = attempts.iter().position(|attempt| attempt.state == state)?;
        let attempt = attempts.remove(at);
        (now < attempt.started.plus_secs(ATTEMPT_SECS)).then_some(attempt)
    }

    /// Signs a browser in. It gets a new key, so that one that was planted before is worth nothing.
    pub(super) fn sign_in(&self, key: Option<&str>, session: Session) -> String {
        let mut browser = key.and_then(|key| self.lock().remove(key)).unwrap_or_default();
        browser.session = Some(Arc::new(session));
        browser.flash = None;
        self.add(browser)
    }

    /// Puts new tokens in the place of old ones, unless these are gone or were replaced meanwhile.
    pub(super) fn renew(&self, key: &str, old: &Arc<Session>, new: Session) {
        let mut browsers = self.lock();
        let Some(browser) = browsers.get_mut(key) else { return };
        if browser.session.as_ref().is_some_and(|session| Arc::ptr_eq(session, old)) {
            browser.session = Some(Arc::new(new));
            browser.flash = Some(Flash::Refreshed);
        }
    }

    /// Drops tokens that are worth nothing any more.
    pub(super) fn drop_session(&self, key: &str, old: &Arc<Session>) {
        if let Some(browser) = self.lock().get_mut(key)
            && browser.session.as_ref().is_some_and(|session| Arc::ptr_eq(session, old))
        {
            browser.session = None;
        }
    }

    /// Says on the next page what failed; answers the browser's key.
    pub(super) fn fail(&self, key: Option<&str>, failure: Failure) -> String {
        self.change(key, |browser| browser.flash = Some(Flash::Failed(failure)))
    }

    /// The session of a browser.
    pub(super) fn session(&self, key: Option<&str>) -> Option<Arc<Session>> {
        self.look(key, |browser| browser.session.clone())
    }

    /// What is to be said on this page. It is said once.
    pub(super) fn take_flash(&self, key: Option<&str>) -> Option<Flash> {
        self.look(key, |browser| browser.flash.take())
    }

    /// Forgets a browser.
    pub(super) fn forget(&self, key: Option<&str>) {
        if let Some(key) = key {
            self.lock().remove(key);
        }
    }

    fn look<T>(&self, key: Option<&str>, look: impl FnOnce(&mut Browser) -> Option<T>) -> Option<T> {
        let now = self.clock.now();
        let mut browsers = self.lock();
        let browser = browsers.get_mut(key?).filter(|browser| is_fresh(browser, now))?;
        browser.seen = now;
        look(browser)
    }

    fn change(&self, key: Option<&str>, change: impl FnOnce(&mut Browser)) -> String {
        let now = self.clock.now();
        if let Some(key) = key
            && let Some(browser) = self.lock().get_mut(key).filter(|browser| is_fresh(browser, now))
        {
            browser.seen = now;
            change(browser);
            return key.to_owned();
        }
        let mut browser = Browser::default();
        change(&mut browser);
        self.add(browser)
    }

    /// Adds a browser under a new key: 190 random bits.
    fn add(&self, browser: Browser) -> String {
        let now = self.clock.now();
        let key = random::alphanumeric(self.random.as_ref(), 32);
        let mut browsers = self.lock();
        browsers.retain(|_, browser| is_fresh(browser, now));
        if browsers.len() >= MOST_BROWSERS {
            let longest_away = browsers.iter().min_by_key(|(_, browser)| browser.seen).map(|(key, _)| key.clone());
            longest_away.and_then(|key| browsers.remove(&key));
        }
        browsers.insert(key.clone(), Browser { seen: now, ..browser });
        key
    }

    /// No code that holds the lock can leave the map half changed, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Browser>> {
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(browser: &Browser, now: Micros) -> bool {
    now < browser.seen.plus_secs(IDLE_SECS)
}

#[cfg(test)]
mod tests {
    use openidconnect::{Nonce, PkceCodeVerifier};

    use super::*;
    use crate::domain::clock::ManualClock;
    use crate::domain::random::SeededRandom;

    fn memory() -> (Memory, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::new(Micros::from_secs(1_800_000_000)));
        (Memory::new(clock.clone(), Arc::new(SeededRandom::new(1))), clock)
    }

    fn attempt(state: &str, clock: &ManualClock) -> Attempt {
        use crate::domain::clock::Clock as _;
        Attempt {
            state: state.to_owned(),
            nonce: Nonce::new("n".to_owned()),
            verifier: PkceCodeVerifier::new("v".repeat(43)),
            started: clock.now(),
        }
    }

    #[test]
    fn an_attempt_is_taken_once_by_its_own_browser_in_time() {
        let (memory, clock) = memory();
        let key = memory.begin(None, attempt("a", &clock));
        let other = memory.begin(None, attempt("b", &clock));
        assert_ne!(key, other);
        assert!(memory.take_attempt(Some(&other), "a").is_none());
        assert!(memory.take_attempt(None, "a").is_none());
        assert!(memory.take_attempt(Some(&key), "a").is_some());
        assert!(memory.take_attempt(Some(&key), "a").is_none());
        clock.advance_secs(ATTEMPT_SECS);
        assert!(memory.take_attempt(Some(&other), "b").is_none());
    }

    #[test]
    fn tabs_and_browsers_are_bounded_and_the_latest_stay() {
        let (memory, clock) = memory();
        let key = memory.begin(None, attempt("0", &clock));
        for state in 1..=MOST_ATTEMPTS {
            assert_eq!(memory.begin(Some(&key), attempt(&state.to_string(), &clock)), key);
        }
        assert!(memory.take_attempt(Some(&key), "0").is_none());
        assert!(memory.take_attempt(Some(&key), "1").is_some());
        for _ in 0..MOST_BROWSERS {
            clock.advance_millis(1);
            memory.begin(None, attempt("x", &clock));
        }
        assert_eq!(memory.lock().len(), MOST_BROWSERS);
        assert!(memory.take_attempt(Some(&key), "2").is_none());
    }

    #[test]
    fn a_key_of_a_strangers_choosing_is_not_taken() {
        let (memory, clock) = memory();
        assert_ne!(memory.begin(Some("planted"), attempt("a", &clock)), "planted");
        assert!(memory.take_attempt(Some("planted"), "a").is_none());
    }
}
