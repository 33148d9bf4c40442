//! Which provider it behaves as, and where that one has its endpoints. The paths are those of the real ones.

use super::BASE;
use super::people::Person;
use super::trouble::Speech;

/// The tenant that stands for all of them at Microsoft.
pub(super) const COMMON_TENANT: &str = "common";
/// Tenants at Microsoft that are many.
const MANY_TENANTS: [&str; 3] = [COMMON_TENANT, "organizations", "consumers"];

/// Whose habits it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// OpenID Connect as it is written; Google keeps to it.
    Oidc,
    /// Sign in with Apple.
    Apple,
    /// Facebook's Graph API.
    Facebook,
    /// GitHub's OAuth apps.
    GitHub,
    /// Login with Amazon.
    Amazon,
    /// Microsoft Entra, with tenants.
    Microsoft,
}

/// Where things are. An endpoint that a provider does not have is empty.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// The issuer of ID tokens, below which it is discovered.
    pub issuer: String,
    /// Where browsers go.
    pub authorize: String,
    /// Where codes are redeemed.
    pub token: String,
    /// The profile.
    pub user_info: String,
    /// The keys.
    pub keys: String,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Oidc, Self::Apple, Self::Facebook, Self::GitHub, Self::Amazon, Self::Microsoft];

    /// Whose habits these are, as a name on the page; empty for the plain protocol.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Oidc => "",
            Self::Apple => "Apple",
            Self::Facebook => "Facebook",
            Self::GitHub => "GitHub",
            Self::Amazon => "Amazon",
            Self::Microsoft => "Microsoft",
        }
    }

    /// In which protocol it speaks.
    pub(super) const fn speech(self) -> Speech {
        if self.is_oidc() { Speech::OpenId } else { Speech::OAuth }
    }

    /// Whether it speaks OpenID Connect, so that there are ID tokens.
    pub(super) const fn is_oidc(self) -> bool {
        matches!(self, Self::Oidc | Self::Apple | Self::Microsoft)
    }

    /// Its endpoints at an origin; `tenant` matters at Microsoft only.
    pub(super) fn endpoints(self, origin: &str, tenant: &str) -> Endpoints {
        let at = |path: &str| format!("{origin}{BASE}{path}");
        match self {
            Self::Oidc => Endpoints {
                issuer: at(""),
                authorize: at("/authorize"),
                token: at("/token"),
                user_info: at("/userinfo"),
                keys: at("/jwks.json"),
            },
            Self::Apple => Endpoints {
                issuer: at("/apple"),
                authorize: at("/apple/auth/authorize"),
                token: at("/apple/auth/token"),
                user_info: String::new(),
                keys: at("/apple/auth/keys"),
            },
            Self::Facebook => Endpoints {
                authorize: at("/facebook/v21.0/dialog/oauth"),
                token: at("/facebook/v21.0/oauth/access_token"),
                user_info: at("/facebook/v21.0/me"),
                ..Endpoints::default()
            },
            Self::GitHub => Endpoints {
                authorize: at("/github/login/oauth/authorize"),
                token: at("/github/login/oauth/access_token"),
                user_info: at("/github/user"),
                ..Endpoints::default()
            },
            Self::Amazon => Endpoints {
                authorize: at("/amazon/ap/oa"),
                token: at("/amazon/auth/o2/token"),
                user_info: at("/amazon/user/profile"),
                ..Endpoints::default()
            },
            Self::Microsoft => Endpoints {
                issuer: tenant_issuer(origin, if is_many(tenant) { "{tenantid}" } else { tenant }),
                authorize: at(&format!("/microsoft/{tenant}/oauth2/v2.0/authorize")),
                token: at(&format!("/microsoft/{tenant}/oauth2/v2.0/token")),
                user_info: at("/microsoft/oidc/userinfo"),
                keys: at(&format!("/microsoft/{tenant}/discovery/v2.0/keys")),
            },
        }
    }

    /// The issuer of a person's ID tokens. At Microsoft it is their own tenant's, whoever was asked.
    pub(super) fn issuer_for(self, origin: &str, person: &Person) -> String {
        match self {
            Self::Microsoft => tenant_issuer(origin, person.tenant),
            Self::Oidc | Self::Apple | Self::Facebook | Self::GitHub | Self::Amazon => {
                self.endpoints(origin, COMMON_TENANT).issuer
            }
        }
    }

    /// Whether a person may sign in through a tenant.
    pub(super) fn admits(self, tenant: &str, person: &Person) -> bool {
        self != Self::Microsoft || is_many(tenant) || tenant == person.tenant
    }

    /// How it calls a person, in the shape of the real one's identifiers.
    #[must_use]
    pub fn subject(self, person: &Person) -> String {
        let number = person.number;
        match self {
            Self::Oidc => format!("1{number:020}"),
            Self::Apple => format!("000{:03}.{number:032x}.{:04}", number % 1000, number % 10_000),
            Self::Facebook => format!("1{number:016}"),
            Self::GitHub => number.to_string(),
            Self::Amazon => format!("amzn1.account.{number:028X}"),
            Self::Microsoft => format!("AAAAAAAAAAAAAAAAAAAAAA{number:021}"),
        }
    }
}

fn is_many(tenant: &str) -> bool {
    MANY_TENANTS.contains(&tenant)
}

fn tenant_issuer(origin: &str, tenant: &str) -> String {
    format!("{origin}{BASE}/microsoft/{tenant}/v2.0")
}
