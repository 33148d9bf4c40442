//! The authorization request, checked as a provider checks it: whose it is first, since nothing may be sent to an address
//! that is not registered (RFC 6749 §4.1.2.1).

use super::Simulator;
use super::kind::Kind;
use super::trouble::Trouble;
use crate::crypto::digest::is_pkce_challenge;
use crate::protocol::oauth::Params;

/// A request that was found good.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) kind: Kind,
    /// The tenant through which one signs in; meaningless but at Microsoft.
    pub(super) tenant: String,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    /// Empty for none, as the following ones.
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) challenge: String,
    /// The address of whom the app expects.
    pub(super) hint: String,
    pub(super) scopes: Vec<String>,
    pub(super) mode: Mode,
    /// What goes wrong on this trip; chosen with the person.
    pub(super) trouble: Option<Trouble>,
}

/// How the answer goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// In the query of the redirect URI.
    Query,
    /// As a form that the browser posts.
    FormPost,
}

/// A request that is not good.
pub(super) enum Refusal {
    /// Nobody is known to whom an answer could go.
    Page(&'static str),
    /// The app gets an error.
    Back(Box<Asked>, &'static str, &'static str),
}

impl Asked {
    /// Whether a scope was asked for.
    pub(super) fn wants(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }

    /// Reads and checks a request.
    pub(super) fn read(kind: Kind, tenant: String, query: &str, simulator: &Simulator) -> Result<Self, Refusal> {
        let params = Params::parse(query).map_err(|_| Refusal::Page("the request cannot be read"))?;
        let value = |name: &str| params.get(name).unwrap_or_default().to_owned();
        let known = simulator.clients.iter().find(|client| client.id == value("client_id"));
        let client = known.ok_or(Refusal::Page("client_id is not registered"))?;
        let redirect_uri = value("redirect_uri");
        if !client.redirect_uris.contains(&redirect_uri) {
            return Err(Refusal::Page("redirect_uri is not registered"));
        }
        let separator = if kind == Kind::Facebook { [',', ' '] } else { [' ', ' '] };
        let asked = Self {
            kind,
            tenant,
            client_id: client.id.clone(),
            redirect_uri,
            state: value("state"),
            nonce: value("nonce"),
            challenge: value("code_challenge"),
            hint: value("login_hint"),
            scopes: value("scope").split(separator).filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
            mode: if params.get("response_mode") == Some("form_post") { Mode::FormPost } else { Mode::Query },
            trouble: None,
        };
        match asked.problem(&params) {
            Some((error, why)) => Err(Refusal::Back(Box::new(asked), error, why)),
            None => Ok(asked),
        }
    }

    /// The first thing that is wrong: the error, and why.
    fn problem(&self, params: &Params) -> Option<(&'static str, &'static str)> {
        let all: Vec<&str> = params.iter().map(|(name, _)| name).collect();
        let is_known_type = match params.get("response_type") {
            Some(word) => word == "code",
            // GitHub and Facebook take the word for granted.
            None => matches!(self.kind, Kind::GitHub | Kind::Facebook),
        };
        let is_s256 = params.get("code_challenge_method") == Some("S256") && is_pkce_challenge(&self.challenge);
        let is_known_mode = [None, Some("query"), Some("form_post")].contains(&params.get("response_mode"));
        let is_oidc = matches!(self.kind, Kind::Oidc | Kind::Microsoft);
        // Apple: what is more than a subject does not go through URLs.
        let is_shown = self.kind == Kind::Apple && self.mode == Mode::Query && !self.scopes.is_empty();
        let wrong = [
            (params.repeated(&all).is_some(), "invalid_request", "a parameter occurs twice"),
            (!is_known_type, "unsupported_response_type", "only code is known"),
            (!self.challenge.is_empty() && !is_s256, "invalid_request", "only S256 is known"),
            (!is_known_mode, "invalid_request", "response_mode is unknown"),
            (is_oidc && !self.wants("openid"), "invalid_scope", "openid is missing"),
            (is_shown, "invalid_request", "response_mode must be form_post when name or email scope is requested"),
            (params.get("prompt") == Some("none"), "login_required", "nobody is signed in here"),
        ];
        wrong.into_iter().find(|(is_wrong, ..)| *is_wrong).map(|(_, error, why)| (error, why))
    }
}
