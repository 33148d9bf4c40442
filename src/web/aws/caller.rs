//! Who calls. Answered before anything of the body is looked at, and by nothing but the signature.

use futures_util::future::LocalBoxFuture;
use secrecy::ExposeSecret;

use super::operation::{Access, Reach, Row};
use crate::domain::access_key::{AccessKey, AccessKeyId, Role};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::sigv4::{self, DUMMY_SECRET, RequestParts, SERVICES, SigV4Error};

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody in particular. An access token in the body may still say who; that is the flow's to verify.
    Anyone,
    /// Who holds an access key.
    Key(KeyHolder),
}

impl Caller {
    /// Whether secrets of clients may be shown to them.
    pub fn sees_client_secrets(&self) -> bool {
        matches!(self, Self::Key(key) if key.role.sees_client_secrets())
    }
}

/// Who holds an access key, and how far it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHolder {
    /// Which key.
    pub id: AccessKeyId,
    /// What it may do.
    pub role: Role,
    /// The only pool in which it may; `None`: all.
    pub pool: Option<PoolId>,
}

/// A call that was let in; run when it turns out not to count: it was answered, or its caller holds a key.
pub type Admitted = Box<dyn FnOnce()>;

/// What this module asks of the server.
pub trait Gate {
    /// The moment.
    fn now(&self) -> Micros;

    /// Lets one more call without a good signature in, or not.
    fn admit(&self) -> Result<Admitted, CognitoError>;

    /// The key of this id, if there is one and it is not disabled.
    fn access_key<'a>(&'a self, id: &'a AccessKeyId) -> LocalBoxFuture<'a, Result<Option<AccessKey>, CognitoError>>;
}

/// Who sent this request.
///
/// A signature that is there must hold, also where none is asked for. An unknown key and a wrong secret answer the
/// same after the same work (case 208).
pub async fn authenticate(gate: &impl Gate, parts: &RequestParts<'_>) -> Result<Caller, CognitoError> {
    if !sigv4::is_signed(parts) {
        return Ok(Caller::Anyone);
    }
    let parsed = sigv4::parse(parts, &SERVICES)?;
    let key = gate.access_key(&AccessKeyId(parsed.access_key_id.clone())).await?;
    let secret = key.as_ref().map_or(DUMMY_SECRET, |key| key.secret.expose_secret());
    let verified = parsed.verify(secret, gate.now());
    // The dummy secret is no secret: whatever it verifies to, an unknown key is refused.
    let key = key.ok_or(SigV4Error::Mismatch)?;
    verified?;
    Ok(Caller::Key(KeyHolder { id: key.id, role: key.role, pool: key.pool }))
}

/// Whether this caller may call this operation at all. Which pool it is about is checked by [`check_pool`], once the
/// body is read.
pub fn authorize(caller: &Caller, row: &Row) -> Result<(), CognitoError> {
    let Access::Signed(needed, reach) = row.access else { return Ok(()) };
    let Caller::Key(key) = caller else { return Err(CognitoError::missing_authentication_token()) };
    if !key.role.covers(needed) {
        return Err(CognitoError::role_not_authorized(&key.id.0, key.role.as_str(), &row.action()));
    }
    if reach == Reach::Global && key.pool.is_some() {
        return Err(CognitoError::bound_key_not_authorized(&key.id.0, &row.action()));
    }
    Ok(())
}

/// Whether this caller may know of the pool that the request names. To a key that is bound to another pool it does not
/// exist, and no operation has to think of that.
pub fn check_pool(caller: &Caller, row: &Row, pool: Option<&str>) -> Result<(), CognitoError> {
    let (Access::Signed(_, Reach::Pool), Caller::Key(KeyHolder { pool: Some(bound), .. })) = (row.access, caller)
    else {
        return Ok(());
    };
    match pool {
        Some(pool) if pool == bound.as_str() => Ok(()),
        Some(pool) => Err(CognitoError::pool_does_not_exist(pool)),
        // A row of this reach requires the member; were it missing, a bound key must not pass.
        None => Err(CognitoError::missing_authentication_token()),
    }
}
