//! What a pool says in its own words: Fluent sources by language, checked against the product's messages before they are
//! kept.

use serde_json::json;
use unic_langid::LanguageIdentifier;

use crate::domain::event::EventName;
use crate::domain::pool::PoolId;
use crate::flows::{Deps, Error, events};
use crate::i18n::{Layer, WordingProblem};
pub use crate::storage::StoredWording as PoolWording;
use crate::storage::Tx;

/// What a pool says in its own words, by language.
pub async fn list(deps: &Deps, pool: &PoolId) -> Result<Vec<PoolWording>, Error> {
    Ok(deps.storage.read().wordings().list(pool).await?)
}

/// Sets what a pool says in one language, in the place of what it said, or tells what is wrong; nothing is kept of a
/// wrong one.
pub async fn set(
    deps: &Deps,
    pool: &PoolId,
    language: &str,
    source: &str,
) -> Result<Result<PoolWording, WordingProblem>, Error> {
    let language = match spoken(deps, language) {
        Ok(language) => language,
        Err(problem) => return Ok(Err(problem)),
    };
    if let Err(problem) = Layer::wording(language.clone(), source, deps.catalog.english()) {
        return Ok(Err(problem));
    }
    let wording = PoolWording { language: language.to_string(), source: source.to_owned(), updated_at: deps.now() };
    let event = events::of_pool(deps, EventName::WordingUpdated, pool, json!({ "language": wording.language }));
    let write = async |tx: &Tx| -> Result<(), Error> {
        tx.wordings().put(pool, &wording).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    deps.directory.forget_words(pool);
    Ok(Ok(wording))
}

/// Goes back to the product's words, in one language or, where none is named, in all: `false` when the pool had no
/// words of its own there.
pub async fn reset(deps: &Deps, pool: &PoolId, language: Option<&str>) -> Result<Result<bool, WordingProblem>, Error> {
    let language = match language.map(|language| spoken(deps, language)).transpose() {
        Ok(language) => language.map(|language| language.to_string()),
        Err(problem) => return Ok(Err(problem)),
    };
    let event = events::of_pool(deps, EventName::WordingUpdated, pool, json!({ "language": language, "reset": true }));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let is_removed = tx.wordings().remove(pool, language.as_deref()).await?;
        if is_removed {
            tx.events().add(&event).await?;
        }
        Ok(is_removed)
    };
    let is_removed = deps.storage.unit(write).await?;
    deps.directory.forget_words(pool);
    Ok(Ok(is_removed))
}

/// A language that the product speaks: words in another would never be shown.
fn spoken(deps: &Deps, language: &str) -> Result<LanguageIdentifier, WordingProblem> {
    let languages = deps.catalog.languages();
    let known = language.parse::<LanguageIdentifier>().ok().filter(|tag| languages.contains(&tag.to_string().as_str()));
    known.ok_or_else(|| {
        let shown: String = language.chars().filter(|letter| !letter.is_control()).take(35).collect();
        WordingProblem::UnknownLanguage(shown, languages.join(", "))
    })
}
