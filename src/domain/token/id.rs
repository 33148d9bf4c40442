//! The claims of an ID token: who it is, with what the scopes release of them.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Common, TokenContext, claim_of, released};
use crate::domain::pool::is_verified_flag;
use crate::domain::provider::IDENTITIES;
use crate::domain::sign_in::Acr;
use crate::domain::user::User;

/// What the token says itself. An attribute of such a name does not get in: a claim stands there once, and it is ours.
const OWN: [&str; 19] = [
    "sub",
    "iss",
    "auth_time",
    "iat",
    "exp",
    "jti",
    "event_id",
    "origin_jti",
    "cognito:groups",
    "token_use",
    "aud",
    "cognito:username",
    "cognito:roles",
    "cognito:preferred_role",
    IDENTITIES,
    "nonce",
    "at_hash",
    "amr",
    "acr",
];

/// The claims, in Cognito's words.
#[derive(Clone, Debug, Serialize)]
pub struct IdClaims<'a> {
    #[serde(flatten)]
    attributes: Attributes<'a>,
    #[serde(flatten)]
    common: Common<'a>,
    token_use: &'static str,
    aud: &'a str,
    #[serde(rename = "cognito:username")]
    username: &'a str,
    #[serde(rename = "cognito:roles", skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'a str>,
    #[serde(rename = "cognito:preferred_role", skip_serializing_if = "Option::is_none")]
    preferred_role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identities: Option<Value>,
    #[serde(skip_serializing_if = "str::is_empty")]
    nonce: &'a str,
    #[serde(flatten)]
    oauth: Option<OfOAuth<'a>>,
}

/// What only an answer over OAuth says.
#[derive(Clone, Debug, Serialize)]
struct OfOAuth<'a> {
    at_hash: &'a str,
    amr: &'a [String],
    acr: &'static str,
}

/// The attributes that are released.
#[derive(Clone, Debug)]
struct Attributes<'a>(Vec<(&'a str, Value)>);

impl<'a> IdClaims<'a> {
    /// The claims; `jti` is the token's own id, `at_hash` binds the access token beside it (OpenID Connect Core §3.1.3.6).
    #[must_use]
    pub fn new(context: &TokenContext<'a>, jti: &'a str, nonce: &'a str, at_hash: &'a str) -> Self {
        let amr = &context.grant.amr;
        let of_oauth = || OfOAuth { at_hash, amr, acr: Acr::of(amr).as_str() };
        Self {
            attributes: Attributes::of(context),
            common: Common::new(context, jti, context.client.settings.lifetimes.id_secs()),
            token_use: "id",
            aud: context.client.id.as_str(),
            username: &context.user.username,
            roles: context.groups.roles(),
            preferred_role: context.groups.preferred_role(),
            identities: identities(context.user),
            nonce,
            oauth: context.is_oauth.then(of_oauth),
        }
    }
}

impl<'a> Attributes<'a> {
    fn of(context: &TokenContext<'a>) -> Self {
        let released = released(context.user, context.client, context.scope, &context.grant.scope);
        let claim = |(name, value): (&'a str, &str)| {
            let flag = || json!(value.eq_ignore_ascii_case("true"));
            (name, if is_verified_flag(name) { flag() } else { claim_of(name, value) })
        };
        Self(released.filter(|(name, _)| !OWN.contains(name)).map(claim).collect())
    }
}

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, claim)| (name, claim)))
    }
}

/// The accounts elsewhere that somebody signs in with: an array here, where the attribute is its text (`cognito.md` §2.2).
fn identities(user: &User) -> Option<Value> {
    serde_json::from_str(user.attributes.get(IDENTITIES)?).ok().filter(Value::is_array)
}

#[cfg(test)]
mod tests {
    use serde_json::Map;
    use uuid::Uuid;

    use super::*;
    use crate::domain::client::{Client, ClientId, ClientSettings};
    use crate::domain::clock::Micros;
    use crate::domain::grant::{Grant, GrantId};
    use crate::domain::group::{Group, UserGroups};
    use crate::domain::pool::PoolId;
    use crate::domain::user::{Attributes, SecondFactors, UserId, UserStatus};

    const NOW: Micros = Micros(1_700_000_000_000_000);

    /// The claims of somebody with these attributes, in one group, as text.
    fn signed(attributes: &[(&str, &str)]) -> String {
        let pool = PoolId::parse("xx-local-1_AbCdEfGhI").unwrap();
        let id = UserId(Uuid::from_u128(1));
        let client = Client {
            id: ClientId::of_account_page(&pool),
            pool: pool.clone(),
            name: String::new(),
            secret: None,
            settings: ClientSettings::default(),
            version: 0,
            created_at: NOW,
            updated_at: NOW,
        };
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let user = User {
            id,
            pool: pool.clone(),
            username: "ada".to_owned(),
            status: UserStatus::Confirmed,
            enabled: true,
            attributes: attributes.iter().map(own).collect::<Attributes>(),
            password: None,
            temporary_until: None,
            signed_out_at: None,
            second_factors: SecondFactors::default(),
            epoch: 0,
            version: 0,
            created_at: NOW,
            updated_at: NOW,
        };
        let grant = Grant {
            id: GrantId(Uuid::from_u128(2)),
            pool: pool.clone(),
            client: client.id.clone(),
            user: id,
            session: None,
            scope: "openid".to_owned(),
            nonce: String::new(),
            auth_time: NOW,
            amr: vec!["pwd".to_owned()],
            epoch: 0,
            code: None,
            generation: 0,
            rotated_at: None,
            created_at: NOW,
            expires_at: NOW,
            revoked_at: None,
        };
        let groups = UserGroups::new(vec![Group {
            pool,
            name: "staff".to_owned(),
            description: None,
            role_arn: Some("arn:aws:iam::1:role/staff".to_owned()),
            precedence: None,
            created_at: NOW,
            updated_at: NOW,
        }]);
        let context = TokenContext {
            issuer: "https://id.example",
            grant: &grant,
            scope: &grant.scope,
            user: &user,
            groups: &groups,
            client: &client,
            now: NOW,
            event_id: Uuid::nil(),
            is_oauth: true,
        };
        serde_json::to_string(&IdClaims::new(&context, "the id", "the nonce", "the hash")).unwrap()
    }

    #[test]
    fn no_attribute_stands_in_for_a_claim_of_ours() {
        let honest = signed(&[("identities", "[]"), ("email_verified", "true"), ("nickname", "ada")]);
        let forged: Vec<(&str, &str)> = OWN.iter().map(|name| (*name, "[\"forged\"]")).collect();
        let text = signed(&forged);
        for name in OWN {
            assert_eq!(text.matches(&format!("\"{name}\":")).count(), 1, "{name} in {text}");
            assert!(honest.contains(&format!("\"{name}\":")), "{name} in {honest}");
        }
        let (honest, claims): (Map<String, Value>, Map<String, Value>) =
            (serde_json::from_str(&honest).unwrap(), serde_json::from_str(&text).unwrap());
        // What it is linked to is an attribute that is written here only, and shown as it is.
        for name in OWN.into_iter().filter(|name| *name != IDENTITIES) {
            assert_eq!(claims[name], honest[name], "{name}");
        }
        assert_eq!((&honest["email_verified"], &honest["nickname"]), (&json!(true), &json!("ada")));
        assert_eq!(honest.len(), OWN.len() + 2, "{honest:?}");
    }
}
