//! F18: every kind of one-time value, spent many times at once on two nodes: exactly one success. And a node that is
//! killed in the middle of it.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use super::audit::{self, Audited};
use crate::Result;
use crate::answer::Answer;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::mail::Mailbox;
use crate::rig::world::{Tokens, World};

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// How long a mail may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A kind of one-time value.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The authorization code.
    Code,
    /// The code of a sign-up.
    Confirmation,
    /// The code of a forgotten password.
    Reset,
    /// The Session string of the API, at the new password.
    Session,
    /// A refresh token that rotates: all who come at once get the same successor.
    Refresh,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Code, Self::Confirmation, Self::Reset, Self::Session, Self::Refresh];

    /// What is owed an event; a new password besides the one of the admin who made the account.
    fn audited(self) -> &'static [Audited] {
        match self {
            Self::Confirmation => &[(&["Confirmation"], "user.confirmed")],
            Self::Reset => &[(&["Reset", "made"], "password.changed")],
            Self::Session => &[(&["Session"], "sign_in.completed")],
            Self::Code | Self::Refresh => &[],
        }
    }

    /// How many come at once. Guesses at mailed codes are counted, so that only so many are tried.
    fn parallel(self) -> usize {
        match self {
            Self::Code => 50,
            Self::Confirmation | Self::Reset | Self::Session | Self::Refresh => 20,
        }
    }
}

/// All kinds, and then the code again with a node killed in the middle.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(100);
    // Twenty hashes at once on two cores take longer than people would be let wait.
    let mut rig = Rig::cluster(2, &[("VESTIBULE_HASHING__MAX_WAIT_MS", "60000")]).await?;
    rig.world.add_user("spender", PASSWORD).await?;
    for kind in Kind::ALL {
        let ledger = Ledger::create(rig.folder.path())?;
        let spend = Spend { world: &rig.world, mailbox: rig.mail.mailbox(), ledger, findings: Findings::default() };
        for run in 0..runs {
            spend.round(kind, run).await?;
        }
        let proven = audit::prove(&rig, &spend.ledger, kind.audited(), &spend.findings).await?;
        spend.report(format!("F18 {kind:?} x {}", kind.parallel()), runs, proven, report);
    }
    killed(&mut rig, options, report).await
}

/// Fifty redemptions of one code over both nodes, one of which dies meanwhile: at most one success, and none lost.
async fn killed(rig: &mut Rig, options: &Options, report: &mut Report) -> Result<()> {
    let runs = options.runs(100).div_ceil(5);
    let world = (*rig.world).clone();
    let ledger = Ledger::create(rig.folder.path())?;
    let spend = Spend { world: &world, mailbox: rig.mail.mailbox(), ledger, findings: Findings::default() };
    for run in 0..runs {
        let code = world.code("spender", PASSWORD).await.map_err(|answer| answer.why())?;
        let victim = usize::try_from(run % 2)?;
        let spending = join_all((0..50).map(|_| spend.ledger.perform("Code", "spender", "", world.redeem(&code))));
        let node = rig.node(victim)?;
        let killing = async {
            tokio::time::sleep(Duration::from_millis(run % 10 * 4)).await;
            node.kill()
        };
        let (answers, killing) = futures_util::join!(spending, killing);
        killing?;
        let successes = answers.iter().filter(|answer| answer.is_done()).count();
        let unknown = answers.iter().filter(|answer| matches!(answer, Answer::Lost(_))).count();
        if successes > 1 {
            spend.findings.double(format!("run {run}: {successes} successes"));
        } else if successes == 0 && unknown == 0 {
            spend.findings.lost(format!("run {run}: nobody got what the code was worth"));
        }
        spend.allowed(&answers);
        node.start().await?;
        if world.redeem(&code).await.is_done() && successes > 0 {
            spend.findings.double(format!("run {run}: once more after the restart"));
        }
    }
    let longest = rig.nodes.iter().map(|node| node.longest_start).max();
    let tally = spend.ledger.tally();
    let name = "F18 Code x 50, a node killed in the middle".to_owned();
    let notes = vec![audit::prove(rig, &spend.ledger, Kind::Code.audited(), &spend.findings).await?];
    report.add(Row { name, runs, tally, longest_restart: longest, notes }, &spend.findings);
    Ok(())
}

struct Spend<'a> {
    world: &'a World,
    mailbox: Mailbox,
    ledger: Ledger,
    findings: Findings,
}

impl Spend<'_> {
    async fn round(&self, kind: Kind, run: u64) -> Result<()> {
        let answers = match kind {
            Kind::Code => {
                let code = self.world.code("spender", PASSWORD).await.map_err(|answer| answer.why())?;
                self.spend(kind, "spender", || self.world.redeem(&code)).await
            }
            Kind::Confirmation => {
                let name = format!("confirm-{run}");
                let code = self.signed_up(&name).await?;
                self.spend(kind, &name, || self.world.confirm(&name, &code)).await
            }
            Kind::Reset => self.reset(run).await?,
            Kind::Session => self.session(run).await?,
            Kind::Refresh => return self.refresh(run).await,
        };
        self.allowed(&answers);
        match answers.iter().filter(|answer| answer.is_done()).count() {
            1 => {}
            0 => self.findings.lost(format!("{kind:?} {run}: nobody; {}", why(&answers))),
            more => self.findings.double(format!("{kind:?} {run}: {more} successes")),
        }
        Ok(())
    }

    async fn signed_up(&self, name: &str) -> Result<String> {
        let email = format!("{name}@spend.test");
        let answer = self.world.sign_up(name, PASSWORD, &email, "").await;
        if !answer.is_done() {
            return Err(format!("sign-up of {name}: {}", answer.why()).into());
        }
        self.mailbox.wait(&email, PATIENCE).await.ok_or_else(|| "no mail".into())
    }

    async fn reset(&self, run: u64) -> Result<Vec<Answer>> {
        let name = format!("reset-{run}");
        let made = async {
            let added = self.world.add_user(&name, PASSWORD).await;
            added.map_or_else(|error| Answer::Broken(error.to_string()), |()| Answer::Done(json!(null)))
        };
        if !self.ledger.perform("made", &name, "", made).await.is_done() {
            return Err("nobody was made".into());
        }
        let answer = self.world.forgot_password(&name).await;
        if !answer.is_done() {
            return Err(format!("ForgotPassword: {}", answer.why()).into());
        }
        let code = self.mailbox.wait(&format!("{name}@made.test"), PATIENCE).await.ok_or("no mail")?;
        Ok(self.spend(Kind::Reset, &name, || self.world.reset_password(&name, &code, "Another-Horse-9")).await)
    }

    async fn session(&self, run: u64) -> Result<Vec<Answer>> {
        let name = format!("session-{run}");
        let new = json!({ "MessageAction": "SUPPRESS", "TemporaryPassword": PASSWORD });
        let made = self.world.admin("AdminCreateUser", &name, &new).await;
        if !made.is_done() {
            return Err(format!("AdminCreateUser: {}", made.why()).into());
        }
        let begun = self.world.sign_in(&name, PASSWORD).await;
        let session = begun.text("/Session").ok_or_else(|| format!("no session: {}", begun.why()))?;
        let input = json!({
            "ClientId": self.world.client, "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": session,
            "ChallengeResponses": { "USERNAME": name, "NEW_PASSWORD": "Another-Horse-9" },
        });
        Ok(self.spend(Kind::Session, &name, || self.world.front.call("RespondToAuthChallenge", &input)).await)
    }

    /// Everybody who comes at once with one refresh token gets the same next one.
    async fn refresh(&self, run: u64) -> Result<()> {
        let answer = self.world.sign_in("spender", PASSWORD).await;
        let tokens = Tokens::of(&answer).ok_or_else(|| answer.why())?;
        let answers = self.spend(Kind::Refresh, "spender", || self.world.refresh(&tokens.refresh)).await;
        self.allowed(&answers);
        let mut next: Vec<String> = answers.iter().filter_map(Tokens::of).map(|tokens| tokens.refresh).collect();
        if next.len() < answers.len() {
            self.findings.lost(format!("Refresh {run}: {} of {} refused", answers.len() - next.len(), answers.len()));
        }
        next.sort_unstable();
        next.dedup();
        if next.len() > 1 {
            self.findings.double(format!("Refresh {run}: {} different successors", next.len()));
        }
        Ok(())
    }

    async fn spend<F: Future<Output = Answer>>(&self, kind: Kind, who: &str, once: impl Fn() -> F) -> Vec<Answer> {
        let label = format!("{kind:?}");
        join_all((0..kind.parallel()).map(|_| self.ledger.perform(&label, who, "", once()))).await
    }

    fn allowed(&self, answers: &[Answer]) {
        for answer in answers.iter().filter(|answer| matches!(answer, Answer::Broken(_))) {
            self.findings.broken(answer.why());
        }
    }

    fn report(self, name: String, runs: u64, proven: String, report: &mut Report) {
        let notes = vec![proven];
        report.add(Row { name, runs, tally: self.ledger.tally(), notes, ..Row::default() }, &self.findings);
    }
}

fn why(answers: &[Answer]) -> String {
    let mut reasons: Vec<String> = answers.iter().map(Answer::why).collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons.join("; ")
}
