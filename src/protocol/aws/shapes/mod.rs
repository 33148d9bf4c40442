//! The shapes that several operations share, with Cognito's names and constraints. What belongs to one operation
//! stands beside it.

pub mod auth;
pub mod client;
pub mod client_settings;
pub mod context;
pub mod device;
pub mod group;
pub mod inert;
pub mod mfa;
pub mod pool;
pub mod pool_settings;
pub mod provider;
pub mod resource_server;
pub mod risk;
pub mod text;
pub mod theme;
pub mod user;
pub mod wording;
