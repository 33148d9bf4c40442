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
    /// A public client cannot prove who it is.
    client_credentials_without_secret: InvalidOAuthFlow,
        "client_credentials flow can not be selected if client does not have a client secret.";
    /// A client asks for itself or for people, not both.
    client_credentials_beside_code: InvalidOAuthFlow,
        "client_credentials flow can not be selected along with code flow or implicit flow.";
    /// No such group.
    group_not_found: ResourceNotFound, "Group not found.";
    /// The name of the group is taken.
    group_exists: GroupExists, "A group with the name already exists.";
    /// The pool is full of groups.
    too_many_groups: LimitExceeded, "A user pool has at most 10000 groups.";
    /// The user is in as many groups as one can be in.
    too_many_groups_of_user: LimitExceeded, "A user is in at most 100 groups.";
    /// The pool is full of resource servers.
    too_many_resource_servers: LimitExceeded, "A user pool has at most 300 resource servers.";
    /// The resource server is full of scopes.
    too_many_scopes: InvalidParameter, "A resource server has at most 100 scopes.";
    /// The pool is full of providers.
    too_many_providers: LimitExceeded, "A user pool has at most 300 identity providers.";
    /// The user has no such attempt.
    auth_event_not_found: ResourceNotFound, "Event not found.";
    /// The link about an attempt is none, is over, or was answered.
    feedback_refused: NotAuthorized, "Invalid feedback token.";
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

    /// A scope about a user, for a client that asks for itself.
    #[must_use]
    pub fn client_credentials_with_scope(scope: &str) -> Self {
        Self::new(
            Exception::InvalidOAuthFlow,
            format!("client_credentials flow can only be used with custom scopes, and {scope} is none."),
        )
    }

    /// No such resource server.
    #[must_use]
    pub fn resource_server_does_not_exist(identifier: &str) -> Self {
        Self::new(Exception::ResourceNotFound, format!("Resource server {identifier} does not exist."))
    }

    /// The identifier of the resource server is taken.
    #[must_use]
    pub fn resource_server_exists(identifier: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("{identifier} already exists as a resource server."))
    }

    /// A scope stands twice in one resource server.
    #[must_use]
    pub fn repeated_scope(name: &str) -> Self {
        Self::new(Exception::InvalidParameter, format!("The scope {name} is defined more than once."))
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
