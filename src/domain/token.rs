//! The claims of ID and access tokens, as Cognito writes them (`cognito.md` §2.2). Signing happens elsewhere.

mod client_credentials;

use serde_json::{Map, Value, json};
use uuid::Uuid;

pub use self::client_credentials::ClientCredentialsClaims;
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::grant::Grant;
use crate::domain::group::UserGroups;
use crate::domain::pool::is_verified_flag;
use crate::domain::provider::IDENTITIES;
use crate::domain::sign_in::Acr;
use crate::domain::user::User;

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

/// Claims of the access token; `jti` is its own id.
pub fn access_claims(context: &TokenContext<'_>, jti: &str) -> Map<String, Value> {
    let mut claims = common(context, jti, context.client.settings.lifetimes.access_secs());
    claims.insert("token_use".into(), json!("access"));
    claims.insert("client_id".into(), json!(context.client.id.as_str()));
    claims.insert("scope".into(), json!(context.scope));
    claims.insert("username".into(), json!(context.user.username));
    put_groups(&mut claims, context.groups);
    if context.is_oauth {
        claims.insert("version".into(), json!(2));
    }
    claims
}

/// Claims of the ID token; `at_hash` binds the access token beside it (OpenID Connect Core §3.1.3.6).
pub fn id_claims(context: &TokenContext<'_>, jti: &str, nonce: &str, at_hash: &str) -> Map<String, Value> {
    let mut claims = attribute_claims(context);
    claims.extend(common(context, jti, context.client.settings.lifetimes.id_secs()));
    claims.insert("token_use".into(), json!("id"));
    claims.insert("aud".into(), json!(context.client.id.as_str()));
    claims.insert("cognito:username".into(), json!(context.user.username));
    put_groups(&mut claims, context.groups);
    put_list(&mut claims, "cognito:roles", &context.groups.roles());
    if let Some(role) = context.groups.preferred_role() {
        claims.insert("cognito:preferred_role".into(), json!(role));
    }
    if let Some(linked) = identities(context.user) {
        claims.insert("identities".into(), linked);
    }
    if !nonce.is_empty() {
        claims.insert("nonce".into(), json!(nonce));
    }
    if context.is_oauth {
        claims.insert("at_hash".into(), json!(at_hash));
        claims.insert("amr".into(), json!(context.grant.amr));
        claims.insert("acr".into(), json!(Acr::of(&context.grant.amr).as_str()));
    }
    claims
}

/// The accounts elsewhere that somebody signs in with: an array here, where the attribute is its text (`cognito.md` §2.2).
fn identities(user: &User) -> Option<Value> {
    serde_json::from_str(user.attributes.get("identities")?).ok().filter(Value::is_array)
}

fn put_groups(claims: &mut Map<String, Value>, groups: &UserGroups) {
    put_list(claims, "cognito:groups", &groups.names());
}

/// An empty list is left out (`cognito.md` §13 trap 7).
fn put_list(claims: &mut Map<String, Value>, name: &str, list: &[&str]) {
    if !list.is_empty() {
        claims.insert(name.into(), json!(list));
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

fn attribute_claims(context: &TokenContext<'_>) -> Map<String, Value> {
    let claim = |(name, value): (&str, &str)| {
        let claim = match name {
            // A list here, text everywhere else (`cognito.md` §2.2).
            IDENTITIES => serde_json::from_str(value).unwrap_or_else(|_| json!([])),
            flag if is_verified_flag(flag) => json!(value.eq_ignore_ascii_case("true")),
            name => claim_of(name, value),
        };
        (name.to_owned(), claim)
    };
    released(context.user, context.client, context.scope, &context.grant.scope).map(claim).collect()
}

fn common(context: &TokenContext<'_>, jti: &str, lifetime_secs: i64) -> Map<String, Value> {
    let mut claims = Map::new();
    claims.insert("sub".into(), json!(context.user.id.to_string()));
    claims.insert("iss".into(), json!(context.issuer));
    claims.insert("auth_time".into(), json!(context.grant.auth_time.secs()));
    claims.insert("iat".into(), json!(context.now.secs()));
    claims.insert("exp".into(), json!(context.now.secs() + lifetime_secs));
    claims.insert("jti".into(), json!(jti));
    claims.insert("event_id".into(), json!(context.event_id.to_string()));
    if context.client.settings.revokes_tokens() {
        claims.insert("origin_jti".into(), json!(context.grant.id.to_string()));
    }
    claims
}
