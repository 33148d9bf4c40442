//! What the app knows of a person who is signed in, and of a sign-in under way.

use openidconnect::{AccessToken, Nonce, PkceCodeVerifier, RefreshToken, SubjectIdentifier};
use serde_json::{Map, Value};

use crate::domain::clock::Micros;

/// A sign-in that began here and has not come back. Used at most once.
pub(super) struct Attempt {
    /// Binds the answer to this attempt (RFC 6749 §10.12).
    pub(super) state: String,
    /// Binds the ID token to this attempt (OpenID Connect Core §15.5.2).
    pub(super) nonce: Nonce,
    /// Binds the code to this attempt (RFC 7636).
    pub(super) verifier: PkceCodeVerifier,
    /// When it began.
    pub(super) started: Micros,
}

/// Tokens whose ID token was verified, and whose userInfo is about the same person.
pub(super) struct Session {
    /// The person.
    pub(super) subject: SubjectIdentifier,
    /// The nonce of the sign-in: a later ID token may repeat it, and no other.
    pub(super) nonce: Nonce,
    /// The verified ID token.
    pub(super) id_token: String,
    /// Its claims.
    pub(super) id_claims: Map<String, Value>,
    /// The access token. The app does not verify it: it is for APIs.
    pub(super) access_token: AccessToken,
    /// Until when the access token is good, as its answer said.
    pub(super) expires: Option<Micros>,
    /// Gets new tokens.
    pub(super) refresh_token: Option<RefreshToken>,
    /// What userInfo answered.
    pub(super) user_info: Map<String, Value>,
    /// The token of the page's forms.
    pub(super) csrf: String,
}

impl Session {
    /// What to call the person: the name, else the address, else the subject.
    pub(super) fn display_name(&self) -> &str {
        let names = ["name", "email", "cognito:username"];
        let text = |name: &&str| self.id_claims.get(*name).and_then(Value::as_str).filter(|text| !text.is_empty());
        names.iter().find_map(text).unwrap_or(self.subject.as_str())
    }
}
