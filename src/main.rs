//! Parses arguments and calls the command line's door; nothing else.

fn main() {}
