//! The claims of ID and access tokens, as Cognito writes them (`cognito.md` §2.2). Signing happens elsewhere.

mod access;
mod client_credentials;
mod id;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub use self::access::AccessClaims;
pub use self::client_credentials::ClientCredentialsClaims;
pub use self::id::IdClaims;
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::grant::{Grant, GrantId};
use crate::domain::group::UserGroups;
use crate::domain::provider::IDENTITIES;
use crate::domain::user::{User, UserId};

/// What both tokens of one answer share.
#[derive(Clone, Debug)]
pub struct TokenContext<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The grant under which they are issued.
    pub grant: &'a Grant,
    /// The scopes of this answer, space-separated: the grant's, or fewer of them.
    pub scope: &'a str,
    /// Whose they are.
    pub user: &'a User,
    /// The groups they are in.
    pub groups: &'a UserGroups,
    /// Whom they are for.
    pub client: &'a Client,
    /// When they are issued.
    pub now: Micros,
    /// The authentication event they stem from.
    pub event_id: Uuid,
    /// Whether they answer an OAuth request (`version`, `at_hash`) rather than the API.
    pub is_oauth: bool,
}

const PROFILE_CLAIMS: [&str; 14] = [
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
];

/// What every token says of its issuing.
#[derive(Clone, Debug, Serialize)]
struct Common<'a> {
    sub: UserId,
    iss: &'a str,
    auth_time: i64,
    iat: i64,
    exp: i64,
    jti: &'a str,
    event_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin_jti: Option<GrantId>,
    /// An empty list is left out (`cognito.md` §13 trap 7).
    #[serde(rename = "cognito:groups", skip_serializing_if = "Vec::is_empty")]
    groups: Vec<&'a str>,
}

impl<'a> Common<'a> {
    fn new(context: &TokenContext<'a>, jti: &'a str, lifetime_secs: i64) -> Self {
        Self {
            sub: context.user.id,
            iss: context.issuer,
            auth_time: context.grant.auth_time.secs(),
            iat: context.now.secs(),
            exp: context.now.secs() + lifetime_secs,
            jti,
            event_id: context.event_id,
            origin_jti: context.client.settings.revokes_tokens().then_some(context.grant.id),
            groups: context.groups.names(),
        }
    }
}

/// Names of the attributes that `scopes` release and the client may read: all of them for `openid` alone, else the
/// union of what `profile`, `email` and `phone` stand for (`cognito.md` §1.7, §2.2). `granted` is what was granted at
/// first: an answer with fewer scopes must not release more, so what counts as `openid` alone is decided there.
pub fn released<'a>(
    user: &'a User,
    client: &'a Client,
    scope: &'a str,
    granted: &str,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let has = |scopes: &str, name: &str| scopes.split(' ').any(|scope| scope == name);
    let (profile, email, phone) = (has(scope, "profile"), has(scope, "email"), has(scope, "phone"));
    let is_all = !["profile", "email", "phone"].into_iter().any(|name| has(granted, name));
    let by_scope = move |name: &str| match name {
        "email" | "email_verified" => email,
        "phone_number" | "phone_number_verified" => phone,
        IDENTITIES => true,
        _ => profile && (PROFILE_CLAIMS.contains(&name) || name.starts_with("custom:")),
    };
    user.attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(move |(name, value)| !value.is_empty() && client.settings.reads(name) && (is_all || by_scope(name)))
}

/// An attribute's value as a claim: an address is an object and `updated_at` a number (OpenID Connect Core §5.1),
/// everything else is text. An address that was given as a JSON object is that object.
pub fn claim_of(name: &str, value: &str) -> Value {
    match name {
        "address" => {
            serde_json::from_str(value).ok().filter(Value::is_object).unwrap_or_else(|| json!({ "formatted": value }))
        }
        "updated_at" => value.parse::<i64>().map_or_else(|_| json!(value), |number| json!(number)),
        _ => json!(value),
    }
}
