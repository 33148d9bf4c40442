//! OAuth 2 and OpenID Connect.

mod budgets;
mod claims;
mod client_credentials;
mod code_flow;
mod direct_refresh;
mod documents;
mod identity_providers;
mod logout;
mod prompts;
mod refresh;
mod refresh_races;
mod registration;
mod revocation;
mod rp_logout;
mod single_sign_on;
mod user_info;
