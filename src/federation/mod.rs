//! Connectors to upstream identity providers. They talk to a provider and answer who it says the person is.
//!
//! Knows nothing of storage, of users, or of what a pool makes of an answer.

pub mod saml;
