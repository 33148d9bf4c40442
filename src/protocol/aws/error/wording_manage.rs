//! What Cognito says to admins.

use super::wording::say;
use super::{CognitoError, Exception};

say! {
    /// Required is for standard attributes only.
    required_custom_attribute: InvalidParameter, "Required custom attributes are not supported currently.";
    /// The pool has to be unprotected first.
    deletion_protection_active: InvalidParameter,
        "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be \
         inactivated first.";
    /// The invitation can only be sent again to those who have not taken it up.
    cannot_resend_invitation: UnsupportedUserState,
        "Resend not possible. User is not in the FORCE_CHANGE_PASSWORD state";
    /// Contacts cannot be usernames and aliases at once.
    aliases_beside_usernames: InvalidParameter,
        "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.";
    /// The invitation has nowhere to go.
    no_address_for_invitation: InvalidParameter,
        "The user has no email address that an invitation can be sent to.";
    /// The filter is not one clause of a name, an operator and a quoted value.
    filter_malformed: InvalidParameter, "Error while parsing filter.";
    /// Users cannot be found by this attribute.
    filter_not_searchable: InvalidParameter, "Invalid search attribute in the filter.";
    /// Old and new names of authentication flows in one list.
    auth_flow_names_mixed: InvalidParameter,
        "ExplicitAuthFlows cannot mix values with and without the prefix ALLOW_.";
    /// A page token that is not ours, too old, or of another list.
    invalid_pagination_token: InvalidParameter, "Invalid pagination token.";
    /// Somebody else changed it in between.
    concurrent_modification: ConcurrentModification,
        "The resource was changed by another request at the same time. Try again.";
}

impl CognitoError {
    /// No such pool; also what a key that is bound to another pool is told.
    #[must_use]
    pub fn pool_does_not_exist(pool: &str) -> Self {
        Self::new(Exception::ResourceNotFound, format!("User pool {pool} does not exist."))
    }

    /// No such client.
    #[must_use]
    pub fn client_does_not_exist(client: &str) -> Self {
        Self::new(Exception::ResourceNotFound, format!("User pool client {client} does not exist."))
    }

    /// A number that is too small or too large for its member.
    #[must_use]
    pub fn out_of_range(member: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("Invalid range for '{member}'."))
    }

    /// A member that has a word in it that Cognito honours and we do not.
    #[must_use]
    pub fn value_not_honoured(member: &str, value: &str) -> Self {
        Self::new(
            Exception::InvalidParameter,
            format!("'{member}' has {value}, which this server does not support yet; leave it out."),
        )
    }

    /// A custom attribute of this name is there already.
    #[must_use]
    pub fn attribute_exists(name: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("Existing attribute already has name {name}"))
    }

    /// The key's role does not reach so far. `action` is `service:Operation`.
    #[must_use]
    pub fn role_not_authorized(access_key_id: &str, role: &str, action: &str) -> Self {
        Self::new(
            Exception::AccessDenied,
            format!("Access key {access_key_id} is not authorized to perform: {action} because its role is {role}"),
        )
    }

    /// The key is bound to a pool and the operation is not about one.
    #[must_use]
    pub fn bound_key_not_authorized(access_key_id: &str, action: &str) -> Self {
        Self::new(
            Exception::AccessDenied,
            format!(
                "Access key {access_key_id} is not authorized to perform: {action} because it is bound to one user pool"
            ),
        )
    }
}
