//! OAuth 2 and OpenID Connect.

mod code_flow;
