//! Microsoft Entra (work and school accounts of one tenant or of several) and Microsoft accounts.
//!
//! Of the details it reads `client_id`, `client_secret`, `tenant`, `allowed_tenants`, `authorize_scopes` (by default
//! `openid profile email`, and always the first two), and for a cloud of its own `oidc_issuer`, a template such as the usual
//! `https://login.microsoftonline.com/{tenantid}/v2.0`, from which the endpoints follow.
//!
//! - `tenant` is a tenant's id, or `organizations`, `common` or `consumers`. With the first two, `allowed_tenants` must list
//!   the ids of tenants that are let in, or say `*`.
//! - Each token is pinned to the issuer of the tenant that it names. A person is `tid` and `oid`: whoever has the same address
//!   in a tenant of their own is somebody else (nOAuth, CVE-2023-3128, case 170).
//! - Who must sign in anew is asked to. Where the app has the optional claim `auth_time`, it is held to that.
//! - An address is what an admin of some tenant typed. It counts as verified only by the optional claim `xms_edov`, and only
//!   where the pool trusts that.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use url::Url;

use super::oauth::{OurClient, code, departure, exchange, url};
use super::oidc::{AuthTime, Expected, judge, judge_proof, signed};
use super::{Answer, Calls, Connector, Departure, Failure, Fault, Trip, Upstream, words};
use crate::domain::provider::{Claims, Provider};

/// What stands for a tenant's id in an issuer's template.
const TENANT_ID: &str = "{tenantid}";
/// The issuer of everybody's tenant but those of clouds of their own.
const ISSUER: &str = "https://login.microsoftonline.com/{tenantid}/v2.0";
/// The tenant of accounts that are nobody's but the person's.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Microsoft.
pub(super) struct Microsoft<'a> {
    provider: &'a Provider,
    client: OurClient,
    /// What stands before the tenant in every URL, and ends with a slash.
    authority: &'a str,
    tenant: &'a str,
    allowed: Tenants<'a>,
    scopes: String,
}

/// Whose accounts are let in.
enum Tenants<'a> {
    These(Vec<&'a str>),
    All,
}

impl<'a> Microsoft<'a> {
    /// As the details say.
    pub(super) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        let tenant = provider.detail("tenant").ok_or(Failure::misconfigured("tenant is missing"))?;
        let template = provider.detail("oidc_issuer").unwrap_or(ISSUER);
        let authority = template.strip_suffix("/v2.0").and_then(|before| before.strip_suffix(TENANT_ID));
        let authority = authority.filter(|before| before.ends_with('/'));
        let authority = authority.ok_or(Failure::misconfigured("oidc_issuer does not end with /{tenantid}/v2.0"))?;
        let listed = || provider.detail("allowed_tenants").map(|ids| words(ids).collect::<Vec<_>>());
        let allowed = match (tenant, listed()) {
            ("consumers", _) => Tenants::These(vec![PERSONAL]),
            ("common" | "organizations", Some(ids)) if ids == ["*"] => Tenants::All,
            ("common" | "organizations", Some(ids)) if !ids.is_empty() => Tenants::These(ids),
            ("common" | "organizations", _) => {
                return Err(Failure::misconfigured("allowed_tenants must list tenants, or say *"));
            }
            (id, _) => Tenants::These(vec![id]),
        };
        if let Tenants::These(ids) = &allowed
            && !ids.iter().all(|id| is_tenant_id(id))
        {
            return Err(Failure::misconfigured(
                "tenant and allowed_tenants name tenants by their ids: 32 hexadecimal digits in five groups",
            ));
        }
        let client = OurClient::with_secret(provider)?;
        let mut scopes = provider.detail("authorize_scopes").unwrap_or("openid profile email").to_owned();
        // `oid` comes with `profile`.
        for needed in ["profile", "openid"] {
            if !words(&scopes).any(|scope| scope == needed) {
                scopes = format!("{needed} {scopes}");
            }
        }
        Ok(Self { provider, client, authority, tenant, allowed, scopes })
    }

    fn at(&self, path: &str) -> Result<Url, Failure> {
        url(&format!("{}{}{path}", self.authority, self.tenant))
    }

    /// The tenant that a token names, if its accounts are let in.
    fn tenant_of<'c>(&self, claims: &'c Claims) -> Result<&'c str, Failure> {
        let tenant = claims.get("tid").and_then(Value::as_str).filter(|id| is_tenant_id(id));
        let tenant = tenant.ok_or(Failure::untrusted("the ID token names no tenant"))?;
        let is_allowed = match &self.allowed {
            // `organizations` does not mean private accounts.
            Tenants::All => self.tenant == "common" || tenant != PERSONAL,
            Tenants::These(ids) => ids.iter().any(|id| id.eq_ignore_ascii_case(tenant)),
        };
        if is_allowed {
            return Ok(tenant);
        }
        Err(Failure::new(Fault::Denied, "the account is of a tenant that is not let in"))
    }
}

/// Whether it is written as Microsoft writes tenants' ids. Nothing else goes into an issuer.
fn is_tenant_id(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// The person that a token of this tenant is about.
fn subject(tenant: &str, claims: &Claims) -> Result<String, Failure> {
    let oid = claims.get("oid").and_then(Value::as_str).filter(|id| is_tenant_id(id));
    let oid = oid.ok_or(Failure::untrusted("the ID token names nobody: there is no oid"))?;
    Ok(format!("{tenant}.{oid}").to_ascii_lowercase())
}

/// Says of the address whether the owner of its domain vouches for it, in the standard's word, and leaves no other word.
fn judge_email(claims: &mut Claims) {
    let is_owned = match claims.get("xms_edov") {
        // Tokens have been seen with each of these.
        Some(Value::Bool(is)) => *is,
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        Some(Value::String(text)) => matches!(text.as_str(), "1" | "true"),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => false,
    };
    claims.remove("email_verified");
    if claims.contains_key("email") {
        claims.insert("email_verified".to_owned(), json!(is_owned));
    }
}

impl Connector for Microsoft<'_> {
    fn depart<'a>(&'a self, _: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move {
            let mut special = vec![("scope", self.scopes.as_str()), ("nonce", trip.nonce.as_str())];
            if !trip.login_hint.is_empty() {
                special.push(("login_hint", &trip.login_hint));
            }
            if trip.is_fresh {
                special.push(("prompt", "login"));
            }
            Ok(departure(&self.at("/oauth2/v2.0/authorize")?, &self.client, trip, &special))
        }
        .boxed()
    }

    fn redeem<'a>(
        &'a self,
        calls: &'a Calls,
        trip: &'a Trip,
        answer: &'a Answer,
    ) -> BoxFuture<'a, Result<Upstream, Failure>> {
        async move {
            let named = match answer {
                Answer::Code { issuer, .. } | Answer::Error { issuer, .. } => issuer.as_deref(),
                Answer::Saml(_) => None,
            };
            // Which tenant it will be is not known yet, so that an issuer here may be any of this authority's.
            let is_ours = |issuer: &&str| {
                let tenant = issuer.strip_prefix(self.authority).and_then(|rest| rest.strip_suffix("/v2.0"));
                tenant.is_some_and(is_tenant_id)
            };
            let (code, _) = code(answer, named.filter(is_ours), false)?;
            let (token, jwks) = (self.at("/oauth2/v2.0/token")?, self.at("/discovery/v2.0/keys")?);
            let tokens = exchange(calls, (self.provider.id, &token), &self.client, trip, code).await?;
            let mut claims = signed(calls, (self.provider.id, &jwks), &tokens, code).await?;
            let tenant = self.tenant_of(&claims)?;
            let issuer = format!("{}{tenant}/v2.0", self.authority);
            let expected = Expected { issuer: &issuer, client_id: &self.client.id, nonce: &trip.nonce };
            judge(&claims, &expected, calls.now())?;
            judge_proof(&claims, trip, AuthTime::Sometimes, calls.now())?;
            let subject = subject(tenant, &claims)?;
            judge_email(&mut claims);
            Ok(Upstream { subject, claims, tokens: Some(tokens), saml: None })
        }
        .boxed()
    }
}
