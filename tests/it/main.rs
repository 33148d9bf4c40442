//! The integration suite: one binary, in-process, through the public doors.
// says to the lints that everything here is test code, functions without #[test] too
#![cfg(test)]
#![expect(clippy::large_futures, reason = "a test that starts the application holds all of it, once")]

mod account;
mod architecture;
mod backup;
mod demo;
mod devices;
mod doors;
mod edge;
mod federation;
mod hostile;
mod jobs;
mod keys;
mod limits;
mod measured;
mod mfa;
mod nodes;
mod operations;
mod passkeys;
mod passwords;
mod providers;
mod regressions;
mod render;
mod risk;
mod simulator;
mod sms;
mod storage;
mod support;
