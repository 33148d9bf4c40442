//! What pools say in their own words.

use crate::domain::pool::PoolId;
use crate::flows::Deps;
use crate::flows::manage::wordings::PoolWording;
use crate::protocol::aws::shapes::wording::{WordingType, WordingsType};

/// The words of a pool.
pub(in crate::web::aws) fn wordings(deps: &Deps, pool: &PoolId, wordings: Vec<PoolWording>) -> WordingsType {
    let wording = |PoolWording { language, source, updated_at }: PoolWording| WordingType {
        language,
        source,
        last_modified_date: updated_at.into(),
    };
    WordingsType {
        user_pool_id: pool.to_string(),
        languages: deps.catalog.languages().into_iter().map(str::to_owned).collect(),
        wordings: wordings.into_iter().map(wording).collect(),
    }
}
