//! No secret reaches the log, in any test (G-S12): what personas send and receive is remembered where it is secret, every
//! record of the application is kept at the most talkative level, and when a test's application goes away the one is
//! looked for in the other. And each record is one line of JSON (case 246).
//!
//! A test runs on a thread of its own, and so does the application under test. Records of other threads (the hashing
//! workers, a server with a port) are kept together, and looked through by every test.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Mutex, Once};

use aho_corasick::AhoCorasick;
use serde::de::IgnoredAny;
use serde_json::Value;
use vestibule::config::{Log, LogFormat};

/// The shortest secret that is looked for: shorter ones are words that stand in honest records too. Codes are the
/// exception, as words of their own.
const SHORTEST: usize = 8;
/// From here on no secret is part of anything else by chance.
const LONG: usize = 16;
/// So much of a secret is looked for, in characters: its beginning alone would be a slip too.
const LONGEST: usize = 128;
/// Fields and members that are secret, in forms and in JSON, of requests and of answers.
const SECRET: [&str; 26] = [
    "password",
    "new_password",
    "code",
    "code_verifier",
    "client_secret",
    "refresh_token",
    "access_token",
    "id_token",
    "id_token_hint",
    "token",
    "_csrf",
    "PASSWORD",
    "NEW_PASSWORD",
    "SECRET_HASH",
    "REFRESH_TOKEN",
    "Password",
    "PreviousPassword",
    "ProposedPassword",
    "TemporaryPassword",
    "ConfirmationCode",
    "ClientSecret",
    "Session",
    "AccessToken",
    "IdToken",
    "RefreshToken",
    "SecretAccessKey",
];

thread_local! {
    static HERE: RefCell<Kept> = RefCell::default();
    static WATCHES: Cell<usize> = const { Cell::new(0) };
}
static ELSEWHERE: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static START: Once = Once::new();

/// What one test knows.
#[derive(Default)]
struct Kept {
    secrets: BTreeSet<String>,
    log: Vec<u8>,
    requests: usize,
}

/// Watches for as long as an application is there.
pub(crate) struct Watch(());

impl Watch {
    /// Begins, for this thread.
    pub(crate) fn begin() -> Self {
        START.call_once(|| {
            let log = Log { filter: "debug,vestibule=trace".to_owned(), format: LogFormat::Json };
            let subscriber = vestibule::telemetry::subscriber(&log, || Record).unwrap();
            tracing::subscriber::set_global_default(subscriber).unwrap();
        });
        WATCHES.set(WATCHES.get() + 1);
        Self(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHES.set(WATCHES.get() - 1);
        if std::thread::panicking() {
            return;
        }
        let found = found();
        assert!(found.is_empty(), "secrets in the log:\n{}", found.join("\n"));
        HERE.with_borrow(|kept| {
            let lines = kept.log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            for line in lines {
                let is_record = serde_json::from_slice::<IgnoredAny>(line).is_ok();
                assert!(is_record, "no record: {}", String::from_utf8_lossy(line));
            }
        });
        let (requests, answered) = HERE.with_borrow(|kept| (kept.requests, count(&kept.log, b"\"answered\"")));
        // Whatever was answered left a record: a log that nobody kept would hold no secret either.
        assert!(answered >= requests, "{requests} requests, and records of {answered} answers");
        if WATCHES.get() == 0 {
            HERE.take();
        }
    }
}

/// One record on its way into memory.
struct Record;

impl Write for Record {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_here = WATCHES.try_with(|watches| watches.get() > 0).unwrap_or(false);
        if is_here {
            HERE.with_borrow_mut(|kept| kept.log.extend_from_slice(bytes));
        } else {
            ELSEWHERE.lock().unwrap().extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Remembers a secret of this test.
pub(crate) fn add(secret: &str) {
    let is_code = secret.len() == 6 && secret.bytes().all(|byte| byte.is_ascii_digit());
    if secret.chars().count() >= SHORTEST || is_code {
        let beginning = secret.chars().take(LONGEST).collect();
        HERE.with_borrow_mut(|kept| kept.secrets.insert(beginning));
    }
}

/// A request was sent.
pub(crate) fn count_request() {
    HERE.with_borrow_mut(|kept| kept.requests += 1);
}

/// Remembers the secret fields of a form.
pub(crate) fn add_form(body: &[u8]) {
    for (name, value) in url::form_urlencoded::parse(body) {
        if SECRET.contains(&name.as_ref()) {
            add(&value);
        }
    }
}

/// Remembers the secret members of a document, at every depth.
pub(crate) fn add_json(document: &Value) {
    match document {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str().filter(|_| SECRET.contains(&name.as_str())) {
                    Some(secret) => add(secret),
                    None => add_json(value),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(add_json),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What this thread has logged so far.
pub(crate) fn logged() -> String {
    HERE.with_borrow(|kept| String::from_utf8_lossy(&kept.log).into_owned())
}

/// How many secrets this test has.
pub(crate) fn secrets() -> usize {
    HERE.with_borrow(|kept| kept.secrets.len())
}

/// Forgets this test's secrets, where it has let some of them slip.
pub(crate) fn forgive() {
    HERE.with_borrow_mut(|kept| kept.secrets.clear());
}

/// The records in which one of this test's secrets stands.
pub(crate) fn found() -> Vec<String> {
    HERE.with_borrow(|kept| {
        let forms: Vec<String> = kept.secrets.iter().flat_map(|secret| forms(secret)).collect();
        let search = AhoCorasick::new(&forms).unwrap();
        let elsewhere = ELSEWHERE.lock().unwrap();
        let mut found = BTreeSet::new();
        for line in kept.log.split(|byte| *byte == b'\n').chain(elsewhere.split(|byte| *byte == b'\n')) {
            for hit in search.find_overlapping_iter(line) {
                let secret = &forms[hit.pattern().as_usize()];
                if secret.len() >= LONG || is_whole(line, hit.start(), hit.end()) {
                    found.insert(format!("{secret}: {}", String::from_utf8_lossy(line)));
                }
            }
        }
        found.into_iter().collect()
    })
}

/// A secret as records may have it: as it is, escaped in JSON, and in the two ways of a URL.
fn forms(secret: &str) -> BTreeSet<String> {
    let json = Value::from(secret).to_string().trim_matches('"').to_owned();
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    [secret.to_owned(), json, form.replace('+', "%20"), form].into()
}

/// Whether what was found is a word of its own.
fn is_whole(line: &[u8], start: usize, end: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte));
    !is_word(start.checked_sub(1).and_then(|before| line.get(before))) && !is_word(line.get(end))
}

fn count(log: &[u8], word: &[u8]) -> usize {
    AhoCorasick::new([word]).unwrap().find_iter(log).count()
}
