//! What an access token's scopes release of its user (OpenID Connect Core §5.4), written as Cognito writes it.

use serde_json::{Map, Value, json};

use crate::domain::token::{claim_of, released};
use crate::flows::account::{Caller, Through};

/// The claims, or `None` when the token lacks `openid`. Verified flags are text
/// (`cognito.md` §13 trap 4).
pub fn user_info(caller: &Caller) -> Option<Map<String, Value>> {
    let Through::Token { grant, scope } = &caller.through else { return None };
    if !caller.has_scope("openid") {
        return None;
    }
    let mut claims: Map<String, Value> = released(&caller.user, &caller.client, scope, &grant.scope)
        .map(|(name, value)| (name.to_owned(), claim_of(name, value)))
        .collect();
    claims.insert("sub".to_owned(), json!(caller.user.id.to_string()));
    claims.insert("username".to_owned(), json!(caller.user.username));
    Some(claims)
}
