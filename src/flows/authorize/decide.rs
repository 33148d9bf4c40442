//! What a valid request leads to, given who is signed in in the browser.

use super::error::AuthorizeErrorCode;
use super::validate::ValidRequest;
use crate::domain::sign_in::{Authentication, Resumption};
use crate::flows::Deps;
use crate::flows::session::Live;

/// Where a valid request goes.
#[derive(Debug)]
pub enum Decision {
    /// The session serves: issue a code for it.
    Issue(Box<Authentication>),
    /// The person is signed in and is asked whether to go on as themselves.
    SelectAccount,
    /// The person is signed in and is asked for the factor that is missing.
    StepUp,
    /// The person must sign in.
    SignIn,
    /// The person is to make an account, whoever is signed in (`prompt=create`).
    SignUp,
    /// No page may be shown and the session does not serve: go to this URL.
    Refuse(String),
}

/// Decides; `live` is the browser's sign-in in the request's pool.
pub fn decide(deps: &Deps, request: &ValidRequest, live: Option<&Live>) -> Decision {
    if request.prompt.create {
        return Decision::SignUp;
    }
    // A session is of whoever came in by a way that this client lets people come by, too.
    let is_expected = |live: &&Live| {
        let expected = request.expected_subject.as_ref();
        request.ways_in.lets_in(&live.login) && expected.is_none_or(|subject| *subject == live.user.id.to_string())
    };
    let resumed = match live.filter(is_expected) {
        Some(live) => live.resume(deps, &request.pool, &request.client, request.requirements()),
        None => Resumption::Unusable,
    };
    match resumed {
        Resumption::Resumed(_) if request.prompt.select_account => Decision::SelectAccount,
        Resumption::Resumed(authentication) => Decision::Issue(Box::new(authentication)),
        Resumption::LacksSecond | Resumption::Unusable if request.prompt.none => {
            Decision::Refuse(request.refuse(AuthorizeErrorCode::LoginRequired, "The user must sign in."))
        }
        Resumption::LacksSecond => Decision::StepUp,
        Resumption::Unusable => Decision::SignIn,
    }
}
