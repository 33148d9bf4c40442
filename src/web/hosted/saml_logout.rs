//! `/saml2/logout`: where SAML providers post what belongs to a logout: the answer to ours, or a request of their own. It reads no
//! cookie and trusts nothing but the provider's signature and our seal.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::context::PageContext;
use super::respond::{Answer, Stop, see_other};
use crate::flows::Error;
use crate::flows::federation::{Told, left, told_to_leave};
use crate::web::extract::{SamlFields, SamlForm};

/// Takes either of them.
pub(super) async fn post(page: PageContext, form: SamlForm) -> HttpResponse {
    let answer = take(&page, form).await;
    page.finish(answer)
}

async fn take(page: &PageContext, form: SamlForm) -> Answer {
    let invalid = || Stop::failure(StatusCode::BAD_REQUEST, "invalid-request");
    let recipient = format!("{}{}/saml2/logout", page.deps.urls.base(), page.expected.mount());
    match form.0.map_err(|()| invalid())? {
        SamlFields { response: Some(response), request: None, state } => {
            let location = left(&page.deps, &state, &response, &recipient).await?;
            Ok(see_other(&location.ok_or_else(invalid)?))
        }
        SamlFields { response: None, request: Some(request), state } => {
            // Only below a pool is it said whose request it is.
            let pool = page.expected.0.as_ref().ok_or_else(invalid)?;
            let pool = page.deps.directory.pool(pool).await.map_err(Error::from)?.ok_or_else(invalid)?;
            match told_to_leave(&page.deps, &pool, &request, (&recipient, &state)).await? {
                Some(Told::Back(url)) => Ok(see_other(&url)),
                Some(Told::Here) => Ok(see_other(&format!("/{}/signedOut", pool.id))),
                None => Err(invalid()),
            }
        }
        SamlFields { .. } => Err(invalid()),
    }
}
