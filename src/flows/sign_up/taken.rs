//! A sign-up with a contact that an account of the pool has already.
//!
//! **Confirmed accounts**: the owner of the address gets a mail; the account stays as it is. The owner of a number gets
//! nothing: a text message costs money, and a stranger would have it sent.
//!
//! **Unconfirmed accounts** hold no claim to the address (lesson L12): somebody signed it up and proved nothing. Were the
//! first password kept, an attacker could sign up a victim's address and wait until the victim, answered as new, proves
//! it for him (case 162). Were it replaced by the last, he would sign up once more while the victim waits for the code,
//! and the victim would type the newest one. So from the second password on, none that lies in the database counts: the
//! account keeps its address and nothing else that a stranger may have put there. It gets a password from the browser in
//! which the code is confirmed ([`super::pledge`]), or by recovery, which the code has made possible.
//!
//! - At the *page* the second sign-up is answered as the first, with a code to the address that was typed, which voids
//!   the one before. Whoever confirms in the browser where they signed up notices nothing.
//! - At the *API* it is refused, as on Cognito, and sends nothing. Nothing changes where the password is the first one
//!   over again: an app that repeats a call whose answer was lost. Else `ConfirmSignUp` still opens the account, and who
//!   proved the address gets in through `ForgotPassword`: their own password would not have worked on Cognito either.
//!
//! Where no code is sent no address is ever proven by its owner; the admin who opens the account vouches for whoever
//! came first, and nothing changes here.

use super::register::SignUp;
use crate::crypto::hashing::Verified;
use crate::domain::code::{CodeKind, Delivery, Destination};
use crate::domain::event::EventName;
use crate::domain::identifier::fold;
use crate::domain::pool::{Contact, Pool};
use crate::domain::user::{User, UserStatus};
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::{Deps, Error, codes, events, messages};
use crate::storage::{Tx, UserWrite};

/// Does what is to be done for whoever has the address already. `attempted` is who signed up in vain.
pub(super) async fn meet(deps: &Deps, sign_up: &SignUp, attempted: &User) -> Result<(), Error> {
    let pool = &sign_up.pool;
    for to in [Contact::PhoneNumber, Contact::Email].into_iter().filter_map(|contact| attempted.reached_by(contact)) {
        let folded = fold(to.address, pool.settings.sign_in_names.case_sensitive);
        let Some(holder) = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await? else { continue };
        if holder.has_verified(to.contact) {
            return match to.contact {
                Contact::Email => tell_owner(deps, pool, &holder, to, &folded).await,
                Contact::PhoneNumber => Ok(()),
            };
        }
        if holder.status == UserStatus::Unconfirmed && attempted.confirmed_at(&pool.settings) == Some(to) {
            return contest(deps, sign_up, &holder, to).await;
        }
    }
    Ok(())
}

/// The owner of the address hears that somebody tried to sign up with it. Where a new address gets a code, the mail was
/// reserved as that code's: a new and a taken address have one budget (case 134).
async fn tell_owner(deps: &Deps, pool: &Pool, owner: &User, to: Destination<'_>, folded: &str) -> Result<(), Error> {
    let is_reserved = owner.confirmed_at(&pool.settings).is_some_and(|code| code.contact == to.contact);
    if !is_reserved && may_ask(deps, pool, None, folded, Some(to)).await? != Asked::Send {
        return Ok(());
    }
    deps.storage
        .unit(async |tx: &Tx| -> Result<(), Error> { messages::account_exists(deps, tx, pool, owner).await })
        .await
}

/// From here on no password in the database opens the unconfirmed account.
async fn contest(deps: &Deps, sign_up: &SignUp, holder: &User, to: Destination<'_>) -> Result<(), Error> {
    let SignUp { pool, client, password, language, browser, .. } = sign_up;
    if browser.is_none()
        && let Some(first) = &holder.password
        && deps.hasher.verify(pool.id.as_str(), password, first).await? != Verified::No
    {
        return Ok(());
    }
    let write = async |tx: &Tx| -> Result<Option<Delivery>, Error> {
        let (kept, flag) = (to.contact.attribute(), to.contact.verified_attribute());
        let found = tx.users().find(&pool.id, holder.id).await?;
        let Some(mut user) = found.filter(|user| user.status == UserStatus::Unconfirmed) else { return Ok(None) };
        let read_version = user.version;
        user.password = None;
        user.attributes.retain(|name, _| [kept, flag].contains(&name.as_str()));
        if browser.is_some() {
            user.attributes.insert(kept.to_owned(), to.address.to_owned());
        }
        user.updated_at = deps.now();
        if tx.users().save(&user, read_version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        tx.events()
            .add(&events::of_user(deps, EventName::SignUpContested, &pool.id, user.id, Some(&client.id)))
            .await?;
        if browser.is_none() {
            return Ok(None);
        }
        let sent = codes::Sent { kind: CodeKind::SignUp, to, is_pending: false, language };
        codes::issue(deps, tx, pool, &user, sent).await.map(Some)
    };
    deps.storage.unit(write).await.map(drop)
}
