//! The doors in normal use: what an honest client or person meets.

mod aws;
mod hosted;
mod identifiers;
mod members;
mod oidc;
