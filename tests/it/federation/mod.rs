//! Signing in with an account elsewhere.

mod saml;
