//! What the program asked for and what it was told, on disk before it asks and before it goes on: outside the server,
//! so that no fault of the server can change it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::Result;
use crate::answer::{Answer, Effect};

/// The ledger of one experiment: one JSON object per line, synced line by line.
#[derive(Debug)]
pub(crate) struct Ledger {
    file: Mutex<File>,
    next: AtomicU64,
    acknowledged: AtomicU64,
    refused: AtomicU64,
    unknown: AtomicU64,
    owed: Mutex<BTreeMap<(String, String), Owed>>,
}

/// How often an operation of somebody was acknowledged, and how often it may have happened besides.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Owed {
    /// Acknowledged.
    pub(crate) least: i64,
    /// Acknowledged or unknown.
    pub(crate) most: i64,
}

impl Owed {
    /// Takes in the end of one.
    pub(crate) fn add(&mut self, effect: Effect) {
        match effect {
            Effect::Done => *self = Self { least: self.least + 1, most: self.most + 1 },
            Effect::Unknown => self.most += 1,
            Effect::None => {}
        }
    }
}

/// How many operations came to which end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Done, says the server.
    pub(crate) acknowledged: u64,
    /// Not done, says the server, or it was never reached.
    pub(crate) refused: u64,
    /// Nobody knows.
    pub(crate) unknown: u64,
}

impl Ledger {
    /// A new ledger in `folder`.
    pub(crate) fn create(folder: &Path) -> Result<Self> {
        let zero = || AtomicU64::new(0);
        let file = Mutex::new(File::create(folder.join("ledger.jsonl"))?);
        Ok(Self { file, next: zero(), acknowledged: zero(), refused: zero(), unknown: zero(), owed: Mutex::default() })
    }

    /// Performs one operation on behalf of `who`, with its intent before and its outcome after on disk.
    pub(crate) async fn perform(
        &self,
        operation: &str,
        who: &str,
        what: &str,
        asked: impl Future<Output = Answer>,
    ) -> Answer {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.write(&json!({ "n": number, "is": "intent", "op": operation, "who": who, "what": what }));
        let answer = asked.await;
        let mut owed = self.owed.lock().unwrap_or_else(PoisonError::into_inner);
        owed.entry((operation.to_owned(), who.to_owned())).or_default().add(answer.effect());
        drop(owed);
        let (counter, is) = match answer.effect() {
            Effect::Done => (&self.acknowledged, "ack"),
            Effect::None => (&self.refused, "fail"),
            Effect::Unknown => (&self.unknown, "unknown"),
        };
        counter.fetch_add(1, Ordering::Relaxed);
        self.write(&json!({ "n": number, "is": is, "why": answer.why() }));
        answer
    }

    /// The counts so far.
    pub(crate) fn tally(&self) -> Tally {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Tally { acknowledged: of(&self.acknowledged), refused: of(&self.refused), unknown: of(&self.unknown) }
    }

    /// What everybody is owed for an operation.
    pub(crate) fn owed(&self, operation: &str) -> Vec<(String, Owed)> {
        let owed = self.owed.lock().unwrap_or_else(PoisonError::into_inner);
        let of = owed.iter().filter(|((name, _), _)| name == operation);
        of.map(|((_, who), owed)| (who.clone(), *owed)).collect()
    }

    fn write(&self, record: &Value) {
        let line = format!("{record}\n");
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // A ledger that cannot be written is a broken experiment, not a finding: say so and go on to its end.
        if let Err(error) = file.write_all(line.as_bytes()).and_then(|()| file.sync_data()) {
            eprintln!("the ledger cannot be written: {error}");
        }
    }
}
