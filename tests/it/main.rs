//! The integration suite: one binary.

mod storage;
mod support;
