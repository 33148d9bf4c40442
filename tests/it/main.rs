//! The integration suite: one binary.
fn main() {}
mod render;
