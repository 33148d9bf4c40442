//! Whether a form was sent from our own page in the browser that was shown it: cases 110 and 111.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::{HOST, ORIGIN};
use url::Url;

use super::context::PageContext;
use super::respond::Stop;
use super::route::Route;
use super::visit::Visit;
use crate::flows::csrf::{FormCheck, FormOrigin, check};
use crate::protocol::oauth::Params;
use crate::web::extract::Body;

/// A form of ours that came back.
pub(super) enum Posted {
    /// In time.
    Fresh(Params),
    /// Too late, or its anti-forgery value does not hold although the browser vouches that our own page sent it (of two
    /// tabs that were restored at once, one has a value for a cookie that the other replaced). It is shown again with
    /// what was typed, and nothing else happens.
    Stale(Params),
}

impl PageContext {
    /// Takes the form of `route`: who sent it, the request in its query, its anti-forgery value, in this order. Nothing is
    /// done with what does not hold.
    pub(super) async fn receive(&self, body: Body, route: Route) -> Result<(Visit, Posted), Stop> {
        self.check_sender()?;
        let visit = if route == Route::PasskeysAdd { self.errand().await? } else { self.visit().await? };
        let session = if matches!(route, Route::Continue | Route::PasskeysAdd) {
            self.live(&visit.request.pool).await?.map(|live| live.login.session.0.to_string())
        } else {
            None
        };
        // The sign-in page takes an address there, which tells a company's provider.
        if !visit.request.ways_in.own_users && route.is_for_own_users() && route != Route::Login {
            // The client's admin lets people in from elsewhere only: no form of ours is another way.
            return Err(Stop::Go(visit.href(Route::Login)));
        }
        let posted = self.open(body, self.form_origin(&visit, route, session.as_deref().unwrap_or_default()))?;
        Ok((visit, posted))
    }

    /// Refuses what does not come from a page of ours. The first check of every form.
    pub(super) fn check_sender(&self) -> Result<(), Stop> {
        if is_own(&self.request, self.deps.urls.base()) {
            Ok(())
        } else {
            Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden"))
        }
    }

    /// The form in `body`, if its anti-forgery value is the one for `origin`.
    pub(super) fn open(&self, body: Body, origin: FormOrigin<'_>) -> Result<Posted, Stop> {
        let Ok(form) = body.0 else { return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")) };
        // The API refuses it in every member: a password with one would open one door and not the other (case 230).
        if form.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Stop::failure(StatusCode::BAD_REQUEST, "invalid-request"));
        }
        if !self.has_browser_cookie() {
            return Err(Stop::failure(StatusCode::FORBIDDEN, "cookies"));
        }
        match check(&self.deps, origin, form.get("_csrf").unwrap_or_default()) {
            FormCheck::Fresh => Ok(Posted::Fresh(form)),
            FormCheck::Stale => Ok(Posted::Stale(form)),
            FormCheck::Forged if is_vouched(&self.request) => Ok(Posted::Stale(form)),
            FormCheck::Forged => Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden")),
        }
    }
}

/// Whether the browser says, as far as it says anything, that a page of ours sent the request. A missing header proves
/// nothing; the anti-forgery value is asked for in any case.
fn is_own(request: &HttpRequest, base: &str) -> bool {
    let mut sites = request.headers().get_all("sec-fetch-site");
    if sites.any(|site| site != "same-origin" && site != "none") {
        return false;
    }
    let scheme = base.split_once("://").map_or("https", |(scheme, _)| scheme);
    // The Host was checked against the names that are ours before the request came here.
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let ours = [
        Url::parse(base).map(|url| url.origin().ascii_serialization()).unwrap_or_default(),
        format!("{scheme}://{host}"),
    ];
    request.headers().get_all(ORIGIN).all(|origin| ours.iter().any(|own| origin == own.as_str()))
}

/// Whether the browser says that a page of ours sent the request, in a request that [`is_own`] let pass.
fn is_vouched(request: &HttpRequest) -> bool {
    request.headers().get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

/// A field of a form as text; empty where it is absent, empty or given twice.
pub(super) fn field(form: &Params, name: &str) -> String {
    form.get(name).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::is_own;

    fn own(headers: &[(&'static str, &'static str)]) -> bool {
        let request = headers.iter().fold(TestRequest::post(), |request, header| request.append_header(*header));
        is_own(&request.append_header(("host", "id.example.com")).to_http_request(), "https://id.example.com")
    }

    #[test]
    fn our_own_pages_pass_and_so_do_browsers_that_say_nothing() {
        assert!(own(&[]));
        assert!(own(&[("origin", "https://id.example.com"), ("sec-fetch-site", "same-origin")]));
        assert!(own(&[("sec-fetch-site", "none")]));
    }

    #[test]
    fn other_sites_do_not() {
        for origin in
            ["null", "https://evil.example", "http://id.example.com", "https://id.example.com.evil.example", ""]
        {
            assert!(!own(&[("origin", origin)]), "{origin}");
        }
        assert!(!own(&[("origin", "https://id.example.com"), ("origin", "https://evil.example")]));
        for site in ["cross-site", "same-site", "?"] {
            assert!(!own(&[("sec-fetch-site", site)]), "{site}");
        }
    }
}
