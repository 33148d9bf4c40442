//! Keys change while everything runs: signing keys, the master key, the ring's working key.

mod ring;
mod rotation;
mod spares;
