//! What `ProviderDetails` may say of each type of provider (`cognito.md` §7): which keys it takes and must have, what is secret
//! of them, and what Cognito fills in by itself. A key that a type does not take is refused by its name; one that only repeats
//! what goes without saying is not kept, so that what is kept is what the admin decided.

use std::collections::BTreeMap;

use url::Url;

use super::{Provider, ProviderType};
use crate::domain::secret::Secret;

/// Longest value but for a metadata document and a key, in bytes.
const LONGEST: usize = 2048;
/// Longest private key, in bytes.
const LONGEST_KEY: usize = 8192;

/// Details, sorted.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// What may be shown.
    pub plain: BTreeMap<String, String>,
    /// What is never shown.
    pub secrets: BTreeMap<String, Secret>,
}

/// Why details cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DetailProblem {
    /// The type takes no such key.
    Unknown(String),
    /// The type needs this key.
    Missing(&'static str),
    /// Both are given, and each stands for the other.
    Both(&'static str, &'static str),
    /// The value of this key does not do, and why.
    Invalid(&'static str, &'static str),
}

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One word without spaces.
    Word,
    /// Never shown: a password or a key.
    Secret,
    /// Scopes, domains or other words, apart by spaces or commas.
    Words,
    /// Scopes of OpenID Connect.
    OpenIdScopes,
    /// A web address.
    Url,
    /// An issuer: a web address without a query (OpenID Connect Discovery §3).
    Issuer,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// `v23.0`.
    Version,
    /// A document.
    Document,
}

/// A key and what it takes.
type Key = (&'static str, Form, bool);

const NEEDED: bool = true;
const FREE: bool = false;
const FLAG: Form = Form::OneOf(&["true", "false"]);

const CLIENT_ID: Key = ("client_id", Form::Word, NEEDED);
const CLIENT_SECRET: Key = ("client_secret", Form::Secret, NEEDED);
const SCOPES: Key = ("authorize_scopes", Form::Words, FREE);
const OPENID_SCOPES: Key = ("authorize_scopes", Form::OpenIdScopes, FREE);
const ISSUER: Key = ("oidc_issuer", Form::Issuer, FREE);
const AUTHORIZE: Key = ("authorize_url", Form::Url, FREE);
const TOKEN: Key = ("token_url", Form::Url, FREE);
const PROFILE: Key = ("attributes_url", Form::Url, FREE);
const KEYS: Key = ("jwks_uri", Form::Url, FREE);
/// Cognito shows them, and programs send back what they were shown: each has one value for each type.
const ADDS: Key = ("attributes_url_add_attributes", FLAG, FREE);
const METHOD: Key = ("token_request_method", Form::OneOf(&["GET", "POST"]), FREE);

/// What the details of a type take.
fn keys(kind: ProviderType) -> &'static [Key] {
    match kind {
        ProviderType::Google => &[
            CLIENT_ID,
            CLIENT_SECRET,
            SCOPES,
            ("hd", Form::Words, FREE),
            ISSUER,
            AUTHORIZE,
            TOKEN,
            PROFILE,
            KEYS,
            ADDS,
            METHOD,
        ],
        ProviderType::Facebook => &[
            CLIENT_ID,
            CLIENT_SECRET,
            SCOPES,
            ("api_version", Form::Version, FREE),
            AUTHORIZE,
            TOKEN,
            PROFILE,
            ADDS,
            METHOD,
        ],
        ProviderType::LoginWithAmazon | ProviderType::GitHub => {
            &[CLIENT_ID, CLIENT_SECRET, SCOPES, AUTHORIZE, TOKEN, PROFILE, ADDS, METHOD]
        }
        ProviderType::SignInWithApple => &[
            CLIENT_ID,
            ("team_id", Form::Word, NEEDED),
            ("key_id", Form::Word, NEEDED),
            ("private_key", Form::Secret, NEEDED),
            SCOPES,
            ISSUER,
            AUTHORIZE,
            TOKEN,
            KEYS,
            ADDS,
            METHOD,
        ],
        ProviderType::Oidc => &[
            CLIENT_ID,
            ("client_secret", Form::Secret, FREE),
            ("oidc_issuer", Form::Issuer, NEEDED),
            ("attributes_request_method", Form::OneOf(&["GET", "POST"]), FREE),
            OPENID_SCOPES,
            AUTHORIZE,
            TOKEN,
            PROFILE,
            KEYS,
            ADDS,
        ],
        ProviderType::Microsoft => &[
            CLIENT_ID,
            CLIENT_SECRET,
            ("tenant", Form::Word, NEEDED),
            ("allowed_tenants", Form::Words, FREE),
            SCOPES,
            ISSUER,
        ],
        ProviderType::Saml => &[
            ("MetadataURL", Form::Url, FREE),
            ("MetadataFile", Form::Document, FREE),
            ("IDPSignout", FLAG, FREE),
            ("IDPInit", FLAG, FREE),
            ("EncryptedResponses", FLAG, FREE),
            ("RequestSigningAlgorithm", Form::OneOf(&["rsa-sha256"]), FREE),
        ],
    }
}

/// What goes without saying, as Cognito shows it.
fn implied(kind: ProviderType, version: Option<&str>) -> Vec<(&'static str, String)> {
    let fixed = |pairs: &[(&'static str, &str)]| {
        pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect::<Vec<_>>()
    };
    match kind {
        ProviderType::Google => fixed(&[
            ("attributes_url", "https://people.googleapis.com/v1/people/me?personFields="),
            ("attributes_url_add_attributes", "true"),
            ("authorize_url", "https://accounts.google.com/o/oauth2/v2/auth"),
            ("oidc_issuer", "https://accounts.google.com"),
            ("token_request_method", "POST"),
            ("token_url", "https://www.googleapis.com/oauth2/v4/token"),
        ]),
        ProviderType::Facebook => {
            // Without a version it is the oldest that the app can have.
            let version = version.map(|version| format!("/{version}")).unwrap_or_default();
            vec![
                ("attributes_url", format!("https://graph.facebook.com{version}/me?fields=")),
                ("attributes_url_add_attributes", "true".to_owned()),
                ("authorize_url", format!("https://www.facebook.com{version}/dialog/oauth")),
                ("token_request_method", "GET".to_owned()),
                ("token_url", format!("https://graph.facebook.com{version}/oauth/access_token")),
            ]
        }
        ProviderType::LoginWithAmazon => fixed(&[
            ("attributes_url", "https://api.amazon.com/user/profile"),
            ("attributes_url_add_attributes", "false"),
            ("authorize_url", "https://www.amazon.com/ap/oa"),
            ("token_request_method", "POST"),
            ("token_url", "https://api.amazon.com/auth/o2/token"),
        ]),
        ProviderType::SignInWithApple => fixed(&[
            ("attributes_url_add_attributes", "false"),
            ("authorize_url", "https://appleid.apple.com/auth/authorize"),
            ("oidc_issuer", "https://appleid.apple.com"),
            ("token_request_method", "POST"),
            ("token_url", "https://appleid.apple.com/auth/token"),
        ]),
        ProviderType::GitHub => fixed(&[
            ("attributes_url", "https://api.github.com/user"),
            ("attributes_url_add_attributes", "false"),
            ("authorize_url", "https://github.com/login/oauth/authorize"),
            ("token_request_method", "POST"),
            ("token_url", "https://github.com/login/oauth/access_token"),
        ]),
        ProviderType::Oidc => {
            fixed(&[("attributes_request_method", "GET"), ("attributes_url_add_attributes", "false")])
        }
        ProviderType::Saml => fixed(&[("IDPSignout", "false"), ("IDPInit", "false"), ("EncryptedResponses", "false")]),
        ProviderType::Microsoft => Vec::new(),
    }
}

/// Sorts the details that an admin gives for a provider of this type. Secrets that are not among them stay as they are in
/// `kept`: whoever changes something else does not have to know them.
pub fn sort(
    kind: ProviderType,
    given: BTreeMap<String, String>,
    kept: &BTreeMap<String, Secret>,
) -> Result<Details, DetailProblem> {
    let keys = keys(kind);
    let mut details = Details::default();
    for (name, value) in given {
        let Some((key, form, _)) = keys.iter().find(|(key, ..)| *key == name) else {
            return Err(DetailProblem::Unknown(name));
        };
        if value.is_empty() {
            continue;
        }
        check(*form, &value).map_err(|why| DetailProblem::Invalid(key, why))?;
        if *form == Form::Secret {
            details.secrets.insert(name, Secret::from(value));
        } else {
            details.plain.insert(name, value);
        }
    }
    for (key, form, is_needed) in keys {
        if let Some(secret) = kept.get(*key).filter(|_| *form == Form::Secret) {
            details.secrets.entry((*key).to_owned()).or_insert_with(|| secret.clone());
        }
        let is_there = details.plain.contains_key(*key) || details.secrets.contains_key(*key);
        if *is_needed && !is_there {
            return Err(DetailProblem::Missing(key));
        }
    }
    if kind == ProviderType::Saml {
        one_metadata(&details.plain)?;
    }
    without_saying(kind, &mut details.plain)?;
    Ok(details)
}

fn one_metadata(plain: &BTreeMap<String, String>) -> Result<(), DetailProblem> {
    match (plain.contains_key("MetadataURL"), plain.contains_key("MetadataFile")) {
        (true, true) => Err(DetailProblem::Both("MetadataURL", "MetadataFile")),
        (false, false) => Err(DetailProblem::Missing("MetadataURL")),
        (true, false) | (false, true) => Ok(()),
    }
}

/// Takes out what goes without saying. How a provider is spoken to, its connector knows: who says otherwise is not heard.
fn without_saying(kind: ProviderType, plain: &mut BTreeMap<String, String>) -> Result<(), DetailProblem> {
    let version = plain.get("api_version").cloned();
    for (key, value) in implied(kind, version.as_deref()) {
        // What Cognito shows as Google's is another API than the one that is asked.
        let is_fixed = matches!(key, "attributes_url_add_attributes" | "token_request_method")
            || (kind == ProviderType::Google && key == "attributes_url");
        match plain.get(key) {
            Some(said) if *said == value => {
                plain.remove(key);
            }
            Some(_) if is_fixed => {
                return Err(DetailProblem::Invalid(key, "it has another value for this type of provider"));
            }
            Some(_) | None => {}
        }
    }
    Ok(())
}

fn check(form: Form, value: &str) -> Result<(), &'static str> {
    let longest = match form {
        Form::Document => usize::MAX,
        Form::Secret => LONGEST_KEY,
        Form::Word | Form::Words | Form::OpenIdScopes | Form::Url | Form::Issuer | Form::OneOf(_) | Form::Version => {
            LONGEST
        }
    };
    if value.len() > longest {
        return Err("it is too long");
    }
    match form {
        Form::Word if !value.bytes().all(|byte| byte.is_ascii_graphic()) => Err("it has spaces or other signs in it"),
        Form::Secret if value.trim().is_empty() => Err("it is empty"),
        Form::Words | Form::OpenIdScopes if value.bytes().any(|byte| !(byte.is_ascii_graphic() || byte == b' ')) => {
            Err("it is to be words, apart by spaces")
        }
        Form::OpenIdScopes if !value.split(' ').any(|scope| scope == "openid") => Err("it lacks the scope openid"),
        Form::Url => check_url(value).map(drop),
        Form::Issuer if check_url(value)?.query().is_some() => Err("an issuer has no query"),
        Form::OneOf(words) if !words.contains(&value) => Err("it is none of the words that it can be"),
        Form::Version if !is_version(value) => Err("it is not of the form v23.0"),
        Form::Word
        | Form::Secret
        | Form::Words
        | Form::OpenIdScopes
        | Form::Issuer
        | Form::OneOf(_)
        | Form::Version
        | Form::Document => Ok(()),
    }
}

/// A web address as such; whether it may be called is not known here.
fn check_url(value: &str) -> Result<Url, &'static str> {
    let url = Url::parse(value).map_err(|_| "it is not a URL")?;
    if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
        return Err("it is not a web address");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has a user name or password in it");
    }
    if url.fragment().is_some() {
        return Err("it has a fragment");
    }
    Ok(url)
}

fn is_version(value: &str) -> bool {
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    value
        .strip_prefix('v')
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

impl Details {
    /// The web addresses among them, by key.
    pub fn urls(&self, kind: ProviderType) -> impl Iterator<Item = (&'static str, Url)> {
        let urls = keys(kind).iter().filter(|(_, form, _)| matches!(form, Form::Url | Form::Issuer));
        urls.filter_map(|(key, ..)| Some((*key, Url::parse(self.plain.get(*key)?).ok()?)))
    }
}

impl Provider {
    /// The details as they are shown: with what goes without saying, and without secrets.
    pub fn shown_details(&self) -> BTreeMap<String, String> {
        let implied =
            implied(self.kind, self.detail("api_version")).into_iter().map(|(key, value)| (key.to_owned(), value));
        let mut shown: BTreeMap<String, String> = implied.collect();
        let kept = ["entity_id", "FetchedMetadata"];
        shown.extend(self.details.clone().into_iter().filter(|(key, _)| !kept.contains(&key.as_str())));
        shown
    }

    /// The mapping as it is shown: with the username, which is always what the provider calls the person. Cognito does not show
    /// that of SAML.
    pub fn shown_mapping(&self) -> BTreeMap<String, String> {
        let mut shown = self.mapping.clone();
        if self.kind != ProviderType::Saml {
            shown.insert("username".to_owned(), self.kind.subject_claim().to_owned());
        }
        shown
    }
}
