//! Reads an authorization request. The body of [`validate`] is the list of its checks, in order.

use std::sync::Arc;

use url::Url;

use super::decide::Decision;
use super::error::{AuthorizeError, AuthorizeErrorCode, PageError};
use super::{account_page, checks};
use crate::domain::client::Client;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::Provider;
use crate::domain::sign_in::{Acr, Requirements};
use crate::domain::user::UserId;
use crate::flows::federation::{Allowed, allowed};
use crate::flows::{Deps, Error};
use crate::protocol::oauth::Params;

/// What `prompt` asks (OpenID Connect Core §3.1.2.1).
#[expect(clippy::struct_excessive_bools, reason = "words that stand beside each other, none a state of another")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// `none`: no page may be shown.
    pub none: bool,
    /// `login`: a fresh proof.
    pub login: bool,
    /// `select_account`: the person chooses who they are.
    pub select_account: bool,
    /// `create`: the person makes an account (OpenID Connect Prompt Create §4).
    pub create: bool,
}

/// A request that may be served.
#[derive(Clone, Debug)]
pub struct ValidRequest {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client.
    pub client: Arc<Client>,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// Whether the request named it: then the token request must too (RFC 6749 §4.1.3).
    pub names_redirect_uri: bool,
    /// Echoed as it came.
    pub state: Option<String>,
    /// The scopes, space-separated.
    pub scope: String,
    /// Copied into the ID token; empty when none.
    pub nonce: String,
    /// The PKCE challenge; empty when none.
    pub code_challenge: String,
    /// What `prompt` asks.
    pub prompt: Prompt,
    /// `max_age`.
    pub max_age_secs: Option<i64>,
    /// What `acr_values` demand.
    pub acr: Option<Acr>,
    /// The name to begin with.
    pub login_hint: String,
    /// Whom the client expects: the subject of an `id_token_hint`; empty when the hint does not hold.
    pub expected_subject: Option<String>,
    /// The issuer, for `iss` (RFC 9207).
    pub issuer: String,
    /// Who may sign in for the client.
    pub ways_in: Allowed,
    /// The provider that the request chose, where it chose one.
    pub provider: Option<Arc<Provider>>,
    /// No code was asked for, and none is given: the request only says for which app a page is, and where it goes back to.
    pub is_errand: bool,
}

impl ValidRequest {
    /// What it asks of a session that it would use.
    pub fn requirements(&self) -> Requirements {
        Requirements { fresh: self.prompt.login, max_age_secs: self.max_age_secs, acr: self.acr }
    }

    /// Whether it leads to the account page, which needs no code.
    pub fn is_for_account_page(&self) -> bool {
        self.client.id.is_account_page()
    }

    /// Whether it may be answered for `user`: a hint that holds names the only person who will do, whoever signs in
    /// (OpenID Connect Core §3.1.2.2). One that does not hold serves no session, but keeps nobody from signing in.
    pub(super) fn may_be(&self, user: UserId) -> bool {
        let expected = self.expected_subject.as_deref().filter(|subject| !subject.is_empty());
        expected.is_none_or(|subject| subject == user.to_string())
    }

    /// The provider to which whoever must sign in is sent without being asked: the one that was chosen, or the only way in.
    pub fn sent_to(&self, decision: &Decision) -> Option<&Provider> {
        match decision {
            Decision::SignIn | Decision::SignUp => self.provider.as_deref().or_else(|| self.ways_in.only()),
            Decision::SelectAccount => self.provider.as_deref(),
            Decision::Issue(_) | Decision::StepUp | Decision::Refuse(_) => None,
        }
    }

    /// The URL that answers it with `answer`, its `state` and the issuer (RFC 6749 §4.1.2, RFC 9207 §2).
    pub fn answer(&self, answer: &[(&str, &str)]) -> String {
        answer_url(&self.redirect_uri, answer, self.state.as_deref(), &self.issuer)
    }

    /// The URL that refuses it.
    pub fn refuse(&self, code: AuthorizeErrorCode, description: &str) -> String {
        self.answer(&[("error", code.as_str()), ("error_description", description)])
    }

    /// The origin (or the scheme, for an app's own) that a page's form must be allowed to lead to.
    pub fn form_target(&self) -> String {
        match Url::parse(&self.redirect_uri) {
            Ok(url) if url.origin().is_tuple() => url.origin().ascii_serialization(),
            Ok(url) => format!("{}:", url.scheme()),
            Err(_) => String::new(),
        }
    }
}

/// Validates a request; `expected` is the pool of the URL, where it names one.
pub async fn validate(
    deps: &Deps,
    params: &Params,
    expected: Option<&PoolId>,
) -> Result<Result<ValidRequest, AuthorizeError>, Error> {
    if let Some(request) = account_page::read(deps, params, expected).await? {
        return Ok(Ok(request));
    }
    // While the client and its redirect URI are not trusted, errors stay here.
    let (client, pool) = match checks::client(deps, params, expected).await? {
        Ok(found) => found,
        Err(error) => return Ok(Err(AuthorizeError::Page(error))),
    };
    let (redirect_uri, names_redirect_uri) = match checks::redirect_uri(&client, params) {
        Ok(found) => found,
        Err(error) => return Ok(Err(AuthorizeError::Page(error))),
    };
    // From here on they go to the client.
    let issuer = deps.urls.issuer(&pool.id);
    let state = params.get("state").map(str::to_owned);
    let checked = check_rest(&client, &pool, params);
    let rest = match checked {
        Ok(rest) => rest,
        Err((code, description)) => {
            let answer = [("error", code.as_str()), ("error_description", description)];
            let location = answer_url(&redirect_uri, &answer, state.as_deref(), &issuer);
            return Ok(Err(AuthorizeError::Redirect { location, code }));
        }
    };
    let ways_in = allowed(deps, &pool, &client).await?;
    let provider = match checks::provider(&ways_in, params) {
        Ok(provider) => provider,
        Err((code, description)) => {
            let answer = [("error", code.as_str()), ("error_description", description)];
            let location = answer_url(&redirect_uri, &answer, state.as_deref(), &issuer);
            return Ok(Err(AuthorizeError::Redirect { location, code }));
        }
    };
    let expected_subject = checks::expected_subject(deps, &pool, params).await?;
    Ok(Ok(ValidRequest {
        ways_in,
        provider,
        redirect_uri,
        names_redirect_uri,
        state,
        scope: rest.scope,
        nonce: rest.nonce,
        code_challenge: rest.code_challenge,
        prompt: rest.prompt,
        max_age_secs: rest.max_age_secs,
        acr: checks::acr(params),
        login_hint: checks::login_hint(params),
        expected_subject,
        issuer,
        is_errand: false,
        pool,
        client,
    }))
}

/// Validates what an app says that sends somebody to a page of their own account: who it is, and where to go back to.
pub async fn validate_errand(
    deps: &Deps,
    params: &Params,
    expected: Option<&PoolId>,
) -> Result<Result<ValidRequest, PageError>, Error> {
    let (client, pool) = match checks::client(deps, params, expected).await? {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let (redirect_uri, names_redirect_uri) = match checks::redirect_uri(&client, params) {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    Ok(Ok(ValidRequest {
        redirect_uri,
        names_redirect_uri,
        state: params.get("state").map(str::to_owned),
        scope: String::new(),
        nonce: String::new(),
        code_challenge: String::new(),
        prompt: Prompt::default(),
        max_age_secs: None,
        acr: None,
        login_hint: String::new(),
        expected_subject: None,
        issuer: deps.urls.issuer(&pool.id),
        ways_in: allowed(deps, &pool, &client).await?,
        provider: None,
        is_errand: true,
        pool,
        client,
    }))
}

struct Rest {
    scope: String,
    nonce: String,
    code_challenge: String,
    prompt: Prompt,
    max_age_secs: Option<i64>,
}

fn check_rest(client: &Client, pool: &Pool, params: &Params) -> Result<Rest, checks::Refusal> {
    checks::repeated(params)?;
    checks::request_objects(params)?;
    checks::response_type(params)?;
    checks::response_mode(params)?;
    checks::grant_allowed(client)?;
    checks::has_identity_provider(client)?;
    checks::resource(params)?;
    Ok(Rest {
        scope: checks::scope(client, params)?,
        nonce: checks::nonce(params)?,
        code_challenge: checks::code_challenge(client, params)?,
        prompt: checks::prompt(pool, params)?,
        max_age_secs: checks::max_age(params)?,
    })
}

fn answer_url(redirect_uri: &str, answer: &[(&str, &str)], state: Option<&str>, issuer: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(answer);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    query.append_pair("iss", issuer);
    // The registered text is kept as it is: parsing it would rewrite it.
    let separator = if redirect_uri.contains('?') { '&' } else { '?' };
    format!("{redirect_uri}{separator}{}", query.finish())
}
