//! What an operation is to the dispatcher: a name, who may call it, what it takes, and what it does.

use futures_util::future::LocalBoxFuture;
use serde_json::Value;

use super::caller::Caller;
use crate::domain::access_key::Role;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::Structure;

/// A family of operations: what stands before the dot in `X-Amz-Target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// Cognito's user pools.
    UserPools,
    /// What Cognito's model has no members for.
    Vestibule,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::UserPools, Self::Vestibule];

    /// As in `X-Amz-Target`.
    pub fn target(self) -> &'static str {
        match self {
            Self::UserPools => "AWSCognitoIdentityProviderService",
            Self::Vestibule => "VestibuleService",
        }
    }

    /// As in the name of an action, `cognito-idp:CreateUserPool`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::UserPools => "cognito-idp",
            Self::Vestibule => "vestibule",
        }
    }
}

/// What an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All pools: a key that is bound to one is refused.
    Global,
    /// The pool in its member `UserPoolId`: for a key that is bound to another, that pool does not exist.
    Pool,
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone who knows a client id. The client's secret, where it has one, is the flow's to check.
    Public,
    /// The user whose access token stands in the body. The flow verifies it.
    AccessToken,
    /// Who signs with a key of at least this role.
    Signed(Role, Reach),
}

/// An operation without what it does.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its family.
    pub service: Service,
    /// Its name.
    pub name: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What it takes.
    pub request: &'static Structure,
}

impl Row {
    /// `cognito-idp:CreateUserPool`.
    pub fn action(&self) -> String {
        format!("{}:{}", self.service.prefix(), self.name)
    }
}

/// What an operation does: members that its shape accepted in, members of the answer out. Boxed, so that the
/// dispatcher's future does not hold the futures of a hundred operations.
pub type Run<D> = for<'a> fn(&'a D, Caller, Value) -> LocalBoxFuture<'a, Result<Value, CognitoError>>;

/// An operation.
pub struct Operation<D: 'static> {
    /// What is known of it.
    pub row: Row,
    /// What it does.
    pub run: Run<D>,
}
