//! The look of a pool: a document of custom properties and a logo, checked before they are kept, addressed by content.

use std::collections::BTreeMap;

use serde_json::json;

use crate::crypto::digest;
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::pool::PoolId;
use crate::domain::theme::{FooterLink, Logo, Theme, ThemeProblem};
use crate::flows::{Deps, Error, events};
use crate::storage::{StoredTheme, Tx};

/// What becomes of the logo.
#[derive(Debug)]
pub enum LogoChange {
    /// It stays.
    Keep,
    /// It goes.
    Remove,
    /// This one takes its place.
    Set(Logo),
}

/// The look of a pool.
pub async fn find(deps: &Deps, pool: &PoolId) -> Result<Option<StoredTheme>, Error> {
    Ok(deps.storage.read().themes().find(pool).await?)
}

/// The style sheet at a content address.
pub async fn css(deps: &Deps, hash: &str) -> Result<Option<String>, Error> {
    Ok(deps.storage.read().themes().find_by_css_hash(hash).await?.map(|theme| theme.css))
}

/// The logo at a content address, with its media type.
pub async fn logo(deps: &Deps, hash: &str) -> Result<Option<(Vec<u8>, String)>, Error> {
    let found = deps.storage.read().themes().find_by_logo_hash(hash).await?;
    Ok(found.and_then(|theme| theme.logo.map(|bytes| (bytes, theme.logo_media_type))))
}

/// What is to change of a look.
#[derive(Debug)]
pub struct ThemeChange {
    /// The values of the light scheme, in the place of those there are; `None`: they stay.
    pub tokens: Option<BTreeMap<String, String>>,
    /// The same of the dark scheme.
    pub dark_tokens: Option<BTreeMap<String, String>>,
    /// The links below the pages, in the place of those there are.
    pub footer: Option<Vec<FooterLink>>,
    /// What becomes of the logo.
    pub logo: LogoChange,
}

/// The look of a pool as its author reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolTheme {
    /// The values that differ from the shipped look.
    pub theme: Theme,
    /// The media type of the logo, where there is one.
    pub logo_media_type: Option<String>,
    /// When it was set; `None` where the pool has no look of its own.
    pub updated_at: Option<Micros>,
}

/// The look of a pool as its author reads it; the shipped one is the empty document.
pub async fn describe(deps: &Deps, pool: &PoolId) -> Result<PoolTheme, Error> {
    find(deps, pool).await?.map_or_else(
        || Ok(PoolTheme { theme: Theme::default(), logo_media_type: None, updated_at: None }),
        |stored| read(&stored),
    )
}

fn read(stored: &StoredTheme) -> Result<PoolTheme, Error> {
    let theme =
        serde_json::from_str(&stored.document).map_err(|_| Error::Internal("a stored theme that cannot be read"))?;
    let logo_media_type = stored.logo.is_some().then(|| stored.logo_media_type.clone());
    Ok(PoolTheme { theme, logo_media_type, updated_at: Some(stored.updated_at) })
}

/// Changes the look: what is not said stays.
pub async fn update(
    deps: &Deps,
    pool: &PoolId,
    change: ThemeChange,
) -> Result<Result<PoolTheme, Vec<ThemeProblem>>, Error> {
    let held = describe(deps, pool).await?.theme;
    let theme = Theme {
        tokens: change.tokens.unwrap_or(held.tokens),
        dark_tokens: change.dark_tokens.unwrap_or(held.dark_tokens),
        footer: change.footer.unwrap_or(held.footer),
    };
    match set(deps, pool, &theme, change.logo).await? {
        Ok(stored) => read(&stored).map(Ok),
        Err(problems) => Ok(Err(problems)),
    }
}

/// Sets the look, or says what is wrong with it (contrast included); nothing is kept of a wrong one.
pub async fn set(
    deps: &Deps,
    pool: &PoolId,
    theme: &Theme,
    logo: LogoChange,
) -> Result<Result<StoredTheme, Vec<ThemeProblem>>, Error> {
    if let Err(problems) = theme.check() {
        return Ok(Err(problems));
    }
    let held = find(deps, pool).await?;
    let css = theme.css();
    let (logo, logo_media_type) = match logo {
        LogoChange::Keep => held.map_or((None, String::new()), |held| (held.logo, held.logo_media_type)),
        LogoChange::Remove => (None, String::new()),
        LogoChange::Set(logo) => (Some(logo.bytes().to_vec()), logo.kind().media_type().to_owned()),
    };
    let stored = StoredTheme {
        pool: pool.clone(),
        document: serde_json::to_string(theme)
            .map_err(|_| Error::Internal("a theme that cannot be written as JSON"))?,
        css_hash: digest::sha256_hex(css.as_bytes()),
        css,
        logo_hash: logo.as_deref().map(digest::sha256_hex).unwrap_or_default(),
        logo,
        logo_media_type,
        updated_at: deps.now(),
    };
    let event = events::of_pool(deps, EventName::ThemeUpdated, pool, json!({}));
    let write = async |tx: &Tx| -> Result<(), Error> {
        tx.themes().put(&stored).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    deps.directory.forget_theme(pool);
    Ok(Ok(stored))
}

/// Goes back to the shipped look: `false` when the pool had none of its own.
pub async fn reset(deps: &Deps, pool: &PoolId) -> Result<bool, Error> {
    let event = events::of_pool(deps, EventName::ThemeUpdated, pool, json!({ "reset": true }));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let is_removed = tx.themes().remove(pool).await?;
        if is_removed {
            tx.events().add(&event).await?;
        }
        Ok(is_removed)
    };
    let is_removed = deps.storage.unit(write).await?;
    deps.directory.forget_theme(pool);
    Ok(is_removed)
}
