//! The integration suite: one binary.

mod render;
