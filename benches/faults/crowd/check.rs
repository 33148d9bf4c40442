//! Holds the server against the model, after the fault: invariants I1 to I10.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Shared;
use super::person::Person;
use crate::Result;
use crate::answer::Answer;
use crate::dice::Dice;
use crate::rig::stored::Stored;

/// Longest time after a fault until what is owed has been mailed: the lease of a worker that was killed is 2 minutes.
const MAIL_PATIENCE: Duration = Duration::from_secs(150);
/// Attempts at reading somebody back while the server comes to itself.
const READINGS: usize = 20;

impl Shared {
    /// I1, I3: what is stored of a person is what was acknowledged last, or what nobody knows came true as a whole.
    pub(super) async fn read_back(&self, person: &mut Person) {
        let Some(answer) = self.read(&person.name).await else { return };
        let lost = |what: &str, seen: &str| self.findings.lost(format!("{}: {what}, found {seen}", person.name));
        let Answer::Done(user) = &answer else {
            if !answer.is_refused_as("UserNotFoundException") {
                lost("the account", &answer.why());
            } else if !person.exists.settle(false) {
                lost("the sign-up", "nobody");
            }
            (person.is_touched, person.is_doubtful) = (false, false);
            return;
        };
        let text = |name: &str| user.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let attribute = |name: &str| -> String {
            let all = user.get("UserAttributes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let found = all.iter().find(|it| it.get("Name").and_then(Value::as_str) == Some(name));
            found.and_then(|it| it.get("Value")?.as_str()).unwrap_or_default().to_owned()
        };
        let status = text("UserStatus");
        let is_enabled = user.get("Enabled").and_then(Value::as_bool).unwrap_or(false);
        let note = attribute("name");
        if !person.exists.settle(true) {
            lost("the refusal of a sign-up", "somebody");
        }
        if !person.confirmed.settle(status == "CONFIRMED") {
            lost("the confirmation", &status);
        }
        if !person.enabled.settle(is_enabled) {
            lost("whether the account is open", &is_enabled.to_string());
        }
        if !person.note.settle(note.clone()) {
            lost("the attribute", &note);
        }
        person.id = Some(attribute("sub"));
        if person.password.known().is_none() {
            self.find_password(person).await;
        }
        if !is_enabled {
            self.open_again(person).await;
        }
        (person.is_touched, person.is_doubtful) = (false, false);
    }

    async fn read(&self, name: &str) -> Option<Answer> {
        for _ in 0..READINGS {
            let answer = self.world.admin("AdminGetUser", name, &Value::Null).await;
            if answer.is_done() || answer.is_refused() {
                return Some(answer);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        self.findings.broken(format!("{name} could not be read back"));
        None
    }

    async fn find_password(&self, person: &mut Person) {
        for password in person.password.possible().to_vec() {
            let answer = self.world.sign_in(&person.name, &password).await;
            person.owe("sign_in.completed", answer.effect());
            if answer.is_done() {
                person.password.settle(password);
                return;
            }
            if !answer.is_refused() {
                return;
            }
        }
        self.findings.lost(format!("{}: the password; none of those it may be works", person.name));
    }

    /// The admin, who does not know whether the account is open, opens it.
    async fn open_again(&self, person: &mut Person) {
        let answer = self.world.admin("AdminEnableUser", &person.name, &Value::Null).await;
        person.owe("user.enabled", answer.effect());
        person.enabled.learn(true, answer.effect());
    }

    /// I4, I5, I6: tokens that ended stay dead, those that live work, passwords are the last ones, codes came by mail.
    pub(super) async fn prove(&self, person: &mut Person, dice: &mut Dice) {
        if person.exists.known() == Some(&true) && person.confirmed.known() == Some(&false) {
            if self.mailbox.wait(&person.email, MAIL_PATIENCE).await.is_none() {
                self.findings.lost(format!("{}: the mail with the code", person.name));
            }
            self.confirm(person).await;
        }
        for ended in std::mem::take(&mut person.ended) {
            if self.world.refresh(&ended.refresh).await.is_done() {
                self.findings.lost(format!("{}: the end of tokens by {}", person.name, ended.by));
            }
        }
        for at in (0..person.families.len()).rev() {
            self.refresh_family(person, at).await;
        }
        if let Some(past) = person.past_password.take() {
            let answer = self.world.sign_in(&person.name, &past).await;
            if answer.is_done() {
                self.findings.lost(format!("{}: the end of the password before", person.name));
            }
        }
        if dice.happens(20) || person.events.contains_key("password.changed") {
            self.sign_in(person).await;
        }
    }

    /// I6, I7, I8, I9: mails, events, counters and owners, as they are stored.
    pub(super) async fn prove_stored(&self, everybody: &[Person], database_url: &str) -> Result<Vec<String>> {
        let stored = Stored::open(database_url).await?;
        let events = stored.events().await?;
        let mut compared = 0_i64;
        for person in everybody {
            let Some(id) = &person.id else { continue };
            for (name, owed) in &person.events {
                let there = events.get(&(id.clone(), (*name).to_owned())).copied().unwrap_or(0);
                compared += owed.least;
                if there < owed.least {
                    let what = format!("{}: {} of {} events {name}", person.name, owed.least - there, owed.least);
                    self.findings.lost(what);
                }
                if there > owed.most {
                    self.findings.double(format!("{}: {there} events {name} instead of {}", person.name, owed.most));
                }
            }
        }
        let counted =
            stored.count("SELECT COUNT(*) FROM attempts WHERE bucket LIKE 'sign_in%' AND failures > 0").await?;
        let failures = self.wrong_passwords.load(Ordering::Relaxed);
        if counted < failures {
            self.findings.lost(format!("{} of {failures} counted wrong passwords", failures - counted));
        }
        for orphans in stored.orphans().await? {
            self.findings.lost(format!("the owner of {orphans}"));
        }
        let begun = Instant::now();
        while stored.count("SELECT COUNT(*) FROM outbox WHERE state = 'queued'").await? > 0 {
            if begun.elapsed() > MAIL_PATIENCE {
                self.findings.lost("mail that is still queued".to_owned());
                break;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        Ok(vec![format!(
            "{} people read back, {compared} owed events found, {failures} wrong passwords counted",
            everybody.len()
        )])
    }
}
