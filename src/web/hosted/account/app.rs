//! `/account/app`: an authenticator app is set up. Its secret was made when the person asked for it, so that opening the page
//! writes nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::codes;
use super::frame::Frame;
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::secret::ExposeSecret;
use crate::domain::sign_in::Factor;
use crate::flows::account::summary;
use crate::flows::mfa::{Enrolment, OwnAppOutcome, OwnAppRefused, finish_own, pending_own};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::qr::{QrDrawing, draw};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::confirm::spaceless;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::mfa_setup::in_groups;
use crate::web::hosted::respond::{Answer, Stop};
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};
use crate::web::hosted::wording;

/// The page on which an authenticator app is set up.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_app.html")]
pub struct AccountAppView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
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
    /// Where one goes back to.
    pub back_href: String,
}

impl AccountAppView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, frame: Frame, form: Form, enrolment: &Enrolment, back_href: String) -> Self {
        let address = enrolment.address.expose_secret();
        Self {
            layout,
            frame,
            qr: draw(address),
            app_href: address.to_owned(),
            secret: in_groups(enrolment.secret.expose_secret()),
            form,
            code: Field::code(),
            back_href,
        }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.code]);
        self
    }
}

/// Shows what was begun.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::App).await?;
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Takes the first code.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::App).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    let code = spaceless(&field(&form, "code"));
    if code.is_empty() {
        return page.go_to(&visitor, Place::App, &wrong(vec![Wrong::field("code", "required")]));
    }
    match finish_own(&page.deps, &visitor.caller, &code, "").await? {
        OwnAppOutcome::Done => done(page, visitor).await,
        OwnAppOutcome::Refused(OwnAppRefused::NotRecent) => page.prove_again(&visitor, Place::Factors).await,
        OwnAppOutcome::Refused(OwnAppRefused::NotOffered) => {
            page.go_to(&visitor, Place::Factors, &wrong(vec![Wrong::form("account-gone")]))
        }
        OwnAppOutcome::Code(refused) => {
            page.go_to(&visitor, Place::App, &wrong(vec![wording::proof(Factor::Totp, refused)]))
        }
    }
}

/// Whoever has no recovery codes gets some with their first app.
async fn done(page: &PageContext, visitor: Visitor) -> Answer {
    let left = summary(&page.deps, &visitor.caller).await?.recovery_codes;
    if left == 0 {
        // The account is another one by now: it has a factor.
        let visitor = page.visitor(Place::App).await?;
        if let Some(codes) = codes::made(page, &visitor).await? {
            return page.go_to(&visitor, Place::Codes, &State { codes, ..notice("account-notice-app-added") });
        }
    }
    page.go_to(&visitor, Place::Factors, &notice("account-notice-app-added"))
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let Some(enrolment) = pending_own(&page.deps, &visitor.caller).await? else {
        return Err(Stop::Go(visitor.href(Place::Factors)));
    };
    let (layout, frame) = page.frame(visitor).await?;
    let form = page.form_at(visitor, Place::App);
    let view = AccountAppView::new(layout, frame, form, &enrolment, visitor.href(Place::Factors));
    page.page(status, &view.with_problems(&state.problems()), "")
}

impl View for AccountAppView {
    const TEMPLATE: &'static str = "pages/account_app.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, name: &str| {
            let enrolment = Enrolment {
                secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
                address: "otpauth://totp/Northwind:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind".into(),
            };
            let frame = Frame::sample(Place::App, name, "ada@example.com");
            let form = Form::new("/xx-local-1_a/account/app", "MTIz.csrf");
            Self::new(layout, frame, form, &enrolment, "/xx-local-1_a/account/factors".to_owned())
        };
        let plain = page(layout(), "Ada Lovelace");
        vec![
            ("plain", plain.clone()),
            ("wrong", plain.with_problems(&[Problem::at("code", "app-code-mismatch")])),
            ("long-words", page(branded(LONG), LONG)),
            ("right-to-left", page(right_to_left(), "عائشة")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD)),
        ]
    }
}
