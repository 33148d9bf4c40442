//! The doors in normal use: what an honest client or person meets.

mod aws;
mod groups;
mod hosted;
mod oidc;
mod resource_servers;
