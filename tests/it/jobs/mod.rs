//! Jobs, as their effects are seen from outside.

mod mail;
