//! The HTTP doors: parse, call one flow, respond. No rule lives here.

pub mod aws;
pub mod error;
pub mod extract;
pub mod health;
pub mod hosted;
pub mod limits;
pub mod middleware;
pub mod mount;
pub mod oidc;
mod signed_out;
