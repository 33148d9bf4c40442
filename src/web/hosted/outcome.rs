//! Where a sign-in goes after an answer, whichever page took it.

use super::context::PageContext;
use super::passkeys_add;
use super::respond::{Answer, Stop};
use super::route::Route;
use super::state::{State, Wrong};
use super::visit::Visit;
use super::wording;
use crate::domain::session::SessionId;
use crate::domain::sign_in::{Authentication, Challenge, Factor};
use crate::flows::authorize::{IssueOutcome, issue};
use crate::flows::federation::{TakenUp, take_up_offer};
use crate::flows::sign_in::{Completed, Outcome, begin_enrolment};
use crate::flows::{Error, session};

impl PageContext {
    /// Goes on with a sign-in in which `username` was typed.
    pub(super) async fn proceed(&self, visit: &Visit, outcome: Outcome, username: &str) -> Answer {
        let named = State::of(username);
        match outcome {
            Outcome::Complete(completed) => self.complete(visit, *completed).await,
            Outcome::Refused(refused) => {
                self.go(visit, Route::Login, &State { wrong: vec![wording::sign_in(refused)], ..named })
            }
            Outcome::Challenge(pending) => match pending.challenge {
                Challenge::NewPassword { .. } => {
                    self.go(visit, Route::ChangePassword, &State { handle: pending.handle, ..named })
                }
                Challenge::ConfirmSignUp => {
                    let wrong = vec![Wrong::form("user-not-confirmed")];
                    self.go(visit, Route::Confirm, &State { is_known: true, wrong, ..named })
                }
                Challenge::ResetPassword => {
                    let wrong = vec![Wrong::form("password-reset-required")];
                    self.go(visit, Route::ForgotPassword, &State { wrong, ..named })
                }
                Challenge::SecondFactor { .. } => {
                    self.go(visit, Route::Mfa, &State { handle: pending.handle, ..named })
                }
                Challenge::EnrolFactor(choices) if choices == [Factor::Totp].into() => {
                    self.set_up_app(visit, State { handle: pending.handle, ..named }).await
                }
                Challenge::EnrolFactor(_) => {
                    self.go(visit, Route::MfaEnrol, &State { handle: pending.handle, ..named })
                }
                Challenge::EnrolSent { .. } => self.go(visit, Route::Mfa, &State { handle: pending.handle, ..named }),
                Challenge::FirstFactor(_) => Err(Error::Internal("a challenge that no page asks").into()),
            },
        }
    }

    /// Makes the secret that the next page shows: that page is opened by GET, which writes nothing.
    pub(super) async fn set_up_app(&self, visit: &Visit, state: State) -> Answer {
        let (pool, client) = (&visit.request.pool, &visit.request.client);
        match begin_enrolment(&self.deps, pool, client, &state.handle, &self.holder()).await? {
            Some(_) => self.go(visit, Route::MfaSetup, &state),
            None => Err(Error::Internal("a sign-in that does not wait for what it was just told").into()),
        }
    }

    async fn complete(&self, visit: &Visit, mut completed: Completed) -> Answer {
        let (pool, client) = (&visit.request.pool, &visit.request.client);
        if let Some(offer) = visit.linking() {
            match take_up_offer(&self.deps, (pool, client), &completed, (&self.holder(), offer)).await? {
                TakenUp::Linked(user) => completed.user = *user,
                TakenUp::NotProven => {}
                refused @ (TakenUp::Over | TakenUp::OtherAccount | TakenUp::Taken | TakenUp::TooMany) => {
                    return self.not_linked(visit, &refused);
                }
            }
        }
        let present = self.session.get();
        let established = session::establish(&self.deps, pool, client, completed, present.as_deref()).await?;
        self.session.renew(&established.key);
        if let Some(value) = &established.device {
            self.keep_device(pool, value);
        }
        if visit.state.errand == passkeys_add::WANTED {
            let state = State { errand: passkeys_add::REACHED.to_owned(), ..State::default() };
            return self.go(visit, Route::PasskeysAdd, &state);
        }
        self.answer_with_code(visit, &established.completed.authentication, established.session).await
    }

    /// Goes back to the app with a code.
    pub(super) async fn answer_with_code(
        &self,
        visit: &Visit,
        authentication: &Authentication,
        session: SessionId,
    ) -> Result<actix_web::HttpResponse, Stop> {
        match issue(&self.deps, &visit.request, authentication, session).await? {
            IssueOutcome::Issued(location) | IssueOutcome::Refused(location) => Ok(self.leave(visit, &location)),
        }
    }
}
