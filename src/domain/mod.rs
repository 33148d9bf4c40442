//! Nouns and rules, pure: no I/O, no async, no framework. Imports nothing else of ours.

pub mod clock;
pub mod random;
pub mod secret;
