//! `/account/password`: the password is replaced by who knows it, or set by who has none and proved in another way who they
//! are. Everything else that was open ends with it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::pool::PasswordStrength;
use crate::domain::secret::Secret;
use crate::flows::account::{ChangeOutcome, change_password, require_recent_proof};
use crate::render::page::{Field, Form, Layout, Problem, Rule};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::fields::password_rules;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, plain_rules, right_to_left, strict_rules};
use crate::web::hosted::state::{State, Wrong};
use crate::web::hosted::wording;

/// The page on which a password is set.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_password.html")]
pub struct AccountPasswordView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// What the account signs in with, for password managers.
    pub username: String,
    /// The form.
    pub form: Form,
    /// Whether there is a password to be replaced.
    pub has_password: bool,
    /// The password that one has.
    pub password: Field,
    /// The new one.
    pub new_password: Field,
    /// Where one goes back to.
    pub back_href: String,
}

impl AccountPasswordView {
    /// The page as it is first shown.
    #[must_use]
    pub fn new(layout: Layout, frame: Frame, form: Form, has_password: bool, rules: Vec<Rule>) -> Self {
        let current = Field { label: "label-current-password".to_owned(), ..Field::current_password() };
        Self {
            layout,
            username: frame.account.clone(),
            frame,
            form,
            has_password,
            password: current,
            new_password: Field::new_password("new_password", rules),
            back_href: String::new(),
        }
    }

    /// The page with a way back.
    #[must_use]
    pub fn with_back(self, href: String) -> Self {
        Self { back_href: href, ..self }
    }

    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, [&mut self.password, &mut self.new_password]);
        self
    }
}

/// Shows the page; who has no password proves first who they are.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Password).await?;
    let caller = &visitor.caller;
    if caller.user.is_from_elsewhere() {
        return page.go_to(&visitor, Place::Factors, &State::default());
    }
    if caller.user.password.is_none() && require_recent_proof(&page.deps, caller.proven_at()).is_err() {
        return page.prove_again(&visitor, Place::Password).await;
    }
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Sets the password.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::Password).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    let caller = &visitor.caller;
    let (current, proposed) = (field(&form, "password"), field(&form, "new_password"));
    let given =
        [("password", caller.user.password.is_some() && current.is_empty()), ("new_password", proposed.is_empty())];
    let missing: Vec<Wrong> =
        given.iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| Wrong::field(name, "required")).collect();
    if !missing.is_empty() {
        return page.go_to(&visitor, Place::Password, &wrong(missing));
    }
    let strength = PasswordStrength::of(&proposed, &[&caller.user.username]);
    let outcome = change_password(&page.deps, caller.clone(), &Secret::from(current), &Secret::from(proposed)).await?;
    let problems = match outcome {
        ChangeOutcome::Done => {
            return page.go_to(&visitor, Place::Factors, &notice("account-notice-password"));
        }
        ChangeOutcome::NotRecent => return page.prove_again(&visitor, Place::Password).await,
        ChangeOutcome::Wrong => vec![Wrong::field("password", "current-password")],
        ChangeOutcome::LimitExceeded => vec![wording::too_many()],
        ChangeOutcome::Refused(problems) => {
            wording::password("new_password", &caller.pool.settings.password, &problems, strength)
        }
    };
    page.go_to(&visitor, Place::Password, &wrong(problems))
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let caller = &visitor.caller;
    let rules = password_rules(&caller.pool.settings.password, page.deps.breached.refuses_common);
    let form = page.form_at(visitor, Place::Password);
    let view = AccountPasswordView::new(layout, frame, form, caller.user.password.is_some(), rules)
        .with_back(visitor.href(Place::Factors))
        .with_problems(&state.problems());
    page.page(status, &view, "")
}

impl View for AccountPasswordView {
    const TEMPLATE: &'static str = "pages/account_password.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, name: &str, account: &str, has_password, rules| {
            let frame = Frame::sample(Place::Password, name, account);
            let form = Form::new("/xx-local-1_a/account/password", "MTIz.csrf");
            Self::new(layout, frame, form, has_password, rules).with_back("/xx-local-1_a/account/factors".to_owned())
        };
        let plain = page(layout(), "Ada Lovelace", "ada@example.com", true, plain_rules());
        let weak = [Problem::at("new_password", "password-breached"), Problem::strength("new_password", 0)];
        vec![
            ("plain", plain.clone()),
            ("first", page(layout(), "Ada Lovelace", "ada@example.com", false, plain_rules())),
            ("wrong", plain.clone().with_problems(&[Problem::at("password", "current-password")])),
            ("weak", plain.clone().with_problems(&weak)),
            ("locked", plain.with_problems(&[Problem::new("too-many-attempts").with_count(0)])),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"), true, strict_rules())),
            ("right-to-left", page(right_to_left(), "عائشة", "+966501234567", true, strict_rules())),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD, true, plain_rules())),
        ]
    }
}
