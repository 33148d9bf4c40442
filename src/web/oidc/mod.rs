//! OAuth 2 and OpenID Connect: one file per endpoint.
