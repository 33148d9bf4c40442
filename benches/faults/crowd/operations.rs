//! What people do, in the proportions of a real day, and what each answer teaches.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::person::{Belief, Ended, FREE_GUESSES, Family, Person, TRIES_OF_A_CODE};
use super::{Circle, Shared};
use crate::answer::{Answer, Effect};
use crate::dice::Dice;
use crate::rig::world::Tokens;

/// How long somebody waits for a mail before doing something else.
const MAIL_PATIENCE: Duration = Duration::from_millis(1200);
/// How long after a refresh without an answer the same token must still work: less than the pool's 10 s of grace.
pub(super) const GRACE: Duration = Duration::from_secs(8);
/// Mails that a mailbox gets within an hour.
const MAILS_OF_AN_HOUR: i64 = 5;
/// Families that somebody keeps at a time.
const MOST_FAMILIES: usize = 4;

impl Shared {
    /// Somebody of the circle does something. `false`: the server could not be reached.
    pub(super) async fn act(&self, circle: &mut Circle) -> bool {
        let Circle { people, dice } = circle;
        // Whose sign-up turned out not to have happened is nobody.
        let is_ready = |it: &Person| !it.is_doubtful && it.exists.known() == Some(&true);
        let ready: Vec<usize> = (0..people.len()).filter(|&at| people.get(at).is_some_and(is_ready)).collect();
        let somebody = (!ready.is_empty()).then(|| ready.get(dice.index(ready.len())).copied()).flatten();
        let Some(person) = somebody.and_then(|at| people.get_mut(at)) else {
            return self.newcomer(people, dice).await;
        };
        match dice.below(100) {
            0..13 => self.newcomer(people, dice).await,
            13..15 => self.guess(dice).await,
            15..40 => self.sign_in(person).await,
            40..81 => self.refresh(person, dice).await,
            81..84 => self.recover(person, dice).await,
            84..89 => self.code_flow(person, dice).await,
            89..92 => self.change_note(person, dice).await,
            92..94 => self.change_password(person, dice).await,
            94..96 => self.sign_out(person).await,
            96..98 => self.give_back(person).await,
            _ => self.close_and_open(person).await,
        }
    }

    async fn newcomer(&self, people: &mut Vec<Person>, dice: &mut Dice) -> bool {
        if let Some(waiting) = people.iter_mut().find(|it| is_unconfirmed(it) && dice.happens(50)) {
            return self.confirm(waiting).await;
        }
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        let name = format!("person-{number}");
        let mut person = Person::new(name, number % 5, format!("Pass-{}-word", dice.roll()));
        let reached = self.sign_up(&mut person, dice).await;
        if person.exists.possible().contains(&true) {
            if person.exists.known() == Some(&true) {
                self.mailbox.wait(&person.email, MAIL_PATIENCE).await;
                self.confirm(&mut person).await;
            }
            people.push(person);
        }
        reached
    }

    async fn sign_up(&self, person: &mut Person, dice: &mut Dice) -> bool {
        let note = format!("note {}", dice.roll());
        let password = person.password.possible().first().cloned().unwrap_or_default();
        let asked = self.world.sign_up(&person.name, &password, &person.email, &note);
        let answer = self.ledger.perform("sign_up", &person.name, &note, asked).await;
        let effect = person.wrote(&answer);
        person.exists.learn(true, effect);
        person.note = Belief::new(note);
        person.owe("user.signed_up", effect);
        person.id = answer.text("/UserSub");
        self.unless_refused("sign-up", &person.name, &answer)
    }

    pub(super) async fn confirm(&self, person: &mut Person) -> bool {
        let Some(code) = self.mailbox.code(&person.email) else { return true };
        let answer = self.ledger.perform("confirm", &person.name, "", self.world.confirm(&person.name, &code)).await;
        let effect = person.wrote(&answer);
        person.confirmed.learn(true, effect);
        person.owe("user.confirmed", effect);
        person.confirmations_cut_off += u64::from(effect == Effect::Unknown);
        // A try is counted before the code is looked at, and no crash forgets it: the code is used up.
        if answer.is_refused() && person.confirmations_cut_off >= TRIES_OF_A_CODE {
            return true;
        }
        if effect == Effect::Done && self.world.confirm(&person.name, &code).await.is_done() {
            self.findings.double(format!("{}: the code of a sign-up worked twice", person.name));
        }
        self.unless_refused("confirmation", &person.name, &answer)
    }

    pub(super) async fn sign_in(&self, person: &mut Person) -> bool {
        let Some(password) = person.can_sign_in().map(str::to_owned) else { return true };
        let answer =
            self.ledger.perform("sign_in", &person.name, "", self.world.sign_in(&person.name, &password)).await;
        let waits = person.signed_in(&answer);
        keep(person, Tokens::of(&answer));
        waits || self.unless_refused("sign-in", &person.name, &answer)
    }

    async fn refresh(&self, person: &mut Person, dice: &mut Dice) -> bool {
        if person.families.is_empty() {
            return self.sign_in(person).await;
        }
        let at = dice.index(person.families.len());
        if person.families.len() >= MOST_FAMILIES {
            return self.replay_ancient(person, at).await;
        }
        let reached = self.refresh_family(person, at).await;
        let held = person.families.get(at).is_some_and(|family| family.oldest.is_some());
        if held && dice.happens(5) { self.replay_ancient(person, at).await } else { reached }
    }

    /// Refreshes one family. A refresh without an answer is repeated with the same token while the grace lasts, and must
    /// then work.
    pub(super) async fn refresh_family(&self, person: &mut Person, at: usize) -> bool {
        let Some(mut family) = (at < person.families.len()).then(|| person.families.remove(at)) else { return true };
        let asked_at = Instant::now();
        let answer = self.ledger.perform("refresh", &person.name, "", self.world.refresh(&family.refresh)).await;
        let since = family.doubtful_since;
        match (&answer, answer.effect()) {
            (Answer::Done(_), _) => {
                let Some(tokens) = Tokens::of(&answer) else {
                    self.findings.broken(format!("{}: a refresh without tokens", person.name));
                    return true;
                };
                family.oldest = family.last.replace(std::mem::replace(&mut family.refresh, tokens.refresh));
                family.access = tokens.access;
                family.doubtful_since = None;
                person.families.push(family);
            }
            (_, Effect::Unknown) => {
                if since.is_some() {
                    // It may have come too late this time, and been told of as below.
                    person.owe("grant.replay_detected", Effect::Unknown);
                }
                family.doubtful_since = Some(since.unwrap_or(asked_at));
                person.families.push(family);
            }
            (Answer::Refused { .. }, _) => {
                if since.is_none_or(|since| since.elapsed() < GRACE) {
                    self.findings.lost(format!("{}: a family of tokens; {}", person.name, answer.why()));
                }
                // An old token that came too late: that is what kills a family, as it must, and is told.
                person.owe("grant.replay_detected", Effect::Unknown);
            }
            _ => person.families.push(family),
        }
        !matches!(answer, Answer::Unreached)
    }

    /// Brings back the oldest refresh token of a family: it must be refused, and the family with it.
    async fn replay_ancient(&self, person: &mut Person, at: usize) -> bool {
        let Some(family) = (at < person.families.len()).then(|| person.families.remove(at)) else { return true };
        let Some(ancient) = family.oldest.filter(|_| family.doubtful_since.is_none()) else { return true };
        let answer = self.ledger.perform("replay", &person.name, "", self.world.refresh(&ancient)).await;
        // The end of the family is what a refusal says here.
        let effect = if answer.is_refused() { Effect::Done } else { answer.effect() };
        person.owe("grant.replay_detected", effect);
        if answer.is_done() {
            self.findings.double(format!("{}: a refresh token worked again after two later ones", person.name));
        } else if answer.is_refused() {
            let again = self.world.refresh(&family.refresh).await;
            if again.is_done() {
                self.findings.lost(format!("{}: the end of a family whose old token came back", person.name));
            }
            person.ended.push(Ended { refresh: family.refresh, by: "a replay" });
        }
        !matches!(answer, Answer::Unreached)
    }

    async fn code_flow(&self, person: &mut Person, dice: &mut Dice) -> bool {
        let Some(password) = person.can_sign_in().map(str::to_owned) else { return true };
        let code = self.world.code(&person.name, &password).await;
        let code = match code {
            Ok(code) => code,
            Err(answer) => {
                // The page tells a lock by its words only.
                let waits = person.signed_in(&answer) || (answer.is_refused() && person.cut_off >= FREE_GUESSES);
                return waits || self.unless_refused("hosted sign-in", &person.name, &answer);
            }
        };
        person.signed_in(&Answer::Done(serde_json::Value::Null));
        let mut answer = self.ledger.perform("redeem", &person.name, "", self.world.redeem(&code)).await;
        if answer.effect() == Effect::Unknown {
            // Whether the first try took it or not: this one is the only success, or there is none.
            answer = self.ledger.perform("redeem", &person.name, "again", self.world.redeem(&code)).await;
            // Refused: the first try took it, and this one was a replay.
            let replay = match answer.effect() {
                _ if answer.is_refused() => Effect::Done,
                Effect::Done => Effect::None,
                effect @ (Effect::None | Effect::Unknown) => effect,
            };
            person.owe("grant.replay_detected", replay);
        } else {
            self.unless_refused("code", &person.name, &answer);
        }
        if let (true, Some(tokens)) = (dice.happens(30), Tokens::of(&answer)) {
            let replay = self.ledger.perform("replay", &person.name, "code", self.world.redeem(&code)).await;
            if replay.is_done() {
                self.findings.double(format!("{}: a code was redeemed twice", person.name));
            } else if replay.is_refused() {
                person.owe("grant.replay_detected", Effect::Done);
                person.ended.push(Ended { refresh: tokens.refresh, by: "the replay of its code" });
            } else {
                person.owe("grant.replay_detected", Effect::Unknown);
            }
        }
        !matches!(answer, Answer::Unreached)
    }

    async fn change_note(&self, person: &mut Person, dice: &mut Dice) -> bool {
        let note = format!("note {}", dice.roll());
        let answer = self.ledger.perform("note", &person.name, &note, self.world.set_note(&person.name, &note)).await;
        let effect = person.wrote(&answer);
        person.note.learn(note, effect);
        person.owe("user.updated", effect);
        self.unless_refused("change of an attribute", &person.name, &answer)
    }

    async fn change_password(&self, person: &mut Person, dice: &mut Dice) -> bool {
        let Some(before) = person.can_sign_in().map(str::to_owned) else { return true };
        let password = format!("Pass-{}-word", dice.roll());
        let asked = self.world.set_password(&person.name, &password);
        let answer = self.ledger.perform("password", &person.name, "", asked).await;
        let effect = person.wrote(&answer);
        person.password.learn(password, effect);
        person.owe("password.changed", effect);
        match effect {
            Effect::Done => {
                person.past_password = Some(before);
                person.forget_tokens();
            }
            Effect::Unknown => {
                person.past_password = None;
                person.forget_tokens();
            }
            Effect::None => {}
        }
        self.unless_refused("new password", &person.name, &answer)
    }

    /// Somebody has forgotten the password: a code comes by mail, and a new password goes back with it.
    async fn recover(&self, person: &mut Person, dice: &mut Dice) -> bool {
        let Some(before) = person.can_sign_in().map(str::to_owned) else { return true };
        let mails = self.mailbox.count(&person.email);
        let asked = self.ledger.perform("forgot", &person.name, "", self.world.forgot_password(&person.name)).await;
        if asked.is_refused_as("LimitExceededException") {
            return true;
        }
        // A mailbox that has had its mails is told the same, and gets nothing (case 145). The first was the sign-up's.
        let before_this = person.events.get("recovery.requested").map_or(0, |owed| owed.most) + 1;
        let may_be_silent = before_this >= MAILS_OF_AN_HOUR && asked.is_done();
        person.owe("recovery.requested", if may_be_silent { Effect::Unknown } else { asked.effect() });
        if may_be_silent {
            return true;
        }
        if !asked.is_done() {
            return self.unless_refused("recovery", &person.name, &asked);
        }
        let Some(mut code) = self.mailbox.wait_after(&person.email, mails, MAIL_PATIENCE).await else { return true };
        let password = format!("Pass-{}-word", dice.roll());
        let resetting = self.world.reset_password(&person.name, &code, &password);
        let mut answer = self.ledger.perform("reset", &person.name, "", resetting).await;
        if answer.is_refused_as("CodeMismatchException") {
            // That was an earlier mail, which came late or twice: the new one is still on its way.
            let Some(newer) = self.mailbox.wait_after(&person.email, mails + 1, MAIL_PATIENCE).await else {
                return true;
            };
            code = newer;
            let resetting = self.world.reset_password(&person.name, &code, &password);
            answer = self.ledger.perform("reset", &person.name, "again", resetting).await;
        }
        let effect = person.wrote(&answer);
        person.password.learn(password.clone(), effect);
        person.owe("password.changed", effect);
        match effect {
            Effect::Done => {
                person.past_password = Some(before);
                person.end_tokens("a reset of the password");
                if self.world.reset_password(&person.name, &code, &password).await.is_done() {
                    self.findings.double(format!("{}: the code of a recovery worked twice", person.name));
                }
            }
            Effect::Unknown => {
                person.past_password = None;
                person.forget_tokens();
            }
            Effect::None => {}
        }
        self.unless_refused("reset", &person.name, &answer)
    }

    async fn sign_out(&self, person: &mut Person) -> bool {
        let Some(access) =
            person.families.iter().rev().find(|it| it.doubtful_since.is_none()).map(|it| it.access.clone())
        else {
            return true;
        };
        let answer = self.ledger.perform("sign_out", &person.name, "", self.world.global_sign_out(&access)).await;
        person.owe("user.signed_out_everywhere", answer.effect());
        match answer.effect() {
            Effect::Done => {
                person.end_tokens("signing out everywhere");
                if self.world.get_user(&access).await.is_done() {
                    self.findings.lost(format!("{}: signing out everywhere", person.name));
                }
            }
            Effect::Unknown => person.forget_tokens(),
            Effect::None => {}
        }
        self.unless_refused("signing out", &person.name, &answer)
    }

    async fn give_back(&self, person: &mut Person) -> bool {
        let Some(family) = person.families.pop() else { return true };
        let answer = self.ledger.perform("revoke", &person.name, "", self.world.revoke(&family.refresh)).await;
        // One that may be over already gives nothing to tell of.
        let may_be_over = family.doubtful_since.is_some() && answer.is_done();
        person.owe("grant.revoked", if may_be_over { Effect::Unknown } else { answer.effect() });
        match answer.effect() {
            Effect::Done => person.ended.push(Ended { refresh: family.refresh, by: "giving it back" }),
            Effect::None => person.families.push(family),
            Effect::Unknown => {}
        }
        self.unless_refused("giving tokens back", &person.name, &answer)
    }

    /// An admin closes the account and opens it again.
    async fn close_and_open(&self, person: &mut Person) -> bool {
        let Some(password) = person.can_sign_in().map(str::to_owned) else { return true };
        for (operation, event, open) in
            [("AdminDisableUser", "user.disabled", false), ("AdminEnableUser", "user.enabled", true)]
        {
            let asked = self.world.admin(operation, &person.name, &serde_json::Value::Null);
            let answer = self.ledger.perform(operation, &person.name, "", asked).await;
            let effect = person.wrote(&answer);
            person.enabled.learn(open, effect);
            person.owe(event, effect);
            person.forget_tokens();
            if !open && effect == Effect::Done && self.world.sign_in(&person.name, &password).await.is_done() {
                self.findings.lost(format!("{}: the closing of the account", person.name));
            }
            if effect != Effect::Done {
                // Whoever stays closed rests until it was read back.
                person.is_doubtful |= !open || effect == Effect::Unknown || person.enabled.known() == Some(&false);
                return self.unless_refused(operation, &person.name, &answer);
            }
        }
        true
    }

    /// A wrong password for somebody who is not there: it counts as one of a person who is.
    async fn guess(&self, dice: &mut Dice) -> bool {
        let name = format!("nobody-{}", dice.roll());
        let answer = self.world.sign_in(&name, "Wrong-password-1").await;
        if answer.is_refused_as("NotAuthorizedException") {
            self.wrong_passwords.fetch_add(1, Ordering::Relaxed);
        } else if answer.is_done() {
            self.findings.lost(format!("{name}: a refusal, of somebody who is not there"));
        }
        !matches!(answer, Answer::Unreached)
    }

    /// What an honest request must never hear: a refusal means that something acknowledged is not there any more.
    fn unless_refused(&self, what: &str, who: &str, answer: &Answer) -> bool {
        if answer.is_refused() {
            self.findings.lost(format!("{who}: an honest {what} was refused: {}", answer.why()));
        }
        !matches!(answer, Answer::Unreached)
    }
}

fn is_unconfirmed(person: &Person) -> bool {
    let is = |belief: &Belief<bool>, value| belief.known() == Some(&value);
    is(&person.exists, true) && is(&person.confirmed, false) && !person.is_doubtful
}

fn keep(person: &mut Person, tokens: Option<Tokens>) {
    let Some(Tokens { access, refresh }) = tokens else { return };
    person.families.push(Family { access, refresh, oldest: None, last: None, doubtful_since: None });
}
