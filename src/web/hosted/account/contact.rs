//! `/account/email` and `/account/phone`: another address, or the proof of the one there is. The old one holds until the
//! new one is proven (case 220).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::pool::Contact;
use crate::domain::user::Attributes;
use crate::flows::account::{
    AttributesOutcome, VerificationOutcome, VerificationSent, cancel_pending, pending_contact, require_recent_proof,
    send_verification, update_attributes, verify,
};
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::confirm::spaceless;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::fields::attribute;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};
use crate::web::hosted::wording;

/// The page of one contact.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_contact.html")]
pub struct AccountContactView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// `email` or `phone`.
    pub kind: String,
    /// The address that there is; empty for none.
    pub held: String,
    /// Whether it is proven.
    pub is_proven: bool,
    /// Whether it can be taken away: nobody has proven it, and the account does without.
    pub can_be_removed: bool,
    /// Where the code went that is waited for; empty where none is.
    pub waits_for: String,
    /// Whether that is to take the place of the one there is.
    pub is_pending: bool,
    /// The form. Its buttons post `do` = `change`, `send`, `verify` or `cancel`.
    pub form: Form,
    /// The new address.
    pub address: Field,
    /// The code.
    pub code: Field,
    /// Where one goes back to.
    pub back_href: String,
}

/// Shows the page of the e-mail address.
pub(in crate::web::hosted) async fn get_email(page: PageContext) -> HttpResponse {
    let answer = open(&page, Place::Email).await;
    page.finish(answer)
}

/// Shows the page of the phone number.
pub(in crate::web::hosted) async fn get_phone(page: PageContext) -> HttpResponse {
    let answer = open(&page, Place::Phone).await;
    page.finish(answer)
}

async fn open(page: &PageContext, place: Place) -> Answer {
    let visitor = page.visitor(place).await?;
    if require_recent_proof(&page.deps, visitor.caller.proven_at()).is_err() {
        return page.prove_again(&visitor, place).await;
    }
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Changes or proves the e-mail address.
pub(in crate::web::hosted) async fn post_email(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body, Place::Email).await;
    page.finish(answer)
}

/// Changes or proves the phone number.
pub(in crate::web::hosted) async fn post_phone(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body, Place::Phone).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body, place: Place) -> Answer {
    let (visitor, form) = match page.receive_at(body, place).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    match field(&form, "do").as_str() {
        "verify" => prove(page, &visitor, &spaceless(&field(&form, "code"))).await,
        "send" => send(page, &visitor).await,
        "remove" => remove(page, &visitor).await,
        "cancel" => {
            cancel_pending(&page.deps, &visitor.caller, contact_of(place)).await?;
            page.go_to(&visitor, place, &State::default())
        }
        _ => change(page, &visitor, field(&form, contact_of(place).attribute()).trim()).await,
    }
}

fn contact_of(place: Place) -> Contact {
    if place == Place::Phone { Contact::PhoneNumber } else { Contact::Email }
}

async fn change(page: &PageContext, visitor: &Visitor, address: &str) -> Answer {
    let name = contact_of(visitor.place).attribute();
    if address.is_empty() {
        return page.go_to(visitor, visitor.place, &wrong(vec![Wrong::field(name, "required")]));
    }
    if visitor.caller.user.attribute(name) == Some(address) {
        return page.go_to(visitor, visitor.place, &wrong(vec![Wrong::field(name, "same-address")]));
    }
    let given: Attributes = [(name.to_owned(), address.to_owned())].into();
    let problems = match update_attributes(&page.deps, visitor.caller.clone(), given.clone()).await? {
        AttributesOutcome::Done(_) => return page.go_to(visitor, visitor.place, &State::default()),
        AttributesOutcome::NotRecent => return page.prove_again(visitor, visitor.place).await,
        AttributesOutcome::Refused(problems) => {
            let schema = &visitor.caller.pool.settings.schema;
            problems.iter().map(|problem| wording::attribute(schema, problem, |shown| shown == name)).collect()
        }
        AttributesOutcome::Taken(_) => vec![Wrong::field(name, "address-taken")],
        AttributesOutcome::Undeliverable(_) => vec![Wrong::field(name, "undeliverable")],
        AttributesOutcome::LimitExceeded => vec![wording::too_many()],
    };
    page.go_to(visitor, visitor.place, &State { typed: given, ..wrong(problems) })
}

/// Takes away what nobody has proven; what is proven is the way back to the account, and is changed only.
async fn remove(page: &PageContext, visitor: &Visitor) -> Answer {
    if !can_be_removed(visitor) {
        return page.go_to(visitor, visitor.place, &State::default());
    }
    let given: Attributes = [(contact_of(visitor.place).attribute().to_owned(), String::new())].into();
    match update_attributes(&page.deps, visitor.caller.clone(), given).await? {
        AttributesOutcome::Done(_) => page.go_to(visitor, Place::Profile, &notice("account-notice-removed")),
        AttributesOutcome::NotRecent => page.prove_again(visitor, visitor.place).await,
        AttributesOutcome::Refused(_)
        | AttributesOutcome::Taken(_)
        | AttributesOutcome::Undeliverable(_)
        | AttributesOutcome::LimitExceeded => page.go_to(visitor, visitor.place, &wrong(vec![Wrong::form("refused")])),
    }
}

fn can_be_removed(visitor: &Visitor) -> bool {
    let (contact, user, settings) = (contact_of(visitor.place), &visitor.caller.user, &visitor.caller.pool.settings);
    let is_needed = settings.schema.required.contains(contact.attribute()) || settings.uses_contact_as_username();
    user.attribute(contact.attribute()).is_some() && !user.has_verified(contact) && !is_needed
}

async fn send(page: &PageContext, visitor: &Visitor) -> Answer {
    let contact = contact_of(visitor.place);
    let name = contact.attribute();
    let state = match send_verification(&page.deps, visitor.caller.clone(), contact).await? {
        VerificationSent::Sent(delivery) => {
            State { destination: delivery.destination, ..notice("account-notice-code-sent") }
        }
        VerificationSent::NoAddress => wrong(vec![Wrong::field(name, "required")]),
        VerificationSent::Undeliverable(_) => wrong(vec![Wrong::field(name, "undeliverable")]),
        VerificationSent::LimitExceeded => wrong(vec![wording::too_many()]),
    };
    page.go_to(visitor, visitor.place, &state)
}

async fn prove(page: &PageContext, visitor: &Visitor, code: &str) -> Answer {
    let again = |problem| State { destination: visitor.state.destination.clone(), ..wrong(vec![problem]) };
    if code.is_empty() {
        return page.go_to(visitor, visitor.place, &again(Wrong::field("code", "required")));
    }
    let contact = contact_of(visitor.place);
    let problem = match verify(&page.deps, visitor.caller.clone(), contact, code).await? {
        VerificationOutcome::Done => {
            page.keep_at(visitor, visitor.place, &State::default())?;
            return page.go_to(visitor, Place::Profile, &notice("account-notice-proven"));
        }
        VerificationOutcome::Code(refused) => wording::code(refused),
        VerificationOutcome::Taken(_) => Wrong::form("address-taken"),
    };
    page.go_to(visitor, visitor.place, &again(problem))
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let contact = contact_of(visitor.place);
    let (name, user) = (contact.attribute(), &visitor.caller.user);
    let pending = pending_contact(&page.deps, &visitor.caller, contact).await?;
    let view = AccountContactView {
        layout,
        frame,
        notice: state.notice.clone(),
        kind: if contact == Contact::Email { "email" } else { "phone" }.to_owned(),
        held: user.attribute(name).unwrap_or_default().to_owned(),
        is_proven: user.has_verified(contact),
        can_be_removed: can_be_removed(visitor),
        is_pending: pending.is_some(),
        waits_for: pending.unwrap_or_else(|| state.destination.clone()),
        form: page.form_at(visitor, visitor.place),
        address: address(name).with_value(state.typed.get(name).map_or("", String::as_str)),
        code: Field::code(),
        back_href: visitor.href(Place::Profile),
    };
    page.page(status, &view.with_problems(&state.problems()), "")
}

fn address(name: &str) -> Field {
    Field { label: format!("label-new-{}", name.replace('_', "-")), ..attribute(name, true) }
}

impl AccountContactView {
    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        let input = if self.waits_for.is_empty() { &mut self.address } else { &mut self.code };
        self.form.show(problems, [input]);
        self
    }
}

impl View for AccountContactView {
    const TEMPLATE: &'static str = "pages/account_contact.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |layout, name: &str, held: &str| Self {
            layout,
            frame: Frame::sample(Place::Email, name, held),
            notice: String::new(),
            kind: "email".to_owned(),
            held: held.to_owned(),
            is_proven: true,
            can_be_removed: false,
            waits_for: String::new(),
            is_pending: false,
            form: Form::new("/xx-local-1_a/account/email", "MTIz.csrf"),
            address: address("email"),
            code: Field::code(),
            back_href: "/xx-local-1_a/account/profile".to_owned(),
        };
        let plain = page(layout(), "Ada Lovelace", "ada@example.com");
        let phone =
            Self { kind: "phone".to_owned(), held: String::new(), address: address("phone_number"), ..plain.clone() };
        let waiting = Self { waits_for: "ada@lovelace.example".to_owned(), is_pending: true, ..plain.clone() };
        vec![
            ("plain", plain.clone()),
            ("unproven", Self { is_proven: false, can_be_removed: true, ..plain.clone() }),
            ("phone", phone),
            ("waiting", waiting.clone()),
            ("sent-again", Self { notice: "account-notice-code-sent".to_owned(), ..waiting.clone() }),
            ("wrong-code", waiting.with_problems(&[Problem::at("code", "code-mismatch")])),
            ("taken", plain.with_problems(&[Problem::at("email", "address-taken")])),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), "عائشة", "aisha@example.com")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
