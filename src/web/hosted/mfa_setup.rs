//! `/mfa/setup`: an authenticator app is set up, because the pool asks everyone for a second factor and this person has
//! none. The secret is made when the person is sent here, so that opening the page writes nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::confirm::missing;
use super::context::PageContext;
use super::forgery::{Posted, field};
use super::mfa::{code_answer, over};
use super::mfa_codes;
use super::respond::{Answer, Stop};
use super::route::Route;
use super::sampling::{LONG, PAYLOAD, branded, form, layout, right_to_left};
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::secret::ExposeSecret;
use crate::domain::sign_in::Factor;
use crate::flows::Error;
use crate::flows::mfa::Enrolment;
use crate::flows::sign_in::{CodeRefused, Enrolled, pending_enrolment, prove_enrolment};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::qr::{QrDrawing, draw};
use crate::render::{View, filters};
use crate::web::extract::Body;

/// The page on which an authenticator app is set up.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/mfa_setup.html")]
pub struct MfaSetupView {
    /// What surrounds the page.
    pub layout: Layout,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// The address of the secret as a picture.
    pub qr: QrDrawing,
    /// The same as a link, for the app on the device at hand.
    pub app_href: String,
    /// The secret in groups of four, to be typed.
    pub secret: String,
    /// The form.
    pub form: Form,
    /// The first code.
    pub code: Field,
    /// Where another account signs in.
    pub login_href: String,
}

impl MfaSetupView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, form: Form, username: &str, enrolment: &Enrolment, login_href: &str) -> Self {
        let address = enrolment.address.expose_secret();
        Self {
            layout,
            username: username.to_owned(),
            qr: draw(address),
            app_href: address.to_owned(),
            secret: in_groups(enrolment.secret.expose_secret()),
            form,
            code: Field::code(),
            login_href: login_href.to_owned(),
        }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.code]);
        self
    }
}

pub(super) fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Shows the page to the browser in which the first factor was given, and to no other.
pub(super) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visit = page.visit().await?;
    match pending(page, &visit).await? {
        Some(enrolment) => {
            page.note_shown(&visit)?;
            show(page, &visit, &visit.state, &enrolment, StatusCode::OK).await
        }
        None => over(page, &visit),
    }
}

/// Takes the first code and goes on.
pub(super) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visit, posted) = page.receive(body, Route::MfaSetup).await?;
    let form = match posted {
        Posted::Fresh(form) => form,
        Posted::Stale(_) => {
            let Some(enrolment) = pending(page, &visit).await? else {
                return Err(Stop::failure(StatusCode::FORBIDDEN, "forbidden"));
            };
            let state = State { wrong: vec![Wrong::form("csrf-stale")], ..visit.state.clone() };
            return show(page, &visit, &state, &enrolment, StatusCode::FORBIDDEN).await;
        }
    };
    let code = field(&form, "code");
    let wrong = missing(&[("code", &code)]);
    if !wrong.is_empty() {
        return page.go(&visit, Route::MfaSetup, &State { wrong, ..visit.state.clone() });
    }
    match prove_enrolment(&page.deps, code_answer(page, &visit, &code), "").await? {
        Ok(Enrolled { handle, codes }) => {
            let codes = codes.iter().map(|code| code.expose_secret().to_owned()).collect();
            let state = State { handle, codes, ..State::of(&visit.state.username) };
            mfa_codes::show_or_go_on(page, &visit, state).await
        }
        Err(CodeRefused::SessionInvalid) => over(page, &visit),
        Err(CodeRefused::Code(refused)) => page.go(
            &visit,
            Route::MfaSetup,
            &State { wrong: vec![wording::proof(Factor::Totp, refused)], ..visit.state.clone() },
        ),
    }
}

/// What waits for its first code, or `None` where no sign-in waits for that here.
async fn pending(page: &PageContext, visit: &Visit) -> Result<Option<Enrolment>, Error> {
    let (request, handle) = (&visit.request, visit.state.handle.as_str());
    if handle.is_empty() {
        return Ok(None);
    }
    pending_enrolment(&page.deps, &request.pool, &request.client, handle, &page.holder()).await
}

async fn show(page: &PageContext, visit: &Visit, state: &State, enrolment: &Enrolment, status: StatusCode) -> Answer {
    let request = &visit.request;
    let (layout, form) = (page.layout(&request.pool).await?, page.form(visit, Route::MfaSetup, ""));
    let view = MfaSetupView::new(layout, form, &state.username, enrolment, &visit.href(Route::Login));
    page.page(status, &view.with_problems(&state.problems()), &request.form_target())
}

impl View for MfaSetupView {
    const TEMPLATE: &'static str = "pages/mfa_setup.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, username: &str| {
            let enrolment = Enrolment {
                secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
                address: "otpauth://totp/Northwind:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind".into(),
            };
            Self::new(layout, form("/mfa/setup"), username, &enrolment, "/login?client_id=7h1")
        };
        let plain = page(layout(), "ada@example.com");
        vec![
            ("plain", plain.clone()),
            ("wrong", plain.clone().with_problems(&[Problem::at("code", "app-code-mismatch")])),
            ("stale", plain.with_problems(&[Problem::new("csrf-stale")])),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", page(right_to_left(), "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
