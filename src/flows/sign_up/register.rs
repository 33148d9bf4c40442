//! A new user signs themselves up.

use std::sync::Arc;

use super::{pledge, taken};
use crate::domain::client::Client;
use crate::domain::code::{CodeKind, Delivery};
use crate::domain::event::EventName;
use crate::domain::identifier::{IdentifierKind, fold, is_email, is_phone_number, is_username};
use crate::domain::pool::{AttributeProblem, Contact, PasswordProblem, Pool};
use crate::domain::random::uuid_v4;
use crate::domain::secret::Secret;
use crate::domain::user::{Attributes, SecondFactors, User, UserId, UserStatus};
use crate::fail_points::fail_point;
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::{Deps, Error, Undeliverable, admission, aliases, chosen_password, codes, events};
use crate::limits::Rate;
use crate::storage::{Tx, UserWrite};

/// What a person gives to sign up.
#[derive(Debug)]
pub struct SignUp {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client they come through.
    pub client: Arc<Client>,
    /// What they typed as the name.
    pub username: String,
    /// The password.
    pub password: Secret,
    /// Attributes.
    pub attributes: Attributes,
    /// The language of the page they typed it at; empty where there was none.
    pub language: String,
    /// The browser in which they typed it at the page; `None` where an app calls the API.
    pub browser: Option<String>,
}

/// A user who signed up.
#[derive(Debug)]
pub struct Registered {
    /// Their id.
    pub id: UserId,
    /// Whether nothing is left to confirm.
    pub is_confirmed: bool,
    /// Where the code went, if one was sent.
    pub delivery: Option<Delivery>,
    /// What the browser brings back with the code; empty where an app called the API.
    pub pledge: String,
}

/// Why a sign-up was refused; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignUpRefused {
    /// Only admins make users here.
    NotPermitted,
    /// The name is not of the form that the pool asks for.
    UsernameInvalid(UsernameProblem),
    /// The password does not do.
    Password(Vec<PasswordProblem>),
    /// Attributes do not fit, may not be written, or are missing.
    Attributes(Vec<AttributeProblem>),
    /// Somebody has that name.
    Taken(IdentifierKind),
    /// Too many codes were asked for that address.
    LimitExceeded,
    /// No code can be sent to that number.
    Undeliverable(Undeliverable),
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsernameProblem {
    /// It has characters that a username cannot have, or is too long.
    Malformed,
    /// The pool signs in by e-mail address.
    NotEmail,
    /// The pool signs in by phone number.
    NotPhoneNumber,
    /// The pool signs in by either.
    NotContact,
    /// It looks like an e-mail address although addresses are aliases here (`cognito.md` §6.2).
    LooksLikeEmail,
    /// It looks like a phone number although numbers are aliases here.
    LooksLikePhoneNumber,
}

/// How a sign-up ends.
#[derive(Debug)]
pub enum SignUpOutcome {
    /// The user was made.
    Registered(Registered),
    /// Somebody has that contact, and the page must not tell: it is answered as a new one is (decision D5).
    AsIfRegistered {
        /// Where the code of a new account would have gone.
        delivery: Option<Delivery>,
        /// What the browser brings back with a code.
        pledge: String,
    },
    /// It was refused.
    Refused(SignUpRefused),
}

/// Makes a user from what they gave. The code's mail is queued in the same transaction.
pub async fn register(deps: &Deps, sign_up: SignUp) -> Result<SignUpOutcome, Error> {
    let user = match prepare(deps, &sign_up) {
        Ok(user) => user,
        Err(refused) => return Ok(SignUpOutcome::Refused(refused)),
    };
    let place = deps.hasher.keep_place(sign_up.pool.id.as_str())?;
    admission::admit(deps, Rate::SignUp, Some(&sign_up.pool.id))?.keep();
    let SignUp { pool, client, password, language, browser, .. } = &sign_up;
    if aliases::is_id_of_another(deps, pool, &user).await? {
        return Ok(SignUpOutcome::Refused(SignUpRefused::Taken(IdentifierKind::Username)));
    }
    let proven = user.confirmed_at(&pool.settings);
    if let Some(to) = proven {
        let folded = fold(to.address, pool.settings.sign_in_names.case_sensitive);
        let refused = match may_ask(deps, pool, None, &folded, proven).await? {
            Asked::Send => None,
            Asked::Undeliverable(why) => Some(SignUpRefused::Undeliverable(why)),
            Asked::SendNothing | Asked::Refused => Some(SignUpRefused::LimitExceeded),
        };
        if let Some(refused) = refused {
            return Ok(SignUpOutcome::Refused(refused));
        }
    }
    fail_point!("sign_up.admitted");
    let problems = chosen_password::breached(deps, password).await;
    if !problems.is_empty() {
        return Ok(SignUpOutcome::Refused(SignUpRefused::Password(problems)));
    }
    let user = User { password: Some(deps.hasher.hash(place, password).await?), ..user };
    fail_point!("sign_up.hashed");
    let pledge = match browser {
        Some(browser) if pool.settings.uses_contact_as_username() => pledge::seal(deps, &sign_up, &user, browser)?,
        _ => String::new(),
    };
    let event = events::of_user(deps, EventName::UserSignedUp, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<Result<Option<Delivery>, IdentifierKind>, Error> {
        if let UserWrite::Conflict(kind) = tx.users().add(&user, &pool.settings).await? {
            return Ok(Err(kind));
        }
        tx.events().add(&event).await?;
        let delivery = match user.confirmed_at(&pool.settings) {
            Some(to) => {
                let sent = codes::Sent { kind: CodeKind::SignUp, to, is_pending: false, language };
                Some(codes::issue(deps, tx, pool, &user, sent).await?)
            }
            None => None,
        };
        fail_point!("sign_up.written");
        Ok(Ok(delivery))
    };
    let written = deps.storage.unit(write).await?;
    fail_point!("sign_up.committed");
    let kind = match written {
        Ok(delivery) => {
            return Ok(SignUpOutcome::Registered(Registered { id: user.id, is_confirmed: false, delivery, pledge }));
        }
        Err(kind) => kind,
    };
    taken::meet(deps, &sign_up, &user).await?;
    Ok(if browser.is_some() && pool.settings.uses_contact_as_username() {
        let delivery = user.confirmed_at(&pool.settings).map(Delivery::to);
        SignUpOutcome::AsIfRegistered { delivery, pledge }
    } else {
        SignUpOutcome::Refused(SignUpRefused::Taken(kind))
    })
}

/// The user to be, without a password hash, or what is wrong.
fn prepare(deps: &Deps, sign_up: &SignUp) -> Result<User, SignUpRefused> {
    let SignUp { pool, client, username, password, attributes, .. } = sign_up;
    if !pool.settings.self_sign_up {
        return Err(SignUpRefused::NotPermitted);
    }
    let id = UserId(uuid_v4(deps.random.as_ref()));
    let mut attributes = attributes.clone();
    let typed = username.trim();
    let username = username_of(pool, typed, id, &mut attributes).map_err(SignUpRefused::UsernameInvalid)?;
    let problems = chosen_password::problems(deps, pool, password, (typed, &attributes));
    if !problems.is_empty() {
        return Err(SignUpRefused::Password(problems));
    }
    check_attributes(pool, client, &attributes)?;
    attributes.retain(|_, value| !value.is_empty());
    for contact in [Contact::Email, Contact::PhoneNumber] {
        if attributes.contains_key(contact.attribute()) {
            attributes.insert(contact.verified_attribute().to_owned(), "false".to_owned());
        }
    }
    let now = deps.now();
    Ok(User {
        id,
        pool: pool.id.clone(),
        username,
        status: UserStatus::Unconfirmed,
        enabled: true,
        attributes,
        password: None,
        temporary_until: None,
        signed_out_at: None,
        second_factors: SecondFactors::default(),
        epoch: 0,
        version: 1,
        created_at: now,
        updated_at: now,
    })
}

fn check_attributes(pool: &Pool, client: &Client, attributes: &Attributes) -> Result<(), SignUpRefused> {
    let schema = &pool.settings.schema;
    let refuse = |(name, value): (&String, &String)| match pool.settings.check_attribute(name, value) {
        Ok(()) if !client.settings.writes(name) => Some(AttributeProblem::NotWritable(name.clone())),
        Ok(()) => None,
        Err(problem) => Some(problem),
    };
    let mut problems: Vec<AttributeProblem> = attributes.iter().filter_map(refuse).collect();
    problems.extend(schema.missing(attributes).into_iter().map(AttributeProblem::Missing));
    if problems.is_empty() { Ok(()) } else { Err(SignUpRefused::Attributes(problems)) }
}

/// The username that `typed` stands for. Where contacts are usernames, the typed contact becomes the attribute and the
/// username is generated (`cognito.md` §6.2); shared with the admin's way of making users.
pub(crate) fn username_of(
    pool: &Pool,
    typed: &str,
    id: UserId,
    attributes: &mut Attributes,
) -> Result<String, UsernameProblem> {
    let names = &pool.settings.sign_in_names;
    if !is_username(typed) {
        return Err(UsernameProblem::Malformed);
    }
    if names.username_attributes.is_empty() {
        return match names.contact_like(typed) {
            Some(Contact::Email) => Err(UsernameProblem::LooksLikeEmail),
            Some(Contact::PhoneNumber) => Err(UsernameProblem::LooksLikePhoneNumber),
            None => Ok(typed.to_owned()),
        };
    }
    let (email, phone) = (
        names.username_attributes.contains(&Contact::Email),
        names.username_attributes.contains(&Contact::PhoneNumber),
    );
    let contact = match typed {
        _ if email && is_email(typed) => Contact::Email,
        _ if phone && is_phone_number(typed) => Contact::PhoneNumber,
        _ if email && phone => return Err(UsernameProblem::NotContact),
        _ if email => return Err(UsernameProblem::NotEmail),
        _ => return Err(UsernameProblem::NotPhoneNumber),
    };
    attributes.entry(contact.attribute().to_owned()).or_insert_with(|| typed.to_owned());
    Ok(id.to_string())
}
