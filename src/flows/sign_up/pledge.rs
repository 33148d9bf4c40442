//! What a person typed at the page of a sign-up, kept by their own browser until the code comes back.
//!
//! The code proves the address, not who chose the password: whoever signed the address up first, or last, may be a
//! stranger (lesson L12). So each browser carries the password that was typed in it, hashed and sealed, and the sign-up
//! that is confirmed in that browser has that password, whatever others left in the database meanwhile. To a stranger
//! his own pledge is worth nothing, for the code goes to the owner of the address. A pledge is bound to the pool, the
//! address and the browser, so that none can be planted in another's form.

use serde::{Deserialize, Serialize};

use super::register::SignUp;
use crate::domain::code::CodeKind;
use crate::domain::identifier::fold;
use crate::domain::pool::{Contact, Pool};
use crate::domain::user::{Attributes, User};
use crate::flows::{Deps, Error, page_state};

/// The longest pledge in characters: it must fit into a page's state, which has to fit into a cookie.
const LONGEST: usize = 1700;

/// A pledge as a browser brings it back.
#[derive(Debug)]
pub struct Pledge {
    /// The browser.
    pub browser: String,
    /// What it kept.
    pub sealed: String,
}

/// What one browser signed up with.
#[derive(Serialize, Deserialize)]
pub(super) struct Pledged {
    password: String,
    attributes: Attributes,
}

/// Seals what was signed up with at the page in `browser`. Attributes that are too long for it are left out.
pub(super) fn seal(deps: &Deps, sign_up: &SignUp, user: &User, browser: &str) -> Result<String, Error> {
    let folded = folded_name(&sign_up.pool, &sign_up.username);
    let context = context(&sign_up.pool, &folded, browser);
    let seal = |attributes| {
        let password = user.password.clone().unwrap_or_default();
        page_state::seal(deps, &context, &Pledged { password, attributes }, CodeKind::SignUp.lifetime_secs())
    };
    let whole = seal(user.attributes.clone());
    if whole.as_ref().is_ok_and(|sealed| sealed.len() <= LONGEST) { whole } else { seal(Attributes::new()) }
}

/// Opens it for the name to be confirmed; `None` when it is not of this pool, name and browser, or over.
pub(super) fn open(deps: &Deps, pool: &Pool, username: &str, pledge: &Pledge) -> Option<Pledged> {
    let folded = folded_name(pool, username);
    page_state::open(deps, &context(pool, &folded, &pledge.browser), &pledge.sealed)
}

impl Pledged {
    /// Makes `user` the one that was signed up in this browser. The address stays: it is the one that the code went to.
    pub(super) fn fulfil(self, user: &mut User) {
        if user.password.as_ref() == Some(&self.password) {
            return;
        }
        user.password = Some(self.password);
        let proven = [Contact::Email.attribute(), Contact::Email.verified_attribute()];
        user.attributes.retain(|name, _| proven.contains(&name.as_str()));
        let others = self.attributes.into_iter().filter(|(name, _)| !proven.contains(&name.as_str()));
        user.attributes.extend(others);
    }
}

fn folded_name(pool: &Pool, username: &str) -> String {
    fold(username, pool.settings.sign_in_names.case_sensitive)
}

fn context(pool: &Pool, folded: &str, browser: &str) -> String {
    format!("sign-up\n{}\n{browser}\n{folded}", pool.id)
}
