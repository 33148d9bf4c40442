//! The integration suite: one binary, in-process, through the public doors.
// says to the lints that everything here is test code, functions without #[test] too
#![cfg(test)]

mod architecture;
mod backup;
mod demo;
mod doors;
mod edge;
mod hostile;
mod limits;
mod operations;
mod render;
mod storage;
mod support;
