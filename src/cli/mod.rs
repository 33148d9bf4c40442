//! The operator's door: one file per subcommand. Parses arguments, calls one flow, prints.
