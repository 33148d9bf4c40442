//! The parameters of an authorization request, in one list.

/// The parameters that the checks know. None may occur twice (RFC 6749 §3.1).
pub(super) const PARAMETERS: [&str; 20] = [
    "acr_values",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "display",
    "id_token_hint",
    "identity_provider",
    "idp_identifier",
    "lang",
    "login_hint",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
];

/// Whether a parameter travels with the sign-in from page to page. What else a query brings is left behind, a password
/// typed into the wrong place among it.
#[must_use]
pub fn travels(name: &str) -> bool {
    PARAMETERS.contains(&name)
}
