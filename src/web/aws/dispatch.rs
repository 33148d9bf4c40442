//! From a request to an operation's answer, in four phases; each may refuse, and none looks ahead.

use serde_json::Value;

use super::caller::{Caller, Gate, authenticate, authorize, check_pool};
use super::operation::{Operation, Service};
use crate::flows::admission::on_behalf_of_key_holder;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::parse;
use crate::protocol::aws::operations;
use crate::protocol::aws::sigv4::RequestParts;

/// Runs the operation that the request names, from this table.
pub async fn dispatch<D: Gate>(
    deps: &D,
    table: &'static [Operation<D>],
    parts: &RequestParts<'_>,
) -> Result<Value, CognitoError> {
    let admitted = deps.admit()?;
    let operation = find(table, parts)?;
    let caller = authenticate(deps, parts).await?;
    if let Caller::Key(key) = &caller {
        admitted();
        return on_behalf_of_key_holder(key.id.clone(), run(deps, operation, caller, parts)).await;
    }
    let answer = run(deps, operation, caller, parts).await?;
    admitted();
    Ok(answer)
}

async fn run<D: Gate>(
    deps: &D,
    operation: &Operation<D>,
    caller: Caller,
    parts: &RequestParts<'_>,
) -> Result<Value, CognitoError> {
    let row = &operation.row;
    authorize(&caller, row)?;

    check_content_type(parts)?;
    let members = row.request.accept(parse(parts.body)?)?;
    check_pool(&caller, row, members.get("UserPoolId").and_then(Value::as_str))?;

    (operation.run)(deps, caller, members).await
}

/// The operation that `X-Amz-Target` names. The header must stand there once: a second one could name another.
fn find<D>(table: &'static [Operation<D>], parts: &RequestParts<'_>) -> Result<&'static Operation<D>, CognitoError> {
    let target = only(parts, "x-amz-target").ok_or_else(CognitoError::no_operation)?;
    let (service, name) = target.split_once('.').ok_or_else(CognitoError::unknown_operation)?;
    let service = Service::ALL.into_iter().find(|known| known.target() == service);
    let service = service.ok_or_else(CognitoError::unknown_operation)?;
    table.iter().find(|operation| operation.row.service == service && operation.row.name == name).ok_or_else(|| {
        if service == Service::UserPools && operations::is_known(name) {
            CognitoError::operation_not_offered(name)
        } else {
            CognitoError::unknown_operation()
        }
    })
}

/// No browser sends this type without asking first (CORS), so that no page can post here in a visitor's name.
fn check_content_type(parts: &RequestParts<'_>) -> Result<(), CognitoError> {
    let content_type = only(parts, "content-type").map(|value| value.split(';').next().unwrap_or_default().trim());
    match content_type {
        Some(value) if value.eq_ignore_ascii_case("application/x-amz-json-1.1") => Ok(()),
        _ => Err(CognitoError::wrong_content_type()),
    }
}

/// The value of a header that stands in the request exactly once.
fn only<'a>(parts: &RequestParts<'a>, name: &str) -> Option<&'a str> {
    let mut values = parts.headers.iter().filter(|(known, _)| *known == name);
    let (_, value) = values.next()?;
    values.next().is_none().then(|| str::from_utf8(value).ok()).flatten()
}

#[cfg(test)]
mod tests;
