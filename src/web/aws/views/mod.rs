//! Users, pools, clients and answers of a sign-in as Cognito shows them. Decides nothing.

pub(super) mod auth;
pub(super) mod client;
pub(super) mod device;
pub(super) mod group;
pub(super) mod own_settings;
pub(super) mod pool;
pub(super) mod provider;
pub(super) mod resource_server;
pub(super) mod risk;
pub(super) mod schema;
pub(super) mod signing_key;
pub(super) mod theme;
pub(super) mod user;
pub(super) mod wording;
