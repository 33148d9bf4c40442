//! Administration: what admins do to pools, clients, providers, resource servers, users, groups, keys and themes. The API, the CLI
//! and later the console are doors to these same flows.

pub mod access_keys;
pub mod clients;
pub mod groups;
pub mod own_client_settings;
pub(crate) mod page_token;
pub mod pools;
pub mod providers;
pub mod resource_servers;
pub mod ring;
pub mod signing_keys;
pub mod themes;
pub mod users;
pub mod wordings;

pub use self::page_token::{Page, PageTokenInvalid};
