//! What the simulator refuses, in the shape in which each provider says so.

use serde_json::{Value, json};

use super::kind::Kind;

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// RFC 6749 §5.2.
    pub(super) error: &'static str,
    /// For developers.
    pub(super) why: &'static str,
}

impl Refused {
    pub(super) const CLIENT: Self = Self { error: "invalid_client", why: "the client did not prove to be itself" };
    pub(super) const CODE: Self = Self { error: "invalid_grant", why: "the code is unknown, used, or another's" };
    pub(super) const VERIFIER: Self = Self { error: "invalid_grant", why: "code_verifier does not fit" };
    pub(super) const REDIRECT: Self = Self { error: "invalid_grant", why: "redirect_uri is not the request's" };
    pub(super) const GRANT: Self = Self { error: "unsupported_grant_type", why: "only authorization_code is known" };
    pub(super) const REQUEST: Self = Self { error: "invalid_request", why: "a parameter is missing, or occurs twice" };
    pub(super) const SERVER: Self = Self { error: "server_error", why: "there is no key" };

    /// Status and body.
    pub(super) fn answer(self, kind: Kind) -> (u16, Value) {
        let Self { error, why } = self;
        match kind {
            Kind::Facebook => {
                let problem = json!({ "message": why, "type": "OAuthException", "code": 100, "fbtrace_id": "A" });
                (400, json!({ "error": problem }))
            }
            // GitHub refuses with a success.
            Kind::GitHub => {
                let error =
                    if error == "invalid_grant" { "bad_verification_code" } else { "incorrect_client_credentials" };
                (200, json!({ "error": error, "error_description": why, "error_uri": "/" }))
            }
            Kind::Apple => (400, json!({ "error": error })),
            Kind::Oidc | Kind::Amazon | Kind::Microsoft => {
                let status = if error == "invalid_client" { 401 } else { 400 };
                (status, json!({ "error": error, "error_description": why }))
            }
        }
    }
}
