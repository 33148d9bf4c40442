//! The doors in normal use: what an honest client or person meets.

mod hosted;
mod identifiers;
mod members;
mod oidc;
