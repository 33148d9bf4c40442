//! Failures that a person sees. A door answers with a bare response that carries a [`PageFailure`]; the pages' own
//! middleware draws it, themed, with the request's id. So no door needs another's templates, and no text leaks: what
//! happened is a code.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, HttpResponseBuilder};
use tracing::error;

use crate::flows;

/// What went wrong, as a code of the catalog, and for which client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFailure {
    /// The status.
    pub status: StatusCode,
    /// The code of the text shown.
    pub code: &'static str,
    /// The client named in the request, if it is known; for its pool's look.
    pub client_id: String,
    /// Seconds after which trying again helps; 0 when it does not.
    pub retry_after_secs: u64,
}

impl PageFailure {
    /// A failure without more to say.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, client_id: String::new(), retry_after_secs: 0 }
    }

    /// The failure, in the look of a client's pool.
    #[must_use]
    pub fn of_client(self, client_id: &str) -> Self {
        Self { client_id: client_id.to_owned(), ..self }
    }

    /// The response that the middleware draws.
    pub fn into_response(self) -> HttpResponse {
        let mut builder = HttpResponseBuilder::new(self.status);
        if self.retry_after_secs > 0 {
            builder.insert_header((RETRY_AFTER, self.retry_after_secs.to_string()));
        }
        let mut response = builder.finish();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<flows::Error> for PageFailure {
    fn from(error: flows::Error) -> Self {
        Self { retry_after_secs: retry_after(&error), ..Self::new(status(&error), code(&error)) }
    }
}

/// The status of a flow's error, for every door that speaks HTTP's own language. Logs the source, once.
pub fn status(error: &flows::Error) -> StatusCode {
    match error {
        flows::Error::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
        flows::Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        flows::Error::Storage(source) if source.is_unavailable() => {
            error!(error = %error, source = ?source, "the database is not available");
            StatusCode::SERVICE_UNAVAILABLE
        }
        flows::Error::Storage(source) => {
            error!(error = %error, source = ?source, "the database failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        flows::Error::Internal(_) => {
            error!(error = %error, "a flow failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// Seconds after which trying again helps; 0 when it does not.
pub fn retry_after(error: &flows::Error) -> u64 {
    match error {
        flows::Error::Busy { retry_after_secs } | flows::Error::TooMany { retry_after_secs } => *retry_after_secs,
        flows::Error::Storage(source) if source.is_unavailable() => 1,
        flows::Error::Storage(_) | flows::Error::Internal(_) => 0,
    }
}

fn code(error: &flows::Error) -> &'static str {
    if retry_after(error) > 0 { "busy" } else { "internal" }
}
