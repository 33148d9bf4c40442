//! The attribute `identities` of a user says what the table of links says: whoever changes the one brings the other in step, in
//! the same transaction.

use crate::domain::provider::identities_attribute;
use crate::domain::user::User;
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// The name of the attribute.
const IDENTITIES: &str = "identities";

/// Writes into `user` what they are linked to now; saving them is the caller's.
pub(crate) async fn follow(deps: &Deps, tx: &Tx, user: &mut User) -> Result<(), Error> {
    let providers = deps.directory.providers(&user.pool).await?;
    let held = tx.identities().list(&user.pool, user.id).await?;
    let shown = held.iter().filter_map(|identity| {
        let provider = providers.iter().find(|provider| provider.id == identity.provider)?;
        Some((identity, provider.as_ref()))
    });
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() {
        user.attributes.remove(IDENTITIES);
    } else {
        user.attributes.insert(IDENTITIES.to_owned(), identities_attribute(shown));
    }
    Ok(())
}
