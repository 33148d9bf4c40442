//! The integration suite: one binary.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails, in its shared parts too")]

mod storage;
mod support;
