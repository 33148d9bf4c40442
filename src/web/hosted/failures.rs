//! Draws failures. A door answers with a bare response that carries a [`PageFailure`]; here it becomes a page, in the
//! look of the pool that it happened in, with the request's id.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ALLOW, HeaderValue, RETRY_AFTER, SET_COOKIE};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, FromRequest as _, HttpRequest, HttpResponse};

use super::busy::BusyView;
use super::cookies::Jar;
use super::error::{ErrorView, Trouble};
use super::route::Route;
use super::visit::carried;
use super::{language, look, respond};
use crate::domain::client::ClientId;
use crate::flows::Deps;
use crate::i18n::{Catalog, Translator};
use crate::protocol::oauth::Params;
use crate::render::page::Layout;
use crate::web::error::PageFailure;
use crate::web::extract::ExpectedPool;
use crate::web::middleware::request_id::RequestId;

/// Middleware: turns every response that carries a [`PageFailure`] into the page that tells of it. Stands inside the one
/// that assigns request ids.
///
/// # Errors
/// Passes on what the inner service answers.
pub async fn draw<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let response = next.call(request).await?;
    let Some(failure) = response.response().extensions().get::<PageFailure>().cloned() else {
        return Ok(response.map_into_left_body());
    };
    let mut page = page(response.request(), &failure).await;
    for name in [ALLOW, RETRY_AFTER, SET_COOKIE] {
        for value in response.headers().get_all(&name) {
            page.headers_mut().append(name.clone(), value.clone());
        }
    }
    Ok(response.into_response(page.map_into_right_body()))
}

/// What is not there: a page for a browser, no more than the status for a program.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    bare_or_page(&request, StatusCode::NOT_FOUND, "not-found")
}

/// A page asked for by a method that it does not take; `allowed` are those it takes (RFC 9110 §15.5.6).
pub(super) async fn wrong_method(request: HttpRequest, allowed: &'static str) -> HttpResponse {
    let mut response = bare_or_page(&request, StatusCode::METHOD_NOT_ALLOWED, "wrong-method");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

fn bare_or_page(request: &HttpRequest, status: StatusCode, code: &'static str) -> HttpResponse {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") {
        PageFailure::new(status, code).into_response()
    } else {
        HttpResponse::new(status)
    }
}

async fn page(request: &HttpRequest, failure: &PageFailure) -> HttpResponse<BoxBody> {
    let (Some(deps), Some(catalog)) = (request.app_data::<Data<Deps>>(), request.app_data::<Data<Catalog>>()) else {
        return HttpResponse::new(failure.status);
    };
    let params = Params::parse(request.query_string()).ok();
    let jar = Jar::of(request, deps.urls.base().starts_with("https://"));
    let language = language::of(request, params.as_ref(), &jar, catalog).tag;
    let (translator, layout) = dress(request, deps, catalog.translator(&language, &[]), failure).await;
    let id = RequestId::extract(request).await.map(|id| id.as_str().to_owned()).unwrap_or_default();
    let again = again(request, params.as_ref());
    let is_over_soon = matches!(failure.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS);
    let none = respond::Scripts::None;
    let written = if is_over_soon {
        respond::html(failure.status, &BusyView { layout, retry_href: again, request_id: id }, &translator, "", none)
    } else {
        let mut view = ErrorView::new(layout, Trouble::of(failure.code), &id);
        if let Some(detail) = translator.find(&format!("detail-{}", failure.code), &[]) {
            view = view.with_detail(&detail);
        }
        if Trouble::of(failure.code).is_over_by_trying_again() && Route::at(request.path()).is_some() {
            view = view.with_start(&again);
        }
        respond::html(failure.status, &view, &translator, "", none)
    };
    written.unwrap_or_else(|failure| HttpResponse::new(failure.status))
}

/// The words and the look of the pool in the path, else of the client's, else the product's own. What cannot be read must
/// not hide what failed.
async fn dress(request: &HttpRequest, deps: &Deps, plain: Translator, failure: &PageFailure) -> (Translator, Layout) {
    let pool = match (ExpectedPool::of(request).0, ClientId::parse(&failure.client_id)) {
        (Some(id), _) => deps.directory.pool(&id).await,
        (None, Some(id)) => deps.directory.client_and_pool(&id).await.map(|found| found.map(|(_, pool)| pool)),
        (None, None) => Ok(None),
    };
    let undressed = Layout::new(&plain, look::PRODUCT);
    let Ok(Some(pool)) = pool else { return (plain, undressed) };
    let Ok(words) = deps.directory.words(&pool.id).await else { return (plain, undressed) };
    let translator = deps.catalog.translator(&plain.language(), &words);
    match look::of_pool(deps, &translator, &pool).await {
        Ok(layout) => (translator, layout),
        Err(_) => (plain, undressed),
    }
}

/// The page to open again, by GET.
fn again(request: &HttpRequest, params: Option<&Params>) -> String {
    let query = params.map(carried).unwrap_or_default();
    let path = match Route::at(request.path()) {
        Some(route) => {
            let mount = request.path().strip_suffix(route.path()).unwrap_or_default();
            format!("{mount}{}", route.page().path())
        }
        None => request.path().to_owned(),
    };
    // A path that begins with two slashes would be read as another host.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    if query.is_empty() { path } else { format!("{path}?{query}") }
}
