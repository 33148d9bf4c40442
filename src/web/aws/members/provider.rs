//! Accounts at identity providers.

use crate::flows::manage::users::identities::Account;
use crate::protocol::aws::shapes::provider::ProviderUserIdentifierType;

/// The account that `given` names; `None`: not all of it is said.
pub(in crate::web::aws) fn account(given: ProviderUserIdentifierType) -> Option<Account> {
    Some(Account {
        provider: given.provider_name?,
        attribute: given.provider_attribute_name.filter(|name| !name.is_empty())?,
        value: given.provider_attribute_value.filter(|value| !value.is_empty())?,
    })
}
