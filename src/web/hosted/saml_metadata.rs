//! `/{pool}/saml2/metadata`: what an administrator gives to a SAML provider, so that it knows the pool.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::context::PageContext;
use super::respond::{Answer, Stop};
use crate::flows::federation::saml_metadata;

/// Shows the metadata of the pool in the path.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = answer(&page).await;
    page.finish(answer)
}

async fn answer(page: &PageContext) -> Answer {
    let unknown = || Stop::failure(StatusCode::NOT_FOUND, "not-found");
    let pool = page.expected.0.as_ref().ok_or_else(unknown)?;
    let known = page.deps.directory.pool(pool).await.map_err(crate::flows::Error::from)?;
    let known = known.ok_or_else(unknown)?;
    let text = saml_metadata(&page.deps, &known.id).await?.ok_or_else(unknown)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/samlmetadata+xml"))
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"metadata.xml\""))
        .body(text))
}
