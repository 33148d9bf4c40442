//! The Cognito API: `POST /`, JSON 1.1, one dispatch table, one file per operation.
//!
//! A request passes four doors in this order, and nothing is decided behind a later one that an earlier one should
//! have stopped: which operation (`X-Amz-Target`), who calls and may they (signature, role, pool), what do they say
//! (the body against the operation's shape), and then the operation itself, which calls one flow. Knows nothing of
//! storage or of the rules of sign-in.

pub mod caller;
pub mod dispatch;
pub mod door;
mod gate;
mod members;
pub mod operation;
pub mod ops;
mod refusals;
pub mod respond;
mod target;
mod views;
