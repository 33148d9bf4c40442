//! Configuration: one file per section; defaults, then a TOML file, then the environment. The only reader of the environment.
