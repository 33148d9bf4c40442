//! `/saml2/logout`: where SAML providers post what belongs to a logout: the answer to ours, or a request of their own. And the page
//! from which a browser goes on to a provider after a form signed it out here. It reads no cookie and trusts nothing but the
//! provider's signature and our seal.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::context::PageContext;
use super::respond::{Answer, Stop, see_other};
use crate::flows::Error;
use crate::flows::federation::{Onward, Told, left, resume, told_to_leave};
use crate::web::extract::{SamlFields, SamlForm};

/// Sends a browser on that has signed out here by a form: to the provider that it came from, or straight to where it was going.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = go_on(&page).await;
    page.finish(answer)
}

async fn go_on(page: &PageContext) -> Answer {
    let invalid = || Stop::failure(StatusCode::BAD_REQUEST, "invalid-request");
    let state = page.params.as_ref().and_then(|params| params.get("state")).ok_or_else(invalid)?;
    let (pool, onward) = resume(&page.deps, state).await?.ok_or_else(invalid)?;
    match onward {
        Onward::Straight(location) => Ok(see_other(&location)),
        Onward::Through(provider, url) => {
            let pool = page.deps.directory.pool(&pool).await.map_err(Error::from)?.ok_or_else(invalid)?;
            page.see_out(&pool, &provider, url).await
        }
    }
}

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
