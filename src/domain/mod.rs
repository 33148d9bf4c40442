//! Nouns and rules, pure: no I/O, no async, no framework. Imports nothing else of ours.
//!
//! One word per idea: a *pool* is a directory of users with its own issuer, keys and policy; a *client* is an app; an
//! *identifier* is what one signs in with; a *challenge* is a question put to the user and a *proof* an answer that
//! held; a *sign-in* is the running attempt and an *authentication* its completed result; a *session* is the browser's
//! single sign-on; a *grant* is what a client got: a code, then a token family.

pub mod access_key;
pub mod client;
pub mod clock;
pub mod code;
pub mod device;
pub mod dialling;
pub mod event;
pub mod grant;
pub mod group;
pub mod identifier;
pub mod passkey;
pub mod pool;
pub mod provider;
pub mod random;
pub mod resource_server;
pub mod risk;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod signing_algorithm;
pub mod signing_key;
pub mod theme;
pub mod token;
pub mod user;
