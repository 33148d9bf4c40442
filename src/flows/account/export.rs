//! Everything that is kept of the caller, to take along: a document that programs can read. Secrets are no part of it, neither
//! theirs nor ours.

use serde_json::{Value, json};

use crate::domain::clock::Micros;
use crate::domain::passkey::MOST_PASSKEYS;
use crate::flows::account::{Caller, NotRecent, activity, require_recent_proof};
use crate::flows::session::list_own;
use crate::flows::{Deps, Error};

/// Most events in it, the newest.
const MOST_EVENTS: u16 = 1000;

/// The document, for who proved a moment ago who they are: it is all of the account in one piece.
pub async fn export(deps: &Deps, caller: &Caller) -> Result<Result<Value, NotRecent>, Error> {
    if let Err(not_recent) = require_recent_proof(deps, caller.proven_at()) {
        return Ok(Err(not_recent));
    }
    let Caller { pool, user, .. } = caller;
    let open = list_own(deps, caller).await?;
    let passkeys = deps.storage.read().passkeys().list(&pool.id, user.id, None, MOST_PASSKEYS).await?;
    let left = deps.storage.read().recovery_codes().left(&pool.id, user.id).await?;
    let groups = deps.storage.read().groups().of_user(&pool.id, user.id).await?;
    let events = activity(deps, caller, None, MOST_EVENTS).await?.map(|page| page.items).unwrap_or_default();
    Ok(Ok(json!({
        "exported_at": at(deps.now()),
        "profile": {
            "sub": user.id.to_string(),
            "username": user.username,
            "status": user.status.as_str(),
            "created_at": at(user.created_at),
            "updated_at": at(user.updated_at),
            "attributes": user.attributes,
            "groups": groups.names(),
        },
        "factors": {
            "has_password": user.password.is_some(),
            "registered": user.second_factors.registered(),
            "enabled": user.second_factors.enabled(),
            "preferred": user.second_factors.preferred(),
            "recovery_codes_left": left,
            "passkeys": passkeys.iter().map(|passkey| json!({
                "name": passkey.name,
                "created_at": at(passkey.created_at),
                "last_used_at": passkey.last_used_at.map(at),
                "is_backed_up": passkey.is_backed_up,
            })).collect::<Vec<_>>(),
        },
        "sessions": open.sessions.iter().map(|login| json!({
            "signed_in_at": at(login.auth_time),
            "last_used_at": at(login.touched_at),
            "address": login.address,
            "browser": login.agent,
        })).collect::<Vec<_>>(),
        "apps": open.apps.iter().map(|app| json!({ "name": app.name, "since": at(app.since) })).collect::<Vec<_>>(),
        "events": events.iter().map(|event| json!({
            "at": at(event.at),
            "name": event.name.as_str(),
            "client": event.client.as_ref().map(ToString::to_string),
            "by_administrator": event.actor.is_some(),
        })).collect::<Vec<_>>(),
    })))
}

fn at(moment: Micros) -> String {
    chrono::DateTime::from_timestamp_micros(moment.0).map(|at| at.to_rfc3339()).unwrap_or_default()
}
