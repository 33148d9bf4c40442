//! `/account/profile`: what is known of the person, as far as it is theirs to write; and their contacts, which are proven at
//! pages of their own.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::pool::{Contact, Schema, is_custom};
use crate::domain::user::{Attributes, User};
use crate::flows::account::{AttributesOutcome, pending_contact, update_attributes};
use crate::flows::federation::rewritten;
use crate::protocol::oauth::Params;
use crate::render::page::{Field, Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::fields::attribute;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::{Answer, Stop};
use crate::web::hosted::sampling::{ARABIC, LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};
use crate::web::hosted::wording;

/// Standard attributes that are shown whether or not they are set: what most people have.
const USUAL: [&str; 3] = ["name", "given_name", "family_name"];
/// Standard attributes that are not the person's to see or write here.
const APART: [&str; 3] = ["email", "phone_number", "updated_at"];

/// The page of what is known of a person.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_profile.html")]
pub struct AccountProfileView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The username, where it is the person's own choice; empty elsewhere.
    pub username: String,
    /// Their contacts.
    pub contacts: Vec<ContactRow>,
    /// The form.
    pub form: Form,
    /// What they may write.
    pub attributes: Vec<Field>,
    /// What they may only read.
    pub fixed: Vec<Field>,
    /// What a provider says of them anew each time they sign in: an edit would not last.
    pub given: Vec<GivenRow>,
}

/// Something that a provider says of the person.
#[derive(Debug, Clone, Default, Serialize)]
pub struct GivenRow {
    /// What it is.
    pub field: Field,
    /// What people call the provider.
    pub provider: String,
}

/// A contact of the person.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ContactRow {
    /// The key of what it is called.
    pub label: String,
    /// The address; empty for none.
    pub value: String,
    /// Whether it is proven.
    pub is_proven: bool,
    /// What waits to take its place; empty for nothing.
    pub pending: String,
    /// Where it is changed and proven.
    pub href: String,
    /// What people call the provider that says it anew at each sign-in; empty: it is the person's to change.
    pub provider: String,
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Profile).await?;
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Writes what was changed.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, posted) = page.receive_at(body, Place::Profile).await?;
    let (Posted::Fresh(form) | Posted::Stale(form)) = &posted;
    let user = &visitor.caller.user;
    let schema = &visitor.caller.pool.settings.schema;
    let rewritten = rewritten(&page.deps, &visitor.caller).await?;
    let typed = typed(form, schema, (user, &rewritten));
    if let Posted::Stale(_) = posted {
        return show(page, &visitor, &State { typed, ..stale() }, StatusCode::FORBIDDEN).await;
    }
    let changed: Attributes = typed
        .iter()
        .filter(|(name, value)| user.attribute(name).unwrap_or_default() != value.as_str())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if changed.is_empty() {
        return page.go_to(&visitor, Place::Profile, &State::default());
    }
    let problems = match update_attributes(&page.deps, visitor.caller.clone(), changed).await? {
        AttributesOutcome::Done(_) => return page.go_to(&visitor, Place::Profile, &notice("account-notice-saved")),
        AttributesOutcome::NotRecent => return page.prove_again(&visitor, Place::Profile).await,
        AttributesOutcome::Refused(problems) => {
            let is_shown = |name: &str| typed.contains_key(name);
            problems.iter().map(|problem| wording::attribute(schema, problem, is_shown)).collect()
        }
        AttributesOutcome::Taken(_) => vec![Wrong::form("alias-taken")],
        AttributesOutcome::Undeliverable(_) | AttributesOutcome::LimitExceeded => vec![wording::too_many()],
    };
    page.go_to(&visitor, Place::Profile, &State { typed, ..wrong(problems) })
}

/// What was typed into the inputs that the page has; others that come with the form are not looked at (case 219).
fn typed(form: &Params, schema: &Schema, whose: (&User, &Rewritten)) -> Attributes {
    let given = |name: &String| form.has(name).then(|| (name.clone(), field(form, name).trim().to_owned()));
    writable(schema, whose).iter().filter_map(given).collect()
}

/// Attributes that a provider writes again at each sign-in, with what people call it.
type Rewritten = BTreeMap<String, String>;

/// Which attributes the person may write here: those that may change, or are not set yet, and that no provider writes again.
/// Never the pool's own: what they are for only its apps know, and one may say what the person is allowed to do (case 219).
fn writable(schema: &Schema, (user, rewritten): (&User, &Rewritten)) -> Vec<String> {
    let may =
        |name: &&str| !rewritten.contains_key(*name) && (schema.is_mutable(name) || user.attribute(name).is_none());
    names(schema, user).into_iter().filter(|name| !is_custom(name)).filter(may).map(str::to_owned).collect()
}

/// The attributes that are shown, in the order of the standard ones and the pool's own.
fn names<'a>(schema: &'a Schema, user: &'a User) -> Vec<&'a str> {
    let standard = crate::domain::pool::STANDARD_ATTRIBUTES.iter().map(|(name, _, _)| *name);
    let is_shown =
        |name: &&str| USUAL.contains(name) || schema.required.contains(*name) || user.attribute(name).is_some();
    let custom = schema.custom.iter().map(|rule| rule.name.as_str()).filter(|name| user.attribute(name).is_some());
    let mut names: Vec<&str> = USUAL.into_iter().collect();
    names.extend(standard.filter(|name| !APART.contains(name) && !USUAL.contains(name)).filter(is_shown));
    names.extend(custom);
    names
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let (pool, user) = (&visitor.caller.pool, &visitor.caller.user);
    let schema = &pool.settings.schema;
    let rewritten = rewritten(&page.deps, &visitor.caller).await?;
    let writable = writable(schema, (user, &rewritten));
    let input = |name: &str| {
        let held = user.attribute(name).unwrap_or_default();
        let value = state.typed.get(name).map_or(held, String::as_str);
        attribute(name, schema.required.contains(name)).with_value(value)
    };
    let (attributes, fixed): (Vec<Field>, Vec<Field>) =
        names(schema, user).into_iter().map(input).partition(|field| writable.contains(&field.name));
    let (given, fixed): (Vec<Field>, Vec<Field>) =
        fixed.into_iter().partition(|field| rewritten.contains_key(&field.name));
    let row = |field: Field| GivenRow { provider: rewritten.get(&field.name).cloned().unwrap_or_default(), field };
    let has_own_name = !pool.settings.uses_contact_as_username();
    let view = AccountProfileView {
        layout,
        frame,
        notice: state.notice.clone(),
        username: if has_own_name { user.username.clone() } else { String::new() },
        contacts: contacts(page, visitor, &rewritten).await?,
        form: page.form_at(visitor, Place::Profile),
        attributes,
        fixed,
        given: given.into_iter().map(row).collect(),
    };
    page.page(status, &view.with_problems(&state.problems()), "")
}

async fn contacts(page: &PageContext, visitor: &Visitor, rewritten: &Rewritten) -> Result<Vec<ContactRow>, Stop> {
    let mut rows = Vec::new();
    for (contact, place) in [(Contact::Email, Place::Email), (Contact::PhoneNumber, Place::Phone)] {
        let user = &visitor.caller.user;
        let name = contact.attribute();
        rows.push(ContactRow {
            label: format!("attribute-{}", name.replace('_', "-")),
            value: user.attribute(name).unwrap_or_default().to_owned(),
            is_proven: user.has_verified(contact),
            pending: pending_contact(&page.deps, &visitor.caller, contact).await?.unwrap_or_default(),
            href: visitor.href(place),
            provider: rewritten.get(name).cloned().unwrap_or_default(),
        });
    }
    Ok(rows)
}

impl AccountProfileView {
    /// The page after a try that failed.
    #[must_use]
    pub fn with_problems(mut self, problems: &[Problem]) -> Self {
        self.form.show(problems, self.attributes.iter_mut());
        self
    }
}

impl View for AccountProfileView {
    const TEMPLATE: &'static str = "pages/account_profile.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let contact = |label: &str, value: &str, is_proven, pending: &str| ContactRow {
            label: label.to_owned(),
            value: value.to_owned(),
            is_proven,
            pending: pending.to_owned(),
            href: "/xx-local-1_a/account/email".to_owned(),
            provider: String::new(),
        };
        let page = |layout, name: &str, email: &str| Self {
            layout,
            frame: Frame::sample(Place::Profile, name, email),
            notice: String::new(),
            username: "ada".to_owned(),
            contacts: vec![
                contact("attribute-email", email, true, ""),
                contact("attribute-phone-number", "", false, ""),
            ],
            form: Form::new("/xx-local-1_a/account/profile", "MTIz.csrf"),
            attributes: vec![
                attribute("name", true).with_value(name),
                attribute("given_name", false),
                attribute("birthdate", false),
                attribute("custom:favourite_colour", false),
            ],
            fixed: vec![attribute("custom:member_since", false).with_value("2024")],
            given: Vec::new(),
        };
        let plain = page(layout(), "Ada Lovelace", "ada@example.com");
        let waiting = vec![
            contact("attribute-email", "ada@example.com", true, "ada@lovelace.example"),
            contact("attribute-phone-number", "+491512345678", false, ""),
        ];
        let given = |name: &str, value: &str| GivenRow {
            field: attribute(name, false).with_value(value),
            provider: "Google".to_owned(),
        };
        let from_provider = Self {
            contacts: vec![
                ContactRow { provider: "Google".to_owned(), ..contact("attribute-email", "ada@example.com", true, "") },
                contact("attribute-phone-number", "", false, ""),
            ],
            username: String::new(),
            attributes: vec![attribute("birthdate", false)],
            given: vec![given("name", "Ada Lovelace"), given("given_name", "Ada")],
            ..plain.clone()
        };
        vec![
            ("plain", plain.clone()),
            ("from-provider", from_provider),
            ("saved", Self { notice: "account-notice-saved".to_owned(), ..plain.clone() }),
            ("waiting", Self { contacts: waiting, username: String::new(), ..plain.clone() }),
            (
                "wrong",
                plain.with_problems(&[Problem::at("birthdate", "invalid-date"), Problem::at("name", "required")]),
            ),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), ARABIC, "+966501234567")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
