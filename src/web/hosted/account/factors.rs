//! `/account/factors`: everything with which the person proves who they are, and what can be done about each.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Serialize;

use super::frame::Frame;
use super::place::Place;
use super::visitor::{Visitor, notice, stale, wrong};
use crate::domain::code::Channel;
use crate::domain::pool::Contact;
use crate::domain::sign_in::{Factor, SecondFactor};
use crate::domain::user::Wish;
use crate::flows::Error;
use crate::flows::account::{Caller, summary};
use crate::flows::federation::linked;
use crate::flows::mfa::{OwnAppRefused, PreferenceChange, RemoveAppOutcome, begin_own, remove_own_app, set_own};
use crate::render::page::{Form, Layout, Problem};
use crate::render::{View, filters};
use crate::web::extract::Body;
use crate::web::hosted::context::PageContext;
use crate::web::hosted::forgery::{Posted, field};
use crate::web::hosted::respond::Answer;
use crate::web::hosted::sampling::{LONG, PAYLOAD, branded, layout, right_to_left};
use crate::web::hosted::state::{State, Wrong};

/// The page of what one proves oneself with.
#[derive(Debug, Clone, Template, Serialize)]
#[template(path = "pages/account_factors.html")]
pub struct AccountFactorsView {
    /// What surrounds the page.
    pub layout: Layout,
    /// What stands around it.
    pub frame: Frame,
    /// The key of something that went well before; empty for none.
    pub notice: String,
    /// The form. Its buttons post `do` = `app:add`, `app:remove`, `on:NAME`, `off:NAME` or `prefer:NAME`.
    pub form: Form,
    /// The names of the providers from which alone the person comes; empty: they can prove themselves here, too.
    pub only_from: String,
    /// Where the accounts elsewhere are with which they sign in; empty where there are none to be had.
    pub linked_href: String,
    /// How many they are.
    pub linked: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Where it is set.
    pub password_href: String,
    /// How many passkeys there are.
    pub passkeys: String,
    /// Where they are; empty where the pool lets nobody in with passkeys.
    pub passkeys_href: String,
    /// Where the known browsers are; empty where the pool does not tell them apart.
    pub devices_href: String,
    /// What the pool offers after the first factor; empty where it asks for nothing.
    pub factors: Vec<FactorRow>,
    /// Whether the pool asks everybody for one.
    pub is_required: bool,
    /// How many recovery codes are left.
    pub codes: String,
    /// Whether so few are left that new ones should be made.
    pub needs_codes: bool,
    /// Where they are made; empty where there may be none.
    pub codes_href: String,
}

/// A second factor.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FactorRow {
    /// `app`, `email` or `sms`.
    pub name: String,
    /// Where codes go; empty for an app, and where there is no proven address.
    pub destination: String,
    /// Whether a proof of it can be checked: it is set up, or there is a proven address.
    pub is_ready: bool,
    /// Whether it is asked for.
    pub is_on: bool,
    /// Whether it is asked for first.
    pub is_preferred: bool,
    /// Where an address is proven; empty for an app.
    pub href: String,
}

/// The name of a second factor on the page.
fn name_of(factor: Factor) -> Option<&'static str> {
    match factor {
        Factor::Totp => Some("app"),
        Factor::EmailCode => Some("email"),
        Factor::SmsCode => Some("sms"),
        Factor::Password | Factor::Passkey | Factor::RecoveryCode => None,
    }
}

/// The factor of a name, if the pool offers it.
fn offered(caller: &Caller, name: &str) -> Option<Factor> {
    let policy = &caller.pool.settings.second_factor;
    policy.kinds.iter().copied().find(|kind| policy.offers(*kind) && name_of(*kind) == Some(name))
}

/// Shows the page.
pub(in crate::web::hosted) async fn get(page: PageContext) -> HttpResponse {
    let answer = open(&page).await;
    page.finish(answer)
}

async fn open(page: &PageContext) -> Answer {
    let visitor = page.visitor(Place::Factors).await?;
    page.note_shown_at(&visitor)?;
    show(page, &visitor, &visitor.state, StatusCode::OK).await
}

/// Changes a factor.
pub(in crate::web::hosted) async fn post(page: PageContext, body: Body) -> HttpResponse {
    let answer = submit(&page, body).await;
    page.finish(answer)
}

async fn submit(page: &PageContext, body: Body) -> Answer {
    let (visitor, form) = match page.receive_at(body, Place::Factors).await? {
        (visitor, Posted::Fresh(form)) => (visitor, form),
        (visitor, Posted::Stale(_)) => return show(page, &visitor, &stale(), StatusCode::FORBIDDEN).await,
    };
    let asked = field(&form, "do");
    let (verb, name) = asked.split_once(':').unwrap_or_default();
    match (verb, name) {
        ("app", "add") => begin(page, &visitor).await,
        ("app", "remove") => remove(page, &visitor).await,
        _ => {
            let factor = offered(&visitor.caller, name);
            match factor.and_then(|factor| wishes(&visitor.caller, verb, factor)) {
                Some(wishes) => wish(page, &visitor, &wishes).await,
                None => page.go_to(&visitor, Place::Factors, &wrong(vec![Wrong::form("account-gone")])),
            }
        }
    }
}

/// What `verb` means for one factor: what else is on stays on, and is not asked first where this is to be.
fn wishes(caller: &Caller, verb: &str, factor: Factor) -> Option<Vec<Wish>> {
    let factors = &caller.user.second_factors;
    let (is_enabled, is_preferred) = match verb {
        "on" => (true, factors.preferred().is_none()),
        "off" => (false, false),
        "prefer" => (true, true),
        _ => return None,
    };
    let mut wishes = vec![Wish { factor, is_enabled, is_preferred }];
    if is_preferred {
        let others = factors.enabled().iter().copied().filter(|other| *other != factor);
        wishes.extend(others.map(|other| Wish { factor: other, is_enabled: true, is_preferred: false }));
    }
    Some(wishes)
}

async fn begin(page: &PageContext, visitor: &Visitor) -> Answer {
    match begin_own(&page.deps, &visitor.caller).await? {
        Ok(_) => page.go_to(visitor, Place::App, &State::default()),
        Err(OwnAppRefused::NotRecent) => page.prove_again(visitor, Place::Factors).await,
        Err(OwnAppRefused::NotOffered) => {
            page.go_to(visitor, Place::Factors, &wrong(vec![Wrong::form("account-gone")]))
        }
    }
}

async fn remove(page: &PageContext, visitor: &Visitor) -> Answer {
    let state = match remove_own_app(&page.deps, &visitor.caller).await? {
        RemoveAppOutcome::Removed => notice("account-notice-factor-removed"),
        RemoveAppOutcome::NotRegistered => wrong(vec![Wrong::form("account-gone")]),
        RemoveAppOutcome::LastOne => wrong(vec![Wrong::form("last-factor")]),
        RemoveAppOutcome::NotRecent => return page.prove_again(visitor, Place::Factors).await,
    };
    page.go_to(visitor, Place::Factors, &state)
}

async fn wish(page: &PageContext, visitor: &Visitor, wishes: &[Wish]) -> Answer {
    let state = match set_own(&page.deps, visitor.caller.clone(), wishes).await? {
        // A factor that is on and was not proven in this session: it is proven now, by the pages of a sign-in.
        PreferenceChange::Done if page.visitor(Place::Factors).await.is_err() => {
            return page.prove_again(visitor, Place::Factors).await;
        }
        PreferenceChange::Done => notice("account-notice-saved"),
        PreferenceChange::NotRecent => return page.prove_again(visitor, Place::Factors).await,
        PreferenceChange::NotRegistered(_) => wrong(vec![Wrong::form("factor-not-ready")]),
        PreferenceChange::OnlyPasskey => wrong(vec![Wrong::form("last-factor")]),
        PreferenceChange::NotFound | PreferenceChange::NotOffered(_) | PreferenceChange::SeveralPreferred => {
            wrong(vec![Wrong::form("account-gone")])
        }
    };
    page.go_to(visitor, Place::Factors, &state)
}

async fn show(page: &PageContext, visitor: &Visitor, state: &State, status: StatusCode) -> Answer {
    let (layout, frame) = page.frame(visitor).await?;
    let Caller { pool, user, .. } = &visitor.caller;
    let summary = summary(&page.deps, &visitor.caller).await?;
    let policy = &pool.settings.second_factor;
    let factors: Vec<FactorRow> =
        policy.kinds.iter().filter(|kind| policy.offers(**kind)).filter_map(|kind| row(visitor, *kind)).collect();
    let is_ready = factors.iter().any(|factor| factor.is_ready);
    let has_passkeys = pool.settings.first_factors.contains(&Factor::Passkey);
    let accounts = linked(&page.deps, &visitor.caller).await?;
    let is_from_elsewhere = user.is_from_elsewhere();
    let names: BTreeSet<&str> = accounts.iter().map(|account| account.provider.display_name()).collect();
    let only_from = names.into_iter().filter(|_| is_from_elsewhere).collect::<Vec<_>>().join(", ");
    let may_link =
        !accounts.is_empty() || !page.deps.directory.providers(&pool.id).await.map_err(Error::from)?.is_empty();
    let href_if = |is_so: bool, place| if is_so { visitor.href(place) } else { String::new() };
    let mut form = page.form_at(visitor, Place::Factors);
    form.show(&state.problems(), []);
    let view = AccountFactorsView {
        layout,
        frame,
        notice: state.notice.clone(),
        form,
        only_from,
        linked_href: href_if(may_link, Place::Linked),
        linked: accounts.len().to_string(),
        has_password: user.password.is_some(),
        password_href: visitor.href(Place::Password),
        passkeys: summary.passkeys.to_string(),
        passkeys_href: href_if(has_passkeys && !is_from_elsewhere, Place::Passkeys),
        devices_href: href_if(pool.settings.knows_devices(), Place::Devices),
        is_required: policy.when == SecondFactor::Required,
        codes: summary.recovery_codes.to_string(),
        needs_codes: summary.recovery_codes < 3,
        codes_href: href_if(is_ready, Place::Codes),
        factors,
    };
    page.page(status, &view, "")
}

fn row(visitor: &Visitor, factor: Factor) -> Option<FactorRow> {
    let Caller { pool, user, .. } = &visitor.caller;
    let policy = &pool.settings.second_factor;
    let channel = Channel::of(factor);
    let contact = channel.map(Channel::contact).filter(|contact| user.has_verified(*contact));
    let address = contact.and_then(|contact| user.attribute(contact.attribute())).unwrap_or_default();
    Some(FactorRow {
        name: name_of(factor)?.to_owned(),
        destination: address.to_owned(),
        is_ready: user.provable().contains(&factor),
        is_on: user.asked_second(policy.when, &policy.kinds).contains(&factor),
        is_preferred: user.second_factors.preferred() == Some(factor),
        href: match channel.map(Channel::contact) {
            Some(Contact::Email) => visitor.href(Place::Email),
            Some(Contact::PhoneNumber) => visitor.href(Place::Phone),
            None => String::new(),
        },
    })
}

impl View for AccountFactorsView {
    const TEMPLATE: &'static str = "pages/account_factors.html";

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |name: &str, destination: &str, is_on| FactorRow {
            name: name.to_owned(),
            destination: destination.to_owned(),
            is_ready: is_on || !destination.is_empty(),
            is_on,
            is_preferred: false,
            href: "/xx-local-1_a/account/email".to_owned(),
        };
        let href = |place: Place| format!("/xx-local-1_a{}", place.path());
        let page = |layout, name: &str, email: &str| Self {
            layout,
            frame: Frame::sample(Place::Factors, name, email),
            notice: String::new(),
            form: Form::new("/xx-local-1_a/account/factors", "MTIz.csrf"),
            only_from: String::new(),
            linked_href: href(Place::Linked),
            linked: "1".to_owned(),
            has_password: true,
            password_href: href(Place::Password),
            passkeys: "2".to_owned(),
            passkeys_href: href(Place::Passkeys),
            devices_href: href(Place::Devices),
            factors: vec![
                FactorRow { is_preferred: true, ..row("app", "", true) },
                row("email", email, true),
                row("sms", "", false),
            ],
            is_required: false,
            codes: "9".to_owned(),
            needs_codes: false,
            codes_href: href(Place::Codes),
        };
        let plain = page(layout(), "Ada Lovelace", "ada@example.com");
        let nothing = Self {
            has_password: false,
            passkeys: "0".to_owned(),
            factors: vec![row("app", "", false), row("email", "ada@example.com", false)],
            codes: "0".to_owned(),
            needs_codes: true,
            codes_href: String::new(),
            ..plain.clone()
        };
        let elsewhere = Self {
            only_from: "Acme, Google".to_owned(),
            linked: "2".to_owned(),
            has_password: false,
            passkeys_href: String::new(),
            ..plain.clone()
        };
        let password_only =
            Self { factors: Vec::new(), passkeys_href: String::new(), devices_href: String::new(), ..plain.clone() };
        let mut last = Self { is_required: true, needs_codes: true, codes: "1".to_owned(), ..plain.clone() };
        last.form.show(&[Problem::new("last-factor")], []);
        vec![
            ("plain", plain.clone()),
            ("nothing-yet", nothing),
            ("password-only", password_only),
            ("from-elsewhere", elsewhere),
            ("changed", Self { notice: "account-notice-password".to_owned(), ..plain }),
            ("last-one", last),
            ("long-words", page(branded(LONG), LONG, &format!("{LONG}@example.com"))),
            ("right-to-left", page(right_to_left(), "عائشة", "aisha@example.com")),
            ("hostile", page(branded(PAYLOAD), PAYLOAD, PAYLOAD)),
        ]
    }
}
